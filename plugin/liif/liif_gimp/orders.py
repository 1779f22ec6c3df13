# SPDX-License-Identifier: GPL-3.0-or-later
"""What shall become of an image: its size in pixels and on paper, and how it is computed."""

from __future__ import annotations

from dataclasses import dataclass

from gimpfu.introspection import Gimp

from liif_core.request.settings import Settings
from liif_gimp.geometry import Rectangle, Size, scaled_size
from liif_gimp.printing import Unit, plan

Resolution = tuple[float, float]
"""Pixels per inch, across and down."""


@dataclass(frozen=True)
class Order:
    """An image as it shall be."""

    size: Size
    resolution: Resolution
    settings: Settings
    evidence: bool = False
    """Whether layers are added that show what was changed, and how sure that is."""
    masks: bool = False
    """Whether the edges of a layer's mask follow the new layer's; otherwise GIMP scales it."""
    selection_only: bool = False
    """Whether only what is selected is worked on."""
    crop: Rectangle | None = None
    """What is kept of the canvas once it has its size; None for all."""
    sharpened: bool = False
    """Whether the new layer gets a filter that sharpens it a little for the print."""

    @property
    def canvas(self) -> Size:
        """Pixels of the finished image."""
        return self.size if self.crop is None else self.crop.size

    @property
    def cut_off(self) -> float:
        """Which share of the image is not kept, 0 to 1."""
        return 1 - (self.canvas.width * self.canvas.height) / (self.size.width * self.size.height)


def upscaled(image: Gimp.Image, scale: float, keep_print_size: bool, settings: Settings) -> Order:
    """The image grows by a factor of at least 1.

    With ``keep_print_size`` the resolution grows with the pixels, so that the print becomes
    finer; without, it stays and the print becomes larger, as when GIMP scales an image.
    """
    old = size_of(image)
    size = scaled_size(old, scale)
    across, down = resolution_of(image)
    if keep_print_size:
        across, down = across * size.width / old.width, down * size.height / old.height
    return Order(size, (across, down), settings)


def cleaned(image: Gimp.Image, settings: Settings) -> Order:
    """The image keeps its size."""
    return Order(size_of(image), resolution_of(image), settings)


def selection_enhanced(image: Gimp.Image, settings: Settings) -> Order:
    """The image keeps its size, and what is not selected stays as it is."""
    return Order(size_of(image), resolution_of(image), settings, selection_only=True)


def printed(
    image: Gimp.Image,
    width: float,
    height: float,
    unit: Unit,
    ppi: float,
    *,
    fill: bool,
    turn: bool,
    sharpened: bool,
    settings: Settings,
) -> Order:
    """The image gets the pixels that a print needs; see :func:`liif_gimp.printing.plan`.

    Raises :class:`gimpfu.error`.
    """
    planned = plan(size_of(image), width, height, unit, ppi, fill=fill, turn=turn)
    crop = None if planned.crop is None else Rectangle(*planned.crop)
    resolution = (planned.ppi, planned.ppi)
    return Order(Size(*planned.size), resolution, settings, crop=crop, sharpened=sharpened)


def size_of(image: Gimp.Image) -> Size:
    """Of the canvas."""
    return Size(image.get_width(), image.get_height())


def resolution_of(image: Gimp.Image) -> Resolution:
    """What the image says of itself."""
    _, across, down = image.get_resolution()
    return across, down
