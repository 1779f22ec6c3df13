# SPDX-License-Identifier: Apache-2.0
"""What a pixel holds besides its colours: transparency, or something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liif_core.pictures.picture import Samples

UNSPECIFIED, PREMULTIPLIED, ALPHA = 0, 1, 2
"""As TIFF numbers what an extra sample is."""
_BAND = 256


class Parts(NamedTuple):
    """Samples taken apart."""

    colours: Samples
    alpha: Samples | None
    """(h, w, 1)."""
    premultiplied: bool = False
    """Whether the colours are multiplied by the alpha."""
    notes: tuple[str, ...] = ()
    """For the user."""


def split_alpha(samples: Samples, colours: int, extra: Sequence[int]) -> Parts:
    """The first ``colours`` of ``samples`` (h, w, c), and alpha where there is one.

    ``extra`` says of the further samples what they are, and may be shorter. One of which nothing
    is said is alpha, as other programs have it, unless that would hide the whole picture.
    """
    plain = samples[..., :colours]
    others = samples.shape[2] - colours
    kinds = [*extra[:others], *[UNSPECIFIED] * (others - len(extra))]
    places = [place for place, kind in enumerate(kinds) if kind in (PREMULTIPLIED, ALPHA)]
    if places:
        at = colours + places[0]
        premultiplied = kinds[places[0]] == PREMULTIPLIED
        told = (_left_out(others - 1),) if others > 1 else ()
        return Parts(plain, samples[..., at : at + 1], premultiplied, told)
    if others == 1 and _hides_nothing(samples[..., colours]):
        return Parts(plain, None)
    if others == 1 and samples[..., colours].any():
        told = ("a sample of each pixel, of which it does not say what it is, is taken for alpha",)
        return Parts(plain, samples[..., colours:], notes=told)
    return Parts(plain, None, notes=(_left_out(others),) if others else ())


def join_alpha(colours: Samples, alpha: Samples, *, premultiplied: bool) -> Samples:
    """Both, of one type, as one array, the colours not multiplied by the alpha any more."""
    joined = np.concatenate((colours, alpha), axis=-1)
    if not premultiplied:
        return joined
    peak = 1.0 if joined.dtype.kind == "f" else float(np.iinfo(joined.dtype).max)
    # In bands, as what is between would be larger than the picture.
    for top in range(0, len(joined), _BAND):
        band = joined[top : top + _BAND]
        share = band[..., -1:].astype(np.float64) / peak
        plain = np.zeros(band[..., :-1].shape)
        np.divide(band[..., :-1], share, out=plain, where=share > 0)
        if joined.dtype.kind != "f":
            plain = np.rint(np.minimum(plain, peak))
        band[..., :-1] = plain
    return joined


def _hides_nothing(alpha: Samples) -> bool:
    opaque = 1 if alpha.dtype.kind in "bf" else np.iinfo(alpha.dtype).max
    return bool((alpha == opaque).all())


def _left_out(count: int) -> str:
    return f"{count} of the samples of each pixel {'are' if count > 1 else 'is'} left out"
