# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling a virtual environment with what the lock files name."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from pathlib import Path

from .errors import NoPackageError
from .failures import explain
from .files import copy_tree
from .places import BY_PIP, CHECKOUT, LOCKS, NAME, environment_python
from .programs import run_logged
from .worlds import Inside

MACHINES = {"amd64": "x86_64"}
"""Other names of the machines that the lock files name."""
DOWNLOADS = "downloads"
"""The folder of pip's cache, beside the environments."""
SETUP = """import sys

import setuptools

sys.prefix = sys.exec_prefix = "/"
setuptools.setup()
"""
"""The setup.py of the copy that is built: setuptools reads $ and braces in the path of the
environment as the names of variables, though nothing that it builds depends on that path."""
PIP_INSTALL = (
    *("-I", "-m", "pip", "install"),
    *("--disable-pip-version-check", "--no-input", "--no-warn-script-location"),
    *("--progress-bar=off", "--only-binary=:all:"),
)


@contextlib.contextmanager
def package_source(parent: Path) -> Iterator[Path]:
    """A temporary copy to build from: building writes beside the sources.

    It lies beside the environment, as a sandbox has a folder of its own for temporary files.
    """
    with tempfile.TemporaryDirectory(prefix="build-", dir=parent) as name:
        folder = Path(name)
        for file in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copyfile(CHECKOUT / file, folder / file)
        for part in ("liif_core", "models", "liif_installer", "plugin"):
            copy_tree(CHECKOUT / part, folder / part)
        # What makes them is of no use without a checkout.
        (folder / "locks").mkdir()
        for lock in LOCKS.glob("*.txt"):
            shutil.copyfile(lock, folder / "locks" / lock.name)
        (folder / "setup.py").write_text(SETUP, "utf-8")
        yield folder


def lock_file(engine: str) -> Path:
    """The list of what to install for an engine on this platform. Raises NoPackageError."""
    machine = platform.machine().lower()
    kind = {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
    path = LOCKS / f"{engine}-{kind}-{MACHINES.get(machine, machine)}.txt"
    if not path.is_file():
        raise NoPackageError(
            f"{platform.system()} on {machine} is not among the platforms that LIIF is made for:"
            f" there is no {path}"
        )
    return path


def install_packages(inside: Inside, folder: Path, engine: str, log: Path) -> None:
    """Install the engine and all it needs into an environment. Raises InstallError."""
    home = folder.parent
    if BY_PIP:
        with tempfile.TemporaryDirectory(prefix="build-", dir=home) as name:
            lock = Path(name) / "lock.txt"
            shutil.copyfile(lock_file(engine), lock)
            install_locked(inside, folder, lock, log)
        copy_installed(folder)
        return
    with package_source(home) as source:
        # A sandbox may see no more of the checkout than this copy.
        lock = source / "lock.txt"
        shutil.copyfile(lock_file(engine), lock)
        install_locked(inside, folder, lock, log)
        # Built by what the lock file brought, so that nothing comes unchecked.
        alone = ("--no-deps", "--no-index", "--no-build-isolation", "--no-cache-dir")
        # As an address, in which pip reads no extras and no conditions: a path may look like them.
        run_pip(inside, folder, [*PIP_INSTALL, *alone, source.as_uri()], log)


def copy_installed(folder: Path) -> None:
    """Copy what pip has installed of this project into an environment: there is nothing to build
    it from any more."""
    files = distribution(NAME).files or ()
    for packages in folder.glob("lib/python3.*/site-packages"):
        for file in files:
            # Commands, which name their Python, and what that Python has compiled.
            if ".." in file.parts or "__pycache__" in file.parts:
                continue
            copy = packages / file
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file.locate(), copy)


def install_locked(inside: Inside, folder: Path, lock: Path, log: Path) -> None:
    """Install what a lock file names, and no file of other content. Raises InstallError."""
    arguments = [*PIP_INSTALL, "--require-hashes", f"--requirement={lock}"]
    if "PIP_CACHE_DIR" not in os.environ:
        # What is there need not be downloaded again after an interruption, and is removed then.
        arguments.append(f"--cache-dir={folder.parent / DOWNLOADS}")
    run_pip(inside, folder, arguments, log)


def run_pip(inside: Inside, folder: Path, arguments: Sequence[str], log: Path) -> None:
    """Run the pip of an environment. Raises InstallError when it fails."""
    status, output = run_logged(inside(str(environment_python(folder)), arguments), log)
    if status:
        raise explain(output, log)
