# SPDX-License-Identifier: GPL-3.0-or-later
"""What the colours of GIMP 2 have in common: parts with names, by index whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, overload

from gimpfu.strict import Strict

_BYTE = 255


class Color(Strict):
    """A colour: some parts and, last, the alpha, each 0 to 1.

    A part may be set as a float of that range or as a whole number, up to the part's scale. By
    index and slice parts are whole numbers of that scale; by name and attribute, floats.
    """

    __slots__ = ("_parts",)

    NAMES: ClassVar[tuple[str, ...]] = ()
    """Of the parts; their first letters stand for them as well."""
    SCALES: ClassVar[tuple[int, ...]] = ()
    """The whole numbers that stand for 1; 255 for all where there are none."""

    _parts: tuple[float, ...]

    def __init_subclass__(cls) -> None:
        cls.SCALES = cls.SCALES or (_BYTE,) * len(cls.NAMES)
        for number, name in enumerate(cls.NAMES):
            for each in (name, _letter(name)):
                setattr(cls, each, _part(number))

    @classmethod
    def _kind(cls) -> str:
        return f"gimpcolor.{cls.__name__}"

    def _set(self, values: Sequence[float]) -> None:
        self._parts = tuple(map(component, values, self.SCALES))

    def _replace(self, parts: Sequence[float | None], alpha: float | None) -> None:
        """Replace all parts but the alpha, the alpha, or all; None leaves what is there.

        Raises :class:`TypeError` when only some of the parts are given, or nothing is.
        """
        given = [part for part in parts if part is not None]
        if len(given) not in (0, len(parts)) or (not given and alpha is None):
            letters = ", ".join(map(_letter, self.NAMES[:-1]))
            raise TypeError(f"{self._kind()}.set takes all of {letters}, the alpha a, or all")
        colour = given or self._parts[:-1]
        self._set((*colour, self._parts[-1] if alpha is None else alpha))

    def set_alpha(self, a: float) -> None:
        self._replace([None] * (len(self.NAMES) - 1), a)

    def clamp(self) -> None:
        """Bring all parts into 0 to 1."""
        self._set([min(max(part, 0.0), 1.0) for part in self._parts])

    def _whole(self) -> tuple[int, ...]:
        return tuple(
            round(scale * min(max(part, 0.0), 1.0))
            for part, scale in zip(self._parts, self.SCALES, strict=True)
        )

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[int]:
        return iter(self._whole())

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[int, ...]: ...

    @overload
    def __getitem__(self, index: str) -> float: ...

    def __getitem__(self, index: int | slice | str) -> int | tuple[int, ...] | float:
        if isinstance(index, str):
            return self._parts[self._number(index)]
        return self._whole()[index]

    def __setitem__(self, index: int | str, value: float) -> None:
        number = self._number(index) if isinstance(index, str) else range(len(self))[index]
        parts = list(self._parts)
        parts[number] = component(value, self.SCALES[number])
        self._parts = tuple(parts)

    def _number(self, name: str) -> int:
        for number, known in enumerate(self.NAMES):
            if name.lower() in (known, _letter(known)):
                return number
        raise KeyError(name)

    def __eq__(self, other: object) -> bool:
        return self._parts == other._parts if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._parts)

    def __reduce__(self) -> tuple[type[Color], tuple[float, ...]]:
        return type(self), self._parts

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{part:g}' for part in self._parts)})"


def component(value: float, scale: int = _BYTE) -> float:
    """0 to 1, from that range as a float or from 0 to ``scale`` as a whole number."""
    return value / scale if isinstance(value, int) else float(value)


def _letter(name: str) -> str:
    """What stands for a part: its first letter, but black is the key of a print."""
    return "k" if name == "black" else name[0]


def _part(number: int) -> property:
    """An attribute for a part."""

    def read(color: Color) -> float:
        return color._parts[number]

    def write(color: Color, value: float) -> None:
        parts: list[Any] = list(color._parts)
        parts[number] = component(value, color.SCALES[number])
        color._parts = tuple(parts)

    return property(read, write)
