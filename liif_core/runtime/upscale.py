# SPDX-License-Identifier: Apache-2.0
"""Enlarge (or, at the same size, clean) a picture of any size in bounded memory.

The result is made tile by tile: the encoder sees a tile of the source with a margin as wide as
its receptive field, the decoder answers the tile's queries in blocks. Both are exact: a tiled
result equals an untiled one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from liif_core import coordinates
from liif_core.coordinates import Taps
from liif_core.errors import Cancelled
from liif_core.models import ModelEntry, crisper, find
from liif_core.runtime import alpha as transparency
from liif_core.runtime.backend import Backend, DeviceMemoryError, Kind, Window, open_backend
from liif_core.runtime.backends import Backends
from liif_core.runtime.blocks import Block, block
from liif_core.runtime.samples import from_unit, to_unit
from liif_core.runtime.strength import found
from liif_core.runtime.tiles import REACH, needed, spans

GPU_TILES = 2
"""How many times the side of a processor's tile that of a GPU is: less of it is margin."""
SMALLEST_TILE = 64
"""Side of the last tile that is tried where a GPU's memory is short."""

Samples = NDArray[np.generic]
Unit = NDArray[np.float32]
Span = tuple[int, int]
Area = tuple[Span, Span]
"""Rows and columns of the grid."""


@dataclass(frozen=True)
class RunInfo:
    """How a picture was computed."""

    model: str
    backend: str
    provider: str
    seconds: float
    strength: int | None
    """What was used, 0 to 100, given or found; None for a model that takes none."""
    encoding: float = 0.0
    """Seconds of ``seconds`` in the encoder, which sees each tile with its margin."""
    decoding: float = 0.0
    """Seconds of ``seconds`` for the output pixels."""


def _ignore(_: object) -> None:
    pass


def _never() -> bool:
    return False


def upscale(
    source: Samples,
    result: Samples,
    *,
    grid: tuple[int, int],
    region: tuple[int, int, int, int] | None = None,
    model: str = "fast",
    strength: int | None = None,
    detail: int = 0,
    device: str = "auto",
    tile: int = 0,
    seamless: bool = False,
    progress: Callable[[float], None] = _ignore,
    cancelled: Callable[[], bool] = _never,
    warn: Callable[[str], None] = _ignore,
    backends: Backends | None = None,
) -> RunInfo:
    """Compute ``result`` from ``source``, both (rows, columns, channels) of one dtype.

    Channels are Y, YA, RGB or RGBA, not premultiplied, uint8, uint16 or float32 (0..1 nominal;
    what lies outside is interpolated, not lost). ``grid`` is the (width, height) that the whole
    source takes, at least its own; ``region`` the (x, y, width, height) of it that ``result``
    holds, by default all. ``strength`` 0 to 100 fixes how much compression is removed, None
    has it found in the pixels of the whole source. ``detail`` 0 to 100 is how crisp the result
    shall be at the cost of fidelity. ``tile`` is a side in source pixels, 0 the model's own.
    ``seamless`` has opposite sides continue each other, for textures that are laid side by side.
    ``progress`` is told the share done. ``backends`` keeps what was opened for the next picture.
    Raises :class:`LiifError`, and :class:`Cancelled` when
    ``cancelled`` says so; ``result`` is then undefined.
    """
    start = time.monotonic()
    entry = find(model)
    if strength is not None and not entry.strength:
        warn(f"model {model} takes no strength; the setting is ignored")
    if detail and crisper(entry) is None:
        warn(f"model {model} has no crisp end; the setting of detail is ignored")
        detail = 0
    # An engine of less precision agrees within a level of 8 bits; deeper pixels deserve more.
    kind: Kind = "auto" if source.dtype == np.uint8 else "exact"

    def without_gpu() -> Backend:
        warn("the GPU has too little memory left; the picture is computed on the CPU")
        return open_backend(entry, "cpu", warn, detail, kind)

    try:
        opening = open_backend if backends is None else backends.open
        backend = opening(entry, device, warn, detail, kind)
    except DeviceMemoryError:
        backend = without_gpu()
    progress(0.0)
    used = None
    if entry.strength:
        used = found(source, backend) if strength is None else strength
    enlargement = Enlargement(source, grid, entry, backend, used or 0, seamless=seamless)
    ready = time.monotonic()
    compute(enlargement, result, region, tile, progress, cancelled, without_gpu)
    end = time.monotonic()
    backend, encoding = enlargement.backend, enlargement.encoding
    return RunInfo(
        model, backend.name, backend.provider, end - start, used, encoding, end - ready - encoding
    )


