# SPDX-License-Identifier: GPL-3.0-or-later
"""Flat parts of a picture are left out by the network, and become what it would have made."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from liif_core.registry.models import find
from liif_core.runtime.backends.interface import Pixels
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.backends.opening import open_backend
from liif_core.runtime.flat import BOUND, cut_around, find_changing
from tests.engine.pictures import Samples, noise
from tests.engine.running import difference, enlarge

SIZE = (300, 320)
MARGIN = 28
"""The reach of ``fast``: as near to the border of a picture its answers are off."""


class Counting(Backends):
    """Counts the pixels that the encoder is given."""

    pixels = 0

    def open(self, *given: Any) -> Any:  # noqa: ANN401
        backend = open_backend(*given)
        encode = backend.encode

        def counted(pixels: Pixels, strength: int, **options: Any) -> Any:  # noqa: ANN401
            self.pixels += pixels.shape[1] * pixels.shape[2]
            return encode(pixels, strength, **options)

        backend.encode = counted  # type: ignore[method-assign]
        return backend


def _on_white(dtype: type = np.uint8, channels: int = 3) -> Samples:
    """A little picture of something on white."""
    source = np.full((*SIZE, channels), 255, np.uint8)
    source[130:142, 150:166, :3] = (255 * noise(12, 16)).astype(np.uint8)
    if dtype == np.float32:
        return (source / 255).astype(np.float32)
    return source.astype(dtype) * (257 if dtype == np.uint16 else 1)


def _both(source: Samples, scale: float, **options: Any) -> tuple[Samples, Samples, float]:  # noqa: ANN401
    """With and without the flat parts, and the share of the pixels that was encoded."""
    height, width, _ = source.shape
    results, counts = [], []
    for skip in (True, False):
        backends = Counting()
        given = {"strength": 40, "backends": backends, "skip_flat": skip, **options}
        results.append(enlarge(source, (round(width * scale), round(height * scale)), **given))
        counts.append(backends.pixels)
    return results[0], results[1], counts[0] / counts[1]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("scale", [1, 2.3])
def test_something_on_white(dtype: type, scale: float) -> None:
    source = _on_white(dtype)
    found, whole, share = _both(source, scale)
    assert share < 0.5
    margin = round(MARGIN * scale)
    inner = np.s_[margin:-margin, margin:-margin]
    largest = 1 if dtype == np.float32 else np.iinfo(dtype).max
    assert difference(found[inner], whole[inner]) <= BOUND * largest + 0.5 * (largest > 1)
    assert (found[:margin] == largest).all()
    # There the network alone is off by some levels.
    assert (whole[:margin] == largest).all()


def test_a_picture_of_one_colour_stays_it() -> None:
    source = np.full((40, 50, 3), 250, np.uint8)
    found, _, share = _both(source, 3)
    assert (found == 250).all()
    assert share < 2


def test_transparent_parts_need_no_network() -> None:
    source = _on_white(channels=4)
    source[..., 3] = 0
    source[130:142, 150:166, 3] = 255
    # Colours that nobody sees.
    source[:120, :, :3] = (255 * noise(120, SIZE[1])).astype(np.uint8)
    found, whole, share = _both(source, 2)
    assert share < 0.7
    assert_array_equal(found[..., 3], whole[..., 3])
    seen = whole[..., 3] != 0
    assert np.abs(found[seen].astype(int) - whole[seen]).max() <= 1


def test_detail_everywhere_is_all_computed() -> None:
    source = (255 * noise(90, 80)).astype(np.uint8)
    found, whole, share = _both(source, 2)
    assert share == 1
    assert_array_equal(found, whole)


def test_a_colour_that_the_network_would_change_is_left_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("liif_core.runtime.enlargement.BOUND", 0.0)
    source = np.full((60, 60, 3), (255, 0, 0), np.uint8)
    # That a repair would change: of all others even ground stays as it is.
    found, whole, _ = _both(source, 2, repairs=(("haze", 100),))
    assert_array_equal(found, whole)
    assert (found != source[0, 0]).any()


def test_opposite_sides_still_continue_each_other() -> None:
    source = _on_white()
    found, whole, share = _both(source, 2, seamless=True)
    assert share < 0.6
    assert np.abs(found.astype(int) - whole).max() <= 1


@pytest.mark.slow
@pytest.mark.parametrize("shown", ["changes", "certainty"])
def test_evidence_is_the_same(shown: str) -> None:
    source = _on_white()
    found, whole, share = _both(source, 1.5, shown=shown)
    assert share < 0.6
    inner = np.s_[40:-40, 40:-40]
    assert np.abs(found[inner].astype(int) - whole[inner]).max() <= 20


def test_where_pixels_change() -> None:
    part = np.zeros((9, 11, 3), np.uint8)
    assert find_changing(part) is None
    part[4, 6, 1] = 1
    assert find_changing(part) == ((3, 6), (5, 8))
    halves = np.zeros((9, 11, 1), np.uint8)
    halves[:, 5:] = 7
    assert find_changing(halves) == ((0, 9), (4, 6))


def test_parts_cover_everything_once() -> None:
    for inner in (((2, 5), (3, 4)), ((0, 5), (3, 9)), ((0, 7), (0, 9)), ((7, 7), (0, 3))):
        count = np.zeros((7, 9), int)
        for rows, columns in cut_around(((0, 7), (0, 9)), inner):
            count[slice(*rows), slice(*columns)] += 1
        assert (count == 1).all(), inner


def test_the_network_is_asked_once_a_colour() -> None:
    from liif_core.runtime.enlargement import Enlargement

    backends = Counting()
    backend = backends.open(find("fast"), "cpu", print)
    source = np.full((600, 600, 3), 255, np.uint8)
    enlargement = Enlargement(source, (600, 600), find("fast"), backend, 0)
    for area in enlargement.split((0, 600), (0, 600), 100):
        list(enlargement.tile(*area))
    assert 0 < backends.pixels < 60**2
