# SPDX-License-Identifier: Apache-2.0
"""How much a decoder answers at once."""

from __future__ import annotations

from typing import NamedTuple

from liif_core.registry.models import GUEST as GUESTS


class Block(NamedTuple):
    """Longest side in input and, at large factors, in output pixels."""

    inputs: int
    outputs: int


_UNLIMITED = 1 << 20
FAST = Block(32, 192)
"""``fast`` on a processor, whose cache then holds all that the decoder works on."""
PUBLISHED = Block(48, 48)
"""The published decoder there: it has a thousand bytes at every output pixel."""
FAST_ON_GPU = Block(_UNLIMITED, 4096)
"""Whole tiles, as a GPU is slow at many small products."""
PUBLISHED_ON_GPU = Block(_UNLIMITED, 512)
GUEST = Block(_UNLIMITED, 256)
"""A guest, whose answer is only resampled: two matrix products for a block."""


def choose_block(architecture: str, provider: str) -> Block:
    """The block for a network of ``architecture`` that ``provider`` runs (see
    :class:`liif_core.runtime.backends.interface.Backend`)."""
    if architecture == GUESTS:
        return GUEST
    if provider == "CPU":
        return FAST if architecture == "fast" else PUBLISHED
    return FAST_ON_GPU if architecture == "fast" else PUBLISHED_ON_GPU
