# SPDX-License-Identifier: GPL-3.0-or-later
"""Fonts by the names of GIMP 2, which were descriptions: a family, its style and maybe a size.

GIMP 2 drew a text in any case, with the nearest font that there was. GIMP 3 knows its fonts by
their full names.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations

from gimpfu.introspection import Gimp

_STYLES = {
    "thin": "Thin",
    "light": "Light",
    "medium": "Medium",
    "semi-bold": "Semi-Bold",
    "demi-bold": "Semi-Bold",
    "bold": "Bold",
    "heavy": "Heavy",
    "black": "Heavy",
    "condensed": "Condensed",
    "oblique": "Oblique",
    "italic": "Italic",
}
_PLAIN = frozenset({"regular", "roman", "book", "normal"})
"""What the fonts of a family that are neither bold nor slanted are called."""
_SLANTS = {"Italic": "Oblique", "Oblique": "Italic"}
_FAMILIES = {"sans": "Sans-serif", "sans serif": "Sans-serif", "mono": "Monospace"}
"""Families that stand for whatever font the system has, and their names in GIMP 3."""
_FALLBACK = "Sans-serif"
_SIZE = re.compile(r",?\s+\d+(\.\d+)?(px|pt)?$")


@cache
def find(name: str) -> Gimp.Font | None:
    """The font of a name, or the one that GIMP 2 would have drawn with; None where there is none.

    The user is told where another family takes the place of a missing one.
    """
    found = described(name)
    if found is not None or not name:
        return found
    found = _of_family(_FALLBACK, _parts(name)[1])
    if found is not None:
        Gimp.message(
            f"There is no font {name!r} here: {found.get_name()!r} takes its place. "
            "Install the font, or choose another."
        )
    return found


@cache
def described(name: str) -> Gimp.Font | None:
    """The font of a name or description; None where there is no such family."""
    return (Gimp.Font.get_by_name(name) or _of_family(*_parts(name))) if name else None


def _parts(name: str) -> tuple[str, list[str]]:
    """Family and styles of a description such as ``Sans Bold Italic, 12``."""
    words = _SIZE.sub("", name).replace(",", " ").split()
    styles: list[str] = []
    while len(words) > 1 and (words[-1].lower() in _STYLES or words[-1].lower() in _PLAIN):
        word = words.pop().lower()
        styles[:0] = [_STYLES[word]] if word in _STYLES else []
    family = " ".join(words)
    return _FAMILIES.get(family.lower(), family), styles


def _of_family(family: str, styles: list[str]) -> Gimp.Font | None:
    """The font of a family with these styles, or most of them; else the plain one."""
    # One slant stands for the other where a family has only that.
    swapped = [_SLANTS.get(style, style) for style in styles]
    wanted = [
        " ".join([family, *some])
        for count in range(len(styles), 0, -1)
        for each in (styles, swapped)
        for some in combinations(each, count)
    ]
    plain = [family, *(f"{family} {word.title()}" for word in sorted(_PLAIN))]
    for name in (*wanted, *plain):
        found = Gimp.Font.get_by_name(name) or _known().get(name.lower())
        if found is not None:
            return found
    return None


@cache
def _known() -> dict[str, Gimp.Font]:
    """All fonts by their names in small letters."""
    return {font.get_name().lower(): font for font in reversed(Gimp.fonts_get_list(""))}


def refresh() -> None:
    """Forget what is known of the fonts."""
    find.cache_clear()
    described.cache_clear()
    _known.cache_clear()
