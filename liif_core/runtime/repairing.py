# SPDX-License-Identifier: Apache-2.0
"""Several repairs of one picture, one after another.

Added up in one network they get in each other's way (on haze with noise that is 5.7 dB worse), so
each has a pass of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from liif_core.registry.models import find
from liif_core.runtime import upscale as running
from liif_core.runtime.enlargement import Samples
from liif_core.runtime.upscale import RunInfo

_INTERPOLATION = 4
"""Pixels that interpolation reaches beyond the network's own radius."""
Region = tuple[int, int, int, int]
"""x, y, width, height."""


def upscale_repaired(
    source: Samples,
    result: Samples,
    repairs: tuple[tuple[str, int], ...],
    *,
    grid: tuple[int, int],
    region: Region | None = None,
    model: str = "fast",
    strength: int | None = None,
    seamless: bool = False,
    shown: running.Shown = "result",
    progress: Callable[[float], None] = lambda _: None,
    **given: Any,  # noqa: ANN401 - the others of upscale()
) -> RunInfo:
    """As :func:`liif_core.runtime.upscale.upscale`, for any number of ``repairs``, in this order.

    All but the last are done at the source's own size, the first with the compression, and no
    farther around ``region`` than it depends on.
    """
    before, last = repairs[:-1], repairs[-1:]
    passes = len(before) + 1

    def told(number: int) -> Callable[[float], None]:
        return lambda share: progress((number + share) / passes)

    same: dict[str, Any] = {"model": model, "seamless": seamless, **given}
    size = source.shape[1], source.shape[0]
    infos = []
    for number, each in enumerate(before):
        part = None
        if region is not None and not seamless:
            margin = find(model).receptive_radius + _INTERPOLATION
            if source.shape[2] in (2, 4):
                # Colours are first bled into transparent pixels, as far as the network sees.
                margin *= 2
            part = _needed(region, grid, size, margin * (len(before) - number))
        target = source.copy()
        x, y, width, height = part or (0, 0, *size)
        infos.append(
            running.upscale(
                source, target[y : y + height, x : x + width], grid=size, region=part,
                strength=strength, repairs=(each,), progress=told(number), **same,
            )
        )  # fmt: skip
        # What was cleaned once is not to be cleaned again.
        source, strength = target, 0
    infos.append(
        running.upscale(
            source, result, grid=grid, region=region, strength=strength, repairs=last,
            shown=shown, progress=told(len(before)), **same,
        )
    )  # fmt: skip
    return replace(
        infos[0],
        seconds=sum(info.seconds for info in infos),
        encoding=sum(info.encoding for info in infos),
        decoding=sum(info.decoding for info in infos),
    )


def _needed(region: Region, grid: tuple[int, int], size: tuple[int, int], margin: int) -> Region:
    """What ``region`` of the grid depends on, in pixels of the source."""
    start, end = [], []
    for at, length, across, pixels in zip(region[:2], region[2:], grid, size, strict=True):
        start.append(max(0, at * pixels // across - margin))
        end.append(min(pixels, -(-(at + length) * pixels // across) + margin))
    return start[0], start[1], end[0] - start[0], end[1] - start[1]
