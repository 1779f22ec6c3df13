# SPDX-License-Identifier: GPL-3.0-or-later
"""Displays: the views of images in GIMP's window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gimpfu.errors import error
from gimpfu.introspection import Gimp
from gimpfu.objects.wrapping import Wrapper, wraps

if TYPE_CHECKING:
    from gimpfu.objects.images import Image


@wraps(Gimp.Display)
class Display(Wrapper):
    """A view of an image: ``gimp.Display`` opens one.

    Raises :class:`gimpfu.errors.error` where GIMP has no window.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        _native: Gimp.Display

        @property
        def native(self) -> Gimp.Display: ...

    def __init__(self, image: Image) -> None:
        try:
            self._native = Gimp.Display.new(image.native)
        except TypeError:  # GIMP gave nothing
            raise error("this GIMP runs without a window and cannot show an image") from None
