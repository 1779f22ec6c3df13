# SPDX-License-Identifier: GPL-3.0-or-later
"""The removal of all that was installed."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from .console import Console
from .copies import adopt_copies, remove_remembered
from .files import locked, remove_tree
from .plugin import remove_leftovers
from .record import Prefix
from .worlds import environment_home


def uninstall(options: argparse.Namespace, console: Console) -> int:
    folder: Path = options.prefix
    prefix = Prefix(folder)
    if prefix.state.status == "none":
        # GIMP may have made copies that an older version of this installer did not look for.
        adopt_copies(prefix)
        remove_plugins(prefix, console)
        console.line(f"LIIF for GIMP is not installed in {folder}.")
        return 0
    with locked(folder):
        prefix = Prefix(folder)
        adopt_copies(prefix)
        prefix.enter("removal")
        remove_plugins(prefix, console)
        for environment in prefix.state.environments.values():
            remove_tree(Path(environment.folder))
        remove_tree(environment_home(prefix, "snap"))
        # The record goes last, so that an interrupted removal can be continued.
        for path in folder.iterdir():
            if path.is_dir():
                remove_tree(path)
            elif path not in (prefix.state_file, prefix.lock_file):
                path.unlink()
    prefix.lock_file.unlink()
    prefix.state_file.unlink()
    folder.rmdir()
    for made in reversed(prefix.state.made):
        # Others may have put something there since.
        with contextlib.suppress(OSError):
            Path(made).rmdir()
    console.line(f"Removed {folder}")
    return 0


def remove_plugins(prefix: Prefix, console: Console) -> None:
    """Remove the plug-in wherever the record says it is, and what GIMP has kept of its dialogs."""
    for gimp in prefix.state.gimps:
        remove_leftovers(gimp)
        remove_tree(gimp.folder)
        console.line(f"Removed {gimp.folder}")
    for path in remove_remembered(prefix):
        console.line(f"Removed {path}")
