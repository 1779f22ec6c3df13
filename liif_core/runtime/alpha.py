# SPDX-License-Identifier: Apache-2.0
"""Transparency: colours for pixels that have none, and an alpha as sharp as the picture.

Alpha is a gray picture of its own, so the network enlarges it like one. Where it changes together
with the colours, as where a drop shadow begins, each sample holds a mixture of both sides in
which the more opaque one counts for more: colours by themselves would put the edge beside that of
alpha, which shows as a light or dark rim. There the network is asked for the colours times alpha.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from liif_core.runtime.backends.interface import Window

Unit = NDArray[np.float32]
Decode = Callable[[Any], Unit]
"""From features of a tile to the values (h, w, 3) of one of its blocks."""

LONGEST_BLEED = 32
"""Input pixels that colours are carried at most; farther off nothing visible depends on them."""
UNKNOWN = 0.5
"""Colour of what lies farther off."""
NOTICEABLE = 0.1
"""Difference of colours in a neighbourhood, and distance of its least alpha from both ends, from
which the colours times alpha decide alone; below, the less the smaller it is."""
FADING, BREAKING = 0.1, 0.3
"""Difference of alpha in a neighbourhood, up to which it only fades, and from which it has an edge.
A picture that fades keeps the finest detail if its colours are asked for by themselves."""


def bleed(
    colours: NDArray[np.float32], alpha: NDArray[np.float32], distance: int
) -> NDArray[np.float32]:
    """``colours`` (h, w, 3) where ``alpha`` (h, w) is 0 replaced by those of visible neighbours.

    Editors keep arbitrary, usually black, colours under fully transparent pixels, which a
    network would smear into the visible edge as a dark halo. Each of ``distance`` steps gives
    the pixels next to known ones their mean, so the result depends on no pixel farther off.
    """
    known = (alpha > 0).astype(np.float32)
    if known.all():
        return colours
    result = colours * known[..., None]
    for _ in range(distance):
        if known.all():
            return result
        total = _sum_3x3(np.concatenate([result, known[..., None]], -1))
        count = total[..., 3:]
        fresh = (known[..., None] == 0) & (count > 0)
        result = np.where(fresh, total[..., :3] / np.maximum(count, 1), result)
        known = np.where(fresh[..., 0], np.float32(1), known)
    result[known == 0] = UNKNOWN
    return result


class SharpAlpha:
    """The alpha of the blocks of a tile, and what it changes in their colours."""

    def __init__(
        self, colours: Unit, alpha: Unit, place: Window, encode: Callable[[Unit], Any]
    ) -> None:
        """``colours`` (h, w, 3) and ``alpha`` (h, w), both 0 to 1, are those of the source at its
        ``place``, which the network sees; ``encode`` makes lasting features of such colours."""
        self.place = place
        self._colours = colours
        self._alpha = alpha
        self._encode = encode
        self._features: Any = None
        self._mixed: Any = None

    def covers(self, window: Window) -> bool:
        """Whether it can tell anything of a block that sees this."""
        place = self.place
        inside = place.top <= window.top and window.bottom <= place.bottom
        return inside and place.left <= window.left and window.right <= place.right

    def compose(
        self,
        values: Unit,
        plain: Unit,
        rows: NDArray[np.int64],
        columns: NDArray[np.int64],
        decode: Decode,
    ) -> tuple[Unit, Unit]:
        """Colours (h, w, 3) and alpha (h, w, 1) of a block.

        ``values`` are the network's colours, ``plain`` (h, w, 1) is alpha by interpolation, which
        takes the samples ``rows`` (4, h) and ``columns`` (4, w) of the source. Alpha stays within
        these, and is that of the nearest four where they are equal, so what is opaque or
        transparent stays exactly so.
        """
        rows, columns = rows - self.place.top, columns - self.place.left
        low = _extreme(self._alpha, rows, columns, np.minimum)
        high = _extreme(self._alpha, rows, columns, np.maximum)
        if (low == high).all():
            return values, plain
        if self._features is None:
            gray = np.broadcast_to(self._alpha[..., None], self._colours.shape)
            self._features = self._encode(gray)
        alpha = np.clip(decode(self._features).mean(-1), low, high)
        # Between four equal samples there is no edge: what the network draws there is its ringing.
        least, most = (
            _extreme(self._alpha, rows[1:3], columns[1:3], choose)
            for choose in (np.minimum, np.maximum)
        )
        np.copyto(alpha, least, where=least == most)
        alpha = alpha[..., None]
        share = self._share(low, high, rows, columns)
        if share.any():
            if self._mixed is None:
                self._mixed = self._encode(self._colours * self._alpha[..., None])
            # Where nothing is seen the share is 0.
            seen = np.maximum(alpha, np.finfo(np.float32).eps)
            colours = np.clip(decode(self._mixed) / seen, 0, 1)
            values = values + share[..., None] * (colours - values)
        return values, alpha

    def _share(
        self, low: Unit, high: Unit, rows: NDArray[np.int64], columns: NDArray[np.int64]
    ) -> Unit:
        """How far colours times alpha decide on a block (h, w), 0 to 1.

        Only among visible samples, as the others have no colour of their own, and only where
        colours and alpha both change.
        """
        share = _ramp(low) * _ramp(1 - low) * _ramp(high - low, FADING, BREAKING)
        if not share.any():
            return share
        darkest = _extreme(self._colours, rows, columns, np.minimum)
        lightest = _extreme(self._colours, rows, columns, np.maximum)
        return share * _ramp((lightest - darkest).max(-1))


def _ramp(values: Unit, start: float = 0, end: float = NOTICEABLE) -> Unit:
    """0 up to ``start``, 1 from ``end``."""
    return np.clip((values - np.float32(start)) / np.float32(end - start), 0, 1)


def _extreme(
    values: Unit, rows: NDArray[np.int64], columns: NDArray[np.int64], choose: np.ufunc
) -> Unit:
    """The lowest or highest of the samples (h, w, ...) that each of a block's pixels takes."""
    of_rows = choose.reduce(values[rows])
    return np.asarray(choose.reduce(of_rows[:, columns], axis=1))


def _sum_3x3(values: NDArray[np.float32]) -> NDArray[np.float32]:
    padded = np.pad(values, ((1, 1), (1, 1), (0, 0)))
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
