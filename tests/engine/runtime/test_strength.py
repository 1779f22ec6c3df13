# SPDX-License-Identifier: GPL-3.0-or-later
"""The strength that is found in the pixels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from liif_core.jfif import BLOCK
from liif_core.registry.models import ModelEntry, find
from liif_core.runtime.backends.opening import open_backend
from liif_core.runtime.strength import (
    FEW,
    MOST,
    PIECE,
    cut_pieces,
    estimate_by_network,
    estimate_strength,
)
from tests.engine.damage import cropped_jpeg, resized
from tests.engine.pictures import Samples, compressed, noise, photo
from tests.engine.running import compute


def _judged(picture: Samples) -> int:
    return estimate_by_network(picture, open_backend(find("fast"), "cpu", lambda _: None))


def _found(picture: Samples) -> int:
    return estimate_strength(picture, open_backend(find("fast"), "cpu", lambda _: None))


@pytest.mark.slow
@pytest.mark.parametrize("quality", [10, 50, 90])
def test_the_grid_tells_the_strength_to_the_point(quality: int) -> None:
    picture = compressed(photo(), quality)
    assert abs(_found(picture) - (100 - quality)) <= 1
    assert abs(_found(picture[3:, 5:]) - (100 - quality)) <= 1


@pytest.mark.slow
def test_the_first_of_two_compressions_counts_when_it_was_the_worse() -> None:
    assert abs(_found(compressed(cropped_jpeg(photo(), 20, 3, 6), 70)) - 80) <= 4
    assert abs(_found(compressed(cropped_jpeg(photo(), 85, 3, 6), 30)) - 70) <= 1


class _Judging:
    """An estimator that says the same of everything, and remembers of how many pieces."""

    def __init__(self, *answers: float) -> None:
        self.answers = list(answers)
        self.asked: list[int] = []

    def estimate(self, pieces: Samples) -> float:
        self.asked.append(len(pieces))
        return self.answers.pop(0)


FIRST, ALL = FEW * FEW, MOST * MOST


@pytest.mark.parametrize(
    ("quality", "answers", "asked", "strength"),
    [
        # Far from what is known, a few pieces are enough; near what would count, all are asked.
        (75, [0.4], [FIRST], 25),
        (75, [0.5, 0.5], [FIRST, ALL], 25),
        (75, [0.5, 0.6], [FIRST, ALL], 60),
        # More than this there is not.
        (20, [], [], 80),
    ],
)
def test_the_estimator_is_asked_only_as_far_as_it_can_change_the_answer(
    quality: int, answers: list[float], asked: list[int], strength: int
) -> None:
    large = compressed(np.tile(resized(photo(), 0.7), (3, 2, 1))[:600, :600], quality)
    backend = _Judging(*answers)
    assert estimate_strength(large, backend) == strength  # type: ignore[arg-type]
    assert backend.asked == asked


def test_without_a_grid_the_estimator_judges() -> None:
    picture = resized(compressed(photo(), 20), 0.8)
    assert _found(picture) == _judged(picture) > 20


def test_of_an_undamaged_photo_nothing_is_removed() -> None:
    assert _found(resized(photo(), 0.5)) == 0


def test_the_shipped_estimator_knows_how_strongly_a_photo_was_compressed() -> None:
    found = {quality: _judged(compressed(photo(), quality)) for quality in (10, 30, 60, 90)}
    clean = _judged(photo())
    assert found[10] > found[30] > found[60] > found[90]
    for quality, strength in found.items():
        assert abs(strength - (100 - quality)) <= 20, found
    assert clean < 15


def test_cut_out_of_its_grid_a_photo_is_judged_the_same() -> None:
    picture = compressed(photo(), 20)
    assert abs(_judged(picture[3:, 5:]) - _judged(picture)) <= 8


def test_an_enlargement_says_what_it_used() -> None:
    source = compressed(photo(), 20)[:64, :64]
    result = np.empty((64, 64, 3), np.uint8)
    by_itself = compute(source, result, grid=(64, 64)).strength
    assert by_itself == _found(source)
    automatic = result.copy()
    assert compute(source, result, grid=(64, 64), strength=by_itself).strength == by_itself
    assert_array_equal(result, automatic)
    assert compute(source, result, grid=(64, 64), strength=7).strength == 7
    assert (result != automatic).any()


@pytest.mark.slow
def test_a_model_without_strength_judges_none(edsr_model: ModelEntry) -> None:
    result = np.empty((8, 8, 3), np.float32)
    assert compute(noise(4, 4), result, grid=(8, 8), model=edsr_model.name).strength is None


@pytest.mark.parametrize("side", [1, 30, PIECE, 2 * PIECE, 1000])
def test_pieces_spread_over_the_picture(side: int) -> None:
    source = np.zeros((side, PIECE, 3), np.uint8)
    source[0], source[-1] = 10, 20
    found = cut_pieces(source)
    # No piece is smaller than a block of JPEG.
    assert found.shape[1:] == (3, max(BLOCK, min(side, PIECE)), PIECE)
    assert len(found) <= MOST
    assert {round(float(v) * 255) for v in np.unique(found)} >= ({20} if side == 1 else {10, 20})


def test_pieces_are_cut_along_the_blocks() -> None:
    rows, columns = np.mgrid[:1000, :517] % BLOCK
    source = np.stack([rows, columns, rows], 2).astype(np.uint8)
    found = np.rint(cut_pieces(source) * 255)
    assert len(found) == MOST * MOST
    assert (found == found[:1]).all()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_all_kinds_of_pictures_are_judged_alike(channels: int, dtype: type[np.generic]) -> None:
    grey = noise(40, 50, 1)
    largest = {np.uint8: 255, np.uint16: 65535}.get(dtype, 1)
    source = np.repeat(grey, channels, axis=2) * largest
    if channels in (2, 4):
        source[..., -1] = largest
    found = cut_pieces(source.astype(dtype))
    assert found.dtype == np.float32
    expected = np.broadcast_to(grey[..., 0], (1, 3, 40, 50))
    np.testing.assert_allclose(found, expected, atol=1 / 255)


def test_transparent_pieces_have_no_say() -> None:
    source = np.zeros((PIECE, 4 * PIECE, 4), np.uint8)
    source[:, :PIECE] = 200
    (piece,) = cut_pieces(source)
    assert (piece == np.float32(200 / 255)).all()
    # Where all is transparent, something is judged none the less.
    assert len(cut_pieces(np.zeros((PIECE, PIECE, 4), np.uint8))) == 1


def test_undefined_samples_are_survived() -> None:
    source = np.full((20, 20, 4), np.nan, np.float32)
    assert np.isfinite(cut_pieces(source)).all()


@pytest.mark.torch
def test_pieces_are_judged_together() -> None:
    torch = pytest.importorskip("torch")
    from liif_core.networks.estimator import Estimator, WholePicture
    from tests.engine.random_networks import randomised

    estimator = randomised(Estimator())
    pixels = torch.rand(2, 3, 16, 24)
    both = WholePicture(estimator)(pixels)
    assert both.shape == (1, 1)
    alone = estimator(pixels)
    assert alone.shape == (2, 1)
    assert not torch.allclose(alone[0], alone[1])
    assert torch.allclose(both, WholePicture(estimator)(pixels.flip(0)))
    same = torch.cat([pixels[:1], pixels[:1]])
    assert torch.allclose(WholePicture(estimator)(same)[0], alone[0], atol=1e-6)


@pytest.mark.torch
def test_where_the_grid_begins_makes_no_difference() -> None:
    torch = pytest.importorskip("torch")
    from liif_core.networks.estimator import Estimator
    from tests.engine.random_networks import randomised

    estimator = randomised(Estimator())
    phases = torch.rand(1, 32, BLOCK, BLOCK)
    shifted = phases.roll((3, 5), (2, 3))
    assert torch.allclose(estimator.decide(shifted), estimator.decide(phases), atol=1e-6)
    other = phases.flatten(2).flip(2).view_as(phases)
    assert not torch.allclose(estimator.decide(other), estimator.decide(phases), atol=1e-6)
