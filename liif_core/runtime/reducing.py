# SPDX-License-Identifier: Apache-2.0
"""A picture at a smaller size, such as its effective resolution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from liif_core.runtime.samples import to_unit
from liif_core.sizes.print_size import Size


def reduce_picture(
    samples: NDArray[np.generic], size: Size, how: Image.Resampling = Image.Resampling.BICUBIC
) -> NDArray[np.float32]:
    """``samples`` (rows, columns, channels) at ``size`` (width, height), 0..1, by default
    antialiased.

    Colours count by their alpha, where there is one: those of transparent pixels are nobody's.
    """
    channels = [
        to_unit(np.ascontiguousarray(samples[..., channel])) for channel in range(samples.shape[2])
    ]
    if len(channels) not in (2, 4):
        return np.stack([_reduced(channel, size, how) for channel in channels], -1)
    *colours, alpha = channels
    visible = _reduced(alpha, size, how)
    divisor = np.where(visible > 0, visible, 1)
    found = [_reduced(colour * alpha, size, how) / divisor for colour in colours]
    return np.stack([*found, np.clip(visible, 0, 1)], -1)


def _reduced(plane: NDArray[np.float32], size: Size, how: Image.Resampling) -> NDArray[np.float32]:
    return np.asarray(Image.fromarray(plane).resize(size, how))
