# SPDX-License-Identifier: Apache-2.0
"""Bfloat16 where a device multiplies it: a processor that does not takes four times as long."""

from __future__ import annotations

import torch


def brief(device: torch.device) -> torch.dtype:
    """What products are best made in on ``device``: bfloat16, or float32 where that is faster."""
    if device.type == "cpu" and not torch.cpu._is_avx512_bf16_supported():
        return torch.float32
    return torch.bfloat16


def autocast(device: torch.device) -> torch.autocast:
    """For products in what is best for ``device``."""
    enabled = brief(device) == torch.bfloat16
    return torch.autocast(device.type, torch.bfloat16, enabled=enabled)
