# SPDX-License-Identifier: Apache-2.0
"""Pictures with masks that are known at full size: made, as nobody has drawn them exactly.

Two kinds lie on edges of the photo by their making (its own segments and colours), two on those
of a picture that is pasted in (a shape and a depth map), and two have nothing to do with what is
seen: a feathered selection and a hard one. The last two show what guidance spoils.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter
from skimage.color import rgb2lab
from skimage.segmentation import felzenszwalb

from liif_core.lab.benchmarks.metrics import Picture

Mask = NDArray[np.float32]
"""(h, w), 0 to 1."""
_SUPERSAMPLING = 4
_CORNERS = 7
_FEATHER = 0.02
"""Deviation of the feathered selection, of the picture's longer side."""
_TOLERANCE = 12.0, 36.0
"""Distances (CIE Lab) from a colour that are fully and no longer selected."""


@dataclass(frozen=True)
class Truth:
    """A picture and a mask of it, of one size."""

    kind: str
    picture: Picture
    mask: Mask
    hard: bool
    """Whether it has an inside and an outside, and no more between than its edge needs."""


def truths(photo: Picture, other: Picture, seed: int) -> Iterator[Truth]:
    """All kinds for ``photo`` (h, w, 3), into which a shape of ``other`` is pasted for two."""
    random = np.random.default_rng(seed)
    height, width, _ = photo.shape
    labels = felzenszwalb(photo, scale=300, sigma=0.8, min_size=height * width // 400)
    chosen = random.random(int(labels.max()) + 1) < 0.5
    yield Truth("segments", photo, chosen[labels].astype(np.float32), hard=True)
    yield Truth("colours", photo, _colours(photo, labels), hard=False)

    shape = _shape(width, height, random)
    tiled = np.asarray(Image.fromarray(other).resize((width, height), Image.Resampling.BICUBIC))
    mixed = shape[..., None] * tiled + (1 - shape[..., None]) * photo
    composite = np.rint(mixed).astype(np.uint8)
    yield Truth("shape", composite, shape, hard=True)
    down, across = (np.linspace(0, 1, side, dtype=np.float32) for side in (height, width))
    near, far = 1 - 0.4 * down[:, None], 0.1 + 0.4 * across[None]
    yield Truth("depth", composite, shape * near + (1 - shape) * far, hard=False)

    feathered = gaussian_filter(_shape(width, height, random), _FEATHER * max(width, height))
    yield Truth("feathered", photo, feathered.astype(np.float32), hard=False)
    yield Truth("unrelated", photo, _shape(width, height, random), hard=True)


def _colours(photo: Picture, labels: NDArray[np.int64]) -> Mask:
    """What is near in colour to the largest segment, as a selection by colour has it."""
    lab = gaussian_filter(rgb2lab(photo), (1, 1, 0))
    largest = labels == np.bincount(labels.ravel()).argmax()
    distance = np.linalg.norm(lab - lab[largest].mean(0), axis=-1)
    inside, outside = _TOLERANCE
    return np.clip((outside - distance) / (outside - inside), 0, 1).astype(np.float32)


def _shape(width: int, height: int, random: np.random.Generator) -> Mask:
    """A star-like polygon and an ellipse, antialiased."""
    n = _SUPERSAMPLING
    image = Image.new("L", (width * n, height * n), 0)
    draw = ImageDraw.Draw(image)
    angle = np.sort(random.random(_CORNERS)) * 2 * np.pi
    radius = random.uniform(0.15, 0.45, _CORNERS)
    points = np.stack([0.4 + radius * np.cos(angle), 0.5 + radius * np.sin(angle)], -1)
    draw.polygon([(x * width * n, y * height * n) for x, y in points.tolist()], fill=255)
    left, top = random.uniform(0.5, 0.65, 2).tolist()
    corner = (left + 0.28) * width * n, (top + 0.25) * height * n
    draw.ellipse((left * width * n, top * height * n, *corner), fill=255)
    return np.asarray(image.reduce(n)).astype(np.float32) / np.float32(255)
