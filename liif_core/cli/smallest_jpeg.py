# SPDX-License-Identifier: Apache-2.0
"""``liif export``: the smallest JPEG that is good enough."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from liif_core.cli.outcome import BadInput, judging_input, note, say
from liif_core.cli.progress import progress_bar
from liif_core.pictures import check_output, read_picture
from liif_core.pictures.writing import put_picture
from liif_core.smallest_jpeg.jpeg import USUAL_TRIALS, find_smallest_jpeg
from liif_core.smallest_jpeg.msssim import FULL_SIDE, WEIGHTS, count_scales

if TYPE_CHECKING:
    from liif_core.smallest_jpeg.jpeg import Trial

_ENDINGS = (".jpg", ".jpeg")


def export(
    source: Path,
    target: Path,
    threshold: float,
    *,
    strip: bool,
    page: int | None = None,
    overwrite: bool,
) -> None:
    """Write ``target`` with an MS-SSIM of at least ``threshold``, and say how large it is.

    Raises :class:`BadInput` for what the user can put right, and :class:`LiifError`.
    """
    with judging_input():
        if target.suffix.lower() not in _ENDINGS:
            raise BadInput(f"{target.name} is not a JPEG; let the name end in .jpg")
        picture = read_picture(source, note, page=page).drop_opaque_alpha()
        if strip:
            picture = picture.strip()
        check_output(
            source, target, overwrite=overwrite, size=picture.size, alpha=picture.has_alpha
        )
        with progress_bar(target.name) as progress:
            count = 0

            def tried() -> None:
                nonlocal count
                count += 1
                progress(count / USUAL_TRIALS)

            best, fixed = find_smallest_jpeg(picture, threshold, note, tried)
    put_picture(target, best.data, overwrite=overwrite)
    scales = count_scales(*picture.size)
    if scales < len(WEIGHTS):
        note(
            f"the picture is smaller than {FULL_SIDE} pixels; MS-SSIM compared it at {scales} of"
            f" {len(WEIGHTS)} sizes"
        )
    before = source.stat().st_size
    if before <= len(best.data):
        note(f"{source} itself is smaller, {_size(before)}")
    say(f"{target}: {_described(best)}; {_described(fixed)} for comparison")


def _described(trial: Trial) -> str:
    colours = "4:2:0" if trial.subsampled else "4:4:4"
    return (
        f"{_size(len(trial.data))} at quality {trial.quality} ({colours},"
        f" MS-SSIM {trial.similarity:.4f})"
    )


def _size(count: int) -> str:
    return f"{count / 1024:.1f} KiB"
