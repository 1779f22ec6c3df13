# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-liif-enhance-selection: a new layer over the selection, masked by the selection."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from .conftest import SIZE, Outcome, Run
from .pictures import Picture
from .runner import Gimp
from .sandbox import HOME

WIDTH, HEIGHT = SIZE


def selection_of(outcome: Outcome) -> Picture:
    return outcome.pixels(outcome.before["selection"])


def test_the_mask_is_the_selection_with_its_feather(run: Run) -> None:
    outcome = run("enhance-selection", scene="selection")
    assert (outcome.after["width"], outcome.after["height"]) == SIZE
    layer, selection = outcome.layer, selection_of(outcome)
    assert [each["name"] for each in outcome.after["layers"]] == [
        "Background (LIIF selection)",
        "Background",
    ]
    assert not layer["edits_mask"], "a stroke would go to the mask"
    mask = outcome.pixels(layer["mask"])
    rows = slice(layer["y"], layer["y"] + mask.shape[0])
    columns = slice(layer["x"], layer["x"] + mask.shape[1])
    assert np.array_equal(mask, selection[rows, columns])
    assert len(np.unique(mask)) > 50, "the feather is gone"
    beyond = selection.copy()
    beyond[rows, columns] = 0
    assert beyond.max() <= 1.5 / 255, "a part of the selection has no layer"
    assert mask.shape[0] < HEIGHT
    assert mask.shape[1] < WIDTH


def test_its_pixels_are_those_of_the_whole_picture_cleaned(run: Run) -> None:
    """Computing only a part with its margin makes no difference; nor does it shift anything."""
    part, whole = run("enhance-selection", scene="selection"), run("clean")
    layer, pixels = part.layer, part.pixels()
    rows = slice(layer["y"], layer["y"] + pixels.shape[0])
    columns = slice(layer["x"], layer["x"] + pixels.shape[1])
    assert np.abs(pixels - whole.pixels()[rows, columns]).max() <= 1.01 / 255


@pytest.mark.parametrize("scene", ["selection", "selection_in_floats"])
def test_only_the_bounds_and_a_margin_are_computed(scene: str, gimp: Gimp, run: Run) -> None:
    run("enhance-selection", scene=scene, again=True)
    log = Path(json.loads((gimp.plug_ins / "liif" / "install.json").read_text())["log"])
    lines = (gimp.sandbox.home / log.relative_to(HOME)).read_text().splitlines()
    job = next(line for line in reversed(lines) if "source_width=" in line)
    match = re.search(r"source_width=(\d+).* width=(\d+), height=(\d+)", job)
    assert match
    source, width, height = map(int, match.groups())
    # The disc is 50 pixels wide, its feather reaches over it by some 12 on either side.
    assert 50 < width < 90
    assert 50 < height < 90
    assert width < source < WIDTH


def test_the_photo_itself_is_left_alone(run: Run) -> None:
    outcome = run("enhance-selection", scene="selection")
    assert (
        outcome.after["layers"][1]["pixels"]["hash"]
        == (outcome.before["layers"][0]["pixels"]["hash"])
    )
    assert outcome.after["selection"]["hash"] == outcome.before["selection"]["hash"]
