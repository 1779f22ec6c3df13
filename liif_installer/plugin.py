# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in in GIMP's folder, as such or as an extension."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from .errors import InstallError
from .files import copy_tree, remove_tree, write_atomically
from .places import CHECKOUT, MODELS, PLUGIN
from .record import EXTENSION, Gimp

SHARED_WITH_PLUGIN = (
    "__init__.py",
    "atomic.py",
    "batch/__init__.py",
    "batch/finding.py",
    "batch/left_out.py",
    "endings.py",
    "errors.py",
    "registry/__init__.py",
    "registry/guests.py",
    "request/*.py",
    "sizes/__init__.py",
    "sizes/print_plan.py",
)
"""Files of the engine that the plug-in, in GIMP's own Python, uses as well: beside its own, in the
same package."""


def is_plugin(folder: Path) -> bool:
    """Whether a folder among GIMP's plug-ins is one that this installer made, or a copy of it."""
    names = ("install.json", "liif.py", "manifest.json")
    return not folder.is_symlink() and all((folder / name).is_file() for name in names)


def install_plugin(gimp: Gimp, record: Mapping[str, str]) -> None:
    """Put the plug-in into GIMP's folder in one step, with ``record`` as its install.json."""
    folder = gimp.folder
    if folder.exists() and not is_ours(gimp):
        raise InstallError(
            f"{folder} holds another plug-in, not one of this installer: move it away, then run"
            " this again"
        )
    remove_leftovers(gimp)
    place = Path(gimp.plug_ins)
    staged = place / f".liif-new-{secrets.token_hex(4)}"
    retired = place / f".liif-old-{secrets.token_hex(4)}"
    try:
        plugin = staged / gimp.plugin.relative_to(folder)
        lay_out(plugin)
        write_atomically(
            plugin / "install.json", json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        )
        if gimp.extension:
            metainfo = f"{EXTENSION}.metainfo.xml"
            shutil.copyfile(PLUGIN / metainfo, staged / metainfo)
        if folder.exists() or folder.is_symlink():
            folder.rename(retired)
        staged.rename(folder)
    except BaseException:
        if retired.exists() and not folder.exists():
            retired.rename(folder)
        raise
    finally:
        remove_leftovers(gimp)


def lay_out(plugin: Path) -> None:
    """Make the folder ``plugin`` with all files of the plug-in, except the record of its engine."""
    copy_tree(PLUGIN / "liif", plugin)
    copy_shared(plugin)
    shutil.copyfile(MODELS / "manifest.json", plugin / "manifest.json")
    # GIMP ignores a plug-in that is not executable, without a word.
    (plugin / "liif.py").chmod(0o755)


def copy_shared(plugin: Path) -> None:
    """Lay the engine's shared files into the folder ``plugin``."""
    for pattern in SHARED_WITH_PLUGIN:
        for shared in (CHECKOUT / "liif_core").glob(pattern):
            copy = plugin / shared.relative_to(CHECKOUT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(shared, copy)


def is_ours(gimp: Gimp) -> bool:
    """Whether what lies in the plug-in's place is this installer's work, or our archive's."""
    made = gimp.folder.is_symlink() or (gimp.plugin / "install.json").exists()
    return made or is_unpacked(gimp)


def is_unpacked(gimp: Gimp) -> bool:
    """Whether an extension is there as GIMP unpacks it from its archive: without an engine."""
    files = (gimp.folder / f"{EXTENSION}.metainfo.xml", gimp.plugin / "manifest.json")
    whole = all(path.is_file() for path in files)
    return gimp.extension and whole and not (gimp.plugin / "install.json").exists()


def remove_plugin(gimp: Gimp) -> bool:
    """Take the plug-in out of GIMP's folder in one step; whether there was one of ours.

    What else lies in its place stays: a run that was killed before it looked has put this GIMP
    on record. And half of ours would be taken for another's by the next installation.
    """
    remove_leftovers(gimp)
    if not is_ours(gimp):
        return False
    retired = Path(gimp.plug_ins) / f".liif-gone-{secrets.token_hex(4)}"
    gimp.folder.rename(retired)
    remove_tree(retired)
    return True


def remove_leftovers(gimp: Gimp) -> None:
    """Remove what a killed run left in GIMP's folder; bring back a plug-in it had set aside."""
    place = Path(gimp.plug_ins)
    for retired in place.glob(".liif-old-*"):
        if not gimp.folder.exists():
            retired.rename(gimp.folder)
    for path in place.glob(".liif-*"):
        remove_tree(path)
