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
    Raises :class:`LiifError` when nothing is left, and at what cannot be read: it is to be known
    what a model was trained on.
    """
    with ThreadPoolExecutor() as pool:
        pictures = list(pool.map(_decode, (file for source in sources for file in _files(source))))
    kept = [picture for picture in pictures if min(picture.shape[1:]) >= smallest]
    if not kept:
        raise LiifError(
            f"no picture of at least {smallest} pixels a side in {', '.join(map(str, sources))}",
            "give folders or tar files of photos",
        )
    return kept


def _files(source: Path) -> Iterator[tuple[str, bytes]]:
    """Names, for people, and contents."""
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.suffix.lower() in SUFFIXES:
                yield str(path), path.read_bytes()
        return
    try:
        with tarfile.open(source) as archive:
            for member in sorted(archive.getmembers(), key=lambda entry: entry.name):
                if member.isfile() and Path(member.name).suffix.lower() in SUFFIXES:
                    file = archive.extractfile(member)
                    assert file is not None
                    yield f"{source}: {member.name}", file.read()
    except tarfile.TarError:
        raise LiifError(
            f"{source} is neither a folder nor a tar file", "give folders or tar files of photos"
        ) from None


def _decode(file: tuple[str, bytes]) -> Tensor:
    name, data = file
    try:
        with Image.open(io.BytesIO(data)) as image:
            pixels = np.array(image.convert("RGB"))
    except Exception as error:  # Pillow raises nearly anything for a damaged file
        raise LiifError(f"{name} cannot be read ({error})", "remove it or mend it") from error
    return torch.from_numpy(pixels).permute(2, 0, 1).contiguous()
