# SPDX-License-Identifier: GPL-3.0-or-later
"""The extension archive, read as GIMP reads it."""

from __future__ import annotations

import stat
import struct
from pathlib import Path
from zipfile import ZipFile

import pytest

from liif_installer.plugin import lay_out
from liif_installer.record import EXTENSION

from .test_release import ARCHIVE


@pytest.fixture(scope="module")
def archive(out: Path) -> Path:
    return out / ARCHIVE


def local_modes(archive: Path) -> dict[str, int]:
    """The permissions of the files by their names, from the heads that stand before the files.

    As GIMP reads them, which never gets to the directory at the end of the archive.
    """
    data, place, modes = archive.read_bytes(), 0, {}
    while data[place : place + 4] == b"PK\3\4":
        size, _, of_name, of_extra = struct.unpack_from("<IIHH", data, place + 18)
        place += 30
        name, extra = data[place : place + of_name], data[place + of_name :][:of_extra]
        kind, length, fields, made_by, attributes = struct.unpack("<HHBHI", extra)
        assert (kind, length, fields, made_by >> 8) == (0x6C78, 7, 5, 3)
        modes[name.decode()] = attributes >> 16
        place += of_name + of_extra + size
    return modes


def test_all_is_in_one_folder_with_the_name_of_the_extension(archive: Path) -> None:
    names = ZipFile(archive).namelist()
    assert {name.split("/")[0] for name in names} == {EXTENSION}
    assert {name for name in names if name.count("/") == 1} == {
        f"{EXTENSION}/{EXTENSION}.metainfo.xml",
        f"{EXTENSION}/LICENSE",
    }


def test_its_plug_in_is_the_one_that_is_installed(archive: Path, tmp_path: Path) -> None:
    ZipFile(archive).extractall(tmp_path / "unpacked")
    lay_out(tmp_path / "installed")
    unpacked = tmp_path / "unpacked" / EXTENSION / "liif"
    assert contents(unpacked) == contents(tmp_path / "installed")
    assert len(contents(unpacked)) > 100


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_gimp_finds_it_executable(archive: Path) -> None:
    modes = local_modes(archive)
    assert set(modes) == set(ZipFile(archive).namelist())
    assert all(stat.S_ISREG(mode) for mode in modes.values())
    program = f"{EXTENSION}/liif/liif.py"
    assert stat.S_IMODE(modes.pop(program)) == 0o755
    assert {stat.S_IMODE(mode) for mode in modes.values()} == {0o644}
