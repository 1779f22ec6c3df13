# SPDX-License-Identifier: Apache-2.0
"""How the samples of a PNG are compressed: as small as usual, in the least time.

In a photo nothing repeats but from one sample to the next, and to search for more takes most of the
time: without, it is written five times as fast, and hardly larger. What was drawn repeats itself,
and would be half as large again. Which of them it is, a part tells.

In a large picture each band is judged for itself, as its lower part may not be there yet. There a
way in between counts too, as to be as small as usual takes four times as long.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from liif_core.pictures.picture import Samples

LARGER = 1.15
"""Times as large as usual that a file may become."""
_BANDS, _BAND_BYTES = 4, 1 << 16
"""So many bands are tried, each of twice what the search remembers."""
_FEWEST, _MOST = 8, 24
"""Rows of a band."""
_WAYS: Final = ((1, zlib.Z_RLE), (3, zlib.Z_FILTERED), (6, zlib.Z_DEFAULT_STRATEGY))
"""Level and strategy of zlib, the fastest first: about 80, 40 and 11 MB/s."""
_TRIED: Final = 4
"""Rows of a band, at least, by which its way is chosen."""


def choose_compression(samples: Samples) -> dict[str, Any]:
    """Options of ``imagecodecs.png_encode`` for ``samples`` (h, w, c), uint8 or uint16."""
    import imagecodecs

    png = imagecodecs.PNG
    fast = {"level": 1, "strategy": png.STRATEGY.RLE, "filter": png.FILTER.PAETH}
    part = _cut_part(samples)
    usual_bytes = len(imagecodecs.png_encode(part))
    fast_bytes = len(imagecodecs.png_encode(part, **fast))
    return fast if fast_bytes <= LARGER * usual_bytes else {}


def _cut_part(samples: Samples) -> Samples:
    """Some rows from all over ``samples``, or all of them where there are few."""
    rows = min(max(_FEWEST, -(-_BAND_BYTES // samples[0].nbytes)), _MOST)
    if len(samples) <= _BANDS * rows:
        return samples
    starts = np.linspace(0, len(samples) - rows, _BANDS).astype(int)
    return np.concatenate([samples[start : start + rows] for start in starts])


def compress_band(filtered: NDArray[np.uint8], *, last: bool) -> bytes:
    """Part of a stream of deflate, for the filtered rows of a band; its end with the ``last``."""
    way = _choose_way(filtered)
    return _deflate(filtered.data.cast("B"), way, zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


def _choose_way(filtered: NDArray[np.uint8]) -> tuple[int, int]:
    """The fastest that makes the band hardly larger than the others do."""
    rows = min(max(_TRIED, _BAND_BYTES // filtered.shape[1]), len(filtered))
    part = filtered[(len(filtered) - rows) // 2 :][:rows].data.cast("B")
    sizes = [len(_deflate(part, way, zlib.Z_FINISH)) for way in _WAYS]
    return next(way for way, size in zip(_WAYS, sizes, strict=True) if size <= LARGER * min(sizes))


def _deflate(data: memoryview, way: tuple[int, int], end: int) -> bytes:
    level, strategy = way
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, 9, strategy)
    return packer.compress(data) + packer.flush(end)
