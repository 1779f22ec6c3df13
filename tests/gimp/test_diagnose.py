# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-liif-diagnose: what is said of a layer, and that nothing is changed."""

from __future__ import annotations

from .conftest import Run


def test_a_photo_that_is_still_its_file_tells_its_quality(run: Run) -> None:
    outcome = run("diagnose", scale=3.0)
    assert outcome.result["ok"], outcome.result["error"]
    assert outcome.unchanged
    report = outcome.result["text"]
    assert report.startswith("Task: enlarge and repair a compressed photo\n")
    assert "compression: JPEG quality 50, colour 4:2:0" in report
    assert "-> enlarge to 450 x 300: model fast, detail 0, strength 50" in report
    assert "https://arxiv.org/abs/2012.09161" in report


def test_a_changed_photo_is_judged_by_its_pixels(run: Run) -> None:
    """Two layers: what is shown is not what the file holds."""
    outcome = run("diagnose", scale=3.0, scene="between_others")
    assert outcome.result["ok"], outcome.result["error"]
    assert outcome.unchanged
    assert "4:2:0" not in outcome.result["text"]
    assert "Task: enlarge and repair a compressed photo\n" in outcome.result["text"]


def test_what_is_no_layer_is_refused(run: Run) -> None:
    outcome = run("diagnose", scene="a_channel")
    assert not outcome.result["ok"]
    assert "Select the layer itself" in outcome.result["error"]
