# SPDX-License-Identifier: GPL-3.0-or-later
"""Where this system keeps things."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from .errors import InstallError

CHECKOUT = Path(__file__).resolve().parents[1]
"""The top of the checkout; or where pip has put the packages that were made of one."""
_IN_WHEEL = Path(__file__).resolve().parent / "gimp"
BY_PIP = _IN_WHEEL.is_dir()
"""Whether pip has installed what runs here, and the engine with it."""
PLUGIN = _IN_WHEEL if BY_PIP else CHECKOUT / "plugin"
LOCKS = Path(__file__).resolve().parent / "locks" if BY_PIP else CHECKOUT / "locks"
MODELS = CHECKOUT / "liif_core" / "weights" if BY_PIP else CHECKOUT / "models"
PROGRAM = "liif install-gimp" if BY_PIP else "install.py"
COMMAND = PROGRAM if BY_PIP else "python3 install.py"
"""What the user types."""
NAME = "liif-for-gimp"


def data_home() -> Path:
    """The folder in which this system keeps the data of a user's programs."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def cache_home() -> Path:
    """The folder in which this system keeps what a user's programs can make again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def config_home() -> Path:
    """The folder whose ``GIMP/3.x`` holds the settings of a GIMP outside any sandbox."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def environment_python(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    if sys.platform == "win32":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def own_python() -> Path:
    """The interpreter that this runs in, by the name that it keeps when it is updated."""
    python = environment_python(Path(sys.prefix))
    return python if python.exists() else Path(sys.executable)


def source_version() -> str:
    text = (CHECKOUT / "liif_core" / "__init__.py").read_text("utf-8")
    match = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    if match is None:
        raise InstallError(f"no version stands in {CHECKOUT / 'liif_core' / '__init__.py'}")
    return match.group(1)
