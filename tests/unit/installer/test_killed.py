# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed at each stage, without a chance to clean up, and run again."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Run, tree

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal"),
    pytest.mark.trust("Installer"),
]


def killed(run: Run, at: str, call: int, *arguments: str) -> None:
    """Run the installer in a process that dies when it calls ``at`` for the ``call``-th time."""
    child = os.fork()
    if not child:
        module, name = at.rsplit(".", 1)
        real: Callable[..., object] = getattr(sys.modules[f"liif_installer.{module}"], name)
        calls = 0

        def dying(*values: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls == call:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*values, **named)

        pytest.MonkeyPatch().setattr(f"liif_installer.{module}.{name}", dying)
        try:
            run(*arguments)
        finally:
            # Not reached unless it was never called; the parent sees the status.
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"{at} was not called {call} times"


STAGES = [
    ("environments.make_environment", 1),
    ("environments.install_packages", 1),
    ("environments.works", 1),
    ("installing.verify_models", 1),
    ("installing.install_plugin", 1),
    ("plugin.copy_tree", 1),
    ("plugin.write_atomically", 1),
    ("plugin.remove_leftovers", 2),
    ("installing.try_sample", 1),
    ("installing.write_launcher", 1),
    ("launcher.write_atomically", 1),
    ("installing.remove_downloads", 1),
]


@pytest.mark.parametrize(("at", "call"), STAGES)
def test_an_installation(run: Run, home: Path, at: str, call: int) -> None:
    settings = home / ".config" / "GIMP" / "3.0"
    settings.mkdir(parents=True)
    before = tree(home)
    killed(run, at, call)
    outcome = run()
    assert outcome.status == 0, outcome.errors
    assert [path.name for path in (settings / "plug-ins").iterdir()] == ["liif"]
    prefix = home / ".local" / "share" / "liif-for-gimp"
    assert len(list(prefix.glob("env-*"))) == 1
    assert run("--doctor").status == 0
    assert run("--uninstall").status == 0
    assert tree(home) == before


@pytest.mark.parametrize(("at", "call"), STAGES)
def test_an_installation_that_is_given_up(run: Run, home: Path, at: str, call: int) -> None:
    (home / ".config" / "GIMP" / "3.0").mkdir(parents=True)
    before = tree(home)
    killed(run, at, call)
    assert run("--uninstall").status == 0
    assert tree(home) == before


@pytest.mark.parametrize(
    ("at", "call"),
    [
        ("uninstalling.Prefix", 2),
        *(("uninstalling.remove_tree", call) for call in range(1, 6)),
    ],
)
def test_a_removal(run: Run, home: Path, at: str, call: int) -> None:
    (home / ".config" / "GIMP" / "3.0").mkdir(parents=True)
    before = tree(home)
    assert run().status == 0
    killed(run, at, call, "--uninstall")
    outcome = run("--uninstall")
    assert outcome.status == 0, outcome.errors
    assert tree(home) == before
