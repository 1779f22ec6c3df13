# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is sent, nothing can be read by others, and no path is too odd."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.engine.pictures import noise
from tests.engine.worker_process import CHECKOUT

pytestmark = pytest.mark.trust("Privacy and permissions")
ODD = 'Jörg\'s "photos" & $HOME, 100 %\tnew'
"""A folder as only a test names it: umlaut, quotes, blanks, a tab, and what a shell would read."""
CLI = (sys.executable, "-m", "liif_core.cli")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a user, with a photo."""
    folder = tmp_path / ODD
    folder.mkdir()
    Image.fromarray(np.rint(noise(24, 32, 3) * 255).astype(np.uint8)).save(folder / "ä photo.jpg")
    return folder


def _run(*command: str, home: Path) -> subprocess.CompletedProcess[str]:
    places = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    environment = {**os.environ, **dict.fromkeys(places, str(home)), "PYTHONPATH": str(CHECKOUT)}
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)


@pytest.mark.skipif(
    shutil.which("unshare") is None or os.geteuid() != 0, reason="needs an empty network to be made"
)
def test_no_network_is_needed(home: Path) -> None:
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    alone = ("unshare", "--net")
    assert "unreachable" in _run(*alone, sys.executable, "-c", reach, home=home).stderr
    done = _run(*alone, *CLI, "upscale", "ä photo.jpg", "large.png", "--scale", "2", home=home)
    assert done.returncode == 0, done.stderr


def test_no_network_is_tried(home: Path) -> None:
    """By any code in Python; what engines do on their own is shown by the empty network."""
    (home / "guard.py").write_text(
        "import sys\n"
        "def refuse(event, arguments):\n"
        "    if event.startswith(('socket.connect', 'socket.getaddrinfo', 'urllib')):\n"
        "        raise SystemExit(f'{event}: {arguments}')\n"
        "sys.addaudithook(refuse)\n"
        "from liif_core.cli import main\n"
        "sys.exit(main())\n"
    )
    command = (sys.executable, "guard.py", "upscale", "ä photo.jpg", "large.png", "--scale", "2")
    done = _run(*command, home=home)
    assert done.returncode == 0, done.stderr


def test_every_path_may_be_odd(home: Path) -> None:
    for command in (
        ("upscale", "ä photo.jpg", 'größer "2x".png', "--scale", "2"),
        ("clean", str(home / "ä photo.jpg"), str(home / "sauber; rm -rf.jpg")),
        ("batch", ".", "out 'of' it", "--clean"),
        ("diagnose", "ä photo.jpg"),
        ("export", 'größer "2x".png', "klein.jpg"),
    ):
        done = _run(*CLI, *command, home=home)
        assert done.returncode == 0, (command, done.stderr)
    assert Image.open(home / 'größer "2x".png').size == (64, 48)


def test_nothing_but_the_result_is_left(home: Path) -> None:
    """No file of a library's, neither in the home nor in the folder for temporary files."""
    done = _run(*CLI, "upscale", "ä photo.jpg", "large.png", "--scale", "2", home=home)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in home.iterdir()) == ["large.png", "ä photo.jpg"]


def test_results_have_the_rights_that_the_user_gives(home: Path) -> None:
    """No more than others may read of any new file of this user; the source's are not widened."""
    private = (
        sys.executable,
        "-c",
        "import os, sys; os.umask(0o077); os.execv(sys.argv[1], sys.argv[1:])",
    )
    command = (*private, *CLI, "upscale", "ä photo.jpg", "large.png", "--scale", "2")
    done = _run(*command, home=home)
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE((home / "large.png").stat().st_mode) == 0o600
