# SPDX-License-Identifier: Apache-2.0
"""The tasks of the quality benchmark: which damaged picture, which truth, which metric."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from liif_core.errors import LiifError
from liif_core.lab.benchmarks.metrics import Picture

CLEAN_SETS = ("set5", "set14", "b100")
CLEANING_SET = "live1"
GIVEN_SCALES = (2.0, 3.0, 4.0)
OWN_SCALES = (2.5, 3.5)
JPEG_SCALES = (2.0, 4.0)
JPEG_QUALITIES = (10, 30, 50, 75)
CLEANING_QUALITIES = (10, 20, 30, 40, 90)
SHIFT = 4
"""Pixels between the two grids of the double compression."""


@dataclass(frozen=True)
class Task:
    """One row of the benchmark."""

    set: str
    scale: float = 1.0
    qualities: tuple[int, ...] = ()
    """JPEG qualities in turn; before the second the picture is shifted."""

    @property
    def name(self) -> str:
        damage = " then ".join(f"QF {quality}" for quality in self.qualities) or "clean"
        return f"{self.set}, {damage}" + (f", x{self.scale:g}" if self.scale > 1 else "")

    @property
    def colour(self) -> bool:
        """Cleaning is measured on RGB, enlarging on Y: the customs of the two fields."""
        return self.scale == 1

    @property
    def border(self) -> int:
        """Pixels left out at each side: the factor, as LIIF's protocol has it."""
        return 0 if self.scale == 1 else int(np.ceil(self.scale))


def tasks(sets: list[str]) -> list[Task]:
    """All rows on ``sets``."""
    rows = [
        Task(name, scale) for name in CLEAN_SETS for scale in sorted((*GIVEN_SCALES, *OWN_SCALES))
    ]
    rows += [Task(CLEANING_SET, qualities=(quality,)) for quality in CLEANING_QUALITIES]
    rows += [Task(CLEANING_SET, qualities=(10, 50))]
    rows += [
        Task(name, scale, (quality,))
        for name in CLEAN_SETS
        for quality in JPEG_QUALITIES
        for scale in JPEG_SCALES
    ]
    return [row for row in rows if row.set in sets]


def pairs(task: Task, data: Path) -> Iterator[tuple[str, Picture, Picture]]:
    """Name, damaged small picture and truth of each picture of the task.

    ``data`` holds a folder a set, with ``HR`` and the Matlab-reduced ``LR_x2`` to ``LR_x4``.
    Raises :class:`LiifError` when the set is not there.
    """
    for path in photos_of(data, task.set):
        truth = Image.open(path).convert("RGB")
        small = truth
        if task.scale in GIVEN_SCALES:
            folder = data / task.set / f"LR_x{task.scale:g}"
            small = Image.open(next(folder.glob(f"{path.stem}*"))).convert("RGB")
            factor = int(task.scale)
            truth = truth.crop((0, 0, small.width * factor, small.height * factor))
        elif task.scale > 1:
            size = (round(truth.width / task.scale), round(truth.height / task.scale))
            small = truth.resize(size, Image.Resampling.BICUBIC)
        small = small if not task.qualities else compress(small, task.qualities)
        if len(task.qualities) > 1:
            truth = truth.crop((SHIFT, SHIFT, truth.width, truth.height))
        yield path.stem, np.asarray(small), np.asarray(truth)


def photos_of(data: Path, name: str) -> list[Path]:
    """The files of a set's truths, in order. Raises :class:`LiifError` where there are none."""
    folder = data / name / "HR"
    paths = sorted(folder.glob("*"))
    if not paths:
        raise LiifError(f"{folder} holds no pictures", "name the folder of the sets by --data")
    return paths


def compress(picture: Image.Image, qualities: tuple[int, ...]) -> Image.Image:
    """JPEG at each quality in turn, shifted against the grid before all but the first."""
    for turn, quality in enumerate(qualities):
        if turn:
            picture = picture.crop((SHIFT, SHIFT, picture.width, picture.height))
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality)
        picture = Image.open(buffer).convert("RGB")
    return picture


def baseline(small: Picture, size: tuple[int, int]) -> Picture:
    """What is compared with: bicubic interpolation, or at the same size the JPEG itself."""
    if size == (small.shape[1], small.shape[0]):
        return small
    return np.asarray(Image.fromarray(small).resize(size, Image.Resampling.BICUBIC))
