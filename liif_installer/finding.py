# SPDX-License-Identifier: GPL-3.0-or-later
"""Every GIMP 3 of this user."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from .places import config_home, data_home
from .programs import output_of
from .record import Gimp
from .worlds import FLATPAK


def settings_folders(home: Path) -> dict[str, Path]:
    """By version (``3.0``), the settings folders of GIMP 3 below a configuration folder."""
    return {
        folder.name: folder
        for folder in sorted(home.glob("GIMP/3.*"))
        if folder.is_dir() and re.fullmatch(r"3\.\d+", folder.name)
    }


def program_versions() -> set[str]:
    """Versions (``3.0``) of the GIMP 3 programs installed outside any sandbox."""
    programs = [f"gimp{kind}{suffix}" for kind in ("-console", "") for suffix in ("", "-3")]
    programs += [f"gimp-console-3.{minor}" for minor in (0, 2)]
    programs.append("/Applications/GIMP.app/Contents/MacOS/gimp")
    if sys.platform == "win32":
        for folder in ("ProgramFiles", "LOCALAPPDATA"):
            root = Path(os.environ.get(folder, "."), "Programs" if folder[0] == "L" else "")
            programs += map(str, root.glob("GIMP 3*/bin/gimp-console-3*.exe"))
    found = {os.path.realpath(path): path for path in map(shutil.which, programs) if path}
    versions: set[str] = set()
    for path in found.values():
        # Sandboxes export a "gimp" of their own, and they are asked by their own means.
        if "/snap/" in path or "/flatpak/" in path:
            continue
        match = re.search(r"version (3\.\d+)\.", output_of(path, "--version"))
        if match:
            versions.add(match.group(1))
    for folder in ("Applications", "AppImages", "Downloads", "bin", ".local/bin"):
        for image in (Path.home() / folder).glob("GIMP-3.*.AppImage"):
            match = re.match(r"GIMP-(3\.\d+)", image.name)
            if match:
                versions.add(match.group(1))
    return versions


def find_native(versions: set[str]) -> list[Gimp]:
    home = config_home()
    folders = {version: home / "GIMP" / version for version in versions}
    folders.update(settings_folders(home))
    if sys.platform == "win32":
        store = data_home() / "Packages"
        for package in store.glob("GIMP.*/LocalCache/Roaming"):
            folders.update(settings_folders(package))
    own = os.environ.get("GIMP3_DIRECTORY")
    if own:
        folders["3"] = Path(own)
    return [
        Gimp(f"GIMP {version}", str(folder / "plug-ins")) for version, folder in folders.items()
    ]


def find_flatpak() -> list[Gimp]:
    listing = output_of("flatpak", "list", "--app", "--columns=application,version")
    match = re.search(rf"^{re.escape(FLATPAK)}\s+(3\.\d+)", listing, re.MULTILINE)
    if match is None:
        return []
    folders = settings_folders(Path.home() / ".var" / "app" / FLATPAK / "config")
    if not folders:
        # The Flatpak uses the settings of a native GIMP where there were some before it.
        shared = settings_folders(config_home())
        version = match.group(1)
        own = Path.home() / ".var" / "app" / FLATPAK / "config" / "GIMP" / version
        folders = {version: shared.get(version, own)}
    return [
        Gimp(f"GIMP {version} (Flatpak)", str(folder / "plug-ins"), "flatpak")
        for version, folder in folders.items()
    ]


def find_snap() -> list[Gimp]:
    match = re.search(r"^gimp\s+(3\.\d+)", output_of("snap", "list", "gimp"), re.MULTILINE)
    if match is None:
        return []
    home = Path.home() / "snap" / "gimp"
    folders: dict[str, Path] = {}
    for part in ("common", "current"):
        folders.update(settings_folders(home / part / ".config"))
    if not folders:
        folders = {match.group(1): home / "current" / ".config" / "GIMP" / match.group(1)}
    return [
        Gimp(f"GIMP {version} (Snap)", str(folder / "plug-ins"), "snap")
        for version, folder in folders.items()
    ]


def find_gimps(named: Sequence[Path]) -> list[Gimp]:
    """Every GIMP 3 of this user; only those ``named`` by their folder, when some are."""
    if named:
        return [
            Gimp(f"GIMP in {path}", str(path if path.name == "plug-ins" else path / "plug-ins"))
            for path in named
        ]
    gimps: dict[str, Gimp] = {}
    # A folder that a sandboxed GIMP shares with a native one is served for the native one.
    versions = program_versions()
    native, flatpak = find_native(versions), find_flatpak()
    if not versions:
        native, flatpak = flatpak, native
    for gimp in (*native, *flatpak, *find_snap()):
        gimps.setdefault(gimp.plug_ins, gimp)
    return list(gimps.values())
