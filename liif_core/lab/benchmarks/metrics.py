# SPDX-License-Identifier: Apache-2.0
"""PSNR and SSIM as the super-resolution papers measure them, and acutance, on 8-bit pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

Picture = NDArray[np.uint8]
_LUMA = np.array([65.738, 129.057, 25.064]) / 256
STEEP = 0.1
"""Share of the pixels, those where the truth is steepest, whose slope is :func:`acutance`."""


def luma(picture: Picture) -> NDArray[np.float64]:
    """Y of BT.601 in studio range without its offset, as LIIF's protocol has it, 0..219."""
    return picture.astype(np.float64) @ _LUMA


def compare(picture: Picture, truth: Picture, border: int, colour: bool) -> tuple[float, float]:
    """PSNR in dB and SSIM of ``picture`` against ``truth`` (h, w, 3) inside ``border`` pixels.

    On Y, or on RGB with ``colour``. SSIM is that of Wang et al. 2004 (Gaussian window).
    """
    a, b = (pixels.astype(np.float64) if colour else luma(pixels) for pixels in (picture, truth))
    if border:
        a, b = (values[border:-border, border:-border] for values in (a, b))
    similarity = structural_similarity(
        a,
        b,
        data_range=255,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        channel_axis=-1 if colour else None,
    )
    with np.errstate(divide="ignore"):  # equal pictures: an infinite ratio, rightly
        return peak_signal_noise_ratio(b, a, data_range=255), similarity


def acutance(picture: Picture, truth: Picture, border: int) -> float:
    """How steep the edges of ``truth`` (h, w, 3) are in ``picture``; 1: as steep as there.

    The slope of the luma along that of the truth, over its steepest pixels, by least squares: an
    edge counts only where there is one, lines across it or noise do not. Above 1 it is
    exaggerated. ``truth`` must have edges: of a flat one it is not a number.
    """
    found, true = (_slope(luma(pixels), border) for pixels in (picture, truth))
    squares = (true * true).sum(axis=0)
    steep = squares >= np.quantile(squares, 1 - STEEP)
    return float((found * true).sum(axis=0)[steep].sum() / squares[steep].sum())


def _slope(values: NDArray[np.float64], border: int) -> NDArray[np.float64]:
    """The gradient (2, h, w) of ``values`` inside ``border`` pixels."""
    down, across = np.gradient(values)
    slope = np.stack([down, across])
    return slope[:, border:-border, border:-border] if border else slope
