# SPDX-License-Identifier: Apache-2.0
"""One picture file enlarged, or cleaned, into another."""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from liif_core.pictures import (
    Encoding,
    Picture,
    check_output,
    read_picture,
    scale_resolution,
    write_picture,
)
from liif_core.pictures.behind import writing_behind
from liif_core.pictures.depth import deepen
from liif_core.pictures.formats import DEFAULT
from liif_core.pictures.rows import Growing
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge, Mask
from liif_core.sizes.asking import parse_paper, parse_pixels, parse_print
from liif_core.sizes.print_plan import PrintPlan
from liif_core.sizes.print_size import Size, fit_inside, plan_feasible_print, scale_size

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray
    from PIL.Image import Resampling

    from liif_core.diagnosis import Diagnosis
    from liif_core.pictures.picture import Resolution as PixelsPerInch
    from liif_core.request.settings import Settings
    from liif_core.runtime.backends.kept import Backends
    from liif_core.runtime.hooks import Hooks
    from liif_core.runtime.one_pass import RunInfo
    from liif_core.sizes.content_scale import Choice


_WORTH_TELLING = 0.001
"""Share of a photo that is cut off; below it is a row of pixels, by rounding."""


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
    turn: bool = True
    """Whether the sheet is turned as the photo lies, upright or wide."""

    def read(self) -> dict[str, object]:
        """What is asked for, whichever way it is written: to check it before any picture is read.

        Raises :class:`LiifError` for what is written wrongly.
        """
        sheet: object = None
        if self.sheet is not None:
            auto = self.scale == "auto"
            sheet = parse_paper(self.sheet) if auto else astuple(parse_print(self.sheet))
        pixels = None if self.pixels is None else parse_pixels(self.pixels)
        return {**asdict(self), "pixels": pixels, "sheet": sheet}

    def plan(self, size: Size) -> tuple[Size, PrintPlan | None]:
        """The new size of a picture of ``size``, unless its content decides.

        Raises :class:`LiifError` where it has none.
        """
        if self.pixels is not None:
            return fit_inside(size, parse_pixels(self.pixels)), None
        if self.sheet is not None:
            plan = plan_feasible_print(
                size, parse_print(self.sheet), fill=self.fill, turn=self.turn
            )
            return plan.size, plan
        if self.scale is None or self.scale == "auto":
            raise AssertionError("a wish without a size")
        return scale_size(size, self.scale), None

    def choose(self, size: Size, found: Diagnosis | None) -> Choice:
        """The new size of a picture of ``size``, where what was ``found`` in it decides: None if
        nobody has looked yet.

        Raises :class:`LiifError` beyond the engine's limits.
        """
        from liif_core.sizes.content_scale import choose_for_paper, choose_for_screen

        resolution = None if found is None else found.usable
        if self.sheet is not None:
            return choose_for_paper(
                size, resolution, parse_paper(self.sheet), fill=self.fill, turn=self.turn
            )
        box = parse_pixels(self.pixels) if self.pixels else None
        squares = found is not None and found.kind == "pixel art"
        return choose_for_screen(size, resolution, box, whole=squares)


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
    encoding: Encoding = DEFAULT
    """How the new files are written."""


@dataclass(frozen=True, eq=False)
class OpenedMask:
    """A mask that was read, and the way to its new file found free."""

    target: Path
    picture: Picture
    """The mask itself."""

    def empty(self, width: int, height: int) -> NDArray[np.generic]:
        """Room for the new mask."""
        samples = self.picture.samples
        return np.empty((height, width, samples.shape[2]), samples.dtype)

    def write(
        self,
        samples: NDArray[np.generic],
        resolution: PixelsPerInch | None,
        warn: Callable[[str], None],
        *,
        overwrite: bool,
        encoding: Encoding,
    ) -> None:
        """Write the new mask. Raises :class:`LiifError` when that cannot be done."""
        made = replace(self.picture, samples=samples, resolution=resolution)
        write_picture(self.target, made, warn, overwrite=overwrite, encoding=encoding)


@dataclass(frozen=True)
class Way:
    """How the content of a picture has it computed."""

    reason: str
    """Why it gets this size, for the user."""
    working: Size
    """Width and height to which the picture is reduced first; its own where it is not."""
    how: Resampling
    """How it is reduced."""
    strength: int | None
    """What is proposed for the working size, 0 to 100; None for a model that takes none."""


