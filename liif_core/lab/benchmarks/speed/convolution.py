# SPDX-License-Identifier: Apache-2.0
"""What this machine makes of a plain convolution: the limit for every network of them."""

from __future__ import annotations

import statistics
import time

import torch
from torch.nn import functional

CHANNELS, SIDE, REPEATS = 64, 256, 9
FLOPS = 2 * 9 * CHANNELS**2 * SIDE**2


@torch.inference_mode()
def rate(dtype: torch.dtype) -> float:
    """Operations a second of a 3x3 convolution of 64 channels on 256 x 256, median."""
    pixels = torch.rand(1, CHANNELS, SIDE, SIDE).to(dtype, memory_format=torch.channels_last)
    kernel = torch.rand(CHANNELS, CHANNELS, 3, 3).to(dtype, memory_format=torch.channels_last)
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        functional.conv2d(pixels, kernel, padding=1)
        times.append(time.perf_counter() - start)
    return FLOPS / statistics.median(times)
