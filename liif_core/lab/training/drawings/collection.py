# SPDX-License-Identifier: Apache-2.0
"""Drawings in a tar file, and a table that says of each how it came about."""

from __future__ import annotations

import csv
import io
import tarfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from PIL import Image

from liif_core.atomic import replacing
from liif_core.errors import LiifError
from liif_core.lab.training.drawings.fonts import Font
from liif_core.lab.training.drawings.kinds import KINDS
from liif_core.lab.training.drawings.kit import SIDE, Kit, Photo, Picture

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True)
class Row:
    """What the table says of a drawing; several of a kind are separated by semicolons."""

    file: str
    kind: str
    seed: int
    fonts: str
    font_licences: str
    photos: str


@dataclass(frozen=True)
class StoredPhoto:
    """A photo that is decoded when it is drawn on."""

    name: str
    data: bytes

    def pixels(self) -> Picture:
        with Image.open(io.BytesIO(self.data)) as opened:
            return np.array(opened.convert("RGB"))


def read_photos(tars: Sequence[Path]) -> list[Photo]:
    """The photos in the tar files that are large enough to draw on, sorted by name.

    Raises :class:`LiifError` where a file is no tar file and :class:`OSError`.
    """
    photos: list[Photo] = []
    for path in tars:
        try:
            with tarfile.open(path) as archive:
                for member in sorted(archive.getmembers(), key=lambda entry: entry.name):
                    if Path(member.name).suffix.lower() in SUFFIXES:
                        file = archive.extractfile(member)
                        assert file is not None
                        data = file.read()
                        with Image.open(io.BytesIO(data)) as opened:
                            if min(opened.size) >= SIDE:
                                photos.append(StoredPhoto(f"{path.name}: {member.name}", data))
        except tarfile.TarError:
            raise LiifError(f"{path} is no tar file", "give tar files of photos") from None
    return photos


def draw(
    kind: str, seed: int, fonts: Sequence[Font], photos: Sequence[Photo] = ()
) -> tuple[Picture, Row]:
    """The drawing of that kind and seed, always the same with the same fonts and photos."""
    kit = Kit(kind, seed, fonts, photos)
    picture = KINDS[kind](kit)
    row = Row(
        f"{kind}_{seed:06}.webp",
        kind,
        seed,
        "; ".join(font.family for font in kit.used),
        "; ".join(dict.fromkeys(font.licence or "not stated" for font in kit.used)),
        "; ".join(kit.used_photos),
    )
    return picture, row


def write_collection(
    out: Path,
    kinds: Sequence[str],
    count: int,
    seed: int,
    fonts: Sequence[Font],
    photos: Sequence[Photo] = (),
    processes: int | None = None,
) -> Path:
    """Write ``count`` drawings, the kinds in turn, and the table beside them; its path.

    Both appear under their names only when they are complete.
    """
    tasks = [(kinds[i % len(kinds)], seed + i // len(kinds)) for i in range(count)]
    table = out.with_name(out.stem + "-manifest.csv")
    with (
        replacing(out) as unfinished,
        tarfile.open(unfinished, "w") as archive,
        replacing(table) as rows_file,
        rows_file.open("w", newline="") as text,
    ):
        rows = csv.writer(text)
        rows.writerow([field.name for field in fields(Row)])
        for data, row in _drawn(tasks, fonts, photos, processes):
            entry = tarfile.TarInfo(row.file)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
            rows.writerow(astuple(row))
    return table


def _drawn(
    tasks: list[tuple[str, int]],
    fonts: Sequence[Font],
    photos: Sequence[Photo],
    processes: int | None,
) -> Iterator[tuple[bytes, Row]]:
    if processes == 1:
        _prepare(fonts, photos)
        yield from map(_encoded, tasks)
        return
    with ProcessPoolExecutor(processes, initializer=_prepare, initargs=(fonts, photos)) as pool:
        yield from pool.map(_encoded, tasks, chunksize=4)


_FONTS: list[Font] = []
_PHOTOS: list[Photo] = []
"""Given once to each process, not with each drawing."""


def _prepare(fonts: Sequence[Font], photos: Sequence[Photo]) -> None:
    _FONTS[:] = fonts
    _PHOTOS[:] = photos


def _encoded(task: tuple[str, int]) -> tuple[bytes, Row]:
    picture, row = draw(*task, _FONTS, _PHOTOS)
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "WEBP", lossless=True, quality=50, method=3)
    return buffer.getvalue(), row
