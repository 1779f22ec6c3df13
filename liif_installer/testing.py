# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests, in an environment of their own."""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from pathlib import Path

from .checks import check_python
from .console import Console
from .environments import make_environment
from .errors import InstallError
from .files import locked, remove_tree
from .packages import PIP_INSTALL, package_source, run_pip
from .places import CHECKOUT, NAME, cache_home, environment_python
from .programs import clean_environment
from .worlds import on_host

FAST = "not (gimp or torch or slow)"
"""By their markers, the tests that ``--fast`` runs; see tests/README.md."""
_SLOWEST = 15
"""How many of the slowest tests are named at the end."""


def run_tests(options: argparse.Namespace, _console: Console) -> int:
    """Run every test, or the fast ones, in an environment of its own; pytest's exit status."""
    command = [str(tests_environment()), "-m", "pytest", *pytest_arguments(options)]
    return subprocess.run(command, cwd=CHECKOUT, env=clean_environment(), check=False).returncode


def pytest_arguments(options: argparse.Namespace) -> list[str]:
    """What pytest gets; what the user wrote comes last, and so counts."""
    chosen = ["-m", FAST] if options.fast else []
    return [*chosen, f"--durations={_SLOWEST}", *options.pytest_arguments]


def print_tests_python(_options: argparse.Namespace, console: Console) -> int:
    console.line(str(tests_environment()))
    return 0


def tests_environment() -> Path:
    """The tests' interpreter, with what pyproject.toml names and this checkout's engine.

    The environment is kept outside the checkout and made anew only when what it must hold
    changes; the engine itself, which the worker's tests start with ``-I``, is always replaced.
    """
    check_python()
    # The tools' own settings, which come last, change nothing that has to be installed.
    needs = (CHECKOUT / "pyproject.toml").read_text("utf-8").split("\n[tool.")[0]
    stamp = f"{needs}{sys.version}{sys.prefix}"
    root = cache_home() / NAME / "test-environment"
    folder = root / hashlib.sha256(stamp.encode()).hexdigest()[:16]
    log = root / "install.log"
    python = environment_python(folder)
    finished = folder / "finished"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with locked(root):
            if not finished.exists():
                sys.stderr.write(f"Making the test environment in {folder} ...\n")
                remove_tree(folder)
                make_environment(on_host, sys.executable, folder, log)
                with package_source(root) as source:
                    everything = f"liif-for-gimp[cpu,torch,test] @ {source.as_uri()}"
                    run_pip(on_host, folder, [*PIP_INSTALL, everything], log)
                finished.touch()
            else:
                with package_source(root) as source:
                    again = [*PIP_INSTALL, "--no-deps", "--force-reinstall", source.as_uri()]
                    run_pip(on_host, folder, again, log)
    except OSError as error:
        raise InstallError(
            f"{folder} cannot be written ({error.strerror}): set XDG_CACHE_HOME to another folder"
        ) from None
    return python
