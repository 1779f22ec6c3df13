# SPDX-License-Identifier: Apache-2.0
"""A detail of a picture before and after."""

from __future__ import annotations

import io
import math

from PIL import Image

from liif_core.pictures import Picture
from liif_core.pictures.pillow_image import to_pillow

WIDTH, HEIGHT = 320, 240
"""Pixels of a detail at most; a whole picture of millions, made this small, shows no difference."""
_QUALITY = 88
_MARGIN = 2
"""Pixels around the detail that bicubic interpolation looks at."""


def cut_before_after(before: Picture, after: Picture) -> tuple[bytes, bytes]:
    """The middle of ``after`` at its own pixels, and the same of ``before`` enlarged to them by
    bicubic interpolation, as JPEG files; transparency becomes white."""
    width, height = min(WIDTH, after.size[0]), min(HEIGHT, after.size[1])
    left, top = (after.size[0] - width) // 2, (after.size[1] - height) // 2
    detail = _image(after, (left, top, left + width, top + height))
    across, down = before.size[0] / after.size[0], before.size[1] / after.size[1]
    box = left * across, top * down, (left + width) * across, (top + height) * down
    # Only what is looked at is converted: pictures can be large.
    x0, y0 = (max(0, math.floor(start) - _MARGIN) for start in box[:2])
    x1, y1 = (
        min(side, math.ceil(end) + _MARGIN) for side, end in zip(before.size, box[2:], strict=True)
    )
    small = _image(before, (x0, y0, x1, y1))
    inner = box[0] - x0, box[1] - y0, box[2] - x0, box[3] - y0
    enlarged = small.resize((width, height), Image.Resampling.BICUBIC, box=inner)
    return _jpeg(enlarged, before.icc), _jpeg(detail, after.icc)


def _image(picture: Picture, box: tuple[int, int, int, int]) -> Image.Image:
    left, top, right, bottom = box
    image = to_pillow(Picture(picture.samples[top:bottom, left:right]))
    if not picture.has_alpha:
        return image
    white = Image.new("RGBA", image.size, "white")
    flat = Image.alpha_composite(white, image.convert("RGBA"))
    return flat.convert("RGB" if picture.samples.shape[2] == 4 else "L")


def _jpeg(image: Image.Image, icc: bytes | None) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, subsampling=0, icc_profile=icc)
    return file.getvalue()
