# SPDX-License-Identifier: Apache-2.0
"""Networks of others, run by ncnn: pairs of a .param and a .bin file that enlarge by 4.

Colours are 0..1, RGB; the first input and the last output of the graph are taken. By other factors
their answer is reduced, antialiased.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from liif_core.errors import LiifError
from liif_core.runtime.threads import usable_cores

if TYPE_CHECKING:
    from liif_core.lab.benchmarks.metrics import Picture

SCALE = 4
TILE = 256
"""Source pixels of a side that are computed at once: memory stays bounded."""
MARGIN = 40
"""Source pixels around a tile that are seen too; the largest of these networks see 34."""


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

    def enlarge(self, source: Picture, size: tuple[int, int]) -> Picture:
        """``source`` (h, w, 3) at ``size`` (width, height)."""
        height, width = source.shape[:2]
        result = np.empty((SCALE * height, SCALE * width, 3), np.uint8)
        for top in range(0, height, TILE):
            for left in range(0, width, TILE):
                y, x = max(0, top - MARGIN), max(0, left - MARGIN)
                bottom, right = min(top + TILE, height), min(left + TILE, width)
                part = source[y : bottom + MARGIN, x : right + MARGIN]
                pixels = np.ascontiguousarray(part.transpose(2, 0, 1), np.float32) / np.float32(255)
                large = np.rint(self.run(pixels) * 255).clip(0, 255).astype(np.uint8)
                rows = slice(SCALE * (top - y), SCALE * (bottom - y))
                columns = slice(SCALE * (left - x), SCALE * (right - x))
                target = result[SCALE * top : SCALE * bottom, SCALE * left : SCALE * right]
                target[...] = large[:, rows, columns].transpose(1, 2, 0)
        if size == (SCALE * width, SCALE * height):
            return result
        return np.asarray(Image.fromarray(result).resize(size, Image.Resampling.BICUBIC))

    def run(self, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        """``pixels`` (3, h, w) in 0..1 to (3, 4 h, 4 w)."""
        import ncnn

        extractor = self._net.create_extractor()
        # Cloned: a Mat does not keep the array alive that it was made from.
        extractor.input(self._net.input_names()[0], ncnn.Mat(np.ascontiguousarray(pixels)).clone())
        status, output = extractor.extract(self._net.output_names()[-1])
        if status:
            raise LiifError(f"ncnn cannot run {self.name} (status {status})")
        return np.array(output)


def open_rivals(folder: Path) -> list[Rival]:
    """All of ``folder``, by name. Raises :class:`LiifError` where there is none."""
    paths = sorted(folder.glob("*.param"))
    if not paths:
        raise LiifError(f"{folder} holds no rivals", "they are pairs of .param and .bin, for ncnn")
    return [Rival(path) for path in paths]
