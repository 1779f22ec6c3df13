# SPDX-License-Identifier: Apache-2.0
"""How much a decoder answers at once."""

from __future__ import annotations

from typing import NamedTuple


class Block(NamedTuple):
    """Longest side in input and, at large factors, in output pixels."""

    inputs: int
    outputs: int


IN_CACHE = Block(32, 192)
"""On a processor: the decoder's working set stays in its cache."""
_UNLIMITED = 1 << 20
WHOLE_TILE = Block(_UNLIMITED, _UNLIMITED)
"""``fast`` on a GPU, which is slow at many small products."""
WIDE = Block(_UNLIMITED, 512)
"""The published decoder on a GPU: it has a thousand bytes at every output pixel."""


def block(architecture: str, provider: str) -> Block:
    """The block for a network of ``architecture`` that ``provider`` runs (see
    :class:`liif_core.runtime.backend.Backend`)."""
    if provider == "CPU":
        return IN_CACHE
    return WHOLE_TILE if architecture == "fast" else WIDE
