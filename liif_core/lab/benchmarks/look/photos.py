# SPDX-License-Identifier: Apache-2.0
"""The pictures of a set: a folder of the benchmark, any folder of pictures, or drawn ones."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image, UnidentifiedImageError

from liif_core.errors import LiifError
from liif_core.lab.benchmarks.look import structure

T = TypeVar("T")

STRUCTURE = "structure"
"""The set that is drawn; no folder is needed."""


def photos(name: str, data: Path | None, limit: int, seed: int) -> list[tuple[str, Image.Image]]:
    """Names and pictures of the set ``name``: ``limit`` of them (0: all), evenly from its list.

    A folder under ``data``, with its pictures in ``HR`` or in itself, or the path of a folder.
    Raises :class:`LiifError` where there are none.
    """
    if name == STRUCTURE:
        return _spread(structure.pictures(seed), limit)
    folder = Path(name) if data is None or Path(name).is_dir() else data / name
    folder = folder / "HR" if (folder / "HR").is_dir() else folder
    paths = sorted(path for path in folder.glob("*") if path.is_file())
    if not paths:
        raise LiifError(f"{folder} holds no pictures", "name the folder of the sets by --data")
    return [(path.stem, _opened(path)) for path in _spread(paths, limit)]


def _spread(items: list[T], limit: int) -> list[T]:
    """``limit`` of ``items``, from the first to the last, evenly; all of them for 0."""
    if not limit or limit >= len(items):
        return items
    places = np.linspace(0, len(items) - 1, limit).round().astype(int)
    return [items[place] for place in places]


def _opened(path: Path) -> Image.Image:
    try:
        with Image.open(path) as picture:
            return picture.convert("RGB")
    except (OSError, UnidentifiedImageError) as error:
        raise LiifError(f"{path} cannot be read ({error})", "take it out of the set") from error
