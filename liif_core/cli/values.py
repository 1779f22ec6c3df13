# SPDX-License-Identifier: Apache-2.0
"""Values of options: what is accepted, and an error that says so."""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

import typer

from liif_core.typed import tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_Word = TypeVar("_Word", bound="Words")
_SHOWN = 20
"""Characters of a wrong value that an error shows."""


class Words(str, Enum):
    """Those that an option takes."""

    def __str__(self) -> str:
        """The word itself, by which versions of typer up to 0.28 know it again."""
        return str(self.value)


def whole(low: int, high: int | None = None) -> Callable[[object], int]:
    """A parser for whole numbers within these ends; a percent sign may follow those to 100."""

    def number(given: object) -> int:
        text = tidy(str(given))
        if high == 100:
            text = text.removesuffix("%").rstrip()
        if text.lstrip("+-").isdecimal() and len(text) <= _SHOWN and _within(int(text), low, high):
            return int(text)
        raise typer.BadParameter(f"{_quoted(given)} is not a whole number {_ends(low, high)}")

    return number


def decimal(low: float, high: float | None = None) -> Callable[[object], float]:
    """A parser for numbers within these ends, with a point or a comma."""

    def number(given: object) -> float:
        try:
            value = float(tidy(str(given)).replace(",", "."))
        except ValueError:
            value = math.nan
        if math.isfinite(value) and _within(value, low, high):
            return value
        raise typer.BadParameter(f"{_quoted(given)} is not a number {_ends(low, high)}")

    return number


def word(kind: type[_Word], also: Mapping[str, str] | None = None) -> Callable[[object], _Word]:
    """A parser for one of the values of ``kind``, in whatever case, and for other words ``also``
    that mean one of them."""
    known = {each.value: each for each in kind}

    def chosen(given: object) -> _Word:
        if isinstance(given, kind):
            return given
        text = tidy(str(given)).lower().removeprefix(".")
        found = known.get((also or {}).get(text, text))
        if found is not None:
            return found
        accepted = ", ".join(f"'{value}'" for value in known)
        raise typer.BadParameter(f"{_quoted(given)} is not one of {accepted}")

    return chosen


def listed(kind: type[Words]) -> str:
    """The values, as an option's help shows them."""
    return "|".join(str(each.value) for each in kind)


def _within(value: float, low: float, high: float | None) -> bool:
    return low <= value and (high is None or value <= high)


def _ends(low: float, high: float | None) -> str:
    return f"of at least {low:g}" if high is None else f"from {low:g} to {high:g}"


def _quoted(given: object) -> str:
    return repr(str(given)[:_SHOWN])