def open_picture(
    source: Path,
    target: Path,
    wish: Wish,
    settings: Settings,
    *,
    overwrite: bool,
    warn: Callable[[str], None],
    encoding: Encoding = DEFAULT,
    page: int | None = None,
    salvage: bool = False,
) -> Opened:
    """Read ``source``, its number ``page`` if it has several, from 1, and if it is damaged, to
    ``salvage`` it, what is left.

    Raises :class:`LiifError` for all that the input is to blame for.
    """
    picture = read_picture(source, warn, page=page, salvage=salvage).drop_opaque_alpha()
    picture = deepen(picture, encoding.depth)
    way = None
    if wish.scale == "auto":
        size, plan, way = _found_way(source, picture, wish, settings)
    else:
        size, plan = wish.plan(picture.size)
        from liif_core.diagnosis.origin import tell_repeated

        if told := tell_repeated(picture.samples):
            warn(f"{source}: {told}")
    check_output(
        source,
        target,
        overwrite=overwrite,
        size=size,
        alpha=picture.has_alpha,
        encoding=encoding,
    )
    return Opened(source, target, picture, size, plan, overwrite, way, encoding)


def _found_way(
    source: Path, picture: Picture, wish: Wish, settings: Settings
) -> tuple[Size, PrintPlan | None, Way]:
    from liif_core.diagnosis import diagnose, read_facts
    from liif_core.diagnosis.proposal import choose_filter, choose_working_size

    found = diagnose(
        picture.samples,
        read_facts(source),
        size=picture.size,
        model=settings.model,
        device=settings.device,
        timed=False,
    )
    choice = wish.choose(picture.size, found)
    working = choose_working_size(picture.size, choice.size, found.usable)
    how = choose_filter(found.usable)
    return choice.size, choice.plan, Way(choice.reason, working, how, found.proposal.strength)


def describe_print(opened: Opened) -> list[str]:
    """What there is to tell of a print, in words: how the paper lies, what is cut off."""
    plan = opened.plan
    if plan is None:
        return []
    told = []
    if plan.turned:
        lies = "upright" if opened.size[1] > opened.size[0] else "wide"
        told.append(f"the paper is turned, as the photo is {lies}; --no-turn keeps it as given")
    if plan.crop and plan.cut_off >= _WORTH_TELLING:
        share = f"{plan.cut_off:.0%}" if plan.cut_off >= 0.01 else "less than 1%"
        across = plan.printed[0] < opened.size[0]
        sides = "on the left and right" if across else "at the top and bottom"
        told.append(f"{share} of the photo is cut off, {sides}")
    if plan.enough and not opened.way:
        told.append("it has enough pixels for this print already and is only cleaned")
    return told


def enlarge_opened(
    opened: Opened,
    settings: Settings,
    hooks: Hooks,
    *,
    mask: OpenedMask | None = None,
    backends: Backends | None = None,
    keep: bool = True,
) -> tuple[Picture, RunInfo]:
    """Compute the new picture, and that of its ``mask``; write each complete or not at all.

    A large one is written while it is computed, where its format allows that. Unless to ``keep``
    its samples they are undefined then, and never all in memory. Raises :class:`LiifError`, and
    :class:`liif_core.errors.Cancelled` when ``hooks.cancelled`` says so.
    """
    from liif_core.runtime.run import Masked, run
    from liif_core.runtime.samples import from_unit

    picture, plan, way = opened.picture, opened.plan, opened.way
    source = picture.samples
    if way is not None and way.working != picture.size:
        from liif_core.runtime.reducing import reduce_picture

        source = from_unit(reduce_picture(source, way.working, way.how), source.dtype)
    if way is not None and settings.strength is None:
        settings = replace(settings, strength=way.strength)
    frame = Frame.of(opened.size, plan.crop if plan else None)
    resolution = scale_resolution(picture.resolution, picture.size, opened.size)
    if plan:
        resolution = plan.ppi, plan.ppi
    shape = frame.height, frame.width, source.shape[2]
    growing = Growing(shape, source.dtype, keep=keep or mask is not None)
    samples = growing.samples
    result = replace(picture, samples=samples, resolution=resolution)
    overwrite, encoding = opened.overwrite, opened.encoding
    if mask is None:
        written = writing_behind(
            opened.target, result, growing, hooks.warn, overwrite=overwrite, encoding=encoding
        )
        with written as tell:
            info = run(
                Enlarge(frame, settings), source, samples, replace(hooks, rows=tell), backends
            )
        return result, info
    masked = Masked(source, mask.picture.samples, picture.samples)
    made = mask.empty(frame.width, frame.height)
    info = run(Mask(frame, settings), masked, Masked(samples, made), hooks, backends)
    write_picture(opened.target, result, hooks.warn, overwrite=overwrite, encoding=encoding)
    mask.write(made, resolution, hooks.warn, overwrite=overwrite, encoding=encoding)
    return result, info
