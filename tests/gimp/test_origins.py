# SPDX-License-Identifier: GPL-3.0-or-later
"""GIMP as others than the system bring it: an AppImage's environment; our plug-in as extension."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from liif_installer.record import EXTENSION

from .runner import Gimp
from .sandbox import HOME


def upscaled(gimp: Gimp, photo: str) -> dict[str, Any]:
    """What became of a small enlargement."""
    return gimp.call(
        "tasks:run",
        photo=photo,
        procedure="plug-in-liif-upscale",
        arguments={"scale": 1.5},
        scene="plain",
        kill="",
    )


APPIMAGE = {
    # Harmless to the Python of GIMP, deadly to that of the engine.
    "PYTHONHOME": "/usr",
    "PYTHONPATH": f"{HOME}/appdir/python",
    # As the AppRun of GIMP's AppImages has had them.
    "APPDIR": f"{HOME}/appdir",
    "LD_LIBRARY_PATH": f"{HOME}/appdir/usr/lib",
    "LD_PRELOAD": "libm.so.6",
    "GI_TYPELIB_PATH": f"{HOME}/appdir/usr/lib/girepository-1.0",
}


@pytest.fixture
def seen(gimp: Gimp) -> Iterator[Path]:
    """The file into which the engine's Python, when it starts, writes its environment."""
    file = gimp.sandbox.home / "seen"
    record = gimp.plug_ins / "liif" / "install.json"
    before = record.read_text()
    values = json.loads(before)
    python = gimp.sandbox.home / "recording-python"
    python.write_text(f'#!/bin/sh\nenv > {HOME}/seen\nexec {values["python"]} "$@"\n')
    python.chmod(0o755)
    record.write_text(json.dumps({**values, "python": gimp.sandbox.inside(python)}))
    gimp.sandbox.own(python)
    yield file
    record.write_text(before)


def test_the_libraries_and_python_of_an_appimage_stay_with_gimp(
    gimp: Gimp, photo: str, seen: Path
) -> None:
    broken = gimp.sandbox.home / "appdir" / "python" / "numpy.py"
    broken.parent.mkdir(parents=True)
    broken.write_text("raise SystemExit('the numpy of another Python')")
    gimp.sandbox.own(gimp.sandbox.home / "appdir")
    result = upscaled(replace(gimp, environment=APPIMAGE), photo)
    assert result["ok"], result["error"]
    names = {line.split("=")[0] for line in seen.read_text().splitlines()}
    assert "HOME" in names
    assert not names & set(APPIMAGE)


def test_as_an_extension(gimp: Gimp, photo: str) -> None:
    settings = gimp.sandbox.home / "extended"
    settings.mkdir()
    gimp.sandbox.own(settings)
    inside = gimp.sandbox.inside(settings)
    done = gimp.sandbox.run(
        ["python3", f"{HOME}/checkout/install.py", "--extension", f"{inside}/extensions"],
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    extended = replace(gimp, environment={"GIMP3_DIRECTORY": inside})
    # What the installer says to write; new extensions are switched off.
    (settings / "extensionrc").write_text(f'(GimpExtension "{EXTENSION}" (active yes))\n')
    gimp.sandbox.own(settings)
    result = upscaled(extended, photo)
    assert result["ok"], result["error"]
    plugins = (settings / "pluginrc").read_text(errors="replace")
    assert f"extensions/{EXTENSION}/liif/liif.py" in plugins
