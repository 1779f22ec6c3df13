# SPDX-License-Identifier: Apache-2.0
"""What must be known of a guest to run it in tiles, found by running it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from liif_core.errors import LiifError
from liif_core.guests.running import as_engine
from liif_core.guests.structure import Structure
from liif_core.registry.guests import LARGEST_SCALE, Guest
from liif_core.runtime.backends.guest_backend import Network, answer

STEPS = (1, 2, 4, 8, 16, 32, 64, 3, 6, 12, 24, 48, 7, 14, 28, 56, 5, 10, 20, 40)
"""By which the sides of a tile may have to be divisible, the likely ones first."""
SIDES = (64, 128, 256)
"""Of the first pictures that are tried, in pixels."""
PICTURES = (160, 320)
"""Sides of the pictures in which it is measured how far a tile's end reaches into it."""
SEEN = 0.9 / 255
"""Difference of answers that does not count: they are the same within a level."""
RARE = 0.001
"""Share of the samples that may differ by more: as for an engine of less precision."""
SURE = 0.8
"""Share of the way to a tile's middle within which its end must have lost its influence."""
MOST_WORK = 2e12
"""Products for which it is worth measuring in a larger picture: a minute or two."""
COARSE = 32
"""A step that is one of nearly every network's."""
GUESSED = 32
"""The margin of a tile where all of a picture decides."""
USUAL = 48
"""Pixels of a margin that costs little."""
MORE = 2
"""Pixels by which it is made wider for the reduction."""
_ALIKE = 0.5
"""Correlation with the picture that an answer to it has at least."""


@dataclass(frozen=True)
class Reach:
    """How far the end of a tile changes the answer in it."""

    step: int
    radius: int
    """Source pixels."""
    whole: bool
    """Whether it reaches everywhere: all of the picture decides."""


def load_photo(side: int, channels: int) -> NDArray[np.float32]:
    """The part of the sample photo with the most detail, (channels, side, side) in 0..1."""
    from liif_core.sample import PHOTO

    with Image.open(PHOTO) as image:
        photo = np.asarray(image.convert("RGB" if channels == 3 else "L"), np.float32) / 255
    photo = photo.reshape(*photo.shape[:2], channels).transpose(2, 0, 1)
    missing = [max(0, side - length) for length in photo.shape[1:]]
    photo = np.pad(photo, ((0, 0), (0, missing[0]), (0, missing[1])), "reflect")
    steps = abs(np.diff(photo.mean(0), axis=0, append=0)).cumsum(0).cumsum(1)
    detail = np.pad(steps, ((1, 0), (1, 0)))
    within = detail[side:, side:] - detail[:-side, side:] - detail[side:, :-side]
    within += detail[:-side, :-side]
    top, left = np.unravel_index(within.argmax(), within.shape)
    return np.ascontiguousarray(photo[:, top : top + side, left : left + side])


def find_sizes(network: Network, channels: int) -> tuple[int, int, int, int]:
    """Scale, step, least side and crop, as :class:`Guest` has them.

    Raises :class:`LiifError` when pictures of no sizes get an answer of their size, times a whole
    number.
    """
    why = "it takes pictures of one size only"
    for side in SIDES:
        for step in STEPS:
            try:
                return _try_step(network, channels, side, step)
            except LiifError as error:
                why = str(error)
    raise LiifError(why)


