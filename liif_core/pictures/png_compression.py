# SPDX-License-Identifier: Apache-2.0
"""How the samples of a PNG are compressed: as small as usual, in the least time.

In a photo nothing repeats but from one sample to the next, and to search for more takes most of the
time: without, it is written five times as fast, and hardly larger. What was drawn repeats itself,
and would be half as large again. Which of them it is, a part tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from liif_core.pictures.picture import Samples

LARGER = 1.15
"""Times as large as usual that a file may become."""
_BANDS, _BAND_BYTES = 4, 1 << 16
"""So many bands are tried, each of twice what the search remembers."""
_FEWEST, _MOST = 8, 24
"""Rows of a band."""


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