def compute(
    enlargement: Enlargement,
    result: Samples,
    region: tuple[int, int, int, int] | None = None,
    tile: int = 0,
    progress: Callable[[float], None] = _ignore,
    cancelled: Callable[[], bool] = _never,
    without_gpu: Callable[[], Backend] | None = None,
) -> None:
    """Fill ``result`` tile by tile; the arguments are those of :func:`upscale`.

    Where a GPU's memory does not suffice the tiles become smaller, at last ``without_gpu`` opens
    another backend for the rest of them.
    """
    x, y, width, height = region or (0, 0, enlargement.columns, enlargement.rows)
    side = tile or enlargement.entry.tile * (1 if enlargement.on_cpu else GPU_TILES)
    left = enlargement.split((y, y + height), (x, x + width), side)
    done = 0
    while left:
        at_tile, area = done, left[0]
        try:
            for rows, columns, values in enlargement.tile(*area):
                if cancelled():
                    raise Cancelled
                target = result[rows[0] - y : rows[1] - y, columns[0] - x : columns[1] - x]
                target[...] = from_unit(values, result.dtype)
                done += target.shape[0] * target.shape[1]
                progress(done / (width * height))
            del left[0]
        except DeviceMemoryError:
            done = at_tile
            side //= 2
            if side < SMALLEST_TILE:
                if without_gpu is None:
                    raise
                enlargement.backend = without_gpu()
                side = enlargement.entry.tile
            left = [part for area in left for part in enlargement.split(*area, side)]


