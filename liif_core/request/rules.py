# SPDX-License-Identifier: Apache-2.0
"""How a field of a request is declared: what it may be, and the words for people.

A field's rule stands in its metadata. All that reads requests is driven by it: the check when one
is made (:class:`Checked`), the options of the command line, and the parameters of the plug-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, MISSING, dataclass, field, fields
from typing import Any

from liif_core.errors import LiifError

_RULE = "rule"
_QUOTED = 20
"""Characters of a wrong value that an error shows."""


class RequestError(LiifError):
    """A request or message that cannot be carried out as it stands; the text is fit for a user."""


@dataclass(frozen=True)
class Rule:
    """What a field may be."""

    _: KW_ONLY
    label: str = ""
    """As dialogs show it; the underscore stands before the letter that Alt chooses it by. Empty for
    what no dialog asks."""
    help: str = ""
    """A sentence without its full stop, for the command line's help and the plug-in's tips."""
    alters: bool = True
    """Whether another value can give other pixels."""

    def check(self, name: str, value: object) -> None:
        """Raise :class:`RequestError` unless ``value`` will do for the field ``name``."""
        raise NotImplementedError

    def from_json(self, value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
        """What :mod:`json` made of a value, as the field has it; not checked."""
        return value


@dataclass(frozen=True)
class Whole(Rule):
    """A whole number within its ends; None as well where it can be ``automatic``."""

    low: int | None = None
    high: int | None = None
    automatic: bool = False
    least: int | None = None
    """The smallest besides 0 that a person can want; tests go below."""

    def check(self, name: str, value: object) -> None:
        if value is None and self.automatic:
            return
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole and not self.automatic:
            raise RequestError(f"{name} must be a whole number, not {value!r}")
        if not (whole and _is_within(value, self.low, self.high)):
            also = " or automatic" if self.automatic else ""
            allowed = f"{self.low} to {self.high}{also}"
            raise RequestError(f"{name} must be {allowed}, not {str(value)[:_QUOTED]}")


@dataclass(frozen=True)
class Number(Rule):
    """A number within its ends."""

    low: float
    high: float

    def check(self, name: str, value: object) -> None:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not (number and _is_within(value, self.low, self.high)):
            ends = f"{self.low:g} to {self.high:g}"
            raise RequestError(f"{name} must be {ends}, not {str(value)[:_QUOTED]}")


@dataclass(frozen=True)
class Switch(Rule):
    """On or off."""

    def check(self, name: str, value: object) -> None:
        if not isinstance(value, bool):
            raise RequestError(f"{name} must be true or false, not {str(value)[:_QUOTED]}")


@dataclass(frozen=True)
class Choice(Rule):
    """One of some words, each with the words that dialogs have for it."""

    options: Mapping[str, str]

    def check(self, name: str, value: object) -> None:
        if value not in list(self.options):  # a list, as what is wrong need not have a hash
            allowed = ", ".join(self.options)
            raise RequestError(f"{name} must be one of {allowed}, not {value!r}")


@dataclass(frozen=True)
class Text(Rule):
    """A text."""

    must: str
    """What it must do or be, for an error."""
    may_be_empty: bool = False

    def check(self, name: str, value: object) -> None:
        if not (isinstance(value, str) and (value or self.may_be_empty)):
            raise RequestError(f"{name} must {self.must}")


@dataclass(frozen=True)
class Amounts(Rule):
    """Names, each with how much, 1 to 100, as a tuple of pairs."""

    def check(self, name: str, value: object) -> None:
        if not (isinstance(value, tuple) and all(map(_is_amount, value))):
            told = str(value)[:80]
            raise RequestError(f"{name} must be names, each with 1 to 100, not {told}")

    def from_json(self, value: Any) -> Any:  # noqa: ANN401
        if not isinstance(value, list):  # JSON has no tuples
            return value
        return tuple(tuple(each) if isinstance(each, list) else each for each in value)


@dataclass(frozen=True)
class Part(Rule):
    """Another declared thing."""

    kinds: tuple[type, ...]

    def check(self, name: str, value: object) -> None:
        if not isinstance(value, self.kinds):
            allowed = " or ".join(kind.__name__ for kind in self.kinds)
            raise RequestError(f"{name} must be {allowed}, not {str(value)[:_QUOTED]}")


def declare(rule: Rule, default: Any = MISSING) -> Any:  # noqa: ANN401 - as dataclasses.field
    """A field of a dataclass that is held to ``rule``."""
    return field(default=default, metadata={_RULE: rule})


def rules_of(kind: type[Any]) -> dict[str, Rule]:
    """The rules of its fields, by their names."""
    return {each.name: each.metadata[_RULE] for each in fields(kind)}


def default_of(kind: type[Any], name: str) -> Any:  # noqa: ANN401
    """What a field is unless it is said."""
    return kind.__dataclass_fields__[name].default


class Checked:
    """A dataclass whose fields are checked when it is made; raises :class:`RequestError`."""

    def __post_init__(self) -> None:
        for name, rule in rules_of(type(self)).items():
            rule.check(name, getattr(self, name))


def _is_within(value: object, low: float | None, high: float | None) -> bool:
    assert isinstance(value, (int, float))
    return (low is None or low <= value) and (high is None or value <= high)


def _is_amount(value: object) -> bool:
    if not (isinstance(value, tuple) and len(value) == 2):
        return False
    name, amount = value
    whole = isinstance(amount, int) and not isinstance(amount, bool)
    return isinstance(name, str) and name != "" and whole and 1 <= amount <= 100
