# SPDX-License-Identifier: GPL-3.0-or-later
"""Masks of layers that follow the picture, in the real GIMP."""

from __future__ import annotations

import numpy as np
import pytest

from .conftest import Outcome, Run


def _distance(outcome: Outcome) -> float:
    """Between the old mask and the mean of the new one over its pixels, as a share of white."""
    old, new = (
        outcome.pixels(layer["mask"]).astype(float)
        for layer in (outcome.before["layers"][0], outcome.layer)
    )
    assert new.shape == (2 * old.shape[0], 2 * old.shape[1], 1)
    mean = (new[::2, ::2] + new[1::2, ::2] + new[::2, 1::2] + new[1::2, 1::2]) / 4
    return float(np.abs(mean - old).mean()) / old.max()


@pytest.mark.parametrize("scene", ["masked", "masked_at_an_edge"])
def test_the_new_mask_is_the_old_one_with_finer_edges(run: Run, scene: str) -> None:
    scaled = run("upscale", scene=scene, scale=2.0)
    followed = run("upscale", scene=scene, scale=2.0, masks=True)
    # GIMP's own filter blurs, so that edges are no longer where they were.
    assert _distance(followed) < 0.5 * _distance(scaled) + 1e-4
    assert not np.array_equal(
        followed.pixels(followed.layer["mask"]), scaled.pixels(scaled.layer["mask"])
    )
    np.testing.assert_array_equal(followed.pixels(), scaled.pixels())
    assert followed.layer["mask"]["encoding"] == scaled.layer["mask"]["encoding"]


def test_where_there_is_no_mask_none_is_made(run: Run) -> None:
    outcome = run("upscale", scale=2.0, masks=True)
    assert outcome.layer["mask"] is None


def test_a_mask_that_is_switched_off_stays_so(run: Run) -> None:
    outcome = run("upscale", scene="masked_in_vain", scale=2.0, masks=True)
    assert outcome.layer["mask"] is not None
    assert outcome.layer["apply_mask"] is False
