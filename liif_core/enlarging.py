# SPDX-License-Identifier: Apache-2.0
"""One picture file enlarged, or cleaned, into another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from liif_core.pictures import (
    Picture,
    check_output,
    read_picture,
    scale_resolution,
    write_picture,
)
from liif_core.sizes.print_plan import PrintPlan
from liif_core.sizes.print_size import (
    Size,
    fit_inside,
    parse_paper,
    parse_pixels,
    parse_print,
    plan_feasible_print,
    scale_size,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from liif_core.diagnosis.resolution import Resolution
    from liif_core.runtime.backends.kept import Backends
    from liif_core.runtime.upscale import RunInfo
    from liif_core.sizes.content_scale import Choice


@dataclass(frozen=True)
class Wish:
    """The new size as the user wrote it: exactly one of these; cleaning is a scale of 1.

    A scale of ``auto`` may have the size of a screen or of a paper beside it.
    """

    scale: float | Literal["auto"] | None = None
    pixels: str | None = None
    sheet: str | None = None
    fill: bool = False
    """Whether the photo shall fill the sheet, cut off at two sides."""

    def check(self) -> None:
        """Raise :class:`LiifError` for what is written wrongly, before any picture is read."""
        if self.pixels is not None:
            parse_pixels(self.pixels)
        if self.sheet is not None:
            parse = parse_paper if self.scale == "auto" else parse_print
            parse(self.sheet)

    def plan(self, size: Size) -> tuple[Size, PrintPlan | None]:
        """The new size of a picture of ``size``, unless its content decides.

        Raises :class:`LiifError` where it has none.
        """
        if self.pixels is not None:
            return fit_inside(size, parse_pixels(self.pixels)), None
        if self.sheet is not None:
            plan = plan_feasible_print(size, parse_print(self.sheet), fill=self.fill)
            return plan.size, plan
        if self.scale is None or self.scale == "auto":
            raise AssertionError("a wish without a size")
        return scale_size(size, self.scale), None

    def choose(self, size: Size, resolution: Resolution | None) -> Choice:
        """The new size of a picture of ``size`` and ``resolution``, where its content decides.

        Raises :class:`LiifError` beyond the engine's limits.
        """
        from liif_core.sizes.content_scale import choose_for_paper, choose_for_screen

        if self.sheet is not None:
            return choose_for_paper(size, resolution, parse_paper(self.sheet), fill=self.fill)
        return choose_for_screen(
            size, resolution, parse_pixels(self.pixels) if self.pixels else None
        )


@dataclass(frozen=True)
class Settings:
    """How to compute; see :func:`liif_core.runtime.upscale.upscale`."""

    model: str
    strength: int | None
    detail: int
    device: str
    tile: int = 0
    seamless: bool = False
    repairs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Opened:
    """A picture that was read, its new size decided and the way to its new file found free."""

    source: Path
    target: Path
    picture: Picture
    size: Size
    plan: PrintPlan | None
    overwrite: bool
    way: Way | None = None
    """There where the content has decided the size."""


@dataclass(frozen=True)
class Way:
    """How the content of a picture has it computed."""

    reason: str
    """Why it gets this size, for the user."""
    working: Size
    """Width and height to which the picture is reduced first; its own where it is not."""
    strength: int | None
    """What was found, 0 to 100, for the reduced picture; None leaves it to the run."""


def open_picture(
    source: Path,
    target: Path,
    wish: Wish,
    settings: Settings,
    *,
    overwrite: bool,
    warn: Callable[[str], None],
) -> Opened:
    """Read ``source``. Raises :class:`LiifError` for all that the input is to blame for."""
    picture = read_picture(source, warn).drop_opaque_alpha()
    way = None
    if wish.scale == "auto":
        size, plan, way = _found_way(source, picture, wish, settings)
    else:
        size, plan = wish.plan(picture.size)
    check_output(source, target, overwrite=overwrite, size=size, alpha=picture.has_alpha)
    return Opened(source, target, picture, size, plan, overwrite, way)


def _found_way(
    source: Path, picture: Picture, wish: Wish, settings: Settings
) -> tuple[Size, PrintPlan | None, Way]:
    from liif_core.diagnosis import diagnose, read_facts
    from liif_core.diagnosis.proposal import choose_working_size

    found = diagnose(
        picture.samples,
        read_facts(source),
        size=picture.size,
        model=settings.model,
        device=settings.device,
        timed=False,
    )
    choice = wish.choose(picture.size, found.resolution)
    working = choose_working_size(picture.size, choice.size, found.resolution)
    strength = None if working == picture.size else found.proposal.strength
    return choice.size, choice.plan, Way(choice.reason, working, strength)


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
    from liif_core.runtime.repairing import upscale_repaired
    from liif_core.runtime.samples import from_unit

    picture, plan, way = opened.picture, opened.plan, opened.way
    source, strength = picture.samples, settings.strength
    if way is not None and way.working != picture.size:
        from liif_core.runtime.reducing import reduced

        source = from_unit(reduced(source, way.working), source.dtype)
        strength = way.strength if strength is None else strength
    width, height = plan.printed if plan else opened.size
    samples = np.empty((height, width, picture.samples.shape[2]), picture.samples.dtype)
    info = upscale_repaired(
        source,
        samples,
        settings.repairs,
        grid=opened.size,
        region=plan.crop if plan else None,
        model=settings.model,
        strength=strength,
        detail=settings.detail,
        device=settings.device,
        tile=settings.tile,
        seamless=settings.seamless,
        progress=progress,
        cancelled=cancelled,
        warn=warn,
        backends=backends,
    )
    resolution = scale_resolution(picture.resolution, picture.size, opened.size)
    if plan:
        resolution = plan.ppi, plan.ppi
    result = Picture(samples, picture.icc, picture.exif, resolution)
    write_picture(opened.target, result, warn, overwrite=opened.overwrite)
    return result, info
