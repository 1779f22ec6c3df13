# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that is full before the last few bytes: what was there stays, and the user is told."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

pytestmark = [
    pytest.mark.trust("Bad input"),
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0, reason="mounts a disk of a few kilobytes"
    ),
]
CHECKOUT = Path(__file__).parents[2]
PAGE = 4096
_ON_A_SMALL_DISK = """
import json, subprocess, sys
from pathlib import Path
disk, size, name, *command = sys.argv[1:]
subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=True)
mine = Path(disk, name)
mine.write_bytes(b"mine")
done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True)
left = {path.name: path.stat().st_size for path in Path(disk).iterdir()}
print(json.dumps({"status": done.returncode, "errors": done.stderr, "left": left,
                  "kept": mine.read_bytes() == b"mine"}))
"""
"""In a name space of its own, with which the disk goes."""

Attempt = Callable[..., dict[str, Any]]


@pytest.fixture
def attempt(tmp_path: Path) -> Attempt:
    """Runs a command that writes the file ``name``, which is there, with ``room`` bytes for it."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def run(room: int, name: str, *command: object) -> dict[str, Any]:
        assert room % PAGE == 0
        inside = [str(disk), str(room + PAGE), name, *map(str, command)]
        done = subprocess.run(
            ["unshare", "--mount", sys.executable, "-c", _ON_A_SMALL_DISK, *inside],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return run


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "in.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (96, 96, 3), np.uint8)).save(path)
    return path


@pytest.mark.parametrize(
    ("command", "ending", "options"),
    [
        *(("clean", ending, ("--strength", "50")) for ending in ("jpg", "png", "tif", "webp")),
        ("export", "jpg", ("--min-msssim", "0.9")),
    ],
)
def test_no_room_for_the_last_bytes_of_a_picture(
    attempt: Attempt,
    photo: Path,
    tmp_path: Path,
    command: str,
    ending: str,
    options: tuple[str, ...],
) -> None:
    name = f"out.{ending}"
    cli = ("liif_core.cli", command, photo)
    whole = tmp_path / name
    subprocess.run(
        [sys.executable, "-m", *map(str, cli), whole, *options], cwd=CHECKOUT, check=True
    )
    size = whole.stat().st_size
    assert size % PAGE
    order = (*cli, tmp_path / "disk" / name, *options, "--overwrite")
    enough = attempt(size // PAGE * PAGE + PAGE, name, *order)
    assert (enough["status"], enough["left"]) == (0, {name: size}), enough["errors"]
    answer = attempt(size // PAGE * PAGE, name, *order)
    assert answer["status"] == 1
    assert answer["left"] == {name: 4}
    assert answer["kept"]
    assert re.search(r"liif: the disk is full, .* was not written", answer["errors"])
