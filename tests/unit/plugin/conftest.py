# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the plug-in importable outside GIMP, on stand-ins, and lays out an installed folder."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import fake_gi

CHECKOUT = Path(__file__).parents[3]
FAKE_WORKER = Path(__file__).with_name("fake_worker.py")
MODELS = ("fast", "crash", "garbage", "long-line", "refuse", "stay", "warn", "wrong")

fake_gi.install()
sys.path.insert(0, str(CHECKOUT / "plugin" / "liif"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The plug-in's folder, with what the installer leaves there; the worker is the fake one."""
    worker = tmp_path / "worker"
    worker.write_text(f"#!{sys.executable} -I\n{FAKE_WORKER.read_text()}")
    worker.chmod(0o755)
    of_all = {
        "architecture": "fast",
        "receptive_radius": 3,
        "tile": 64,
        "crisper_than": "",
        "strength": True,
    }
    models = [{"name": name, "description": f"about {name}.", **of_all} for name in MODELS]
    (tmp_path / "manifest.json").write_text(json.dumps({"models": models}))
    record = {"python": str(worker), "version": "0.1.0", "log": str(tmp_path / "log.txt")}
    (tmp_path / "install.json").write_text(json.dumps(record))
    return tmp_path


@pytest.fixture(autouse=True)
def _new_log() -> Iterator[None]:
    """Let each test's log go to its own folder."""
    yield
    logger = logging.getLogger("liif")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


@pytest.fixture(autouse=True)
def console() -> fake_gi.Console:
    """What the plug-in shows during the test."""
    shown = fake_gi.console
    for each in (shown.messages, shown.progress, shown.texts):
        each.clear()
    fake_gi.Image.images.clear()
    return shown
