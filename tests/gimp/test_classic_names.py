# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts in the style of GIMP 2 that go through the names of its Python, in the real GIMP."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .runner import Gimp
from .test_old_calls import red_and_blue

SAID: dict[str, dict[str, Any]] = {
    "python-fu-star-names": {
        "math": 3,
        "gimpcolor": [255, 0, 0, 255],
        "os": "b.txt",
        "sys": True,
        "gettext": "text",
        "types": True,
        "modes": [0, 30, 2, 1],
    },
    "python-fu-load-formats": {
        "png": [8, 8, "photo.png", True, True],
        "jpeg": [8, 8, "photo.jpg", True, True],
        "tiff": [8, 8, "photo.tif", True, True],
        "bmp": [8, 8, "photo.bmp", True, True],
        "renamed": ["next.png", True],
    },
    "python-fu-text-banner": {
        "parameter": "Sans-serif Bold",
        "Sans": "Sans-serif",
        "Sans Bold": "Sans-serif Bold",
        "Serif Italic": "Serif Italic",
        "Monospace Bold, 12": "Monospace Bold",
        "No Such Font Bold": "Sans-serif Bold",
        "bold is wider": True,
        "context": "Sans-serif Bold Italic",
    },
    "python-fu-walk-groups": {
        "walked": ["0 Group", "1 Inner", "2 Leaf", "0 Photo"],
        "children": [0, 1],
        "parent": "Group",
        "mode": True,
        "type": True,
    },
    "python-fu-along-path": {
        "length": 6.0,
        "middle": [4.0, 2.0],
        "beyond": False,
        "same": 4.0,
        "interpolated": [[1.0, 2.0], [7, 2], False],
        "by procedure": True,
        "moved": [1.0, 6.0, 1.0, 6.0],
        "turned": [1, 12],
        "mirrored": [7, 12],
        "drawn": [24, True, True],
        "strokes": 1,
        "selected": [255, 0],
        "ellipse": [2, True],
    },
    "python-fu-misspelt": {
        "set": "gimp.Layer has no 'opactiy': did you mean 'opacity'?",
        "get": "gimp.Image has no 'active_leyer': did you mean 'active_layer'?",
        "computed": "gimp.Layer: width can be read only",
        "function": "gimp has no 'progres_init': did you mean 'progress_init'?",
        "procedure": "this GIMP has no procedure gimp-image-get-hight: did you mean "
        "'gimp-image-get-height'?",
        "colour": "gimpcolor.RGB has no 'gren': did you mean 'green'?",
        "opacity": 50,
    },
    "python-fu-linked-layers": {
        "before": [False, False],
        "linked": ["One", "Photo"],
        "by procedure": [True, True],
        "moved": [[2, 1], [2, 1], [0, 0]],
        "path": [3.0, 2.0],
        "alone": [[0, 0], [2, 1], [0, 0]],
        "copied": ["One"],
    },
    "python-fu-shadow-merge": {
        "untouched": [255, 0, 0],
        "waiting": [255, 0, 0],
        "merged": [0, 255, 255],
        "once": [0, 255, 255],
    },
    "python-fu-colour-models": {
        "blue": [0, 0, 255, 255],
        "filled": [0, 0, 255],
        "foreground": [0, 0, 255, 255],
        "mixed": [128, 128, 128, 255],
        "hex": [255, 128, 0, 255],
        "css": [0, 128, 0, 255],
        "tan": [210, 180, 140, 255],
        "named": True,
        "names": True,
        "cmyk": [0, 255, 255, 0, 255],
        "hsl": 0.5,
        "distance": 2.0,
        "bilinear": 1.0,
        "kinds": ["CMYK", "HSV"],
    },
    "python-fu-fetch-edges": {
        "NONE": [[255, 0, 0], [0, 0, 0]],
        "WRAP": [[255, 0, 0], [0, 0, 255]],
        "SMEAR": [[255, 0, 0], [255, 0, 0]],
        "BLACK": [[255, 0, 0], [0, 0, 0]],
        "BACKGROUND": [[255, 0, 0], [1, 2, 3]],
        "written": [7, 8, 9],
        "tile": [[9, 9, 9], 0, False, 64],
        "array": ["B", 192, [7, 8, 9, 9, 9, 9]],
        "floats": "f",
        "intersection": [2, 2, 3, 4],
    },
    "python-fu-transform-methods": {
        "before": [255, 0, 0],
        "mirrored": [0, 0, 255],
        "turned": [255, 0, 0],
        "across": [255, 0, 0],
        "scaled": [16, 4],
        "square": [8, 8],
        "moved": [2, 3],
        "doubled": [16, 16],
        "sheared": True,
        "left": True,
    },
    "python-fu-shelf-counter": {"runs": 1, "image": True, "gone": True},
    "python-fu-tries-gtk": {"gtk": False, "reason": "gtk belongs to GTK 2 and Python 2"},
    "python-fu-image-settings": {
        "guides": [[3, 0], [5, 1]],
        "next": True,
        "left": True,
        "print": [[300.0, 150.0], True],
        "tattoos": [True, 100],
        "components": [False, True, False, True],
        "undo": [True, True, False],
        "disabled": [True, False, True],
        "clean": [False, True, 150],
        "seen": True,
    },
    "python-fu-parasites-kept": {
        "gimp": [[True, True, True, 255], ["classic", "other"], None],
        "Image": [[True, True, True, 255], ["classic", "other"], None],
        "Layer": [[True, True, True, 255], ["classic", "other"], None],
        "Channel": [[True, True, True, 255], ["classic", "other"], None],
        "Vectors": [[True, True, True, 255], ["classic", "other"], None],
        "copy": ["classic", 3, True, False],
        "data": [1, 2],
    },
    "python-fu-masks-and-channels": {
        "channel": [[0, 0, 255, 255], 60, True],
        "active": True,
        "inactive": True,
        "combined": [[0], [255]],
        "order": ["Half", "Half copy"],
        "selected": [[255], [4, 0, 8, 8]],
        "mask": [True, True, True],
        "states": [False, True, True],
        "applied": [0, 255, None],
        "left": ["Half"],
    },
    "python-fu-gradient-samples": {
        "listed": True,
        "selected": ["FG to BG (RGB)", "FG to BG (RGB)"],
        "ends": [[1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]],
        "back": [[0.0, 0.0, 1.0, 1.0], [1.0, 0.0, 0.0, 1.0]],
        "places": True,
        "fonts": True,
        "missing": "this GIMP has no gradient named 'No such gradient'",
    },
    "python-fu-pdb-browser": {
        "query": True,
        "counts": [3, 0, 3, 0],
        "first": "image",
        "type": [True, True],
        "renamed": ["gimp-drawable-width", True],
        "own": ["Browse", "A. Tester", "B. Tester", "2004"],
        "there": [True, False],
    },
    "python-fu-layer-stack": {
        "made": [4, 3, [2, 1], 50, True],
        "solid": [False, [255, 255, 255], True],
        "names": ["Solid", "Top", "Photo"],
        "active": "Solid",
        "ordered": ["Photo", "Solid", "Top"],
        "copy": ["Top copy", 4, [2, 2]],
        "states": [True, True, False],
        "merged": [["Solid", "Top"], True],
        "canvas": [12, 10, [2, 1]],
        "flat": [12, False, True, 3],
    },
    "python-fu-surroundings": {
        "folders": True,
        "rc": True,
        "pictures": True,
        "chequers": [True, True],
        "shades": [153, 102],
        "tiles": [64, 64],
        "display": [None, True],
        "texts": [True, True],
        "export": [True, True, True],
        "numbers": [True, True],
        "items": [True, 3],
        "help": True,
    },
    "python-fu-svg-paths": {
        "text": ["a", "b"],
        "file": 1,
        "open file": 2,
        "by procedure": 1,
        "picture": [32, 16, 2, "paths.svg"],
        "natural": [8, 8, 0],
        "all": 6,
        "points": [1, True],
        "active": True,
        "left": 5,
    },
    "python-fu-paint-tools": {
        "brush": ["Classic", True],
        "painted": [0, 200, 0, 255],
        "burned": True,
        "erased": True,
        "dashes": [2, [5.0, 10.0]],
    },
    "python-fu-any-item": {"item": None, "color": [255, 128, 0, 255]},
    "plug-in-class-plugin": {"mode": 1, "size": 0, "width": 16},
    "plug-in-main-plugin": {"name": "plug_in_main_plugin", "pixel": [255, 255, 255], "width": 8},
}
"""What each script says, given a layer whose left half is red and whose right half is blue."""

