# SPDX-License-Identifier: Apache-2.0
"""``liif upscale`` and ``liif clean``: from one file to another."""

from __future__ import annotations

from pathlib import Path

from liif_core.cli.leaving import leaving_soon
from liif_core.cli.outcome import BadInput, judging_input, note, say
from liif_core.cli.progress import moving_bar, progress_bar
from liif_core.enlarging import Opened, Wish, describe_print, enlarge_opened, open_picture
from liif_core.mask_files import open_mask
from liif_core.pictures import Encoding
from liif_core.registry.models import ModelEntry, find
from liif_core.request.frame import Frame
from liif_core.request.settings import Settings
from liif_core.runtime.hooks import Hooks
from liif_core.sizes.asking import parse_scale


@leaving_soon()
def enlarge(
    source: Path,
    target: Path,
    wish: Wish,
    settings: Settings,
    masks: tuple[Path, Path] | None = None,
    *,
    encoding: Encoding,
    page: int | None = None,
    salvage: bool = False,
    overwrite: bool,
) -> None:
    """Read, compute and write; a line on standard output says what became of each file.

    ``page`` is which of several pictures in ``source``, from 1; to ``salvage`` it is to go on with
    what is left of a damaged one. ``masks`` are a mask of the picture
    and its new file. Raises :class:`BadInput` for what the user can put right, and
    :class:`LiifError`.
    """
    mask = None
    with judging_input():
        find(settings.model)
        wish.read()
    with judging_input(), moving_bar(source.name):
        opened = open_picture(
            source,
            target,
            wish,
            settings,
            overwrite=overwrite,
            warn=note,
            encoding=encoding,
            page=page,
            salvage=salvage,
        )
        if masks:
            mask = open_mask(*masks, opened, note)
    if opened.way:
        say(f"{source}: {opened.way.reason}")
    for told in describe_print(opened):
        say(f"{source}: {told}")
    entry = find(settings.model)
    if entry.guest is not None and entry.guest.speed == "slow":
        tell_guests_time(entry, opened, settings)
    with progress_bar(target.name) as progress:
        hooks = Hooks(progress, warn=note)
        result, info = enlarge_opened(opened, settings, hooks, mask=mask, keep=False)
    if mask:
        say(f"{mask.target}: follows {target}")
    used = "" if info.strength is None else f", strength {info.strength}"
    used += f", refocus {info.refocus}" if info.refocus else ""
    used += f", detail {info.detail}" if info.detail else ""
    say(
        f"{target}: {result.size[0]} x {result.size[1]} pixels in {info.seconds:.1f} s"
        f" (model {info.model}{used}, {info.backend} on {info.provider})"
    )


def tell_guests_time(entry: ModelEntry, opened: Opened, settings: Settings) -> None:
    """Say how long a guest will take, where that is long. Raises :class:`LiifError`."""
    from liif_core.runtime.guest_time import estimate_guest, tell_time

    frame = Frame.of(opened.size, opened.plan.crop if opened.plan else None)
    size = opened.way.working if opened.way else opened.picture.size
    if text := tell_time(entry, estimate_guest(entry, size, frame, settings)):
        note(text)


def parse_wish(
    scale: str | None,
    pixels: str | None,
    sheet: str | None,
    *,
    clean: bool | None = None,
    fill: bool = False,
    turn: bool = True,
) -> Wish:
    """The wish of a command; ``clean`` is None where the command has no such option.

    Raises :class:`BadInput` unless it is exactly one, and ``fill``, or not to ``turn``, belongs to
    a sheet. With a scale of ``auto`` there may be a size or a sheet.
    """
    given = sum(value is not None for value in (pixels, sheet, clean or None))
    with judging_input():
        factor = None if scale is None else parse_scale(scale)
    # A size or a sheet beside auto says for what.
    fits = given <= 1 and not clean if factor == "auto" else given + (scale is not None) == 1
    if not fits:
        options = "--scale, --size and --print"
        if clean is not None:
            options = "--scale, --size, --print and --clean"
        raise BadInput(
            f"give one of {options}, such as --scale 2. Only --scale auto can have --size or"
            " --print with it."
        )
    if fill and sheet is None:
        raise BadInput("--fill is for --print: it fills the sheet")
    if not turn and sheet is None:
        raise BadInput("--no-turn is for --print: it keeps the sheet as it is given")
    return Wish(1.0 if clean else factor, pixels, sheet, fill, turn)


def parse_masks(mask: Path | None, mask_out: Path | None, target: Path) -> tuple[Path, Path] | None:
    """A mask and its new file, None where there is none. Raises :class:`BadInput` for one alone."""
    if mask is None and mask_out is None:
        return None
    if mask is None or mask_out is None:
        raise BadInput("give both, --mask and --mask-out, or neither")
    if mask_out.resolve() == target.resolve():
        raise BadInput(f"{mask_out} cannot be the new picture and the new mask; name another file")
    return mask, mask_out
