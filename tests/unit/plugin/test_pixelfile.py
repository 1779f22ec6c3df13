# SPDX-License-Identifier: GPL-3.0-or-later
"""The shared pixel file: its size, its privacy, and that nothing of it stays."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import gimpfu
import pytest
from liif_gimp import pixelfile
from liif_gimp.pixelfile import PixelFile


def test_it_has_no_name_and_is_gone_afterwards() -> None:
    with PixelFile(10_000) as file:
        descriptor = int(file.name.removeprefix("fd:"))
        assert file.descriptors == (descriptor,)
        state = os.fstat(descriptor)
        assert (state.st_size, len(file.map)) == (10_000, 10_000)
        assert state.st_nlink == 0
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(descriptor)


def test_a_large_one_lies_on_disk_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixelfile, "free_memory", lambda: 20_000)
    with PixelFile(10_000) as file:
        (descriptor,) = file.descriptors
        assert str(Path(f"/proc/self/fd/{descriptor}").readlink()).startswith("/var/tmp/")
        assert os.fstat(descriptor).st_nlink == 0
        file.map[9_999:] = b"x"


def test_a_full_disk_is_told_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", refuse)
    with (
        pytest.raises(gimpfu.error, match=r"needs 3 GB .*No space left.*smaller factor"),
        PixelFile(3_000_000_000),
    ):
        pytest.fail("there is no file")


def test_a_named_file_is_private_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a process cannot inherit a descriptor."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with PixelFile(5_000, named=True) as file:
        path = Path(file.name)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.stat().st_size == 5_000
    assert list(tmp_path.iterdir()) == []
