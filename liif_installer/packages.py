# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling a virtual environment."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .failures import explain
from .files import copy_tree
from .places import CHECKOUT, environment_python
from .programs import run_logged
from .worlds import Inside

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
        shutil.copyfile(CHECKOUT / "pyproject.toml", folder / "pyproject.toml")
        for part in ("liif_core", "models"):
            copy_tree(CHECKOUT / part, folder / part)
        yield folder


def install_packages(inside: Inside, folder: Path, extra: str, log: Path) -> None:
    """Install the engine and all it needs into an environment. Raises InstallError."""
    python = environment_python(folder)
    with package_source(folder.parent) as source:
        requirement = f"liif-core[{extra}] @ {source.as_uri()}"
        status, output = run_logged(inside(str(python), [*PIP_INSTALL, requirement]), log)
    if status:
        raise explain(output, log)
