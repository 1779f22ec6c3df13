# SPDX-License-Identifier: Apache-2.0
"""The patches that lost most, as a picture: truth, both networks, and their difference."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from liif_core.lab.benchmarks.metrics import Picture
from liif_core.lab.benchmarks.tail import CONTEXT, PATCH, Patch

SHOWN = 8
AMPLIFIED = 8
"""Times the difference is shown: single levels become visible, 16 levels saturate."""
ZOOM = 3
_SIDE = ZOOM * (PATCH + 2 * CONTEXT)
_SPACE, _CAPTION, _LETTERS = 8, 18, 12
_INK, _PAPER, _FRAME = (31, 35, 40), (255, 255, 255), (214, 40, 40)


def difference(first: Picture, second: Picture) -> Picture:
    """Their difference around middle gray, :data:`AMPLIFIED` times."""
    grown = (second.astype(int) - first) * AMPLIFIED + 128
    return grown.clip(0, 255).astype(np.uint8)


def sheet(patches: list[Patch], first: str, second: str) -> Image.Image:
    """A row for each of the first :data:`SHOWN` of ``patches``, the patch itself framed.

    ``first`` and ``second`` are the names of the networks. Pixels are repeated, not interpolated.
    """
    rows = patches[:SHOWN]
    width, height = _SIDE + _SPACE, _SIDE + _CAPTION + _SPACE
    size = 4 * width + _SPACE, len(rows) * height + _CAPTION + _SPACE
    page = Image.new("RGB", size, _PAPER)
    letters = ImageDraw.Draw(page)
    font = ImageFont.load_default(_LETTERS)
    titles = ("truth", first, second, f"difference, {AMPLIFIED} times")
    for column, title in enumerate(titles):
        letters.text((_SPACE + column * width, _SPACE // 2), title, fill=_INK, font=font)
    for row, patch in enumerate(rows):
        top = _CAPTION + _SPACE + row * height
        caption = (
            f"{patch.task}, {patch.picture}, x {patch.x}, y {patch.y}: "
            f"{patch.before:.2f} dB, then {patch.after:.2f} dB"
        )
        letters.text((_SPACE, top), caption, fill=_INK, font=font)
        for column, view in enumerate((*patch.views, difference(*patch.views[1:]))):
            panel = Image.fromarray(view).resize((_SIDE, _SIDE), Image.Resampling.NEAREST)
            inner = CONTEXT * ZOOM, (CONTEXT + PATCH) * ZOOM - 1
            frame = (inner[0], inner[0], inner[1], inner[1])
            ImageDraw.Draw(panel).rectangle(frame, outline=_FRAME)
            page.paste(panel, (_SPACE + column * width, top + _CAPTION))
    return page
