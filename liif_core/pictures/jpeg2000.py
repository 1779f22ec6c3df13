# SPDX-License-Identifier: Apache-2.0
"""JPEG 2000 with other than 8 bits, which Pillow cuts or shifts, by OpenJPEG."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from liif_core.pictures.sample_ranges import spread, spread_signed

if TYPE_CHECKING:
    from pathlib import Path

    from liif_core.pictures.picture import Samples

START = b"\xff\x4f\xff\x51"
"""Of the pixels' own stream: the marks SOC and SIZ."""
_COUNT_AT, _FIRST_AT, _EACH = 40, 42, 3
"""Where it says how many components there are, and from where on each has its precision."""
_SIGNED = 0x80
_PALETTE = b"pclr"


class Precision(NamedTuple):
    """Of the samples of a file."""

    bits: int
    signed: bool
    plain: bool
    """Whether all of them are as 8-bit pictures have them, or have a palette."""


def find_precision(path: Path) -> Precision:
    """What the file says. Raises :class:`OSError`, and :class:`ValueError` if it is damaged."""
    data = path.read_bytes()
    at = data.index(START)
    count = int.from_bytes(data[at + _COUNT_AT : at + _FIRST_AT], "big")
    found = data[at + _FIRST_AT : at + _FIRST_AT + _EACH * count : _EACH]
    if not found:
        raise ValueError("it has no components")
    bits = (max(found, key=lambda each: each & ~_SIGNED) & ~_SIGNED) + 1
    plain = set(found) == {7} or _PALETTE in data[:at]
    return Precision(bits, bool(found[0] & _SIGNED), plain)


def read_deep(path: Path, precision: Precision) -> Samples:
    """The samples (h, w, c) over the whole range of their type; raises what the decoder does."""
    import imagecodecs

    samples = imagecodecs.jpeg2k_decode(path.read_bytes())
    samples = samples.reshape(*samples.shape[:2], -1)
    if samples.shape[2] > 4:
        raise ValueError(f"it has {samples.shape[2]} samples of each pixel")
    if precision.signed:
        return spread_signed(samples, precision.bits)
    return spread(samples, 0, 2**precision.bits - 1)