class Enlargement:
    """One source on its way to one grid, through one model."""

    def __init__(
        self,
        source: Samples,
        grid: tuple[int, int],
        entry: ModelEntry,
        backend: Backend,
        strength: int,
        *,
        seamless: bool = False,
    ) -> None:
        self.source = source
        self.entry = entry
        self.columns, self.rows = grid
        self.height, self.width, self.channels = source.shape
        self.backend = backend
        self.strength = strength
        self.has_alpha = self.channels in (2, 4)
        self.bleeding = 0
        if self.has_alpha and not source[..., -1].all():
            self.bleeding = min(entry.receptive_radius + 3, transparency.LONGEST_BLEED)
        self.radius = entry.receptive_radius
        self.around = 0
        """Pixels of the opposite side that continue the source at each side."""
        if seamless:
            self.around = self.radius + self.bleeding + REACH + 1
            around = (self.around, self.around)
            self.source = np.pad(source, (around, around, (0, 0)), "wrap")
        self.encoding = 0.0
        """Seconds that the encoder took so far."""
        self.cell = (
            coordinates.cell(self.height, self.rows),
            coordinates.cell(self.width, self.columns),
        )

    @property
    def on_cpu(self) -> bool:
        return self.backend.provider == "CPU"

    def split(self, rows: Span, columns: Span, side: int) -> list[Area]:
        """Part of the grid in tiles of at most ``side`` pixels of the source."""
        down, across = (
            list(spans(start, stop, max(1, int(side * scale))))
            for (start, stop), scale in (
                (rows, self.rows / self.height),
                (columns, self.columns / self.width),
            )
        )
        return list(product(down, across))

    def _position(self, start: int, stop: int, inputs: int, outputs: int) -> NDArray[np.float64]:
        """Where outputs lie in the source, with what continues it."""
        return coordinates.positions(inputs, outputs, start, stop) + self.around

    def _taps(self, start: int, stop: int, inputs: int, outputs: int) -> Taps:
        position = self._position(start, stop, inputs, outputs)
        return coordinates.taps(position, inputs + 2 * self.around)

    def tile(self, rows: Span, columns: Span) -> Iterator[tuple[Span, Span, Unit]]:
        """The blocks of one tile: their rows, their columns and their values (h, w, channels)."""
        row_taps = self._taps(*rows, self.height, self.rows)
        column_taps = self._taps(*columns, self.width, self.columns)
        # First with the margin over which colours bleed, then without it to the network.
        wide = self._window(row_taps, column_taps, self.radius + self.bleeding)
        near = self._window(row_taps, column_taps, self.radius)
        part = to_unit(self.source[wide.top : wide.bottom, wide.left : wide.right])
        colours = part[..., : 3 if self.channels > 2 else 1]
        colours = np.broadcast_to(colours, (*colours.shape[:2], 3))
        if self.bleeding:
            colours = transparency.bleed(colours, part[..., -1], self.bleeding)
        inner = np.s_[
            near.top - wide.top : near.bottom - wide.top,
            near.left - wide.left : near.right - wide.left,
        ]
        part, colours = part[inner], colours[inner]
        limited = np.clip(colours, 0, 1)
        # What exceeds 0..1 (only floats can) is beyond the network; it is interpolated instead.
        excess = colours - limited if (limited != colours).any() else None
        start = time.monotonic()
        features = self.backend.encode(
            np.ascontiguousarray(limited.transpose(2, 0, 1)), self.strength
        )
        self.encoding += time.monotonic() - start
        largest = block(self.entry.architecture, self.backend.provider)
        for top, bottom in _blocks(*rows, self.rows / self.height, largest):
            for left, right in _blocks(*columns, self.columns / self.width, largest):
                down = row_taps.part(top - rows[0], bottom - rows[0])
                across = column_taps.part(left - columns[0], right - columns[0])
                window = self._window(down, across, 0)
                values = self.backend.decode(
                    features,
                    _relative(window, near),
                    down.shifted(window.top),
                    across.shifted(window.left),
                    self.cell,
                ).transpose(1, 2, 0)
                area = (top, bottom), (left, right)
                if excess is not None:
                    values = values + self._interpolate(excess, near, *area)
                yield *area, self._compose(values, part, near, *area)

    def _window(self, rows: Taps, columns: Taps, margin: int) -> Window:
        height, width, _ = self.source.shape
        return Window(*needed(rows, margin, height), *needed(columns, margin, width))

    def _compose(
        self,
        values: Unit,
        part: Unit,
        origin: Window,
        rows: Span,
        columns: Span,
    ) -> Unit:
        """Colours (h, w, 3) of the network as the source's channels."""
        if self.channels < 3:
            values = values.mean(axis=-1, keepdims=True)
        if not self.has_alpha:
            return values
        alpha = self._interpolate(part[..., -1:], origin, rows, columns)
        return np.concatenate([values, np.clip(alpha, 0, 1)], -1)

    def _interpolate(self, part: Unit, origin: Window, rows: Span, columns: Span) -> Unit:
        """``part`` (h, w, c) of the source, from ``origin``, by cubic convolution."""
        position = self._position(*rows, self.height, self.rows)
        index, weight = coordinates.cubic_taps(position, self.source.shape[0])
        values = np.einsum("tn,tnwc->nwc", weight, part[index - origin.top])
        position = self._position(*columns, self.width, self.columns)
        index, weight = coordinates.cubic_taps(position, self.source.shape[1])
        values = values[:, index - origin.left]
        return np.einsum("tn,mtnc->mnc", weight, values).astype(np.float32)


def _blocks(start: int, stop: int, scale: float, largest: Block) -> list[Span]:
    return list(spans(start, stop, max(1, min(int(largest.inputs * scale), largest.outputs))))


def _relative(window: Window, origin: Window) -> Window:
    return Window(
        window.top - origin.top,
        window.bottom - origin.top,
        window.left - origin.left,
        window.right - origin.left,
    )
