# SPDX-License-Identifier: Apache-2.0
"""PSNR and SSIM as the super-resolution papers measure them, on 8-bit pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

Picture = NDArray[np.uint8]
_LUMA = np.array([65.738, 129.057, 25.064]) / 256


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
