# SPDX-License-Identifier: GPL-3.0-or-later
"""Images, layers and the rest of GIMP's objects with the attributes that they had in GIMP 2."""

from __future__ import annotations

from gimpfu.objects.channels import Channel
from gimpfu.objects.displays import Display
from gimpfu.objects.drawables import Drawable
from gimpfu.objects.fetchers import PixelFetcher
from gimpfu.objects.images import Image
from gimpfu.objects.items import Item
from gimpfu.objects.layers import GroupLayer, Layer
from gimpfu.objects.parasites import Parasite
from gimpfu.objects.regions import PixelRgn
from gimpfu.objects.tiles import Tile
from gimpfu.objects.vectors import Vectors
from gimpfu.objects.wrapping import Wrapper, takes_native, unwrap, wrap

__all__ = [
    "Channel",
    "Display",
    "Drawable",
    "GroupLayer",
    "Image",
    "Item",
    "Layer",
    "Parasite",
    "PixelFetcher",
    "PixelRgn",
    "Tile",
    "Vectors",
    "Wrapper",
    "takes_native",
    "unwrap",
    "wrap",
]
