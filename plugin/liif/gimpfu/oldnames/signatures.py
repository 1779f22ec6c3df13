# SPDX-License-Identifier: GPL-3.0-or-later
"""How the arguments of a procedure of GIMP 2 become those of GIMP 3.

A signature is a text with a word for each old argument, in the old order:

- ``name``: the new argument of that name;
- ``one+other``: both new arguments;
- ``-``: dropped, as it means nothing any more or is what the new procedure always does;
- ``name/255``, ``name*0.32``: scaled, each element where it is a list;
- ``name{one,two}``: a number in GIMP 2, a word in GIMP 3;
- ``@setting``: a setting of the context, such as ``@feather``, for the time of the call.

Words of the form ``name=value`` stand for no old argument: they give a number to a new one, or,
as ``@setting=value``, to the context.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gimpfu.errors import ArgumentError

_WORD = re.compile(
    r"(?P<context>@?)(?P<name>[a-z0-9+-]+)"
    r"(?:(?P<operator>[*/])(?P<factor>[0-9.]+)|\{(?P<words>[^}]+)\}|=(?P<constant>[-0-9.]+))?"
)
DROPPED = "-"


@dataclass(frozen=True)
class Word:
    """One word of a signature."""

    name: str
    context: bool = False
    factor: float | None = None
    words: tuple[str, ...] = ()
    constant: float | None = None

    @classmethod
    def parse(cls, text: str) -> Word:
        """Raises :class:`ValueError` for a text of another form."""
        match = _WORD.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no word of a signature")
        factor = float(match["factor"]) if match["factor"] else None
        return cls(
            match["name"],
            bool(match["context"]),
            1 / factor if factor and match["operator"] == "/" else factor,
            tuple(match["words"].split(",")) if match["words"] else (),
            _number(match["constant"]) if match["constant"] else None,
        )

    def convert(self, value: object) -> object:
        """The new value of an old one. Raises :class:`gimpfu.errors.ArgumentError`."""
        if self.factor is not None:
            if isinstance(value, (int, float)):
                return value * self.factor
            assert isinstance(value, Sequence)
            return [each * self.factor for each in value]
        if self.words:
            if not (isinstance(value, int) and 0 <= value < len(self.words)):
                raise ArgumentError(f"{self.name} is 0 to {len(self.words) - 1}, not {value!r}")
            return self.words[value]
        return value


@dataclass
class Arguments:
    """Old values, sorted out."""

    named: dict[str, object] = field(default_factory=dict)
    context: dict[str, list[object]] = field(default_factory=dict)
    """A setting may take several values, such as a radius across and one down."""


class Signature:
    """A parsed signature."""

    def __init__(self, text: str) -> None:
        self.words = [Word.parse(each) for each in text.split()]
        self._old = [word for word in self.words if word.constant is None]

    def sort(self, name: str, values: Sequence[object]) -> Arguments:
        """Sort the values of a call of ``name``.

        Raises :class:`gimpfu.errors.ArgumentError` when there are too many.
        """
        if len(values) > len(self._old):
            raise ArgumentError(f"{name} takes {len(self._old)} values, not {len(values)}")
        found = Arguments()
        pairs = [(word, word.constant) for word in self.words if word.constant is not None]
        for word, value in [*pairs, *zip(self._old, values, strict=False)]:
            if word.name == DROPPED:
                continue
            if word.context:
                found.context.setdefault(word.name, []).append(word.convert(value))
            else:
                found.named.update(dict.fromkeys(word.name.split("+"), word.convert(value)))
        return found


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)
