# SPDX-License-Identifier: Apache-2.0
"""How much noise a picture has.

Immerkaer's operator (Fast Noise Variance Estimation, Computer Vision and Image Understanding
64(2), 1996), the difference of two Laplacians, answers to noise and hardly to structure. As in
Tai and Yang (A fast method for image noise estimation using Laplacian operator and adaptive
edge detection, 2008) it is asked only where edges are weakest, here in the flattest fifth of
the 8x8 blocks, and the median of its magnitude stands for the standard deviation.

Limits: texture that fills the whole picture counts as noise. What compression or smoothing has
removed is not seen, and noise that was enlarged together with the picture counts for less.
"""

from __future__ import annotations

import numpy as np

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


def estimate_noise(windows: list[Plane]) -> float | None:
    """Standard deviation in levels of 255, the median of the colours, over ``windows`` (h, w, 3).

    None where the picture is too small to say.
    """
    height, width, _ = windows[0].shape
    if min(height, width) < BLOCK + 2:
        return None
    return float(np.median([_level([w[..., colour] for w in windows]) for colour in range(3)]))


def _level(planes: list[Plane]) -> float:
    answers = np.concatenate([_blocks(_laplacians(plane)) for plane in planes])
    edges = np.concatenate([_blocks(_sobel(plane)).mean(1) for plane in planes])
    values = np.concatenate([_blocks(plane[1:-1, 1:-1]) for plane in planes])
    whole = (values.min(1) > BLACK) & (values.max(1) < WHITE)
    if whole.sum() >= FEWEST:
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
