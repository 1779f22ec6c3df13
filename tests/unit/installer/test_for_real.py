# SPDX-License-Identifier: GPL-3.0-or-later
"""One installation with nothing replaced: killed, continued, used, removed."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .conftest import CHECKOUT, tree

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal"),
]


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """A copy of the checkout, read-only, at a place with a difficult name."""
    folder = tmp_path / "a checköut [1] of LIIF"
    unwanted = shutil.ignore_patterns("__pycache__", ".*", "tests", "*.egg-info", "build", "runs")
    shutil.copytree(CHECKOUT, folder, ignore=unwanted)
    paths = sorted(folder.rglob("*"), reverse=True)
    for path in (*paths, folder):
        path.chmod(path.stat().st_mode & ~0o222)
    yield folder
    for path in (folder, *reversed(paths)):
        path.chmod(path.stat().st_mode | 0o200)


def test_killed_continued_used_and_removed(checkout: Path, tmp_path: Path) -> None:
    home = tmp_path / "the höme of $USER {or} $nobody; [x] @ %y"
    settings = home / ".config" / "GIMP" / "3.0"
    settings.mkdir(parents=True)
    pip_cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pip"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
        "HOME": str(home),
        # Without what others put there: pip asks some programs for their version, and they
        # leave files in the home folder.
        "PATH": "/usr/bin:/bin",
        # What was downloaded before; the installer's own downloads do not outlive it.
        "PIP_CACHE_DIR": os.environ.get("PIP_CACHE_DIR", str(pip_cache)),
    }
    command = [sys.executable, str(checkout / "install.py")]
    before = tree(checkout), tree(home)
    prefix = home / ".local" / "share" / "liif-for-gimp"

    def run(*arguments: str) -> str:
        process = subprocess.run(
            [*command, *arguments],
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert process.returncode == 0, process.stdout
        return process.stdout

    # Killed while it works on the environment, together with the pip it started.
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    ) as process:
        while process.poll() is None and not list(prefix.glob("env-*/bin/python")):
            time.sleep(0.05)
        assert process.poll() is None, "it ended before it could be killed"
        os.killpg(process.pid, signal.SIGKILL)
    record = prefix / "install-state.json"
    assert json.loads(record.read_text("utf-8"))["status"] == "incomplete"

    output = run()
    assert "The last run ended during: engine. Continuing." in output
    assert json.loads(record.read_text("utf-8"))["status"] == "complete"
    assert len(list(prefix.glob("env-*"))) == 1
    assert tree(checkout) == before[0]

    # What it printed about the sample photo is there, and it is better than bicubic.
    gain = re.search(r"enlarged 4 times in [\d.]+ s, ([+-][\d.]+) dB over bicubic", output)
    assert gain is not None, output
    assert float(gain[1]) > 0
    for line in ("Enlarged picture", "Before and after"):
        found = re.search(rf"{line}: (.+)", output)
        assert found is not None
        with Image.open(found[1]) as picture:
            assert min(picture.size) >= 300

    plugin = json.loads((settings / "plug-ins" / "liif" / "install.json").read_text("utf-8"))
    worker = [plugin["python"], "-I", "-c", "import liif_core.worker"]
    assert subprocess.run(worker, check=False).returncode == 0

    liif = str(prefix / "bin" / "liif")
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    Image.fromarray(np.full((5, 7, 3), 128, np.uint8)).save(source)
    subprocess.run([liif, "upscale", source, target, "--scale", "3"], env=environment, check=True)
    with Image.open(target) as picture:
        assert picture.size == (21, 15)

    assert str(settings / "plug-ins" / "liif") in run("--doctor")
    run("--uninstall")
    assert tree(home) == before[1]
