# SPDX-License-Identifier: Apache-2.0
"""``liif upscale`` and ``liif clean``: from one file to another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from liif_core.cli.outcome import BadInput, complain, judging_input, say
from liif_core.cli.progress import progress_bar
from liif_core.models import find
from liif_core.pictures import (
    Picture,
    check_output,
    read_picture,
    scaled_resolution,
    write_picture,
)
from liif_core.print_size import (
    PrintPlan,
    Size,
    for_print,
    inside,
    parse_pixels,
    parse_print,
    scaled,
)


@dataclass(frozen=True)
class Wish:
    """The new size as the user wrote it: exactly one of these."""

    scale: float | None = None
    pixels: str | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Options:
    """What both commands take."""

    model: str
    strength: str
    detail: int
    device: str
    tile: int
    overwrite: bool


def enlarge(source: Path, target: Path, wish: Wish, options: Options) -> None:
    """Read, compute and write; one line on standard output says what became of it.

    Raises :class:`BadInput` for what the user can put right, and :class:`LiifError`.
    """
    with judging_input():
        strength = parse_strength(options.strength)
        find(options.model)
        _check_wish(wish)
        picture = read_picture(source, _warn).without_opaque_alpha()
        size, plan = _plan(picture.size, wish)
        check_output(
            source, target, overwrite=options.overwrite, size=size, alpha=picture.has_alpha
        )
    from liif_core.runtime.upscale import upscale

    height, width, channels = size[1], size[0], picture.samples.shape[2]
    result = np.empty((height, width, channels), picture.samples.dtype)
    with progress_bar(target.name) as progress:
        info = upscale(
            picture.samples,
            result,
            grid=size,
            model=options.model,
            strength=strength,
            detail=options.detail,
            device=options.device,
            tile=options.tile,
            progress=progress,
            warn=_warn,
        )
    resolution = (
        (plan.ppi, plan.ppi) if plan else scaled_resolution(picture.resolution, picture.size, size)
    )
    write_picture(target, Picture(result, picture.icc, picture.exif, resolution), _warn)
    if plan and plan.enough:
        say(f"{source} has enough pixels for this print already; it was only cleaned.")
    used = "" if info.strength is None else f", strength {info.strength}"
    say(
        f"{target}: {width} x {height} pixels in {info.seconds:.1f} s"
        f" (model {info.model}{used}, {info.backend} on {info.provider})"
    )


def parse_strength(text: str) -> int | None:
    """``auto`` is None, otherwise 0 to 100. Raises :class:`BadInput`."""
    if text == "auto":
        return None
    if text.isdecimal() and int(text) <= 100:
        return int(text)
    raise BadInput(f"the strength {text!r} is neither auto nor a whole number from 0 to 100")


def _check_wish(wish: Wish) -> None:
    given = [value for value in (wish.scale, wish.pixels, wish.sheet) if value is not None]
    if len(given) != 1:
        raise BadInput("give one of --scale, --size and --print")
    # What is written wrongly is told before a large picture is read.
    if wish.pixels is not None:
        parse_pixels(wish.pixels)
    if wish.sheet is not None:
        parse_print(wish.sheet)


def _plan(size: Size, wish: Wish) -> tuple[Size, PrintPlan | None]:
    if wish.pixels is not None:
        return inside(size, parse_pixels(wish.pixels)), None
    if wish.sheet is not None:
        plan = for_print(size, parse_print(wish.sheet))
        return plan.size, plan
    if wish.scale is None:
        raise AssertionError("_check_wish lets no empty wish pass")
    return scaled(size, wish.scale), None


def _warn(text: str) -> None:
    complain(f"note: {text}")