_OF_GIMP = ("'GimpClone' has no property", "'GimpHeal' has no property")
"""What GIMP 3.0 itself does wrong in the procedures of these tools."""


@pytest.fixture(scope="module")
def answers(scripts: Gimp) -> dict[str, Any]:
    pixels = red_and_blue()
    return scripts.call(
        "classic:run_each", procedures=list(SAID), size=[8, 8], pixels=pixels.ravel().tolist()
    )


@pytest.mark.parametrize("procedure", SAID)
def test_a_script_does_what_it_did_in_gimp_2(answers: dict[str, Any], procedure: str) -> None:
    answer = answers[procedure]
    assert answer["ok"], answer["error"] + answers["printed"]
    assert json.loads(answer["results"][0]) == SAID[procedure]


def test_gimp_finds_no_fault_with_the_calls(answers: dict[str, Any]) -> None:
    """A shadow that is not there, for one, was a fault."""
    lines = [line for line in answers["printed"].splitlines() if "CRITICAL" in line]
    assert [line for line in lines if not any(known in line for known in _OF_GIMP)] == []


def test_a_missing_font_is_told(answers: dict[str, Any]) -> None:
    assert "There is no font 'No Such Font Bold' here" in answers["printed"]


GTK = "does not run: %s belongs to GTK 2 and Python 2. Give register() parameters"
BROKEN = {
    "python-fu-needs-gtk": ("_Needs GTK (does not run)", f"needs_gtk.py {GTK % 'gtk'}"),
    "python-fu-needs-gtk-first": (
        "Needs GTK _first (does not run)",
        f"needs_gtk_first.py {GTK % 'pygtk'}",
    ),
}


@pytest.mark.parametrize("procedure", BROKEN)
def test_a_script_with_pygtk_shows_that_it_is_broken(scripts: Gimp, procedure: str) -> None:
    label, text = BROKEN[procedure]
    found = scripts.call("classic:menus", procedures=[procedure])[procedure]
    assert (found["label"], found["menus"]) == (label, ["<Image>/Filters/Classic"])
    answer = scripts.call("classic:run", procedure=procedure)
    assert not answer["ok"]
    assert text in answer["error"]


@pytest.mark.parametrize("procedure", ["plug-in-class-plugin", "python-fu-any-item"])
def test_a_procedure_may_be_in_several_menus(scripts: Gimp, procedure: str) -> None:
    found = scripts.call("classic:menus", procedures=[procedure])[procedure]
    menu = "<Image>/Filters/Classic"
    assert found["menus"] == [menu, f"{menu}/More"]
