# SPDX-License-Identifier: Apache-2.0
"""Networks of others, run by ncnn: pairs of a .param and a .bin file.

Colours are 0..1, RGB; the first input and the last output of the graph are taken. How many times
they enlarge, and how much of the border their answer lacks, is found by asking them. Where that is
not enough they are asked again, for their own answer; where it is too much that is reduced,
antialiased.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from liif_core.errors import LiifError
from liif_core.runtime.threads import usable_cores

if TYPE_CHECKING:
    from liif_core.lab.benchmarks.metrics import Picture

TILE = 256
"""Source pixels of a side that are computed at once: memory stays bounded."""
MARGIN = 40
"""Source pixels around a tile that are seen too; the largest of these networks see 34."""
_PROBES = 24, 32
"""Sides of what a network is asked first; waifu2x needs 15."""


class Rival:
    """One such network."""

    def __init__(self, param: Path) -> None:
        """Open ``param`` and the .bin beside it. Raises :class:`LiifError` if they cannot be."""
        import ncnn

        self.name = param.stem
        self._net = ncnn.Net()
        options = self._net.opt
        options.num_threads = usable_cores()
        # Half precision would be another network's answer, by up to a level.
        options.use_fp16_storage = options.use_fp16_arithmetic = options.use_bf16_storage = False
        weights = param.with_suffix(".bin")
        if self._net.load_param(str(param)) or self._net.load_model(str(weights)):
            raise LiifError(f"{param} and {weights.name} are no network that ncnn can run")

        less, more = (self.run(np.zeros((3, side, side), np.float32)).shape[1] for side in _PROBES)
        self.scale = (more - less) // (_PROBES[1] - _PROBES[0])
        self._lost = _PROBES[0] - less // self.scale if self.scale > 1 else 0
        """Source pixels that the answer lacks, of both ends of an axis together."""
        if self.scale < 2 or self._lost % 2 or less != self.scale * (_PROBES[0] - self._lost):
            raise LiifError(f"{param.name} does not enlarge by a whole factor")

    def enlarge(self, source: Picture, size: tuple[int, int]) -> Picture:
        """``source`` (h, w, 3) at ``size`` (width, height)."""
        return repeat(self._once, source, size)

    def _once(self, source: Picture) -> Picture:
        """``source`` (h, w, 3) as many times as large as the network makes it."""
        height, width = source.shape[:2]
        scale, lost = self.scale, self._lost
        around = (lost // 2, lost // 2)
        wide = np.pad(source, (around, around, (0, 0)), "edge") if lost else source
        result = np.empty((scale * height, scale * width, 3), np.uint8)
        for top in range(0, height, TILE):
            for left in range(0, width, TILE):
                y, x = max(0, top - MARGIN), max(0, left - MARGIN)
                bottom, right = min(top + TILE, height), min(left + TILE, width)
                part = wide[y : bottom + MARGIN + lost, x : right + MARGIN + lost]
                pixels = np.ascontiguousarray(part.transpose(2, 0, 1), np.float32) / np.float32(255)
                large = np.rint(self.run(pixels) * 255).clip(0, 255).astype(np.uint8)
                if large.shape[1:] != tuple(scale * (side - lost) for side in part.shape[:2]):
                    raise LiifError(f"{self.name} does not take pictures of any size")
                rows = slice(scale * (top - y), scale * (bottom - y))
                columns = slice(scale * (left - x), scale * (right - x))
                target = result[scale * top : scale * bottom, scale * left : scale * right]
                target[...] = large[:, rows, columns].transpose(1, 2, 0)
        return result

    def run(self, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        """The network's own answer to ``pixels`` (3, h, w) in 0..1, as large as it makes it."""
        import ncnn

        extractor = self._net.create_extractor()
        # Cloned: a Mat does not keep the array alive that it was made from.
        extractor.input(self._net.input_names()[0], ncnn.Mat(np.ascontiguousarray(pixels)).clone())
        status, output = extractor.extract(self._net.output_names()[-1])
        if status:
            raise LiifError(f"ncnn cannot run {self.name} (status {status})")
        return np.array(output)


def repeat(once: Callable[[Picture], Picture], source: Picture, size: tuple[int, int]) -> Picture:
    """``source`` (h, w, 3) at ``size`` (width, height), by a network that enlarges it ``once`` by
    its own factor: asked as often as that takes, then reduced."""
    result = once(source)
    while result.shape[1] < size[0] or result.shape[0] < size[1]:
        result = once(result)
    if size == (result.shape[1], result.shape[0]):
        return result
    return np.asarray(Image.fromarray(result).resize(size, Image.Resampling.BICUBIC))


def open_rivals(folder: Path) -> list[Rival]:
    """All of ``folder``, by name. Raises :class:`LiifError` where there is none."""
    paths = sorted(folder.glob("*.param"))
    if not paths:
        raise LiifError(f"{folder} holds no rivals", "they are pairs of .param and .bin, for ncnn")
    return [Rival(path) for path in paths]
