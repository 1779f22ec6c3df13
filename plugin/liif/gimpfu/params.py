# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``PF_*`` kinds of parameter: how a script states one and how a value is checked.

Nothing here knows GIMP 3; see :mod:`gimpfu.arguments` for the mapping.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from gimpfu.errors import ArgumentError, error


class Kind(Enum):
    """What a parameter or result holds, and which widget asks for it."""

    INT = "whole number"
    FLOAT = "number"
    STRING = "text"
    TEXT = "text of several lines"
    BOOL = "yes or no"
    SLIDER = "number within a range"
    SPINNER = "number within a range, without a slider"
    RADIO = "one of several values"
    OPTION = "index into a list of labels"
    COLOR = "colour"
    FILE = "path of a file"
    FOLDER = "path of a folder"
    BRUSH = "name of a brush"
    FONT = "name of a font"
    GRADIENT = "name of a gradient"
    PALETTE = "name of a palette"
    PATTERN = "name of a pattern"
    IMAGE = "image"
    DRAWABLE = "drawable"
    LAYER = "layer"
    CHANNEL = "channel"
    VECTORS = "path of lines"
    DISPLAY = "display"
    ITEM = "layer, channel or path"
    REGION = "region"


PF_INT8 = PF_INT16 = PF_INT32 = PF_INT = Kind.INT
PF_FLOAT = Kind.FLOAT
PF_STRING = PF_VALUE = Kind.STRING
PF_TEXT = Kind.TEXT
PF_TOGGLE = PF_BOOL = Kind.BOOL
PF_SLIDER = Kind.SLIDER
PF_SPINNER = PF_ADJUSTMENT = Kind.SPINNER
PF_RADIO = Kind.RADIO
PF_OPTION = Kind.OPTION
PF_COLOR = PF_COLOUR = Kind.COLOR
PF_FILE = PF_FILENAME = Kind.FILE
PF_DIRNAME = Kind.FOLDER
PF_BRUSH = Kind.BRUSH
PF_FONT = Kind.FONT
PF_GRADIENT = Kind.GRADIENT
PF_PALETTE = Kind.PALETTE
PF_PATTERN = Kind.PATTERN
PF_IMAGE = Kind.IMAGE
PF_DRAWABLE = Kind.DRAWABLE
PF_LAYER = Kind.LAYER
PF_CHANNEL = Kind.CHANNEL
PF_VECTORS = Kind.VECTORS
PF_ITEM = Kind.ITEM
PF_DISPLAY = Kind.DISPLAY
PF_REGION = Kind.REGION

PDB = {
    "PDB_INT32": PF_INT32,
    "PDB_INT16": PF_INT16,
    "PDB_INT8": PF_INT8,
    "PDB_FLOAT": PF_FLOAT,
    "PDB_STRING": PF_STRING,
    "PDB_COLOR": PF_COLOR,
    "PDB_ITEM": PF_ITEM,
    "PDB_DISPLAY": PF_DISPLAY,
    "PDB_IMAGE": PF_IMAGE,
    "PDB_LAYER": PF_LAYER,
    "PDB_CHANNEL": PF_CHANNEL,
    "PDB_DRAWABLE": PF_DRAWABLE,
    "PDB_VECTORS": PF_VECTORS,
}
"""The constants of GIMP 2 that were the same numbers as PF types."""

RESOURCES = {
    Kind.BRUSH: "Brush",
    Kind.FONT: "Font",
    Kind.GRADIENT: "Gradient",
    Kind.PALETTE: "Palette",
    Kind.PATTERN: "Pattern",
}
"""What scripts know by its name, with the class that GIMP 3 has for it."""

PATHS = frozenset({Kind.FILE, Kind.FOLDER})
"""What a script may write to."""

_WITH_EXTRA = frozenset({Kind.SLIDER, Kind.SPINNER, Kind.RADIO, Kind.OPTION})

Value = object
"""What a script gets: a number, a text, a colour, an image, ..."""


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
    originals: Mapping[str, object] = field(default_factory=dict)
    """Values of radio buttons that are neither whole numbers nor text, by their text."""
    tip: str = ""
    """What more there is to say of it."""
    forgotten: bool = False
    """Whether GIMP keeps its value neither for the next run nor in the image."""

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
        if kind is Kind.REGION:
            raise error("GIMP 3 has no regions as parameters: take x, y, width, height as PF_INT")
        _, name, label, default, *extra = entry
        if not (isinstance(name, str) and isinstance(label, str)):
            raise error(f"name and label of a parameter must be text, not {name!r}, {label!r}")
        choices = _choices(kind, extra[0]) if kind in (Kind.RADIO, Kind.OPTION) else ()
        originals: dict[str, object] = {}
        kinds = {type(choice.value) for choice in choices}
        if kind is Kind.RADIO and kinds not in ({int}, {str}):
            # GIMP 3 has one type for an argument: the texts of the values stand for them.
            originals = {str(choice.value): choice.value for choice in choices}
            choices = tuple(Choice(choice.label, str(choice.value)) for choice in choices)
            default = str(default)
        return cls(
            kind,
            canonical(name),
            label,
            default,
            _range(extra[0]) if kind in (Kind.SLIDER, Kind.SPINNER) else None,
            choices,
            originals,
        )

    @property
    def whole(self) -> bool:
        """Whether the value is a whole number; in a range where default, bounds and step are."""
        if self.kind is Kind.RADIO:
            return not self.textual
        if self.range is not None:
            bounds = (self.default, self.range.lowest, self.range.highest, self.range.step)
            return all(isinstance(value, int) for value in bounds)
        return self.kind in (Kind.INT, Kind.OPTION)

    @property
    def textual(self) -> bool:
        """Whether the value is text."""
        return self.kind in (Kind.STRING, Kind.TEXT) or (
            self.kind is Kind.RADIO and any(isinstance(c.value, str) for c in self.choices)
        )

    def check(self, value: Value) -> Value:
        """The value, if the parameter takes it.

        Raises :class:`gimpfu.errors.ArgumentError` with the values that it would take.
        """
        if self.range is not None:
            # Written so that a NaN, which compares with nothing, is refused as well.
            if (
                not isinstance(value, (int, float))
                or isinstance(value, bool)
                or not self.range.lowest <= value <= self.range.highest
            ):
                raise ArgumentError(
                    f"{self.name} must be {self.range.lowest:g} to {self.range.highest:g}, "
                    f"not {value}"
                )
        elif self.choices:
            if value not in [choice.value for choice in self.choices]:
                allowed = ", ".join(str(choice.value) for choice in self.choices)
                raise ArgumentError(f"{self.name} must be one of {allowed}; not {value}")
            return self.originals.get(str(value), value)
        if self.kind is Kind.FLOAT and not (
            isinstance(value, (int, float)) and math.isfinite(value)
        ):
            raise ArgumentError(f"{self.name} must be a number, not {value}")
        return value


def canonical(name: str) -> str:
    """A name as GIMP 3 takes it: letters, digits and hyphens, a letter first."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")
    return plain if plain[:1].isalpha() else f"p-{plain}"


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
