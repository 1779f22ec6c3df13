# SPDX-License-Identifier: GPL-3.0-or-later
"""Where results go: what is there stays, and what cannot be written leaves nothing behind."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from liif_core.registry.files import compute_digest
from tests.trust.test_bad_pictures import assert_refused
from tests.unit.cli.conftest import Liif

pytestmark = [
    pytest.mark.trust("Bad input"),
    pytest.mark.skipif(sys.platform != "linux", reason="uses links, limits and rights of Linux"),
]
CHECKOUT = Path(__file__).parents[2]
_PR_CAPBSET_DROP = 24
_RIGHTS_OF_ROOT = (1, 2)
"""To write and to read what permissions forbid."""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "in.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (96, 96, 3), np.uint8)).save(path)
    return path


@pytest.mark.parametrize("command", ["clean", "export"])
def test_what_has_the_name_is_kept(
    liif: Liif, photo: Path, folder: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file, a link that leads nowhere or in a circle, a pipe, a folder; before any work."""
    monkeypatch.delattr("liif_core.runtime.run.run")
    file, link, loop, pipe = (folder / f"{name}.jpg" for name in ("file", "link", "loop", "pipe"))
    file.write_bytes(b"mine")
    link.symlink_to(folder / "nowhere.jpg")
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    inner = folder / "inner.jpg"
    inner.mkdir()
    for target in (file, link, loop, pipe):
        assert_refused(liif(command, photo, target), "exists already.*--overwrite")
    assert_refused(liif(command, photo, inner), "is a folder")
    assert_refused(liif(command, photo, inner, "--overwrite"), "is a folder")
    assert_refused(liif(command, photo, file / "out.jpg"), "is not there")
    assert file.read_bytes() == b"mine"
    assert link.is_symlink()
    assert pipe.is_fifo()
    assert len(list(folder.iterdir())) == 5


@pytest.mark.parametrize("command", ["clean", "export"])
def test_what_comes_meanwhile_is_kept(
    liif: Liif, photo: Path, folder: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folder / "out.jpg"
    module, name = {
        "clean": ("liif_core.runtime.run", "run"),
        "export": ("liif_core.cli.smallest_jpeg", "find_smallest_jpeg"),
    }[command]
    real = getattr(sys.modules.get(module) or __import__(module, fromlist=[name]), name)

    def meanwhile(*values: Any, **options: Any) -> Any:  # noqa: ANN401
        target.write_bytes(b"of somebody else")
        return real(*values, **options)

    monkeypatch.setattr(f"{module}.{name}", meanwhile)
    outcome = liif(command, photo, target)
    assert (outcome.status, outcome.output) == (1, "")
    assert re.fullmatch(r"liif: .* exists already.*\n", outcome.errors)
    assert target.read_bytes() == b"of somebody else"
    assert list(folder.iterdir()) == [target]


def _process(
    photo: Path, target: Path, before: Callable[[], None], *more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "liif_core.cli", "clean", photo, target, "--strength", "50", *more],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        preexec_fn=before,
        check=False,
    )


def _as_others() -> None:
    """Even root must not be above permissions."""
    if os.geteuid() == 0:
        for right in _RIGHTS_OF_ROOT:
            ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, right, 0, 0, 0)


def test_a_folder_that_may_not_be_written(photo: Path, folder: Path) -> None:
    before = compute_digest(photo)
    folder.chmod(0o555)
    outcome = _process(photo, folder / "out.png", _as_others)
    assert outcome.returncode == 2
    assert re.fullmatch(r"liif: the folder .* may not be written\. .*\n", outcome.stderr)
    assert list(folder.iterdir()) == []
    folder.chmod(0o755)
    photo.chmod(0)
    outcome = _process(photo, folder / "out.png", _as_others)
    assert outcome.returncode == 2
    assert re.fullmatch(r"liif: .*in.png' is not readable\. .*\n", outcome.stderr)
    photo.chmod(0o644)
    assert compute_digest(photo) == before
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("ending", ["png", "tif", "webp", "jpg"])
def test_files_that_may_not_grow(photo: Path, folder: Path, ending: str) -> None:
    """Cut off in the middle of writing, as by a disk that becomes full or a quota."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))

    target = folder / f"out.{ending}"
    target.write_bytes(b"mine")
    outcome = _process(photo, target, limited, "--overwrite")
    assert outcome.returncode == 1
    assert re.fullmatch(r"liif: .*out\.\w+ could not be written .*\n", outcome.stderr)
    assert target.read_bytes() == b"mine"
    assert list(folder.iterdir()) == [target]


@pytest.mark.parametrize("ending", ["png", "tif", "webp", "jpg"])
def test_a_full_disk(photo: Path, folder: Path, ending: str) -> None:
    options = ["-t", "tmpfs", "-o", "size=8k", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk; the tests of limits do nearly the same")
    try:
        # What is left is less than any of the files takes.
        (folder / "filling").write_bytes(bytes(4096))
        outcome = _process(photo, folder / f"out.{ending}", lambda: None)
        left = list(folder.iterdir())
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    assert outcome.returncode == 1
    assert re.fullmatch(r"liif: the disk is full, .* was not written\. .*\n", outcome.stderr)
    assert [path.name for path in left] == ["filling"]
