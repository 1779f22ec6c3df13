# SPDX-License-Identifier: Apache-2.0
"""Enlarge (or, at the same size, clean) a picture of any size in bounded memory.

The result is made tile by tile: the encoder sees a tile of the source with a margin as wide as
its receptive field, the decoder answers the tile's queries in blocks. Both are exact: a tiled
result equals an untiled one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from liif_core.errors import Cancelled
from liif_core.registry.models import find, find_crisper
from liif_core.runtime.backends.interface import Backend, DeviceMemoryError, Kind
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.backends.opening import open_backend
from liif_core.runtime.blending import Blend
from liif_core.runtime.enlargement import Enlargement, Samples
from liif_core.runtime.evidence import Certainty, Changes
from liif_core.runtime.samples import write
from liif_core.runtime.strength import found
from liif_core.runtime.threads import products_by_one_core

GPU_TILES = 2
"""How many times the side of a processor's tile that of a GPU is: less of it is margin."""
SMALLEST_TILE = 64
"""Side of the last tile that is tried where memory is short."""

Shown = Literal["result", "changes", "certainty"]
_KINDS: dict[Shown, type[Enlargement]] = {
    "result": Enlargement,
    "changes": Changes,
    "certainty": Certainty,
}


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
    repairs: tuple[tuple[str, int], ...] = (),
    device: str = "auto",
    tile: int = 0,
    seamless: bool = False,
    skip_flat: bool = True,
    shown: Shown = "result",
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
    shall be at the cost of fidelity. ``repairs`` names what else shall be undone, see
    :mod:`liif_core.registry.repairs`, and how much of each, 0 to 100.
    ``tile`` is a side in source pixels, 0 the model's own.
    ``seamless`` has opposite sides continue each other, for textures that are laid side by side.
    ``skip_flat`` leaves out what is of one colour as far as the network can see, where that would
    answer the same within half a level of 255, apart from the ends of the picture.
    ``shown`` asks for evidence in place of the picture, see :mod:`liif_core.runtime.evidence`.
    ``progress`` is told the share done. ``backends`` keeps what was opened for the next picture.
    Raises :class:`LiifError`, :class:`MemoryError`, and :class:`Cancelled` when ``cancelled`` says
    so; ``result`` is then undefined.
    """
    start = time.monotonic()
    entry = find(model)
    if strength is not None and not entry.strength:
        warn(f"model {model} takes no strength; the setting is ignored")
    if detail and find_crisper(entry) is None:
        warn(f"model {model} has no crisp end; the setting of detail is ignored")
        detail = 0
    blend = Blend(detail, repairs)
    # An engine of less precision agrees within a level of 8 bits; deeper pixels deserve more.
    kind: Kind = "auto" if source.dtype == np.uint8 else "exact"

    def without_gpu() -> Backend:
        warn("the GPU has too little memory left; the picture is computed on the CPU")
        return open_backend(entry, "cpu", warn, blend, kind)

    try:
        opening = open_backend if backends is None else backends.open
        backend = opening(entry, device, warn, blend, kind)
    except DeviceMemoryError:
        backend = without_gpu()
    progress(0.0)
    used = None
    if entry.strength:
        used = found(source, backend) if strength is None else strength
    make = _KINDS[shown]
    enlargement = make(
        source, grid, entry, backend, used or 0, seamless=seamless, skip_flat=skip_flat
    )
    ready = time.monotonic()
    compute(enlargement, result, region, tile, progress, cancelled, without_gpu)
    end = time.monotonic()
    backend, encoding = enlargement.backend, enlargement.encoding
    return RunInfo(
        model, backend.name, backend.provider, end - start, used, encoding, end - ready - encoding
    )


@products_by_one_core()
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

    Where memory does not suffice the tiles become smaller; if it is a GPU's, ``without_gpu`` at
    last opens another backend for the rest of them. Raises :class:`MemoryError`.
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
                write(values, target)
                done += target.shape[0] * target.shape[1]
                progress(done / (width * height))
            del left[0]
        except MemoryError:
            done = at_tile
            side //= 2
            if side < SMALLEST_TILE:
                if without_gpu is None or enlargement.on_cpu:
                    raise
                enlargement.backend = without_gpu()
                side = enlargement.entry.tile
            left = [part for area in left for part in enlargement.split(*area, side)]
