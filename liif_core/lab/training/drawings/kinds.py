# SPDX-License-Identifier: Apache-2.0
"""The kinds of drawings by their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from liif_core.errors import LiifError
from liif_core.lab.training.drawings.charts import draw_chart
from liif_core.lab.training.drawings.comics import draw_comic
from liif_core.lab.training.drawings.dithers import draw_dither
from liif_core.lab.training.drawings.flats import draw_flats
from liif_core.lab.training.drawings.illustrations import draw_illustration
from liif_core.lab.training.drawings.inks import draw_inks
from liif_core.lab.training.drawings.interfaces import draw_interface
from liif_core.lab.training.drawings.kit import Kit, Picture
from liif_core.lab.training.drawings.maps import draw_map
from liif_core.lab.training.drawings.patterns import draw_patterns
from liif_core.lab.training.drawings.pixel_art import draw_pixel_art
from liif_core.lab.training.drawings.screens import draw_screens
from liif_core.lab.training.drawings.text import draw_one_bit, draw_text

KINDS: dict[str, Callable[[Kit], Picture]] = {
    "text": draw_text,
    "one-bit": draw_one_bit,
    "interface": draw_interface,
    "chart": draw_chart,
    "map": draw_map,
    "line-art": draw_inks,
    "comic": draw_comic,
    "illustration": draw_illustration,
    "flat": draw_flats,
    "dither": draw_dither,
    "halftone": draw_screens,
    "pattern": draw_patterns,
    "pixel-art": draw_pixel_art,
}


def chosen_kinds(names: Sequence[str]) -> list[str]:
    """The names, all when none is given. Raises :class:`LiifError` for one there is not."""
    for name in names:
        if name not in KINDS:
            raise LiifError(f"there is no kind {name!r}", f"choose from {', '.join(KINDS)}")
    return list(names) or list(KINDS)
