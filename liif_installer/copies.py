# SPDX-License-Identifier: GPL-3.0-or-later
"""What is ours in the settings folders of all GIMPs, also where GIMP itself has copied it.

In its first start a GIMP takes over plug-ins and settings of an older GIMP 3.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from .finding import all_settings, find_gimps
from .plugin import is_plugin, is_unpacked
from .record import Gimp, Prefix
from .worlds import environment_home, world_of

PROCEDURES = (
    "upscale", "enhance-selection", "clean", "restore", "print", "diagnose", "export", "folder",
)  # fmt: skip
"""Of the plug-in; their names begin with ``plug-in-liif-``."""
_REMEMBERED = re.compile(rf"GimpProcedureConfig\w*-plug-in-liif-({'|'.join(PROCEDURES)})\.\w+~?")
"""Where GIMP keeps the values of a procedure's dialog, such as the name of a photo."""


def adopt_copies(prefix: Prefix) -> None:
    """Put the copies that start the engine of this installation, or none, into its record."""
    known = {gimp.folder for gimp in prefix.state.gimps}
    found = {gimp.folder: gimp for gimp in find_gimps(())}
    for settings in all_settings():
        for gimp in _places(settings):
            if gimp.folder in known:
                continue
            # An archive's extension has no engine yet, and is to have this one.
            if is_unpacked(gimp) or _starts_engine_of(prefix, gimp):
                prefix.state.gimps.append(found.get(gimp.folder, gimp))


def remove_remembered(prefix: Prefix) -> list[Path]:
    """Remove what GIMPs have kept of the dialogs; the files that were removed.

    Not where the plug-in of another installation is.
    """
    removed = []
    settings = {*all_settings(), *(gimp.settings for gimp in prefix.state.gimps)}
    for folder in sorted(settings):
        if any(gimp.plugin.exists() for gimp in _places(folder)):
            continue
        for path in (folder / "plug-in-settings").glob("*-plug-in-liif-*"):
            if _REMEMBERED.fullmatch(path.name) and path.is_file():
                path.unlink()
                removed.append(path)
    return removed


def _places(settings: Path) -> Iterator[Gimp]:
    """Where the plug-in can be, as such or as an extension."""
    label, world = f"GIMP {settings.name}", world_of(settings)
    yield Gimp(label, str(settings / "plug-ins"), world)
    yield Gimp(label, str(settings / "extensions"), world, extension=True)


def _starts_engine_of(prefix: Prefix, gimp: Gimp) -> bool:
    if not is_plugin(gimp.plugin):
        return False
    try:
        python = json.loads((gimp.plugin / "install.json").read_text("utf-8"))["python"]
        homes = {prefix.folder, environment_home(prefix, gimp.world)}
        homes |= {Path(each.folder) for each in prefix.state.environments.values()}
        return any(Path(python).is_relative_to(home) for home in homes)
    except (OSError, ValueError, KeyError, TypeError):
        return False
