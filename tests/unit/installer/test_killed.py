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
        ("plugin.remove_tree", 1),
        *(("uninstalling.remove_tree", call) for call in range(1, 5)),
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


def changes(call: Callable[[], object], at: int | None = None) -> list[str]:
    """What ``call`` does to the file system, a word each; with ``at`` it dies before that one.

    For a process of its own: what is hooked in here cannot be taken out again.
    """
    seen: list[str] = []
    kinds = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod")

    def hear(event: str, values: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(values[2], int) and values[2] & os.O_WRONLY
        if event in kinds or writes:
            if len(seen) == at:
                os.kill(os.getpid(), signal.SIGKILL)
            seen.append(event)

    sys.addaudithook(hear)
    call()
    return seen


def in_a_child(call: Callable[[], object], at: int | None = None) -> list[str] | None:
    """What :func:`changes` returns in a child process; None when the child was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, " ".join(changes(call, at)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else text.split()


def moments(seen: list[str]) -> list[int]:
    """Where to kill: all changes, but of many equal ones in a row the first and the last."""
    return [
        number
        for number, event in enumerate(seen)
        if seen[max(0, number - 1) : number + 2] != [event] * 3
    ]


@pytest.fixture
def gimp(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings folder of a GIMP, on a disk that is quick."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    settings = home / ".config" / "GIMP" / "3.0"
    settings.mkdir(parents=True)
    return settings


@pytest.mark.slow
def test_at_every_change_of_an_installation(run: Run, home: Path, gimp: Path) -> None:
    seen = in_a_child(run)
    assert seen
    assert run("--uninstall").status == 0
    before = tree(home)
    prefix = home / ".local" / "share" / "liif-for-gimp"
    for moment in moments(seen):
        assert in_a_child(run, moment) is None
        outcome = run()
        assert outcome.status == 0, (moment, seen[moment], outcome.errors)
        assert [path.name for path in (gimp / "plug-ins").iterdir()] == ["liif"]
        left = {path.name for path in (*prefix.iterdir(), *(prefix / "bin").iterdir())}
        assert {name for name in left if name.startswith(".")} == {".lock"}
        assert run("--uninstall").status == 0
        assert_removed(home, before)


@pytest.mark.slow
def test_at_every_change_of_an_installation_that_is_given_up(
    run: Run, home: Path, gimp: Path
) -> None:
    before = tree(home)
    seen = in_a_child(run)
    assert seen
    assert run("--uninstall").status == 0
    for moment in moments(seen)[::3]:
        assert in_a_child(run, moment) is None
        assert run("--uninstall").status == 0
        assert_removed(home, before)


@pytest.mark.slow
def test_at_every_change_of_a_removal(run: Run, home: Path, gimp: Path) -> None:
    before = tree(home)
    assert run().status == 0
    seen = in_a_child(lambda: run("--uninstall"))
    assert seen
    for moment in moments(seen):
        assert run().status == 0
        assert in_a_child(lambda: run("--uninstall"), moment) is None
        outcome = run()
        assert outcome.status == 0, (moment, seen[moment], outcome.errors)
        assert [path.name for path in (gimp / "plug-ins").iterdir()] == ["liif"]
        assert run("--doctor").status == 0
        assert run("--uninstall").status == 0
        assert_removed(home, before)


def assert_removed(home: Path, before: list[str]) -> None:
    """That all is gone, but for empty folders whose maker was killed before it noted them, or
    when it had thrown its notes away; those are removed."""
    left = {*tree(home)} - {*before}
    prefix = ".local/share/liif-for-gimp"
    assert left <= {".local", ".local/share", prefix, ".config/GIMP/3.0/plug-ins"}
    for name in sorted(left, reverse=True):
        (home / name).rmdir()


def test_the_plug_in_of_others_outlives_a_killed_run(run: Run, home: Path, gimp: Path) -> None:
    """Which had put this GIMP on record before it could see what lies there."""
    other = gimp / "plug-ins" / "liif" / "liif.py"
    other.parent.mkdir(parents=True)
    other.write_text("other")
    before = tree(home)
    killed(run, "installing.install_plugin", 1)
    assert run("--uninstall").status == 0
    assert tree(home) == before