def _try_step(network: Network, channels: int, side: int, step: int) -> tuple[int, int, int, int]:
    first = -(-side // step) * step
    run = as_engine(network)
    sizes = [(first, first + 2 * step), (first + 3 * step, first + step)]
    shapes = []
    for height, width in sizes:
        made = run(load_photo(max(height, width), channels)[:, :height, :width])
        if made.ndim != 3 or made.shape[0] != channels:
            raise LiifError(f"it answers {channels} channels with an array {made.shape}")
        shapes.append(made.shape[1:])
    scale, rest = divmod(shapes[1][0] - shapes[0][0], 3 * step)
    if rest or not 1 <= scale <= LARGEST_SCALE:
        raise LiifError("its answer is not larger by a whole factor")
    crops = {
        scale * asked - got
        for size, shape in zip(sizes, shapes, strict=True)
        for asked, got in zip(size, shape, strict=True)
    }
    crop = min(crops)
    if len(crops) > 1 or crop < 0 or crop >= scale * first:
        raise LiifError("its answer is not as large as the picture, times a whole number")
    return scale, step, first + step, crop


def check_alike(network: Network, guest: Guest) -> None:
    """Raise :class:`LiifError` unless the answer to a photo looks like the photo."""
    photo = load_photo(guest.least, guest.channels)
    made = answer(network, photo, guest)
    if not np.isfinite(made).all():
        raise LiifError("it answers a photo with values that are no numbers")
    side = guest.least
    small = made.reshape(guest.channels, side, guest.scale, side, guest.scale).mean((2, 4))
    one, other = (values.ravel() - values.mean() for values in (photo, small))
    spread = float(np.sqrt((one**2).sum() * (other**2).sum()))
    alike = float((one * other).sum()) / spread if spread > 0 else 0.0
    # Colours of 0..255, or of minus one to one, would be much larger or fainter.
    if alike < _ALIKE or not 0.3 < float(other.std() / max(one.std(), 1e-9)) < 3:
        raise LiifError("its answer to a photo does not look like it")


def find_reach(network: Network, guest: Guest, structure: Structure | None) -> Reach:
    """How wide the margin of a tile must be: what a cut-out's answer is, against all of it.

    Where the network sees no farther than a usual margin, by its ``structure``, that is it.
    """
    if structure is not None:
        guest = replace(guest, step=math.lcm(guest.step, structure.step))
        if structure.radius <= USUAL:
            return Reach(guest.step, structure.radius + MORE, structure.pooled)
    for side in PICTURES:
        if side > PICTURES[0] and guest.work * side**2 > MOST_WORK:
            break
        photo = load_photo(side, guest.channels)
        of_all = answer(network, photo, guest)
        if _reaches_middle(network, guest, photo, of_all):
            continue
        for step in (each for each in STEPS if each % guest.step == 0):
            # A cut-out begins at an odd multiple of the step, or a step too small would do.
            start = step * (max(1, side // 5 // step) | 1)
            length = (side - 2 * start) // step * step
            if length < side // 3:
                continue
            cut = slice(start, start + length)
            depth = _find_depth(network, replace(guest, step=step), photo, of_all, cut)
            if depth <= SURE * length / 2:
                return Reach(step, depth + MORE, whole=False)
            if structure is not None:
                break
    return Reach(guest.step, GUESSED, whole=True)


def _reaches_middle(
    network: Network, guest: Guest, photo: NDArray[np.float32], of_all: NDArray[np.float32]
) -> bool:
    """Whether the answer in the middle is another one without what lies around it."""
    start = photo.shape[1] // 5 // COARSE * COARSE
    cut = slice(start, photo.shape[1] - start)
    length = cut.stop - cut.start
    return _find_depth(network, guest, photo, of_all, cut) > SURE * length / 2


def _find_depth(
    network: Network,
    guest: Guest,
    photo: NDArray[np.float32],
    of_all: NDArray[np.float32],
    cut: slice,
) -> int:
    """Source pixels from a cut-out's ends to where its answer is that of the whole picture."""
    length = cut.stop - cut.start
    inner = slice(guest.scale * cut.start, guest.scale * cut.stop)
    apart = abs(of_all[:, inner, inner] - answer(network, photo[:, cut, cut], guest))
    wrong = apart.max(0) > SEEN
    place = np.arange(wrong.shape[0])
    depth = np.minimum(place, place[::-1]) // guest.scale
    depth = np.minimum(depth[:, None], depth)
    # Of the samples at each depth, those deeper included.
    all_of_them, bad = (
        np.bincount(depth.ravel(), counts, minlength=-(-length // 2))[::-1].cumsum()[::-1]
        for counts in (None, wrong.ravel())
    )
    seen = np.flatnonzero(bad > RARE * all_of_them)
    return int(seen[-1]) + 1 if seen.size else 0
