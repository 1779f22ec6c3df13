# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests ask of GIMP: each function is called by name through ``Gimp.call``.

Runs inside GIMP. The first argument is a folder for files; the result crosses as JSON.
"""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, Gio  # noqa: E402 - versions come first

from . import processes, scenes  # noqa: E402
from .state import describe  # noqa: E402


def run(
    folder: Path,
    *,
    photo: str,
    procedure: str,
    arguments: dict[str, Any],
    scene: str = "plain",
    kill: str = "",
) -> dict[str, Any]:
    """Opens ``photo``, sets the scene, calls the procedure and says what came of it.

    ``kill`` names a process (part of its command line) that is killed while the worker works.
    """
    image = load(photo)
    drawable = getattr(scenes, scene)(image)
    before = describe(image, folder, "before")
    with killer(kill):
        answer = call(image, [drawable], procedure, arguments)
    return {**answer, "before": before, "after": describe(image, folder, "after")}


def run_each(folder: Path, *, photo: str, calls: list[dict[str, Any]]) -> dict[str, Any]:
    """Several calls as of :func:`run`, each with the photo opened anew, in one GIMP."""
    outcomes = []
    for number, values in enumerate(calls):
        own = folder / str(number)
        own.mkdir()
        outcomes.append(run(own, photo=photo, **values))
    return {"outcomes": outcomes}


def run_after(_folder: Path, *, photo: str, model: str, command: list[str]) -> dict[str, Any]:
    """Calls a procedure with a model before and after the command that brings it, in one GIMP."""
    answers = {}
    for moment in ("before", "after"):
        image = load(photo)
        answers[moment] = call(image, image.get_layers(), "plug-in-liif-clean", {"model": model})
        if moment == "before":
            subprocess.run(command, check=True)
    return answers


def export_onto(
    folder: Path, *, photo: str, file: str, arguments: dict[str, Any]
) -> dict[str, Any]:
    """Writes the smallest JPEG over a file that is there; what is in its folder then."""
    mine = Path(file)
    mine.write_bytes(b"mine")
    image = load(photo)
    values = {**arguments, "file": file, "overwrite": True}
    answer = call(image, image.get_layers(), "plug-in-liif-export", values)
    left = {path.name: path.stat().st_size for path in mine.parent.iterdir()}
    return {**answer, "left": left, "kept": mine.read_bytes() == b"mine"}


def run_many(folder: Path, *, photo: str, procedure: str, count: int) -> dict[str, Any]:
    """Calls the procedure with ``count`` layers at once."""
    image = load(photo)
    while len(image.get_layers()) < max(count, 1):
        image.insert_layer(image.get_layers()[0].copy(), None, 0)
    before = describe(image, folder, "before")
    answer = call(image, image.get_layers()[:count], procedure, {})
    return {**answer, "before": before, "after": describe(image, folder, "after")}


def call(
    image: Gimp.Image, drawables: Sequence[Gimp.Drawable], procedure: str, arguments: dict[str, Any]
) -> dict[str, Any]:
    """Calls a procedure without dialog; ``layer`` is the identity of the returned layer, ``text``
    a text that is returned instead, ``numbers`` all numbers that are.
    """
    found = Gimp.get_pdb().lookup_procedure(procedure)
    if found is None:
        raise LookupError(f"GIMP has no procedure {procedure}: was the plug-in loaded?")
    config = found.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    config.set_property("image", image)
    config.set_core_object_array("drawables", drawables)
    for name, value in arguments.items():
        is_file = name == "file"
        config.set_property(name, Gio.File.new_for_path(value) if is_file else value)
        taken = config.get_property(name)
        if (taken.get_path() if is_file else taken) != value:
            raise ValueError(f"{procedure} did not take {value!r} for {name}")
    started = time.monotonic()
    values = found.run(config)
    status = values.index(0)
    ok = status == Gimp.PDBStatusType.SUCCESS
    result = values.index(1) if ok and values.length() > 1 else None
    return {
        "ok": ok,
        "status": int(status),
        "error": Gimp.get_pdb().get_last_error(),
        "layer": result.get_id() if isinstance(result, Gimp.Layer) else None,
        "text": result if isinstance(result, str) else None,
        "numbers": [
            value
            for value in map(values.index, range(1, values.length() if ok else 0))
            if isinstance(value, (int, float))
        ],
        "seconds": time.monotonic() - started,
        "workers": processes.wait_for_end(processes.WORKER),
        "temporary": processes.temporary_files(),
    }


def work_on_folder(_folder: Path, *, values: dict[str, Any]) -> dict[str, Any]:
    """Calls the procedure as a script does, with no image open, and gives its results."""
    procedure = Gimp.get_pdb().lookup_procedure("plug-in-liif-folder")
    assert procedure is not None
    config = procedure.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    for name, value in values.items():
        is_path = name in ("folder", "results")
        config.set_property(name, Gio.File.new_for_path(value) if is_path else value)
    answer = procedure.run(config)
    ok = answer.index(0) == Gimp.PDBStatusType.SUCCESS
    results = [answer.index(number) for number in range(1, answer.length())] if ok else []
    return {"ok": ok, "results": results, "error": Gimp.get_pdb().get_last_error()}


def scale_by_gimp(folder: Path, *, photo: str, width: int, height: int) -> dict[str, Any]:
    """GIMP's own cubic enlargement of a photo, to compare with."""
    image = load(photo)
    Gimp.context_set_interpolation(Gimp.InterpolationType.CUBIC)
    image.scale(width, height)
    state: dict[str, Any] = describe(image, folder, "cubic")
    return state


def adobe_rgb(folder: Path) -> dict[str, Any]:
    """Writes GIMP's profile of the Adobe RGB colour space to ``profile.icc``."""
    profile = Gimp.ColorProfile.new_rgb_adobe()
    (folder / "profile.icc").write_bytes(bytes(profile.get_icc_profile()))
    return {}


def registered(_folder: Path, *, prefix: str) -> dict[str, Any]:
    """What GIMP knows of the procedures whose name begins with ``prefix``."""
    pdb = Gimp.get_pdb()
    names = pdb.query_procedures(f"{prefix}.*", *[".*"] * 7)
    return {
        "procedures": {
            name: _documented(found) for name in names if (found := pdb.lookup_procedure(name))
        }
    }


def _documented(procedure: Gimp.Procedure) -> dict[str, Any]:
    return {
        "menus": procedure.get_menu_paths(),
        "label": procedure.get_menu_label(),
        "blurb": procedure.get_blurb(),
        "help": procedure.get_help(),
        "arguments": [spec.name for spec in procedure.get_arguments()],
    }


def load(photo: str) -> Gimp.Image:
    return Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(photo))


@contextlib.contextmanager
def killer(part: str, *moment: float) -> Iterator[None]:
    """Meanwhile another process kills what ``part`` names; this one waits within GIMP's call."""
    if not part:
        yield
        return
    command = ["python3", processes.__file__, part, *map(str, moment)]
    with subprocess.Popen(command) as process:
        yield
        process.terminate()
