# SPDX-License-Identifier: Apache-2.0
"""What training minimises: which guess is best where the truth cannot be known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

torch = pytest.importorskip("torch")

from torch import Tensor  # noqa: E402
from torch.nn import functional  # noqa: E402

from liif_core.lab.training.objective import mean_distance, rms_distance  # noqa: E402

GUESSES = torch.linspace(0, 0.2, 41)
Distance = Callable[[Tensor, Tensor], Tensor]


def _best_guess(distance: Distance, truth: Tensor) -> float:
    """The level that ``distance`` would have ``truth`` filled with, if it had but one."""
    return float(min(GUESSES, key=lambda guess: float(distance(guess.expand_as(truth), truth))))


def test_the_root_mean_square_keeps_faint_texture_where_l1_finds_none() -> None:
    bright = torch.arange(64).reshape(8, 8) % 4 == 0
    truth = (bright * 0.2).expand(1, 3, 8, 8)
    assert _best_guess(functional.l1_loss, truth) == 0
    assert _best_guess(rms_distance, truth) == pytest.approx(0.05)


def test_of_two_colours_the_mean_distance_finds_the_likelier_one() -> None:
    dark = torch.arange(64).reshape(8, 8) % 3 == 0
    truth = (~dark * 0.2).expand(1, 3, 8, 8)
    assert _best_guess(mean_distance, truth) == pytest.approx(0.2)
    assert _best_guess(rms_distance, truth) < 0.15


def test_each_picture_pulls_as_strongly_however_large_its_error() -> None:
    truth = torch.zeros(2, 3, 8, 8)
    output = torch.stack([torch.full((3, 8, 8), error) for error in (0.02, 0.2)])
    output.requires_grad_()
    rms_distance(output, truth).backward()
    small, large = (float(grad.norm()) for grad in _slope(output))
    assert small == pytest.approx(large, rel=0.01)


def test_a_picture_without_error_does_not_break_the_slope() -> None:
    truth = torch.rand(1, 3, 8, 8)
    output = truth.clone().requires_grad_()
    rms_distance(output, truth).backward()
    assert torch.isfinite(_slope(output)).all()


def test_a_wrong_tint_costs_more_than_a_wrong_brightness() -> None:
    truth = torch.full((1, 3, 8, 8), 0.5)
    tint = torch.tensor([0.1, -0.1, 0.1])[None, :, None, None]
    assert rms_distance(truth + tint, truth) > 1.1 * rms_distance(truth + 0.1, truth)


def _slope(output: Tensor) -> Tensor:
    assert output.grad is not None
    return output.grad
