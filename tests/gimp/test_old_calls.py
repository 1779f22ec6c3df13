# SPDX-License-Identifier: GPL-3.0-or-later
"""Procedures by their old names, called by a script in the real GIMP."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from .classic_scripts import Call, Pixels

PARTS: list[dict[str, Any]] = [
    {
        "size": [8, 8],
        "layer size": [8, 8],
        "offsets": [3, 2],
        "active": "New",
        "drawable": "Photo",
        "layers": ["New", "Photo"],
        "position": 1,
        "raised": ["Photo", "New"],
        "alpha": [True, False],
        "group": [True, True],
        "mask": [True, [255]],
        "is layer": [True, False],
        "left": ["Photo"],
    },
    {
        "bounds": [True, 1, 2, 6, 5],
        "mask bounds": [1, 2, 6, 5],
        "ellipse": [0, 0, 6, 6],
        "polygon": [0, 0, 4, 4],
        "red": [True, 0, 0, 4, 8],
        "blue": [255, 0],
        "empty": True,
        "loaded": 255,
    },
    {
        "colours": [[0, 255, 0, 255], [255, 255, 255, 255]],
        "filled": [[0, 255, 0], [255, 0, 0]],
        "pixel": [3, [1, 2, 3]],
        "negative": [255, 0, 255],
        "positive": [0, 255, 0],
        "threshold": [255, 255, 255],
        "blend": [True, True],
        "white": [255, 255, 255],
        "dark": True,
    },
    {
        "floating": True,
        "new image": [8, 8],
        "gray": True,
        "scaled": [16, 4],
        "rotated": [4, 16],
        "gone": False,
    },
    {
        "blurred": True,
        "pixelized": True,
        "edges": True,
        "plasma": True,
        "transparent": 0,
    },
    {
        "strokes": True,
        "points": 12,
        "vectors": [["Line"], False],
        "text": ["Hi", True],
        "font": True,
        "extents": 4,
    },
    {
        "parasites": ["one"],
        "parasite": "text",
        "unit": [True, [300.0, 300.0]],
        "images": [True],
        "resolution": [72.0, 144.0],
        "exists": True,
        "guide": 3,
        "data": [0, 1],
        "version": 3,
    },
    {
        "indexed": [True, 1],
        "colour map": [9, 8, 7],
        "index": 1,
    },
    {
        "a.png": [3, 2, 1, True, [1, 1, 1]],
        "b.jpg": [8, 8, 1, True, [1, 0, 0]],
        "c.xcf": [8, 8, 2, True, [1, 0, 0]],
        "d.bmp": [8, 8, 1, True, [1, 0, 0]],
        "e.png": [8, 8, 1, True, [1, 0, 0]],
        "loaded layer": [3, 2],
        "grouped": ["Other"],
        "kept": [["Group", "Photo"], 1],
    },
    {
        "rotated": [[255, 0, 0, 255], [0, 0, 255, 255]],
        "flipped": [0, 0, 255, 255],
        "turned": [[0, 0, 255, 255], [255, 0, 0, 255]],
        "offset": [255, 0, 0, 255],
        "background": [1, 2, 3, 255],
        "gap": 0,
        "scaled": [16, 4],
        "scaled again": [10, 12],
        "resized": [8, 8, [0, 0]],
        "cropped": [4, 4],
        "moved": [8, 8],
        "autocropped": True,
    },
    {
        "histogram": [128, 128, 255, 64, 64, 1],
        "picked": [255, 0, 0, 255],
        "hue": [0, 255, 255],
        "colorized": 1,
        "floating": True,
        "merged": True,
        "unit": 1,
        "vectors": [0, []],
        "help": ["new-width", True],
        "ids": [True, True],
    },
]
"""What each part of classic/old_calls.py says about a red and blue layer."""

REFUSALS = {
    "pdb.gimp_image_no_such()": "this GIMP has no procedure gimp-image-no-such",
    "pdb.gimp_image_get_hight(1)": "did you mean 'gimp-image-get-height'?",
    "pdb.file_png_load('/a.png', '/a.png', 5)": "file-png-load takes 0 values, not 1",
    "pdb.file_png_load('/no/such.png', 'x')": "file-png-load failed: ",
    "pdb.plug_in_mosaic(None, None)": "the filters of GEGL",
    "pdb.gimp_image_width()": "gimp-image-get-width failed",
    "pdb.gimp_image_width(1, 2, 3)": "gimp-image-get-width takes 1 values, not 3",
    "pdb.gimp_context_set_opacity(200)": "does not take 200 for opacity",
    "pdb.gimp_context_set_brush('No such')": "this GIMP has no brush named 'No such'",
    "pdb.gimp_rect_select(987654, 2)": "there is no image with the number 987654",
    "pdb.plug_in_curve_bend(None, None, 0, 0, 0, 0, 0, 0, [0])": "use GIMP 3's own function",
    "pdb.gimp_file_load('/no/such.png', 'x')": "gimp-file-load failed: ",
    "pdb.gimp_file_save(gimp.Image(1, 1, RGB), None, '/x.nothing', 'x')": "gimp-file-save failed: ",
    "gimp.Image(2, 2, RGB).scale(0, 0)": "scale of <gimp.Image ",
    "gimp.install_temp_proc('x')": "gimp.install_temp_proc is not available",
    "gimp.Display(gimp.Image(1, 1, RGB))": "runs without a window",
    "gimp.Item.from_id(987654)": "no layer, channel or path with the number 987654",
    "gimp.Layer(gimp.Image(2, 2, RGB), 'l', 2, 2).get_pixel_rgn(0, 0, 3, 3)": "does not lie within",
}
"""A call that cannot be answered, and what its error says."""


def red_and_blue() -> Pixels:
    """8 x 8 pixels, the left half red, the right half blue."""
    pixels = np.zeros((8, 8, 3), np.uint8)
    pixels[:, :4, 0] = pixels[:, 4:, 2] = 255
    return pixels


@pytest.mark.parametrize("part", range(len(PARTS)))
def test_old_procedures_do_what_they_did(call: Call, part: int) -> None:
    answer = call("python-fu-old-calls", red_and_blue(), arguments={"part": part})
    assert answer["ok"], answer["error"] + answer["printed"]
    assert json.loads(answer["results"][0]) == PARTS[part]


def test_what_cannot_be_done_is_one_clear_line(call: Call) -> None:
    answer = call("python-fu-old-refusals", arguments={"calls": "\n".join(REFUSALS)})
    assert answer["ok"], answer["error"] + answer["printed"]
    for said, expected in zip(json.loads(answer["results"][0]), REFUSALS.values(), strict=True):
        assert expected in said
        assert "\n" not in said.strip()
