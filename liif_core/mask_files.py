# SPDX-License-Identifier: Apache-2.0
"""A mask file enlarged along with its picture, into another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from liif_core.errors import LiifError
from liif_core.pictures import Picture, check_other, check_output, read_picture, write_picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from liif_core.enlarging import Opened


@dataclass(frozen=True, eq=False)
class OpenedMask:
    """A mask that was read, and the way to its new file found free."""

    target: Path
    mask: Picture


def open_mask(
    source: Path, target: Path, opened: Opened, warn: Callable[[str], None]
) -> OpenedMask:
    """Read the mask of the picture that was ``opened``.

    It may have fewer pixels than the picture, as depth maps do. Raises :class:`LiifError` when
    it cannot be a mask of it, or not be written.
    """
    mask = read_picture(source, warn).drop_opaque_alpha()
    width, height = opened.picture.size
    across, down = mask.size
    # Rounding may have made either side of a smaller mask a pixel longer or shorter.
    alike = abs(down * width - across * height) <= max(width, height)
    if not alike or across > opened.size[0] or down > opened.size[1]:
        raise LiifError(
            f"{source} has {across} x {down} pixels and is no mask of a picture of"
            f" {width} x {height}",
            "It must show all of the picture.",
        )
    size = opened.plan.printed if opened.plan else opened.size
    check_output(source, target, overwrite=opened.overwrite, size=size, alpha=mask.has_alpha)
    # Nor may either result take the place of what the other one is made of.
    check_other(opened.source, target)
    check_other(source, opened.target)
    return OpenedMask(target, mask)


def enlarge_mask(
    opened_mask: OpenedMask,
    opened: Opened,
    result: Picture,
    *,
    warn: Callable[[str], None],
    progress: Callable[[float], None],
) -> None:
    """Write the mask as large as ``result``, which is what became of the picture.

    Raises :class:`LiifError` when it cannot be written.
    """
    from liif_core.runtime.guided import follow

    mask = opened_mask.mask
    width, height = result.size
    samples = np.empty((height, width, mask.samples.shape[2]), mask.samples.dtype)
    follow(
        mask.samples,
        opened.picture.samples,
        result.samples,
        samples,
        grid=opened.size,
        region=opened.plan.crop if opened.plan else None,
        progress=progress,
    )
    made = Picture(samples, mask.icc, mask.exif, result.resolution)
    write_picture(opened_mask.target, made, warn, overwrite=opened.overwrite)
