# SPDX-License-Identifier: GPL-3.0-or-later
"""One layer's share of an order."""

from __future__ import annotations

from dataclasses import dataclass

from gimpfu.introspection import Gimp

from liif_gimp.geometry import Rectangle
from liif_gimp.layers import Source
from liif_gimp.orders import Order
from liif_gimp.tasks import Task


@dataclass(frozen=True)
class Piece:
    """A layer, what is computed of it, and the new layer that is to be."""

    image: Gimp.Image
    layer: Gimp.Layer
    source: Source
    """What the layer shows."""
    task: Task
    where: Rectangle
    """Where the new layer will lie, in coordinates of the finished image before anything is cut
    off; of the size of the task's region."""
    name: str
    """Of the new layer."""
    order: Order
