# SPDX-License-Identifier: Apache-2.0
"""``liif upscale`` and ``liif clean``: from one file to another."""

from __future__ import annotations

from pathlib import Path

from liif_core.cli.outcome import BadInput, judging_input, note, say
from liif_core.cli.progress import progress_bar
from liif_core.enlarging import Settings, Wish, enlarge_opened, open_picture
from liif_core.models import find


def enlarge(source: Path, target: Path, wish: Wish, settings: Settings, *, overwrite: bool) -> None:
    """Read, compute and write; one line on standard output says what became of it.

    Raises :class:`BadInput` for what the user can put right, and :class:`LiifError`.
    """
    with judging_input():
        find(settings.model)
        wish.check()
        opened = open_picture(source, target, wish, overwrite=overwrite, warn=note)
    with progress_bar(target.name) as progress:
        result, info = enlarge_opened(opened, settings, warn=note, progress=progress)
    if opened.plan and opened.plan.enough:
        say(f"{source} has enough pixels for this print already; it was only cleaned.")
    used = "" if info.strength is None else f", strength {info.strength}"
    say(
        f"{target}: {result.size[0]} x {result.size[1]} pixels in {info.seconds:.1f} s"
        f" (model {info.model}{used}, {info.backend} on {info.provider})"
    )


def parse_wish(
    scale: float | None,
    pixels: str | None,
    sheet: str | None,
    *,
    clean: bool | None = None,
    fill: bool = False,
) -> Wish:
    """The wish of a command; ``clean`` is None where the command has no such option.

    Raises :class:`BadInput` unless it is exactly one, and ``fill`` belongs to a sheet.
    """
    if sum(value is not None for value in (scale, pixels, sheet, clean or None)) != 1:
        options = "--scale, --size and --print"
        if clean is not None:
            options = "--scale, --size, --print and --clean"
        raise BadInput(f"give one of {options}")
    if fill and sheet is None:
        raise BadInput("--fill is for --print: it fills the sheet")
    return Wish(1.0 if clean else scale, pixels, sheet, fill)


def parse_strength(text: str) -> int | None:
    """``auto`` is None, otherwise 0 to 100. Raises :class:`BadInput`."""
    if text == "auto":
        return None
    if text.isdecimal() and int(text) <= 100:
        return int(text)
    raise BadInput(f"the strength {text!r} is neither auto nor a whole number from 0 to 100")
