# SPDX-License-Identifier: GPL-3.0-or-later
"""MS-SSIM against the definition, written down anew and slowly, and against what must hold."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from liif_core.smallest_jpeg.msssim import FULL_SIDE, WEIGHTS, Reference, count_scales

Plane = NDArray[np.uint8]
Values = NDArray[np.float64]


def photo(height: int, width: int) -> Plane:
    """Smooth shapes with some grain."""
    y, x = np.mgrid[:height, :width]
    shapes = 120 + 70 * np.sin(x / 9.0) * np.cos(y / 14.0)
    grain = np.random.default_rng(5).normal(0, 6, (height, width))
    return np.clip(shapes + grain, 0, 255).astype(np.uint8)


def noisy(plane: Plane, sigma: float) -> Plane:
    noise = np.random.default_rng(7).normal(0, sigma, plane.shape)
    return np.clip(plane + noise, 0, 255).astype(np.uint8)


def windowed(values: Values, kernel: Values) -> Values:
    """The two-dimensional window moved over all places where it lies inside."""
    views = np.lib.stride_tricks.sliding_window_view(values, kernel.shape)
    result: Values = np.einsum("hwij,ij->hw", views, kernel)
    return result


def halved(values: Values) -> Values:
    """The means of 2 x 2 values each."""
    height, width = values.shape
    result: Values = values[: height // 2 * 2, : width // 2 * 2]
    return result.reshape(height // 2, 2, width // 2, 2).mean((1, 3))


def defined(a: Plane, b: Plane) -> float:
    """The authors' program for five sizes, in double precision."""
    position = np.arange(-5, 6)
    square = position[:, None] ** 2 + position[None, :] ** 2
    kernel = np.exp(-square / (2 * 1.5**2))
    kernel /= kernel.sum()
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    x, y = a.astype(np.float64), b.astype(np.float64)
    structures = []
    for _ in WEIGHTS:
        mean_x, mean_y = windowed(x, kernel), windowed(y, kernel)
        var_x = windowed(x * x, kernel) - mean_x**2
        var_y = windowed(y * y, kernel) - mean_y**2
        both = windowed(x * y, kernel) - mean_x * mean_y
        structure = (2 * both + c2) / (var_x + var_y + c2)
        light = (2 * mean_x * mean_y + c1) / (mean_x**2 + mean_y**2 + c1)
        structures.append(structure.mean())
        x, y = halved(x), halved(y)
    structures[-1] = (structure * light).mean()
    return float(np.prod([s**w for s, w in zip(structures, WEIGHTS, strict=True)]))


@pytest.mark.parametrize("sigma", [3, 12, 60])
def test_it_is_what_the_paper_defines(sigma: float) -> None:
    plane = photo(176, 192)
    other = noisy(plane, sigma)
    assert Reference(plane).compare(other) == pytest.approx(defined(plane, other), abs=2e-5)


def test_one_size_is_ssim_as_others_have_it() -> None:
    metrics = pytest.importorskip("skimage.metrics")
    plane = photo(19, 90)
    other = noisy(plane, 10)
    expected = metrics.structural_similarity(
        plane, other, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
    )
    assert count_scales(90, 19) == 1
    assert Reference(plane).compare(other) == pytest.approx(expected**1.0001, abs=1e-5)


@pytest.mark.parametrize("side", [200, 40, 5])
def test_flat_planes_differ_in_brightness_alone(side: int) -> None:
    dark, light = np.full((side, side), 100, np.uint8), np.full((side, side), 140, np.uint8)
    c1 = (0.01 * 255) ** 2
    count = count_scales(side, side)
    power = WEIGHTS[count - 1] / sum(WEIGHTS[:count]) * sum(WEIGHTS)
    expected = ((2 * 100 * 140 + c1) / (100**2 + 140**2 + c1)) ** power
    assert Reference(dark).compare(light) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("size", [(1, 1), (1, 30), (8, 10), (11, 11), (70, 33), (177, 301)])
def test_a_plane_equals_itself_at_any_size(size: tuple[int, int]) -> None:
    plane = photo(*size)
    assert Reference(plane).compare(plane) == 1


@pytest.mark.parametrize("size", [(3, 4), (30, 21), (190, 170)])
def test_more_noise_is_less_alike_and_order_does_not_matter(size: tuple[int, int]) -> None:
    plane = photo(*size)
    values = [Reference(plane).compare(noisy(plane, sigma)) for sigma in (2, 8, 32)]
    assert 1 > values[0] > values[1] > values[2] >= 0
    assert Reference(noisy(plane, 8)).compare(plane) == pytest.approx(values[1], abs=1e-6)


def test_a_negative_is_not_alike_at_all() -> None:
    plane = photo(60, 60)
    assert Reference(plane).compare(255 - plane) == 0


def test_sizes_of_a_small_picture() -> None:
    assert FULL_SIDE == 161
    sides = (FULL_SIDE, FULL_SIDE - 1, 41, 21, 20, 11, 1)
    assert [count_scales(1000, side) for side in sides] == [5, 4, 3, 2, 1, 1, 1]
    assert count_scales(11, 1000) == 1


def test_planes_of_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="beside"):
        Reference(photo(20, 20)).compare(photo(20, 21))
