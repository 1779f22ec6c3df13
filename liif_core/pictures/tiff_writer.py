# SPDX-License-Identifier: Apache-2.0
"""TIFF of any depth, losslessly compressed."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import tifffile
from PIL import ExifTags, Image, TiffImagePlugin

from liif_core.pictures.exif import complete_block, encode_raw_text

if TYPE_CHECKING:
    from pathlib import Path

    from liif_core.pictures.picture import Picture

_BYTE, _ASCII, _LONG = 1, 2, 4
_DIRECTORIES = (int(ExifTags.IFD.Exif), int(ExifTags.IFD.GPSInfo))


def write(path: Path, picture: Picture) -> None:
    """Write the file, a BigTIFF where 4 GB are not enough. Raises :class:`OSError`."""
    block = Image.Exif()
    exif = complete_block(picture.exif, picture.size, picture.resolution)
    if exif is not None:
        block.load(exif)
    # As bytes, since names with accents are common and tifffile takes plain ASCII otherwise.
    texts = {
        int(tag): encode_raw_text(text) for tag, text in block.items() if isinstance(text, str)
    }
    blobs = {int(tag): data for tag, data in block.items() if isinstance(data, bytes)}
    directories = {tag: block.get_ifd(tag) for tag in _DIRECTORIES if tag in block}
    # Where they will lie is not known before the pixels are written, and tifffile writes no
    # such tags itself: the neighbouring numbers hold the place for them.
    places = [(tag - 1, _LONG, 1, 0, True) for tag in directories]
    samples = picture.samples
    tifffile.imwrite(
        path,
        samples if samples.shape[2] > 1 else samples[..., 0],
        photometric="rgb" if samples.shape[2] >= 3 else "minisblack",
        planarconfig="contig" if samples.shape[2] > 1 else None,
        extrasamples=["unassalpha"] if picture.has_alpha else None,
        compression="zlib",
        predictor=True,
        iccprofile=picture.icc,
        resolution=picture.resolution,
        resolutionunit="INCH" if picture.resolution else None,
        software=False,
        metadata=None,
        extratags=[
            *((tag, _ASCII, len(text) + 1, text + b"\0", True) for tag, text in texts.items()),
            *((tag, _BYTE, len(data), data, True) for tag, data in blobs.items()),
            *places,
        ],
    )
    if directories:
        _append_directories(path, directories)


def _append_directories(path: Path, directories: dict[int, dict[int, Any]]) -> None:
    """Put EXIF directories at the end of the file and have the first directory point there."""
    with tifffile.TiffFile(path, mode="r+") as file:
        handle = file.filehandle
        for tag, values in directories.items():
            handle.seek(0, 2)
            if handle.tell() % 2:
                handle.write(b"\0")
            offset = handle.tell()
            prefix = b"II*\0\0\0\0\0" if file.byteorder == "<" else b"MM\0*\0\0\0\0"
            directory = TiffImagePlugin.ImageFileDirectory_v2(prefix)
            for name, value in values.items():
                directory[name] = value
            handle.write(directory.tobytes(offset))
            place = file.pages.first.aspage().tags[tag - 1]
            place.overwrite(offset)
            handle.seek(place.offset)
            handle.write(struct.pack(f"{file.byteorder}H", tag))
