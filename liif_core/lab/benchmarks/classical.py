# SPDX-License-Identifier: Apache-2.0
"""What repairs were done by before networks, told how strong the degradation is if they ask.

Pictures are (h, w, 3) in 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, minimum_filter, uniform_filter
from skimage.restoration import denoise_nl_means, richardson_lucy

Unit = NDArray[np.float64]
PATCH = 15
"""Side of the dark channel's patch in pixels, that of its paper."""
KEPT = 0.95
"""Share of the haze that is taken away: all of it looks unnatural (section 4.2)."""
LEAST = 0.1
"""Transmission below which nothing can be brought back."""
_SMOOTH = 40
_REGULAR = 1e-3


def non_local_means(picture: Unit, sigma: float) -> Unit:
    """Buades et al. 2005, for noise of standard deviation ``sigma``."""
    return denoise_nl_means(
        picture, patch_size=5, patch_distance=6, h=0.8 * sigma, sigma=sigma, channel_axis=-1
    )


def deconvolved(picture: Unit, sigma: float) -> Unit:
    """Richardson-Lucy for a Gaussian of ``sigma`` pixels: 10 steps, more would raise the noise."""
    reach = int(4 * sigma) + 1
    point = np.zeros((2 * reach + 1,) * 2)
    point[reach, reach] = 1
    spread = gaussian_filter(point, sigma)
    padded = np.pad(picture, ((reach, reach), (reach, reach), (0, 0)), "reflect")
    planes = [richardson_lucy(padded[..., c], spread, num_iter=10) for c in range(3)]
    return np.stack(planes, -1)[reach:-reach, reach:-reach]


def without_haze(picture: Unit) -> Unit:
    """The dark channel prior (He et al., CVPR 2009), its transmission smoothed by their guided
    filter (ECCV 2010) along the picture."""
    dark = minimum_filter(picture.min(-1), PATCH)
    brightest = dark >= np.quantile(dark, 0.999)
    light = picture[brightest][picture[brightest].sum(-1).argmax()]
    share = 1 - KEPT * minimum_filter((picture / light).min(-1), PATCH)
    share = np.maximum(guided(share, picture.mean(-1)), LEAST)[..., None]
    return np.clip((picture - light) / share + light, 0, 1)


def guided(values: Unit, guide: Unit) -> Unit:
    """``values`` (h, w) smoothed, but for edges that ``guide`` (h, w) has as well."""

    def mean(of: Unit) -> Unit:
        return uniform_filter(of, 2 * _SMOOTH + 1)

    mean_guide, mean_values = mean(guide), mean(values)
    slope = (mean(guide * values) - mean_guide * mean_values) / (
        mean(guide * guide) - mean_guide**2 + _REGULAR
    )
    return mean(slope) * guide + mean(mean_values - slope * mean_guide)
