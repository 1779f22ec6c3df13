# SPDX-License-Identifier: Apache-2.0
"""One source on its way to one grid: tiles with margins, encoder, decoder in blocks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from liif_core import coordinates
from liif_core.coordinates import Taps
from liif_core.registry.models import ModelEntry
from liif_core.request.settings import Settings
from liif_core.request.tiling import count_tiles
from liif_core.runtime.alpha import LONGEST_BLEED, SharpAlpha, bleed
from liif_core.runtime.backends.interface import Backend, Window
from liif_core.runtime.blocks import Block, choose_block
from liif_core.runtime.even import find_even, keep_even
from liif_core.runtime.flat import BOUND, cut_around, find_changing
from liif_core.runtime.samples import to_unit, undefined
from liif_core.runtime.shifting import resample_shifted
from liif_core.runtime.side_by_side import side_by_side
from liif_core.runtime.threads import products_at_once
from liif_core.runtime.tiles import FINE, REACH, Grain, divide, divide_into, find_needed

Samples = NDArray[np.generic]
Unit = NDArray[np.float32]
Span = tuple[int, int]
Area = tuple[Span, Span]
"""Rows and columns of the grid."""
WORTH_LEAVING_OUT = 0.25
"""Share of a tile that must be flat for the rest to become a tile of its own."""


class Enlargement:
    """One source on its way to one grid, through one model."""

    def __init__(
        self,
        source: Samples,
        grid: tuple[int, int],
        entry: ModelEntry,
        backend: Backend,
        strength: int,
        settings: Settings = Settings(),  # noqa: B008 - it cannot be changed
        *,
        skip_flat: bool = True,
        lasting: bool = False,
        shift: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        """As :func:`liif_core.runtime.run.run` has it, which says what they are.

        ``strength`` is what is used of it, 0 to 100. Features are ``lasting`` where tiles of
        several enlargements are decoded in turns. With a ``shift`` the source is one that was
        sampled so many pixels lower and farther to the right.
        """
        self.source = source
        self.entry = entry
        self.columns, self.rows = grid
        self.height, self.width, self.channels = source.shape
        self.backend = backend
        self.strength = strength
        self.lasting = lasting
        self.shift = shift
        self.has_alpha = self.channels in (2, 4)
        grows = (self.columns, self.rows) != (self.width, self.height)
        # What undoes noise, blur or haze has nothing to do with a shape.
        self.sharpens_alpha = self.has_alpha and grows and not settings.repairs
        """Whether the network enlarges alpha too."""
        self.bleeding = 0
        if self.has_alpha and not source[..., -1].all():
            self.bleeding = min(entry.receptive_radius + 3, LONGEST_BLEED)
        self.keeps_even = entry.guest is None and not settings.repairs
        """Whether even ground stays as it is: haze is to change it, and a guest is as it is."""
        self.radius = entry.receptive_radius
        self.around = 0
        """Pixels of the opposite side that continue the source at each side."""
        if settings.seamless:
            self.around = self.radius + self.bleeding + REACH + 1
            around = (self.around, self.around)
            self.source = np.pad(source, (around, around, (0, 0)), "wrap")
        guest = entry.guest
        self.grain = FINE if guest is None else Grain(guest.step, guest.least)
        # Where all of a picture decides no part of it can be answered without it.
        self.skip_flat = skip_flat and not (guest and guest.whole)
        self._flat: dict[bytes, bool] = {}
        """Colours that the network was asked about, and whether it keeps them."""
        self.encoding = 0.0
        """Seconds that the encoder took so far."""
        cell = coordinates.cell if entry.guest is None else coordinates.true_cell
        self.cell = cell(self.height, self.rows), cell(self.width, self.columns)

    @property
    def on_cpu(self) -> bool:
        return self.backend.provider == "CPU"

    def split(self, rows: Span, columns: Span, side: int) -> list[Area]:
        """Part of the grid in tiles that need no more memory than one of ``side`` pixels of the
        source, flat parts apart."""
        counts = count_tiles(
            (rows[1] - rows[0]) * self.height / self.rows,
            (columns[1] - columns[0]) * self.width / self.columns,
            side,
            self.radius,
        )
        down, across = (
            list(divide_into(*span, min(count, span[1] - span[0])))
            for span, count in zip((rows, columns), counts, strict=True)
        )
        tiles: list[Area] = list(product(down, across))
        # The tiles of a guest are small beside its margin: parts of them would cost more.
        if self.skip_flat and self.entry.guest is None:
            tiles = [part for area in tiles for part in self._flat_apart(*area)]
        return tiles

    def _flat_apart(self, rows: Span, columns: Span) -> list[Area]:
        window = self._seen(self._taps(0, rows), self._taps(1, columns))
        found = find_changing(self._visible(window))
        if found is None:
            return [(rows, columns)]
        # All outputs that see a change, and a few more; a flat part is looked at again by itself.
        reach = self.radius + self.bleeding + REACH + 2
        inner = []
        for span, (first, last), start, size, outputs in (
            (rows, found[0], window.top, self.height, self.rows),
            (columns, found[1], window.left, self.width, self.columns),
        ):
            ends = start + first - reach - self.around, start + last + reach - self.around
            low, high = (int(end * outputs / size) for end in ends)
            inner.append((min(max(low, span[0]), span[1]), max(min(high, span[1]), span[0])))
        area = (rows, columns)
        if count_pixels((inner[0], inner[1])) > (1 - WORTH_LEAVING_OUT) * count_pixels(area):
            return [area]
        return cut_around(area, (inner[0], inner[1]))

    def _seen(self, rows: Taps, columns: Taps) -> Window:
        """All pixels of the source that a tile depends on."""
        return self._window(rows, columns, self.radius + self.bleeding)

    def _visible(self, window: Window) -> Samples:
        """The source there, all fully transparent pixels alike."""
        part = self.source[window.top : window.bottom, window.left : window.right]
        return np.where(part[..., -1:] != 0, part, part.dtype.type(0)) if self.bleeding else part

    def _colour(self, window: Window) -> Unit | None:
        """The one colour (channels,) of all the window, if the network would keep it as well."""
        part = self._visible(window)
        if not (part == part[:1, :1]).all():
            return None
        colour = to_unit(part[0, 0])
        key = colour.tobytes()
        if key not in self._flat:
            self._flat[key] = self._keeps(colour)
        return colour if self._flat[key] else None

    def _keeps(self, colour: Unit) -> bool:
        """Whether the network's answer in the middle of nothing but ``colour`` is that colour."""
        if self.has_alpha and colour[-1] == 0:
            return True
        side = 2 * (self.radius + REACH) + 3
        wanted = np.clip(np.broadcast_to(colour[: 3 if self.channels > 2 else 1], 3), 0, 1)
        pixels = np.tile(wanted[:, None, None], (1, side, side))
        features = self.backend.encode(pixels, self.strength)
        axis = coordinates.taps(side // 2 + np.linspace(-0.5, 0.5, 5), side)
        whole = Window(0, side, 0, side)
        values = self.backend.decode(features, whole, axis, axis, self.cell)
        return bool((np.abs(values - wanted[:, None, None]) <= BOUND).all())

    def position(self, axis: int, span: Span) -> NDArray[np.float64]:
        """Where rows (axis 0) or columns (1) of the grid lie in the source, as it is continued."""
        inputs, outputs = ((self.height, self.rows), (self.width, self.columns))[axis]
        return coordinates.positions(inputs, outputs, *span) + self.around - self.shift[axis]

    def part(self, window: Window) -> Unit:
        """The window's pixels of the source, as it is continued."""
        if any(self.shift):
            return resample_shifted(self.source, window, self.shift)
        return to_unit(self.source[window.top : window.bottom, window.left : window.right])

    def interpolated(self, rows: Span, columns: Span) -> Unit:
        """All channels of the source by cubic convolution, without the network."""
        window = self._window(self._taps(0, rows), self._taps(1, columns), 0)
        return self._interpolate(self.part(window), window, rows, columns)

    def _taps(self, axis: int, span: Span) -> Taps:
        return coordinates.taps(self.position(axis, span), self.source.shape[axis])

    def tile(self, rows: Span, columns: Span) -> Iterator[tuple[Span, Span, Unit]]:
        """The blocks of one tile: their rows, their columns and their values (h, w, channels).

        Raises :class:`LiifError` when the network's values are not finite.
        """
        row_taps, column_taps = self._taps(0, rows), self._taps(1, columns)
        # First with the margin over which colours bleed, then without it to the network.
        wide = self._seen(row_taps, column_taps)
        largest = choose_block(self.entry.architecture, self.backend.provider)
        blocks = list(
            product(
                _blocks(*rows, self.rows / self.height, largest),
                _blocks(*columns, self.columns / self.width, largest),
            )
        )
        colour = self._colour(wide) if self.skip_flat else None
        if colour is not None:
            for area in blocks:
                (top, bottom), (left, right) = area
                yield *area, np.broadcast_to(colour, (bottom - top, right - left, self.channels))
            return
        near = self._window(row_taps, column_taps, self.radius)
        part = self.part(wide)
        colours = part[..., : 3 if self.channels > 2 else 1]
        colours = np.broadcast_to(colours, (*colours.shape[:2], 3))
        if self.bleeding:
            colours = bleed(colours, part[..., -1], self.bleeding)
        inner = np.s_[
            near.top - wide.top : near.bottom - wide.top,
            near.left - wide.left : near.right - wide.left,
        ]
        part, colours = part[inner], colours[inner]
        limited = np.clip(colours, 0, 1)
        # What exceeds 0..1 (only floats can) is beyond the network; it is interpolated instead.
        excess = colours - limited if (limited != colours).any() else None
        taps = {
            (down, across): (
                row_taps.part(down[0] - rows[0], down[1] - rows[0]),
                column_taps.part(across[0] - columns[0], across[1] - columns[0]),
            )
            for down, across in blocks
        }
        sharp = self._sharp_alpha(limited, part, near, [self._window(*t, 0) for t in taps.values()])
        features = self._encode(limited, self.strength, lasting=self.lasting or sharp is not None)
        even = find_even(limited, self.strength) if self.keeps_even else None

        def answer(asked: tuple[Area, tuple[Taps, Taps]]) -> tuple[Span, Span, Unit]:
            area, of_area = asked
            decode = partial(self._decode, rows=of_area[0], columns=of_area[1])
            values = decode(features, near)
            seen = self._window(*of_area, 0)
            if even is not None and (ground := _cut(even, seen, near)).any():
                row_part, column_part = (
                    of_axis.shifted(start)
                    for of_axis, start in zip(of_area, (seen.top, seen.left), strict=True)
                )
                colours = _cut(limited, seen, near)
                values = keep_even(values, colours, ground, row_part, column_part)
            alpha = None
            if self.has_alpha:
                alpha = np.clip(self._interpolate(part[..., -1:], near, *area), 0, 1)
                if sharp is not None and sharp.covers(seen):
                    values, alpha = sharp.compose(
                        values,
                        alpha,
                        self._taken(0, area[0]),
                        self._taken(1, area[1]),
                        partial(decode, near=sharp.place),
                    )
            if excess is not None:
                values = values + self._interpolate(excess, near, *area)
            return *area, self._compose(values, alpha)

        # Alpha is encoded when a block first asks for it, which two must not at the same time; and
        # of several enlargements in turns each would have threads of its own.
        several = self.backend.decodes_by_one_core and sharp is None and not self.lasting
        yield from side_by_side(answer, taps.items(), products_at_once() if several else 1)

    def _sharp_alpha(
        self, colours: Unit, part: Unit, near: Window, windows: list[Window]
    ) -> SharpAlpha | None:
        """For the blocks of a tile, which see so many ``windows`` of what lies ``near`` it; None
        where alpha is the same throughout each, or needs no network."""
        if not self.sharpens_alpha:
            return None
        alpha = np.clip(part[..., -1], 0, 1)
        changing = [w for w in windows if np.ptp(_cut(alpha, w, near)) > 0]
        if not changing:
            return None
        top, bottom, left, right = zip(*changing, strict=True)
        # As far around them as the network sees; blocks between them can be answered as well.
        place = Window(
            max(near.top, min(top) - self.radius),
            min(near.bottom, max(bottom) + self.radius),
            max(near.left, min(left) - self.radius),
            min(near.right, max(right) + self.radius),
        )
        seen = _cut(colours, place, near), _cut(alpha, place, near)
        # No codec that loses anything has touched a shape: nothing is to be removed.
        return SharpAlpha(*seen, place, partial(self._encode, strength=0, lasting=True))

    def _encode(self, colours: Unit, strength: int, *, lasting: bool) -> Any:  # noqa: ANN401
        """Features of ``colours`` (h, w, 3), 0 to 1."""
        start = time.monotonic()
        pixels = np.ascontiguousarray(colours.transpose(2, 0, 1))
        features = self.backend.encode(pixels, strength, lasting=lasting)
        self.encoding += time.monotonic() - start
        return features

    def _decode(self, features: Any, near: Window, rows: Taps, columns: Taps) -> Unit:  # noqa: ANN401
        """Values (h, w, 3) of a block, from features of what lies ``near`` it."""
        window = self._window(rows, columns, 0)
        values = self.backend.decode(
            features,
            _relative(window, near),
            rows.shifted(window.top),
            columns.shifted(window.left),
            self.cell,
        ).transpose(1, 2, 0)
        # Here, as what is made of them (evidence) can look defined.
        if not np.isfinite(values).all():
            raise undefined()
        return values

    def _window(self, rows: Taps, columns: Taps, margin: int) -> Window:
        height, width, _ = self.source.shape
        return Window(
            *find_needed(rows, margin, height, self.grain),
            *find_needed(columns, margin, width, self.grain),
        )

    def _compose(self, values: Unit, alpha: Unit | None) -> Unit:
        """Colours (h, w, 3) and alpha (h, w, 1), if there is any, as the source's channels."""
        if self.channels < 3:
            values = values.mean(axis=-1, keepdims=True)
        return values if alpha is None else np.concatenate([values, alpha], -1)

    def _taken(self, axis: int, span: Span) -> NDArray[np.int64]:
        """The samples (4, n) that interpolation takes for part of the grid."""
        return coordinates.cubic_taps(self.position(axis, span), self.source.shape[axis])[0]

    def _interpolate(self, part: Unit, origin: Window, rows: Span, columns: Span) -> Unit:
        """``part`` (h, w, c) of the source, from ``origin``, by cubic convolution."""
        index, weight = coordinates.cubic_taps(self.position(0, rows), self.source.shape[0])
        values = np.einsum("tn,tnwc->nwc", weight, part[index - origin.top])
        index, weight = coordinates.cubic_taps(self.position(1, columns), self.source.shape[1])
        values = values[:, index - origin.left]
        return np.einsum("tn,mtnc->mnc", weight, values).astype(np.float32)


def count_pixels(area: Area) -> int:
    """Of a part of the grid."""
    (top, bottom), (left, right) = area
    return (bottom - top) * (right - left)


def _blocks(start: int, stop: int, scale: float, largest: Block) -> list[Span]:
    return list(divide(start, stop, max(1, min(int(largest.inputs * scale), largest.outputs))))


def _cut(values: NDArray[Any], window: Window, origin: Window) -> NDArray[Any]:
    """The ``window`` of ``values``, which begin at ``origin``."""
    top, bottom, left, right = _relative(window, origin)
    return values[top:bottom, left:right]


def _relative(window: Window, origin: Window) -> Window:
    return Window(
        window.top - origin.top,
        window.bottom - origin.top,
        window.left - origin.left,
        window.right - origin.left,
    )
