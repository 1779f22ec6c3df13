# SPDX-License-Identifier: GPL-3.0-or-later
"""Alpha as sharp as the picture, without rims, and exact where nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from liif_core import coordinates
from liif_core.runtime.backends.onnx_backend import OnnxBackend
from tests.engine.pictures import Bytes, Floats, photo
from tests.engine.running import WHOLE, enlarge

SIDE = 256
"""Of the true shapes."""
FINE = 4
"""Side of the pixels in which they are drawn, in those."""


def drawn(draw: Callable[[ImageDraw.ImageDraw], object]) -> Floats:
    """A shape (SIDE, SIDE) in 0..1, antialiased."""
    image = Image.new("L", (FINE * SIDE, FINE * SIDE))
    draw(ImageDraw.Draw(image))
    return np.asarray(image.reduce(FINE)).astype(np.float32) / np.float32(255)


def text(draw: ImageDraw.ImageDraw) -> None:
    for top, size in ((8, 40), (64, 60), (144, 90)):
        draw.text((8 * FINE, top * FINE), "Rag & 27", font_size=size * FINE, fill=255)


def circles(draw: ImageDraw.ImageDraw) -> None:
    for x, y, radius in ((70, 70, 55), (190, 60, 40), (70, 190, 45), (180, 180, 65)):
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse([FINE * side for side in box], fill=255)


def hair(draw: ImageDraw.ImageDraw) -> None:
    random = np.random.default_rng(3)
    for width in random.uniform(2, 5, 20):
        ends = random.uniform(0, FINE * SIDE, 4)
        draw.line(ends.tolist(), fill=255, width=round(FINE * width))


def with_shadow(shape: Floats) -> Floats:
    """A white shape over its black, soft shadow, (h, w, 4), colours times alpha."""
    image = Image.fromarray(np.rint(255 * np.roll(shape, (6, 6), (0, 1))).astype(np.uint8))
    shadow = np.asarray(image.filter(ImageFilter.GaussianBlur(5))).astype(np.float32) / 255
    alpha = shape + (1 - shape) * np.float32(0.6) * shadow
    return np.stack([shape, shape, shape, alpha], -1)


def reduced(truth: Floats, factor: int) -> Bytes:
    """Colours times alpha, (h, w, 4), as an editor would have them at a smaller size."""
    side = SIDE // factor
    small = truth.reshape(side, factor, side, factor, 4).mean((1, 3))
    alpha = small[..., 3:]
    colours = np.divide(small[..., :3], alpha, out=np.zeros_like(small[..., :3]), where=alpha > 0)
    return np.rint(255 * np.concatenate([colours, alpha], -1)).astype(np.uint8)


def quality(answer: Floats, truth: Floats) -> float:
    """PSNR in dB."""
    return float(-10 * np.log10(np.mean((answer.astype(np.float64) - truth) ** 2)))


def cubic(alpha: Bytes) -> Floats:
    """Alpha enlarged by plain interpolation to SIDE."""
    side = len(alpha)
    index, weight = coordinates.cubic_taps(coordinates.positions(side, SIDE, 0, SIDE), side)
    matrix = np.zeros((SIDE, side), np.float32)
    np.add.at(matrix, (np.arange(SIDE), index), weight)
    return np.clip(matrix @ (alpha / np.float32(255)) @ matrix.T, 0, 1).astype(np.float32)


def shown(picture: Floats, ground: float) -> Floats:
    """A picture (h, w, 4) before one gray."""
    return picture[..., :3] * picture[..., 3:] + (1 - picture[..., 3:]) * np.float32(ground)


def as_floats(picture: NDArray[Any]) -> Floats:
    return picture.astype(np.float32) / np.float32(255)


@pytest.mark.parametrize(
    ("draw", "factor", "gain"),
    [(text, 2, 6), (circles, 2, 8), (hair, 2, 5), (text, 4, 3), (circles, 4, 5), (hair, 4, 2)],
)
def test_alpha_is_sharper_than_by_interpolation(
    draw: Callable[[ImageDraw.ImageDraw], object], factor: int, gain: float
) -> None:
    shape = drawn(draw)
    source = reduced(np.repeat(shape[..., None], 4, -1), factor)
    result = as_floats(enlarge(source, (SIDE, SIDE), strength=0))
    before = quality(cubic(source[..., 3]), shape)
    assert quality(result[..., 3], shape) > before + gain


@pytest.mark.parametrize("factor", [2, 4])
def test_a_soft_shadow_stays_as_soft(factor: int) -> None:
    alpha = with_shadow(drawn(circles))[..., 3] * np.float32(0.5)
    source = reduced(np.stack([0 * alpha, 0 * alpha, 0 * alpha, alpha], -1), factor)
    result = as_floats(enlarge(source, (SIDE, SIDE), strength=0))
    assert quality(result[..., 3], alpha) > quality(cubic(source[..., 3]), alpha)
    assert result[result[..., 3] > 0][:, :3].max() <= 1 / 255


@pytest.mark.parametrize("ground", [0, 0.5, 1])
def test_no_rim_where_a_shadow_begins(ground: float) -> None:
    """Colours by themselves would have their edge beside that of alpha: 34 dB before white."""
    truth = with_shadow(drawn(text))
    result = as_floats(enlarge(reduced(truth, 2), (SIDE, SIDE), strength=0))
    expected = truth[..., :3] + (1 - truth[..., 3:]) * np.float32(ground)
    found = shown(result, ground)
    assert quality(found, expected) > {0: 30.5, 0.5: 34.5, 1: 37}[ground]
    # Nothing lighter or darker than the logo, the shadow and the ground.
    assert found.min() > expected.min() - 0.02
    assert found.max() < expected.max() + 0.02


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_what_is_opaque_or_transparent_stays_exactly_so(kind: type[np.unsignedinteger]) -> None:
    largest = np.iinfo(kind).max
    source = np.zeros((60, 60, 4), kind)
    source[..., :3] = largest // 3
    source[14:40, 20:45, 3] = largest
    result = enlarge(source, (180, 180), strength=0)[..., 3]
    # But for the half pixels on either side of the edge.
    assert (result[3 * 14 + 2 : 3 * 40 - 2, 3 * 20 + 2 : 3 * 45 - 2] == largest).all()
    outside = np.ones((180, 180), bool)
    outside[3 * 14 - 2 : 3 * 40 + 2, 3 * 20 - 2 : 3 * 45 + 2] = False
    assert (result[outside] == 0).all()


def test_a_tiled_alpha_equals_an_untiled_one() -> None:
    truth = with_shadow(drawn(text))
    source = as_floats(reduced(truth, 2))
    whole = enlarge(source, (SIDE, SIDE), strength=0, tile=WHOLE)
    tiled = enlarge(source, (SIDE, SIDE), strength=0, tile=48)
    assert np.abs(tiled.astype(float) - whole.astype(float)).max() <= 2e-3


def test_a_shape_is_no_matter_of_strength_or_repairs() -> None:
    source = reduced(np.repeat(drawn(circles)[..., None], 4, -1), 2)
    faithful = enlarge(source, (SIDE, SIDE), strength=0)
    strong = enlarge(source, (SIDE, SIDE), strength=90)
    assert_array_equal(strong[..., 3], faithful[..., 3])
    repaired = enlarge(source, (SIDE, SIDE), strength=0, repairs=(("haze", 100),))
    np.testing.assert_allclose(as_floats(repaired)[..., 3], cubic(source[..., 3]), atol=0.003)


def test_only_where_alpha_changes_it_costs_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    encode = OnnxBackend.encode

    def counted(self: OnnxBackend, pixels: Floats, *more: Any, **options: Any) -> Any:  # noqa: ANN401
        seen.append(pixels.shape[1] * pixels.shape[2])
        return encode(self, pixels, *more, **options)

    monkeypatch.setattr(OnnxBackend, "encode", counted)

    def cost(alpha: Floats) -> int:
        seen.clear()
        source = np.concatenate([photo(), np.rint(255 * alpha).astype(np.uint8)[..., None]], -1)
        enlarge(source, (2 * 448, 2 * 300), strength=0, skip_flat=False)
        return sum(seen)

    opaque = np.ones((300, 448), np.float32)
    plain = cost(opaque)
    assert cost(opaque / np.float32(2)) == plain
    corner = opaque.copy()
    corner[:10, :10] = 0
    assert plain < cost(corner) < 1.15 * plain
