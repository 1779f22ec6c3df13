# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in in GIMP's folder."""

from __future__ import annotations

import json
import secrets
import shutil
from pathlib import Path

from .errors import InstallError
from .files import copy_tree, remove_tree, write_atomically
from .places import CHECKOUT

SHARED_WITH_PLUGIN = ("job.py", "print_plan.py")
"""Files of the engine that the plug-in, in GIMP's own Python, uses as well."""


def install_plugin(plug_ins: Path, interpreter: Path, version: str, log: Path) -> Path:
    """Put the plug-in into GIMP's folder in one step; the folder it then lies in."""
    folder = plug_ins / "liif"
    if folder.exists() and not folder.is_symlink() and not (folder / "install.json").exists():
        raise InstallError(
            f"{folder} holds another plug-in, not one of this installer: move it away, then run"
            " this again"
        )
    remove_leftovers(plug_ins)
    staged = plug_ins / f".liif-new-{secrets.token_hex(4)}"
    retired = plug_ins / f".liif-old-{secrets.token_hex(4)}"
    try:
        copy_tree(CHECKOUT / "plugin" / "liif", staged)
        for shared in SHARED_WITH_PLUGIN:
            shutil.copyfile(CHECKOUT / "liif_core" / shared, staged / shared)
        shutil.copyfile(CHECKOUT / "models" / "manifest.json", staged / "manifest.json")
        record = {"python": str(interpreter), "version": version, "log": str(log)}
        write_atomically(
            staged / "install.json", json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        )
        # GIMP ignores a plug-in that is not executable, without a word.
        (staged / "liif.py").chmod(0o755)
        if folder.exists() or folder.is_symlink():
            folder.rename(retired)
        staged.rename(folder)
    except BaseException:
        if retired.exists() and not folder.exists():
            retired.rename(folder)
        raise
    finally:
        remove_leftovers(plug_ins)
    return folder


def remove_leftovers(plug_ins: Path) -> None:
    """Remove what a killed run left in GIMP's folder; bring back a plug-in it had set aside."""
    folder = plug_ins / "liif"
    for retired in plug_ins.glob(".liif-old-*"):
        if not folder.exists():
            retired.rename(folder)
    for path in plug_ins.glob(".liif-*"):
        remove_tree(path)
