# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether this machine can have it at all."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from .errors import InstallError
from .files import PROBE, RECORD, beginnings, missing_folders
from .places import BY_PIP

NEEDED_BYTES = (20 if BY_PIP else 800) * 2**20
"""Free space that an installation needs, pip's temporary files included."""
_TO_MAKE_ENVIRONMENTS = () if BY_PIP else ("venv", "ensurepip")
"""Modules of Python that it needs."""


def check_python() -> str:
    """What runs this script, in words. Raises unless it can run the engine."""
    if sys.maxsize < 2**32:
        raise InstallError("this Python is a 32-bit program: run this with a 64-bit Python")
    missing = [module for module in _TO_MAKE_ENVIRONMENTS if not has_module(module)]
    if missing:
        if shutil.which("apt-get"):
            package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
            todo = f"run 'sudo apt-get install {package}' and then this again"
        else:
            todo = "install it with your system's package manager and run this again"
        raise InstallError(f"this Python comes without its module {' and '.join(missing)}: {todo}")
    return f"{platform.python_version()}, 64 bit"


def check_maker(folder: Path) -> None:
    """Raise InstallError where the engine that runs this is not pip's, but lies in ``folder``, the
    one of an installation that was made from a checkout."""
    if BY_PIP and Path(sys.prefix).is_relative_to(folder):
        raise InstallError("install.py has made this engine: run 'python3 install.py' again")


def has_module(name: str) -> bool:
    return find_spec(name) is not None


def prepare_prefix(folder: Path) -> list[str]:
    """Make the folder; what had to be made. Raises unless it is ours, writable and has room."""
    try:
        made = missing_folders(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder, prefix=PROBE):
            pass
        ours = (folder / RECORD).exists() or beginnings(folder) is not None
    except OSError as error:
        raise InstallError(
            f"{folder} cannot be written ({error.strerror}):"
            " choose another folder with --prefix DIR"
        ) from None
    # --uninstall removes the whole folder, so it must not be one that holds other things.
    if not ours:
        raise InstallError(
            f"{folder} holds files of something else: name a new or empty folder with --prefix DIR"
        )
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise InstallError(
            f"{folder} has {free // 2**20} MB free, but {NEEDED_BYTES // 2**20} MB are needed:"
            " make room or choose another folder with --prefix DIR"
        )
    return made
