# SPDX-License-Identifier: Apache-2.0
"""A picture at its effective resolution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from liif_core.print_size import Size
from liif_core.runtime.samples import to_unit


def reduced(samples: NDArray[np.generic], size: Size) -> NDArray[np.float32]:
    """``samples`` (rows, columns, channels) at ``size`` (width, height), 0..1, antialiased."""
    channels = [
        Image.fromarray(to_unit(np.ascontiguousarray(samples[..., channel]))).resize(
            size, Image.Resampling.BICUBIC
        )
        for channel in range(samples.shape[2])
    ]
    return np.stack([np.asarray(channel) for channel in channels], -1)
