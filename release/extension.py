# SPDX-License-Identifier: GPL-3.0-or-later
"""The extension archive, which GIMP 3 installs when it opens it."""

from __future__ import annotations

import shutil
import struct
import tempfile
import time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from liif_installer.places import CHECKOUT, PLUGIN
from liif_installer.plugin import lay_out
from liif_installer.record import EXTENSION

_UNIX = 3
_BEGIN = 315532800
"""Of 1980, in seconds since 1970: an archive knows no time before."""
_LOCAL_ATTRIBUTES = 0x6C78
"""The extra field that has the permissions beside the file, too, and not in the archive's directory
only: GIMP reads the archive from front to end, and never gets to that."""


def make_extension(out: Path, version: str, seconds: int) -> Path:
    """Make it in ``out``, with ``seconds`` since 1970 as the time of its files; the file."""
    archive = out / f"{EXTENSION}-{version}.gex"
    metainfo = f"{EXTENSION}.metainfo.xml"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / EXTENSION
        lay_out(folder / "liif")
        shutil.copyfile(PLUGIN / metainfo, folder / metainfo)
        shutil.copyfile(CHECKOUT / "LICENSE", folder / "LICENSE")
        with ZipFile(archive, "w", ZIP_DEFLATED) as file:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                info = _describe(path, path.relative_to(name).as_posix(), seconds)
                file.writestr(info, path.read_bytes())
    return archive


def _describe(path: Path, name: str, seconds: int) -> ZipInfo:
    info = ZipInfo(name, time.gmtime(max(seconds, _BEGIN))[:6])
    info.compress_type = ZIP_DEFLATED
    info.create_system = _UNIX
    info.external_attr = path.stat().st_mode << 16
    # Which of the directory's fields follow, as bits: the first and the third.
    fields = struct.pack("<BHI", 0b101, _UNIX << 8, info.external_attr)
    info.extra = struct.pack("<HH", _LOCAL_ATTRIBUTES, len(fields)) + fields
    return info
