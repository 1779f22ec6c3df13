# SPDX-License-Identifier: Apache-2.0
"""``liif bench masks``: masks enlarged along with their picture, beside what others would do.

A photo and a mask that is known at full size are reduced, the photo is compressed and enlarged
by a model, and the mask follows. The guided filter (He, Sun and Tang 2013, with colour guide, in
its fast form: He and Sun 2015) gets the same enlarged picture as its guide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import maximum_filter, minimum_filter, uniform_filter

from liif_core.lab.benchmarks.mask_truths import Mask, Truth, truths
from liif_core.lab.benchmarks.metrics import Picture
from liif_core.lab.benchmarks.tasks import compress, photos_of
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.runtime import run as runtime
from liif_core.runtime.bilateral import joint_bilateral_upsample

FACTORS = (2, 3, 4)
QUALITY = 75
"""Of the JPEG that the photo is, before it is enlarged."""
RADIUS, EPSILON = 1, 1e-4
"""Of the guided filter, in pixels of the small mask: the best for it of 1 and 2, 1e-4 and 1e-3."""
_STEP = 0.2
"""Difference within a pixel of the small mask from which there is an edge."""


@dataclass(frozen=True)
class Example:
    """A picture and its mask, small, with the truth at full size."""

    small: Picture
    large: Picture
    """The small picture enlarged by the model."""
    mask: Picture
    """(h, w), of the small picture's size."""
    truth: Truth


@dataclass(frozen=True)
class Row:
    """Means over all photos, of one way on one kind of mask at one factor."""

    kind: str
    factor: int
    way: str
    error: float
    """Mean absolute, in levels of 255."""
    edge: float
    """The same within a small pixel of the truth's edges; NaN where it has none."""
    overlap: float
    """Intersection over union of what is above one half; NaN for masks without an inside."""


def run(sets: list[str], data: Path, model: str, report: Callable[[Row], None]) -> None:
    """Measure all ways on the photos of ``sets`` under ``data``; ``report`` is told each row.

    Raises :class:`LiifError` when a set is not there.
    """
    photos = [Image.open(path).convert("RGB") for name in sets for path in photos_of(data, name)]
    for factor in FACTORS:
        found: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
        for number, photo in enumerate(photos):
            for example in examples(photo, photos[number - 1], factor, model, number):
                for way, enlarge in WAYS.items():
                    scores = score(enlarge(example), example.truth, factor)
                    found.setdefault((example.truth.kind, way), []).append(scores)
        for (kind, way), all_of_them in found.items():
            # NaN stands in all of a kind, or where a mask by chance has no edge.
            values = np.ma.masked_invalid(all_of_them).mean(0).filled(np.nan)
            report(Row(kind, factor, way, *map(float, values)))


def examples(
    photo: Image.Image, other: Image.Image, factor: int, model: str, seed: int
) -> Iterator[Example]:
    """All kinds of masks for ``photo``; into some ``other`` is pasted."""
    width, height = photo.width // factor, photo.height // factor
    whole = photo.crop((0, 0, width * factor, height * factor))
    made = truths(np.asarray(whole), np.asarray(other), seed)
    for _, each in groupby(made, lambda truth: id(truth.picture)):
        of_one = list(each)
        picture = Image.fromarray(of_one[0].picture)
        reduced = picture.resize((width, height), Image.Resampling.BICUBIC)
        small = np.asarray(compress(reduced, (QUALITY,)))
        large = np.empty_like(of_one[0].picture)
        settings = Settings(model, refocus=0, detail=0)
        runtime.run(Enlarge(Frame.of(picture.size), settings), small, large)
        for truth in of_one:
            mask = Image.fromarray(np.rint(255 * truth.mask).astype(np.uint8)).reduce(factor)
            yield Example(small, large, np.asarray(mask), truth)


def score(answer: Mask, truth: Truth, factor: int) -> tuple[float, float, float]:
    """Error, error at edges and overlap, as in :class:`Row`."""
    error = 255 * np.abs(answer - truth.mask)
    side = 2 * factor + 1
    edge = maximum_filter(truth.mask, side) - minimum_filter(truth.mask, side) > _STEP
    one, other = answer >= 0.5, truth.mask >= 0.5
    overlap = (one & other).sum() / max(1, (one | other).sum()) if truth.hard else np.nan
    return float(error.mean()), float(error[edge].mean()) if edge.any() else np.nan, float(overlap)


def _interpolated(how: Image.Resampling) -> Callable[[Example], Mask]:
    def enlarge(example: Example) -> Mask:
        return _resized(_unit(example.mask), example.large, how)

    return enlarge


def _guided_filter(example: Example) -> Mask:
    """Mask = a colour's product with a vector, plus a number; both fitted around each pixel."""
    colours, mask = _unit(example.small), _unit(example.mask)
    means, mean = _boxed(colours), _boxed(mask)
    together = _boxed(colours * mask[..., None]) - means * mean[..., None]
    spread = _boxed(colours[..., :, None] * colours[..., None, :])
    spread = spread - means[..., :, None] * means[..., None, :] + EPSILON * np.eye(3)
    vector = np.linalg.solve(spread, together[..., None])[..., 0]
    number = mean - (vector * means).sum(-1)
    fits = [*np.moveaxis(_boxed(vector), -1, 0), _boxed(number)]
    *factors, added = (_resized(fit, example.large, Image.Resampling.BILINEAR) for fit in fits)
    return np.clip((np.stack(factors, -1) * _unit(example.large)).sum(-1) + added, 0, 1)


def _followed(example: Example) -> Mask:
    return _upsample(example.mask, example.small, example.large)


def _alone(example: Example) -> Mask:
    return _upsample(example.mask, np.zeros_like(example.small), np.zeros_like(example.large))


def _upsample(mask: Picture, small: Picture, large: Picture) -> Mask:
    result = np.empty((*large.shape[:2], 1), np.uint8)
    frame = Frame.of((large.shape[1], large.shape[0]))
    joint_bilateral_upsample(mask[..., None], small, large, result, frame)
    return _unit(result[..., 0])


def _unit(picture: Picture) -> Mask:
    return picture.astype(np.float32) / np.float32(255)


def _boxed(values: NDArray[np.floating]) -> NDArray[np.float64]:
    size = (2 * RADIUS + 1, 2 * RADIUS + 1, *[1] * (values.ndim - 2))
    return np.asarray(uniform_filter(values.astype(np.float64), size, mode="nearest"))


def _resized(plane: NDArray[np.floating], large: Picture, how: Image.Resampling) -> Mask:
    size = large.shape[1], large.shape[0]
    return np.asarray(Image.fromarray(plane.astype(np.float32)).resize(size, how))


WAYS: dict[str, Callable[[Example], Mask]] = {
    "bilinear": _interpolated(Image.Resampling.BILINEAR),
    "bicubic": lambda example: np.clip(_interpolated(Image.Resampling.BICUBIC)(example), 0, 1),
    "guided filter": _guided_filter,
    "LIIF, without the picture": _alone,
    "LIIF": _followed,
}
