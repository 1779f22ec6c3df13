# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed and whether it works."""

from __future__ import annotations

import argparse
from pathlib import Path

from .console import Console
from .finding import find_gimps
from .first_start import waits_for
from .places import COMMAND, environment_python
from .programs import run_logged
from .record import Prefix


def doctor(options: argparse.Namespace, console: Console) -> int:
    prefix = Prefix(options.prefix)
    state = prefix.state
    console.line(f"Folder: {prefix.folder}")
    if state.status == "none":
        console.line(f"Not installed there: run '{COMMAND}'.")
        return 1
    healthy = state.status == "complete"
    console.line(f"Version {state.version}, installation {state.status} {state.stage}".rstrip())
    for gimp in state.gimps:
        there = (gimp.plugin / "install.json").exists()
        healthy = healthy and there
        console.line(f"{gimp.label}: {gimp.folder}{'' if there else ' is gone'}")
    served = {gimp.settings for gimp in state.gimps}
    for gimp in find_gimps(()):
        if gimp.settings in served:
            continue
        older = waits_for(gimp)
        todo = f": start it once, so that it takes over your settings of GIMP {older}, then run"
        todo += f" '{COMMAND}' again"
        console.line(f"{gimp.label}: without the plug-in{todo if older else ''}")
    host = state.environments.get("host")
    if host is None:
        healthy = False
    else:
        interpreter = environment_python(Path(host.folder))
        command = [str(interpreter), "-I", "-m", "liif_core.cli", "doctor"]
        status, output = run_logged(command, prefix.install_log)
        healthy = healthy and status == 0
        console.line(output.rstrip())
    if not healthy:
        console.line(f"Something is missing: run '{COMMAND}' again.")
    return 0 if healthy else 1
