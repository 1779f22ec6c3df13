# SPDX-License-Identifier: Apache-2.0
"""A mask file that is to be enlarged along with its picture, into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liif_core.enlarging import Opened, OpenedMask
from liif_core.errors import LiifError
from liif_core.pictures import check_other, check_output, read_picture
from liif_core.pictures.linear_light import restore_picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def open_mask(
    source: Path, target: Path, opened: Opened, warn: Callable[[str], None]
) -> OpenedMask:
    """Read the mask of the picture that was ``opened``.

    It may have fewer pixels than the picture, as depth maps do. Raises :class:`LiifError` when
    it cannot be a mask of it, or not be written.
    """
    # Its values are what they are, whatever its file says about light.
    mask = restore_picture(read_picture(source, warn)).drop_opaque_alpha()
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
    check_output(
        source,
        target,
        overwrite=opened.overwrite,
        size=size,
        alpha=mask.has_alpha,
        encoding=opened.encoding,
    )
    # Nor may either result take the place of what the other one is made of.
    check_other(opened.source, target)
    check_other(source, opened.target)
    return OpenedMask(target, mask)
