# SPDX-License-Identifier: Apache-2.0
"""How much noise a picture has.

Immerkaer's operator (Fast Noise Variance Estimation, Computer Vision and Image Understanding
64(2), 1996), the difference of two Laplacians, answers to noise and hardly to structure. As in
Tai and Yang (A fast method for image noise estimation using Laplacian operator and adaptive
edge detection, 2008) it is asked only where edges are weakest, here in the flattest fifth of
the 8x8 blocks, and the median of its magnitude stands for the standard deviation.

Limits: texture that fills the whole picture counts as noise. What compression or smoothing has
removed is not seen, and noise that was enlarged together with the picture counts for less. A frame
of one colour hides the noise of what it surrounds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liif_core.forensics.excerpts import Plane

BLOCK = 8
FLATTEST = 0.2
"""Share of the blocks that is asked."""
FEWEST = 20
"""Blocks that are asked at least."""
NORMAL_MEDIAN = 0.6745
"""Median magnitude of a normal distribution with standard deviation 1."""
GAIN = 6.0
"""Standard deviation of the operator's answer to noise of standard deviation 1."""
BLACK, WHITE = 3, 252
"""Levels beyond which noise may be cut off."""
CALMEST = 5
"""Percentage of the blocks that may be calmer than what is taken for the noise of all: texture
hardly ever fills every block of a photo, noise does."""
CLEAN, NOISY = 1.2, 3.2
"""Levels there up to which a photo is left as it is, and from which it is as noisy as can be."""
TEXTURE, NOISE = 0.38, 0.52
"""Share of what is in a block that the operator answers to. Noise is white, before it is compressed
strongly: half and more of it is among the finest. Of texture, also of photos reduced to a quarter,
it is mostly less than 0.4."""
PATTERN = 40.0
"""Levels there from which it is no noise of a sensor, but a dither or a halftone."""


def estimate_noise(windows: list[Plane]) -> float | None:
    """Standard deviation in levels of 255, the median of the colours, over ``windows`` (h, w, 3).

    None where the picture is too small to say.
    """
    height, width, _ = windows[0].shape
    if min(height, width) < BLOCK + 2:
        return None
    return float(np.median([_level([w[..., colour] for w in windows]) for colour in range(3)]))


def find_noisiness(planes: list[Plane]) -> int:
    """0 for a clean photo to 100, by windows of its Y (h, w), all of one size; 0 where they are too
    small to say."""
    if not planes or min(planes[0].shape) < BLOCK + 2:
        return 0
    answers, values, whole = _answers(planes)
    fine = np.percentile(_spread(answers[whole]), CALMEST) / GAIN
    if not CLEAN < fine <= PATTERN:
        return 0
    white = fine / np.percentile(_spread(_without_slope(values[whole])), CALMEST)
    amount = np.interp(fine, (CLEAN, NOISY), (0, 100)) * np.interp(white, (TEXTURE, NOISE), (0, 1))
    return round(float(amount))


def _spread(blocks: Plane) -> Plane:
    return np.sqrt(np.square(blocks).mean(1))


def _without_slope(blocks: Plane) -> Plane:
    """``blocks`` (n, 64) less the plane that fits each best."""
    rows, columns = np.indices((BLOCK, BLOCK)).reshape(2, -1)
    base, _ = np.linalg.qr(np.stack([np.ones(BLOCK * BLOCK), rows, columns], 1))
    base = base.astype(np.float32)
    return blocks - (blocks @ base) @ base.T


def _answers(planes: list[Plane]) -> tuple[Plane, Plane, NDArray[np.bool_]]:
    """The operator's (n, 64) for each block, the block's levels (n, 64), and which blocks (n,) are
    to be asked: those in which nothing is cut off, if there are enough."""
    answers = np.concatenate([_blocks(_laplacians(plane)) for plane in planes])
    values = np.concatenate([_blocks(plane[1:-1, 1:-1]) for plane in planes])
    whole: NDArray[np.bool_] = (values.min(1) > BLACK) & (values.max(1) < WHITE)
    return answers, values, whole if whole.sum() >= FEWEST else np.ones_like(whole)


def _level(planes: list[Plane]) -> float:
    answers, _, whole = _answers(planes)
    edges = np.concatenate([_blocks(_sobel(plane)).mean(1) for plane in planes])
    answers, edges = answers[whole], edges[whole]
    flattest = np.argsort(edges)[: max(FEWEST, int(len(edges) * FLATTEST))]
    return float(np.median(np.abs(answers[flattest]))) / (NORMAL_MEDIAN * GAIN)


def _laplacians(plane: Plane) -> Plane:
    across = plane[:, :-2] - 2 * plane[:, 1:-1] + plane[:, 2:]
    return across[:-2] - 2 * across[1:-1] + across[2:]


def _sobel(plane: Plane) -> Plane:
    """|gradient along rows| + |gradient along columns|."""
    rows = plane[:-2] + 2 * plane[1:-1] + plane[2:]
    columns = plane[:, :-2] + 2 * plane[:, 1:-1] + plane[:, 2:]
    return np.abs(rows[:, 2:] - rows[:, :-2]) + np.abs(columns[2:] - columns[:-2])


def _blocks(plane: Plane) -> Plane:
    """(n, 64) of the whole blocks of ``plane``."""
    rows, columns = plane.shape[0] // BLOCK, plane.shape[1] // BLOCK
    part = plane[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    return part.swapaxes(1, 2).reshape(-1, BLOCK * BLOCK)
