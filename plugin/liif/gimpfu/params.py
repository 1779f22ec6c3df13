# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``PF_*`` kinds of parameter: how a script states one and how a value is checked.

Nothing here knows GIMP 3; see :mod:`gimpfu.arguments` for the mapping.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from gimpfu.errors import ArgumentError, error


class Kind(Enum):
    """What a parameter or result holds, and which widget asks for it."""

    INT = "whole number"
    FLOAT = "number"
    STRING = "text"
    BOOL = "yes or no"
    SLIDER = "number within a range"
    SPINNER = "number within a range, without a slider"
    RADIO = "one of several values"
    OPTION = "index into a list of labels"
    IMAGE = "image"
    DRAWABLE = "drawable"
    LAYER = "layer"


PF_INT8 = PF_INT16 = PF_INT32 = PF_INT = Kind.INT
PF_FLOAT = Kind.FLOAT
PF_STRING = Kind.STRING
PF_TOGGLE = PF_BOOL = Kind.BOOL
PF_SLIDER = Kind.SLIDER
PF_SPINNER = PF_ADJUSTMENT = Kind.SPINNER
PF_RADIO = Kind.RADIO
PF_OPTION = Kind.OPTION
PF_IMAGE = Kind.IMAGE
PF_DRAWABLE = Kind.DRAWABLE
PF_LAYER = Kind.LAYER

_WITH_EXTRA = frozenset({Kind.SLIDER, Kind.SPINNER, Kind.RADIO, Kind.OPTION})

Value = int | float | str | bool


@dataclass(frozen=True)
class Range:
    """The bounds of a slider or spinner, both inclusive, and the step of its buttons."""

    lowest: float
    highest: float
    step: float


@dataclass(frozen=True)
class Choice:
    """One line of a list: what the user reads and what the script gets."""

    label: str
    value: int | str


@dataclass(frozen=True)
class Param:
    """One parameter of a registered procedure."""

    kind: Kind
    name: str
    """In GIMP's spelling: ``keep-print-size``."""
    label: str
    """May hold an underscore before its mnemonic letter."""
    default: object
    range: Range | None = None
    choices: tuple[Choice, ...] = ()

    @classmethod
    def parse(cls, entry: Sequence[object]) -> Param:
        """The parameter that a script wrote as ``(kind, name, label, default[, extra])``.

        ``extra`` is ``(lowest, highest, step)`` for sliders and spinners, a list of
        ``(label, value)`` for radio buttons and a list of labels for options.
        Raises :class:`gimpfu.errors.error` when the tuple is not of this form.
        """
        kind = entry[0] if entry else None
        if not isinstance(kind, Kind):
            raise error(f"a parameter begins with a PF_ constant, not with {kind!r}")
        if len(entry) != 4 + (kind in _WITH_EXTRA):
            raise error(f"a parameter of this kind ({kind.value}) has not {len(entry)} values")
        _, name, label, default, *extra = entry
        if not (isinstance(name, str) and isinstance(label, str)):
            raise error(f"name and label of a parameter must be text, not {name!r}, {label!r}")
        return cls(
            kind,
            name.replace("_", "-"),
            label,
            default,
            _range(extra[0]) if kind in (Kind.SLIDER, Kind.SPINNER) else None,
            _choices(kind, extra[0]) if kind in (Kind.RADIO, Kind.OPTION) else (),
        )

    @property
    def whole(self) -> bool:
        """Whether the value is a whole number; in a range it is where the default is."""
        if self.kind is Kind.RADIO:
            return not self.textual
        if self.range is not None:
            return isinstance(self.default, int)
        return self.kind in (Kind.INT, Kind.OPTION)

    @property
    def textual(self) -> bool:
        """Whether the value is text."""
        return self.kind is Kind.STRING or (
            self.kind is Kind.RADIO and any(isinstance(c.value, str) for c in self.choices)
        )

    def check(self, value: Value) -> Value:
        """The value, if the parameter takes it.

        Raises :class:`gimpfu.errors.ArgumentError` with the values that it would take.
        """
        if self.range is not None:
            # Written so that a NaN, which compares with nothing, is refused as well.
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            if not (number and self.range.lowest <= float(value) <= self.range.highest):
                raise ArgumentError(
                    f"{self.name} must be {self.range.lowest:g} to {self.range.highest:g}, "
                    f"not {value}"
                )
        elif self.choices:
            if value not in [choice.value for choice in self.choices]:
                allowed = ", ".join(str(choice.value) for choice in self.choices)
                raise ArgumentError(f"{self.name} must be one of {allowed}; not {value}")
        elif self.kind is Kind.FLOAT and not math.isfinite(float(value)):
            raise ArgumentError(f"{self.name} must be a number, not {value}")
        return value


def _range(extra: object) -> Range:
    if not (isinstance(extra, Sequence) and len(extra) in (2, 3)):
        raise error(f"a range is (lowest, highest, step), not {extra!r}")
    return Range(extra[0], extra[1], extra[2] if len(extra) == 3 else 1)


def _choices(kind: Kind, extra: object) -> tuple[Choice, ...]:
    if not isinstance(extra, Sequence) or isinstance(extra, str) or not extra:
        raise error(f"the choices of a parameter are a list, not {extra!r}")
    if kind is Kind.OPTION:
        return tuple(Choice(str(label), index) for index, label in enumerate(extra))
    return tuple(Choice(str(label), value) for label, value in extra)
