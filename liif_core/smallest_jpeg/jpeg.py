# SPDX-License-Identifier: Apache-2.0
"""The smallest JPEG of a picture that still looks like it.

In the spirit of Deep Selector-JPEG (arXiv 2302.09560), which predicts the quality that a picture
needs from its content: here it is found by trying.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import imagecodecs
import numpy as np
from PIL import Image

from liif_core.errors import LiifError
from liif_core.pictures import jpeg_writer
from liif_core.pictures.pillow_image import to_pillow
from liif_core.smallest_jpeg.msssim import Reference
from liif_core.smallest_jpeg.search import HIGHEST, NEIGHBOURS, find_lowest_quality

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from liif_core.pictures import Picture

FIXED = 90
"""The quality beside which the result is shown: GIMP's own default."""
USUAL_TRIALS = 20
"""Upper end of how many files are tried, for progress."""
_LUMA_SHARE = 6 / 8
"""Of brightness in the likeness of a whole picture; the two colour planes have an eighth each,
as is the custom where video codecs are compared."""


@dataclass(frozen=True)
class Trial:
    """A picture compressed, and how alike it is then."""

    quality: int
    subsampled: bool
    """Whether colours have half the width and height (4:2:0)."""
    data: bytes
    """The file."""
    similarity: float
    """MS-SSIM of the brightness (luma), as it is shown, against the original's."""


def find_smallest_jpeg(
    picture: Picture,
    threshold: float,
    warn: Callable[[str], None] = lambda _: None,
    tried: Callable[[], None] = lambda: None,
) -> tuple[Trial, Trial]:
    """The smallest file with a similarity of at least ``threshold``, and the one of quality 90.

    ``picture`` has no alpha. The lowest quality is searched with colours in full resolution.
    Colours at half of it are taken where the file is then smaller though quality was raised
    until colours, which the threshold does not see, and brightness together are as good.
    ``tried`` is called after each attempt. Raises :class:`LiifError` when no quality suffices.
    """
    trials = _Trials(picture, warn, tried)
    quality = find_lowest_quality(lambda quality: trials.make(quality).similarity >= threshold)
    if quality is None:
        reached = trials.make(HIGHEST).similarity
        raise LiifError(
            f"even at quality {HIGHEST} the picture's MS-SSIM is {reached:.5f}",
            "Ask for less, or write a .png.",
        )
    best = trials.make(quality)
    if not trials.coloured:
        return best, trials.make(FIXED)
    likeness = trials.measure_likeness(best)

    def passes(quality: int) -> bool:
        trial = trials.make(quality, subsampled=True)
        # What is not smaller is of no use, and what is of higher quality neither.
        if len(trial.data) >= len(best.data):
            return True
        return trial.similarity >= threshold and trials.measure_likeness(trial) >= likeness

    quality = find_lowest_quality(passes, max(1, best.quality - NEIGHBOURS))
    if quality is not None:
        rival = trials.make(quality, subsampled=True)
        if len(rival.data) < len(best.data):
            best = rival
    return best, trials.make(FIXED, subsampled=True)


class _Trials:
    """One picture at many qualities."""

    def __init__(
        self, picture: Picture, warn: Callable[[str], None], tried: Callable[[], None]
    ) -> None:
        self._picture = picture
        self._tried = tried
        self._made: dict[tuple[int, bool], Trial] = {}
        planes = _planes(to_pillow(picture))
        self.coloured = len(planes) > 1
        self._luma, *self._chroma = (Reference(plane) for plane in planes)
        jpeg_writer.write(io.BytesIO(), picture, warn)  # what is lost is told once

    def make(self, quality: int, *, subsampled: bool = False) -> Trial:
        """The picture at this quality, made once."""
        key = quality, subsampled
        if key not in self._made:
            file = io.BytesIO()
            jpeg_writer.write(
                file,
                self._picture,
                lambda _: None,
                quality=quality,
                subsampled=subsampled,
                progressive=True,
            )
            data = file.getvalue()
            similarity = self._luma.compare(_shown(data)[0])
            self._made[key] = Trial(quality, subsampled, data, similarity)
            self._tried()
        return self._made[key]

    def measure_likeness(self, trial: Trial) -> float:
        """Similarity of brightness and colours together."""
        colours = [
            reference.compare(plane)
            for reference, plane in zip(self._chroma, _shown(trial.data)[1:], strict=True)
        ]
        return _LUMA_SHARE * trial.similarity + (1 - _LUMA_SHARE) * sum(colours) / len(colours)


def _shown(data: bytes) -> list[NDArray[np.uint8]]:
    """The planes of a file as a viewer shows it, limited to the colours that there are."""
    return _planes(Image.fromarray(imagecodecs.jpeg8_decode(data)))


def _planes(image: Image.Image) -> list[NDArray[np.uint8]]:
    """Luma, and for a picture in colour Cb and Cr, each (h, w) 0 to 255."""
    if image.mode == "L":
        return [np.asarray(image)]
    return [np.asarray(plane) for plane in image.convert("YCbCr").split()]
