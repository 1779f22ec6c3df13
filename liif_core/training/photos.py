# SPDX-License-Identifier: Apache-2.0
"""Ground truth: photos from tar files or folders, decoded once and kept in memory."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from liif_core.errors import LiifError

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp"}


def load(sources: list[Path], smallest: int) -> list[Tensor]:
    """Every picture in the tar files and folders as uint8 (3, h, w), sorted by name.

    Pictures with a side below ``smallest`` pixels are left out: no crop could be cut from them.
    Raises :class:`LiifError` when nothing is left.
    """
    with ThreadPoolExecutor() as pool:
        pictures = list(pool.map(_decode, (data for source in sources for data in _files(source))))
    kept = [picture for picture in pictures if min(picture.shape[1:]) >= smallest]
    if not kept:
        raise LiifError(
            f"no picture of at least {smallest} pixels a side in {', '.join(map(str, sources))}",
            "give folders or tar files of photos",
        )
    return kept


def _files(source: Path) -> Iterator[bytes]:
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.suffix.lower() in SUFFIXES:
                yield path.read_bytes()
        return
    with tarfile.open(source) as archive:
        for member in sorted(archive.getmembers(), key=lambda entry: entry.name):
            if member.isfile() and Path(member.name).suffix.lower() in SUFFIXES:
                file = archive.extractfile(member)
                assert file is not None
                yield file.read()


def _decode(data: bytes) -> Tensor:
    with Image.open(io.BytesIO(data)) as image:
        return torch.from_numpy(np.array(image.convert("RGB"))).permute(2, 0, 1).contiguous()
