# SPDX-License-Identifier: GPL-3.0-or-later
"""What is computed from one layer; nothing of it is in the image until all layers are done."""

from __future__ import annotations

from dataclasses import dataclass

from gimpfu.introspection import Gimp

from liif_gimp import evidence, masks
from liif_gimp.engine import Engine
from liif_gimp.masks import Mask
from liif_gimp.piece import Piece


@dataclass(frozen=True)
class Made:
    """The new layers for one that is in the image."""

    source: Gimp.Layer
    layer: Gimp.Layer
    opaque: bool
    """Whether all pixels that it was computed from are opaque."""
    evidence: list[Gimp.Layer]
    mask: Mask | None = None
    """The layer's mask, where it follows the picture."""
    copy: Gimp.Layer | None = None
    """A copy of the source to stand below the layer, where it is blended with what lies below."""


def make(engine: Engine, piece: Piece) -> Made:
    """Have the task carried out, and what the order wants besides. Raises :class:`gimpfu.error`."""
    computed = engine.compute(piece)
    found = evidence.compute(engine, piece) if piece.order.evidence else []
    mask = masks.compute(engine, piece)
    return Made(piece.layer, computed.layer, computed.opaque, found, mask)
