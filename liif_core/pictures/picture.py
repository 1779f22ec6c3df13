# SPDX-License-Identifier: Apache-2.0
"""A picture in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from liif_core.pictures.png_texts import Text

Samples: TypeAlias = NDArray[Any]
Resolution: TypeAlias = tuple[float, float]


class LinearLight(NamedTuple):
    """What a file holds whose samples are light itself, before they were encoded to be read."""

    icc: bytes
    dtype: np.dtype[Any]


@dataclass(frozen=True, eq=False)
class Picture:
    """Pixels and what belongs to them."""

    samples: Samples
    """(h, w, c): c = 1 Y, 2 YA, 3 RGB, 4 RGBA, alpha not premultiplied; uint8 and uint16 over
    their whole range, float32 with 0..1 nominal."""
    icc: bytes | None = None
    """Colour profile of the samples; None means sRGB."""
    exif: bytes | None = None
    """EXIF block without its ``Exif\\0\\0`` prefix; its orientation is always 1."""
    resolution: Resolution | None = None
    """Pixels per inch across and down."""
    xmp: bytes | None = None
    """XMP packet, upright as the samples are."""
    iptc: bytes | None = None
    """IPTC data (IIM) without anything around it."""
    texts: tuple[Text, ...] = ()
    """What else the file says in words, such as the comments of a JPEG."""
    lossless: bool = False
    """Whether the file it was read from holds its pixels without loss."""
    bits: int | None = None
    """Of each sample in that file, where uint16 holds fewer than 16."""
    light: LinearLight | None = None
    """There where the file holds linear light; ``samples`` and ``icc`` have the curve of sRGB."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.samples.shape[1], self.samples.shape[0]

    @property
    def has_alpha(self) -> bool:
        """Whether the last channel is alpha."""
        return self.samples.shape[2] in (2, 4)

    def drop_opaque_alpha(self) -> Picture:
        """The picture without its alpha where that is opaque throughout, otherwise itself."""
        if not self.has_alpha:
            return self
        is_float = self.samples.dtype.kind == "f"
        opaque = 1 if is_float else np.iinfo(self.samples.dtype).max
        if (self.samples[..., -1] < opaque).any():
            return self
        return replace(self, samples=np.ascontiguousarray(self.samples[..., :-1]))

    def strip(self) -> Picture:
        """The picture without all that is said about it, but for colours and print size."""
        return replace(self, exif=None, xmp=None, iptc=None, texts=())


def scale_resolution(
    resolution: Resolution | None, old: tuple[int, int], new: tuple[int, int]
) -> Resolution | None:
    """The pixels per inch, across and down, with which a picture prints as large as before.

    It had ``resolution`` and is resized from ``old`` to ``new`` (width, height). None stays None.
    """
    if resolution is None:
        return None
    return resolution[0] * new[0] / old[0], resolution[1] * new[1] / old[1]
