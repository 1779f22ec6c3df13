# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-liif-clean: artifacts removed at the same size."""

from __future__ import annotations

import numpy as np

from . import pictures
from .conftest import SIZE, Run


def test_the_cleaned_photo_is_nearer_to_the_truth(run: Run) -> None:
    outcome = run("clean")
    assert (outcome.after["width"], outcome.after["height"]) == SIZE
    assert [each["name"] for each in outcome.after["layers"]] == [
        "Background (LIIF cleaned)",
        "Background",
    ]
    truth, before = pictures.truth(*SIZE), outcome.pixels(outcome.before["layers"][0])
    assert pictures.psnr(outcome.pixels(), truth) > pictures.psnr(before, truth) + 0.3
    assert np.abs(pictures.displacement(outcome.pixels(), truth)).max() < 0.1


def test_the_photo_and_its_resolution_are_left_alone(run: Run) -> None:
    outcome = run("clean")
    assert outcome.after["resolution"] == outcome.before["resolution"]
    assert outcome.after["layers"][1]["pixels"] == {
        **outcome.before["layers"][0]["pixels"],
        "file": outcome.after["layers"][1]["pixels"]["file"],
    }


def test_strength_changes_how_much_is_removed(run: Run) -> None:
    photo, changes = None, []
    for strength in (0, 100):
        outcome = run("clean", strength=strength)
        photo = outcome.pixels(outcome.before["layers"][0])
        changes.append(float(np.abs(outcome.pixels() - photo).mean()))
    assert changes[0] < changes[1]


def test_detail_makes_edges_crisper(run: Run) -> None:
    steps = []
    for detail in (0, 100):
        pixels = run("clean", strength=20, detail=detail).pixels().astype(float)
        step = np.abs(np.diff(pixels, axis=1))
        # A mean, as the percentile itself is a whole level of 255: 69 or 70.
        steps.append(step[step >= np.percentile(step, 99)].mean())
    assert steps[1] > 1.02 * steps[0]


def test_giving_way_changes_nothing_of_the_result(run: Run) -> None:
    plain, polite = (run("clean", polite=polite).pixels().astype(int) for polite in (False, True))
    assert np.abs(plain - polite).max() <= 1
