# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-liif-diagnose: what is said of a layer, and that nothing is changed."""

from __future__ import annotations

import re

from .conftest import Run


def test_the_report_says_what_was_done_and_what_to_do(run: Run) -> None:
    """Of the pixels: a photo that a script opened has no file, as GIMP sees it."""
    outcome = run("diagnose", scale=3.0)
    assert outcome.result["ok"], outcome.result["error"]
    assert outcome.unchanged
    report = outcome.result["text"]
    assert report.startswith("Task: enlarge and repair a compressed photo\n")
    # Saved at 50; so few pixels tell it nearly.
    quality = re.search(r"compression: JPEG quality (\d+)", report)
    assert quality is not None
    assert abs(int(quality[1]) - 50) <= 2
    strength = 100 - int(quality[1])
    assert f"-> enlarge to 450 x 300: model fast, strength {strength}" in report
    assert "https://arxiv.org/abs/2012.09161" in report


def test_what_is_no_layer_is_refused(run: Run) -> None:
    outcome = run("diagnose", scene="a_channel")
    assert not outcome.result["ok"]
    assert "Select the layer itself" in outcome.result["error"]
