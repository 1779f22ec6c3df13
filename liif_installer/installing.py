# SPDX-License-Identifier: GPL-3.0-or-later
"""The installation, stage by stage."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import environments
from .checks import check_maker, check_python, prepare_prefix
from .console import Console
from .copies import adopt_copies
from .environments import ensure_environment, remove_downloads, remove_unused_environments
from .errors import InstallError
from .files import locked
from .finding import as_extension, find_gimps
from .first_start import NotStartedError, start_first, waits_for
from .launcher import write_launcher
from .places import BY_PIP, NAME, data_home, own_python, source_version
from .plugin import install_plugin, remove_plugin
from .programs import last_line, run_logged
from .record import EXTENSION, Gimp, Prefix
from .worlds import environment_home, on_host


def install(options: argparse.Namespace, console: Console) -> int:
    version = source_version()
    folder: Path = options.prefix
    check_maker(folder)
    check_named(options)
    size = "" if BY_PIP else " (up to 500 MB; the first time takes minutes)"
    console.line(f"LIIF for GIMP {version}, into {folder}{size}")
    console.begin("Python")
    console.end(check_python())
    made = prepare_prefix(folder)
    with locked(folder):
        prefix = Prefix(folder)
        prefix.remove_staged()
        if prefix.state.status == "incomplete":
            console.line(f"      The last run ended during: {prefix.state.stage}. Continuing.")
        prefix.state.version = version
        prefix.state.made += made
        adopt_copies(prefix)
        prefix.enter("engine")
        remove_unused_environments(prefix)
        console.begin("Engine")
        interpreter, done = ensure_environment(prefix, "host", sys.executable)
        console.end(done)
        verify_models(prefix, interpreter, console)
        # Those that have the plug-in must follow to the new environment, whatever the options say.
        prefix.state.gimps = [gimp for gimp in prefix.state.gimps if gimp.folder.exists()]
        gimps = {gimp.settings: gimp for gimp in (*prefix.state.gimps, *wanted(options, prefix))}
        prefix.enter("GIMP plug-in")
        console.begin("GIMP plug-in")
        if gimps:
            console.end(f"for {len(gimps)} GIMP 3")
            ready = [gimp for gimp in gimps.values() if start_gimp(gimp, prefix, console)]
            if ready:
                install_plugins(prefix, ready, interpreter, console)
        elif options.no_gimp:
            console.end("left out (--no-gimp)")
        else:
            console.end("no GIMP 3 found")
            console.line(
                "      For the menu entries, install GIMP 3 if you have none, start it once and run"
                " this again. Or name its settings folder (Edit > Preferences > Folders) with"
                " --gimp-dir DIR. The command line works without GIMP."
            )
        try_sample(prefix, interpreter, console)
        launcher = write_launcher(prefix, interpreter)
        remove_unused_environments(prefix)
        remove_downloads(prefix)
        prefix.complete()
        for gimp in prefix.state.gimps:
            if gimp.extension:
                console.line(
                    f"GIMP 3 starts with new extensions switched off. To switch this one on, write"
                    f' (GimpExtension "{EXTENSION}" (active yes)) into {gimp.settings}/extensionrc'
                    " while GIMP is closed."
                )
    menu = " Start GIMP again, then see Filters > Enhance." if prefix.state.gimps else ""
    console.line(f"Done.{menu} On the command line: {launcher}")
    return 0


def check_named(options: argparse.Namespace) -> None:
    """Raise InstallError where the user has named settings of a GIMP that are not there: a folder
    with a mistyped name is not made."""
    named = [as_extension(options.extension)] if options.extension else []
    named += find_gimps(options.gimp_dir) if options.gimp_dir else []
    missing = [gimp for gimp in named if not gimp.settings.exists() and not waits_for(gimp)]
    known = {gimp.settings for gimp in find_gimps([])} if missing else set()
    for gimp in missing:
        if gimp.settings not in known:
            raise InstallError(
                f"there is no folder {gimp.settings}: name the settings folder of GIMP 3 as its"
                " Edit > Preferences > Folders has it; a GIMP that was never started has none yet"
            )


def wanted(options: argparse.Namespace, prefix: Prefix) -> list[Gimp]:
    """The GIMPs that are to have the plug-in."""
    if options.no_gimp:
        return []
    if options.extension:
        return [as_extension(options.extension)]
    extended = {gimp.settings for gimp in prefix.state.gimps if gimp.extension}
    return [gimp for gimp in find_gimps(options.gimp_dir) if gimp.settings not in extended]


def start_gimp(gimp: Gimp, prefix: Prefix, console: Console) -> bool:
    """Have GIMP take over older settings before it gets the plug-in; whether it can have it."""
    try:
        older = start_first(gimp, prefix.install_log)
    except NotStartedError as error:
        console.line(f"      Not yet for {gimp.label}: {error}")
        prefix.state.gimps = [each for each in prefix.state.gimps if each.folder.exists()]
        prefix.save()
        return False
    if older:
        console.line(
            f"      {gimp.label} was started once, without a window, to take over your settings of"
            f" GIMP {older}"
        )
    return True


def verify_models(prefix: Prefix, interpreter: Path, console: Console) -> None:
    """The stage Models. Raises InstallError when a file is not what the manifest says."""
    prefix.enter("models")
    console.begin("Models")
    log = prefix.install_log
    status, output = environments.verify_models(on_host, str(interpreter), log)
    if status:
        raise InstallError(f"the models are damaged: {last_line(output)} (details: {log})")
    console.end(last_line(output))


def install_plugins(
    prefix: Prefix, gimps: Sequence[Gimp], interpreter: Path, console: Console
) -> None:
    """Put the plug-in into every GIMP. Raises InstallError when none of them took it."""
    failures: list[str] = []
    for gimp in gimps:
        before = prefix.state.gimps
        others = [other for other in before if other.settings != gimp.settings]
        # Before it is there, so that a removal finds what a killed run leaves.
        prefix.state.gimps = [*(other for other in before if other != gimp), gimp]
        try:
            install_for(prefix, gimp, interpreter)
        except InstallError as error:
            failures.append(f"{gimp.label}: {error}")
            prefix.state.gimps = before
        except OSError as error:
            failures.append(f"{gimp.label}: {gimp.plug_ins} cannot be written ({error.strerror})")
            prefix.state.gimps = before
        else:
            # In both forms GIMP would find every procedure twice.
            for other in before:
                if other not in others and other.folder != gimp.folder:
                    remove_plugin(other)
            prefix.state.gimps = [*others, gimp]
            console.line(f"      {gimp.label}: {gimp.folder}")
        prefix.save()
    if len(failures) == len(gimps):
        raise InstallError("; ".join(failures))
    for failure in failures:
        console.line(f"      Not installed for {failure}")


def install_for(prefix: Prefix, gimp: Gimp, interpreter: Path) -> None:
    """Put the plug-in into one GIMP, with an engine that starts in its world.

    Raises InstallError and OSError.
    """
    home = environment_home(prefix, gimp.world)
    prefix.make_folder(home)
    log = home / "log" / "plug-in.log"
    record = {"python": str(interpreter), "version": prefix.state.version, "log": str(log)}
    if gimp.world == "host":
        # Where "liif models import" puts them; a sandbox has a folder of its own for data.
        record["models"] = str(data_home() / NAME / "models")
    else:
        record["python"] = str(ensure_environment(prefix, gimp.world, "python3")[0])
    if gimp.flatpak_too:
        python, _ = ensure_environment(prefix, "flatpak", "python3")
        record["python_in_flatpak"] = str(python)
    log.parent.mkdir(exist_ok=True)
    prefix.make_folder(Path(gimp.plug_ins))
    install_plugin(gimp, record)


def put_plugin(options: argparse.Namespace, console: Console) -> int:
    """Put the plug-in into a folder of plug-ins that becomes part of a package of GIMP.

    It starts the Python that this runs in. Raises InstallError and OSError.
    """
    place: Path = options.only_plug_in
    place.mkdir(parents=True, exist_ok=True)
    # A package is read-only, and its user is not known yet.
    log = "~/.cache/liif-for-gimp/plug-in.log"
    gimp = Gimp(f"GIMP in {place}", str(place))
    install_plugin(gimp, {"python": str(own_python()), "version": source_version(), "log": log})
    console.line(f"{gimp.folder}")
    return 0


def try_sample(prefix: Prefix, interpreter: Path, console: Console) -> None:
    """The stage Sample photo: the main job through the worker that the plug-in starts."""
    prefix.enter("sample photo")
    console.begin("Sample photo")
    log = prefix.install_log
    command = [str(interpreter), "-I", "-m", "liif_core.sample", str(prefix.sample_folder)]
    status, output = run_logged(command, log)
    try:
        result: Mapping[str, Any] = {} if status else json.loads(last_line(output))
        console.end(
            f"enlarged {result['scale']} times in {result['seconds']:.1f} s,"
            f" {result['gain']:+.2f} dB over bicubic"
        )
    except (ValueError, TypeError, KeyError):
        # Made anew by the next run, should it have lost something since it was installed.
        prefix.state.environments["host"].fingerprint = ""
        prefix.save()
        problem = f"failed: {last_line(output)}" if status else "gave no answer"
        raise InstallError(f"the sample photo {problem} (details: {log})") from None
    console.line(f"      Enlarged picture: {result['enlarged']}")
    console.line(f"      Before and after: {result['comparison']}")
