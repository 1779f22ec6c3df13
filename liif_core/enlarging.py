# SPDX-License-Identifier: Apache-2.0
"""One picture file enlarged, or cleaned, into another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from liif_core.pictures import (
    Picture,
    check_output,
    read_picture,
    scaled_resolution,
    write_picture,
)
from liif_core.print_plan import PrintPlan
from liif_core.print_size import (
    Size,
    for_print,
    inside,
    parse_pixels,
    parse_print,
    scaled,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from liif_core.runtime.backends import Backends
    from liif_core.runtime.upscale import RunInfo


@dataclass(frozen=True)
class Wish:
    """The new size as the user wrote it: exactly one of these; cleaning is a scale of 1."""

    scale: float | None = None
    pixels: str | None = None
    sheet: str | None = None
    fill: bool = False
    """Whether the photo shall fill the sheet, cut off at two sides."""

    def check(self) -> None:
        """Raise :class:`LiifError` for what is written wrongly, before any picture is read."""
        if self.pixels is not None:
            parse_pixels(self.pixels)
        if self.sheet is not None:
            parse_print(self.sheet)

    def plan(self, size: Size) -> tuple[Size, PrintPlan | None]:
        """The new size of a picture of ``size``. Raises :class:`LiifError` where it has none."""
        if self.pixels is not None:
            return inside(size, parse_pixels(self.pixels)), None
        if self.sheet is not None:
            plan = for_print(size, parse_print(self.sheet), fill=self.fill)
            return plan.size, plan
        if self.scale is None:
            raise AssertionError("a wish without content")
        return scaled(size, self.scale), None


@dataclass(frozen=True)
class Settings:
    """How to compute; see :func:`liif_core.runtime.upscale.upscale`."""

    model: str
    strength: int | None
    detail: int
    device: str
    tile: int = 0
    seamless: bool = False


@dataclass(frozen=True, eq=False)
class Opened:
    """A picture that was read, its new size decided and the way to its new file found free."""

    target: Path
    picture: Picture
    size: Size
    plan: PrintPlan | None
    overwrite: bool


def open_picture(
    source: Path, target: Path, wish: Wish, *, overwrite: bool, warn: Callable[[str], None]
) -> Opened:
    """Read ``source``. Raises :class:`LiifError` for all that the input is to blame for."""
    picture = read_picture(source, warn).without_opaque_alpha()
    size, plan = wish.plan(picture.size)
    check_output(source, target, overwrite=overwrite, size=size, alpha=picture.has_alpha)
    return Opened(target, picture, size, plan, overwrite)


def enlarge_opened(
    opened: Opened,
    settings: Settings,
    *,
    warn: Callable[[str], None],
    progress: Callable[[float], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    backends: Backends | None = None,
) -> tuple[Picture, RunInfo]:
    """Compute the new picture and write it, complete or not at all.

    Raises :class:`LiifError`, and :class:`liif_core.errors.Cancelled` when ``cancelled`` says so.
    """
    from liif_core.runtime.upscale import upscale

    picture, plan = opened.picture, opened.plan
    width, height = plan.printed if plan else opened.size
    samples = np.empty((height, width, picture.samples.shape[2]), picture.samples.dtype)
    info = upscale(
        picture.samples,
        samples,
        grid=opened.size,
        region=plan.crop if plan else None,
        model=settings.model,
        strength=settings.strength,
        detail=settings.detail,
        device=settings.device,
        tile=settings.tile,
        seamless=settings.seamless,
        progress=progress,
        cancelled=cancelled,
        warn=warn,
        backends=backends,
    )
    resolution = scaled_resolution(picture.resolution, picture.size, opened.size)
    if plan:
        resolution = plan.ppi, plan.ppi
    result = Picture(samples, picture.icc, picture.exif, resolution)
    write_picture(opened.target, result, warn, overwrite=opened.overwrite)
    return result, info
