# SPDX-License-Identifier: GPL-3.0-or-later
"""Every GIMP 3 of this user."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from .places import config_home, data_home
from .programs import output_of
from .record import Gimp
from .worlds import FLATPAK, FLATPAK_DATA, SNAP_DATA, world_of


def settings_folders(home: Path) -> dict[str, Path]:
    """By version (``3.0``), the settings folders of GIMP 3 below a configuration folder."""
    return {
        folder.name: folder
        for folder in sorted(home.glob("GIMP/3.*"))
        if folder.is_dir() and re.fullmatch(r"3\.\d+", folder.name)
    }


def programs() -> dict[str, str]:
    """The GIMP 3 programs installed outside any sandbox by their versions (``3.0``).

    Those without a window are preferred.
    """
    names = [f"gimp{kind}{suffix}" for kind in ("-console", "") for suffix in ("", "-3")]
    names += [f"gimp-console-3.{minor}" for minor in (0, 2)]
    names.append("/Applications/GIMP.app/Contents/MacOS/gimp")
    if sys.platform == "win32":
        for folder in ("ProgramFiles", "LOCALAPPDATA"):
            root = Path(os.environ.get(folder, "."), "Programs" if folder[0] == "L" else "")
            names += map(str, root.glob("GIMP 3*/bin/gimp-console-3*.exe"))
    paths = {os.path.realpath(path): path for path in map(shutil.which, names) if path}
    found: dict[str, str] = {}
    for path in sorted(paths.values(), key=lambda path: "console" not in path):
        # Sandboxes export a "gimp" of their own, and they are asked by their own means.
        if "/snap/" in path or "/flatpak/" in path:
            continue
        match = re.search(r"version (3\.\d+)\.", output_of(path, "--version"))
        if match:
            found.setdefault(match.group(1), path)
    for folder in ("Applications", "AppImages", "Downloads", "bin", ".local/bin"):
        for image in sorted((Path.home() / folder).glob("GIMP-3.*.AppImage"), reverse=True):
            match = re.match(r"GIMP-(3\.\d+)", image.name)
            if match:
                found.setdefault(match.group(1), str(image))
    return found


def find_native(versions: Collection[str]) -> list[Gimp]:
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


def all_settings() -> list[Path]:
    """The settings folders of all GIMP 3 of this user, whether or not a GIMP is still there."""
    homes = [config_home(), Path.home() / FLATPAK_DATA / "config"]
    homes += [Path.home() / SNAP_DATA / part / ".config" for part in ("common", "current")]
    if sys.platform == "win32":
        homes += (data_home() / "Packages").glob("GIMP.*/LocalCache/Roaming")
    found = [folder for home in homes for folder in settings_folders(home).values()]
    own = os.environ.get("GIMP3_DIRECTORY")
    if own and Path(own).is_dir() and Path(own) not in found:
        found.append(Path(own))
    return found


def find_flatpak(native: bool) -> list[Gimp]:
    """The Flatpak; ``native``: whether a GIMP outside it has settings or is to have some."""
    listing = output_of("flatpak", "list", "--app", "--columns=application,version")
    match = re.search(rf"^{re.escape(FLATPAK)}\s+(3\.\d+)", listing, re.MULTILINE)
    if match is None:
        return []
    # It may use the host's settings of GIMP: where there are any, of whatever version, they are
    # mounted over its own ones.
    shared = config_home() / "GIMP"
    own = Path.home() / FLATPAK_DATA / "config" / "GIMP"
    version = match.group(1)
    plug_ins = (shared if native or shared.is_dir() else own) / version / "plug-ins"
    return [Gimp(f"GIMP {version} (Flatpak)", str(plug_ins), "flatpak")]


def find_snap() -> list[Gimp]:
    match = re.search(r"^gimp\s+(3\.\d+)", output_of("snap", "list", "gimp"), re.MULTILINE)
    if match is None:
        return []
    home = Path.home() / SNAP_DATA
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
            Gimp(
                f"GIMP in {path}",
                str(path if path.name == "plug-ins" else path / "plug-ins"),
                world_of(path),
            )
            for path in named
        ]
    gimps = {gimp.plug_ins: gimp for gimp in find_native(programs())}
    for gimp in (*find_flatpak(bool(gimps)), *find_snap()):
        native = gimps.get(gimp.plug_ins)
        if native is not None:
            # Whether a native GIMP is still there cannot be told: it may be an AppImage anywhere.
            label = f"{native.label}, with the Flatpak"
            gimps[gimp.plug_ins] = replace(native, label=label, flatpak_too=True)
        else:
            gimps[gimp.plug_ins] = gimp
    return list(gimps.values())


def as_extension(folder: Path) -> Gimp:
    """The GIMP that looks for extensions in a folder."""
    return Gimp(f"GIMP extension in {folder}", str(folder), world_of(folder), extension=True)
