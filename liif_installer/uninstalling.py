# SPDX-License-Identifier: GPL-3.0-or-later
"""The removal of all that was installed."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from .console import Console
from .copies import adopt_copies, remove_remembered
from .files import beginnings, locked, remove_tree
from .plugin import remove_plugin
from .record import Prefix
from .worlds import environment_home


def uninstall(options: argparse.Namespace, console: Console) -> int:
    folder: Path = options.prefix
    prefix = Prefix(folder)
    if prefix.state.status == "none":
        remove_beginning(folder)
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
        environments = prefix.state.environments
        # Half of one may still start, and an installation would go on with it.
        prefix.state.environments = {}
        prefix.save()
        for world, environment in environments.items():
            # The one that pip has made is pip's to remove.
            if Path(environment.folder).is_relative_to(environment_home(prefix, world)):
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


def remove_beginning(folder: Path) -> None:
    """Remove what is there of an installation that was killed before it had written its record."""
    if not folder.is_dir() or not beginnings(folder):
        return
    with locked(folder):
        for path in beginnings(folder) or ():
            path.unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()  # unless there are imported models


def remove_plugins(prefix: Prefix, console: Console) -> None:
    """Remove the plug-in wherever the record says it is, and what GIMP has kept of its dialogs."""
    for gimp in prefix.state.gimps:
        if remove_plugin(gimp):
            console.line(f"Removed {gimp.folder}")
    for path in remove_remembered(prefix):
        console.line(f"Removed {path}")
