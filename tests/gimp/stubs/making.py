# SPDX-License-Identifier: GPL-3.0-or-later
"""The stubs anew, from the GIMP of a root and from what our code uses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..runner import CHECKOUT
from ..sandbox import TESTS, Sandbox
from .used import used_by
from .writing import stubs

FOLDER: Final = CHECKOUT / "plugin" / "stubs"
"""Where the stubs lie."""
SUITE: Final = "trixie"
"""Its GIMP is the oldest that the plug-in runs in: 3.0."""
_VERSIONS: Final = {
    "Babl": "0.1",
    "GLib": "2.0",
    "GObject": "2.0",
    "Gdk": "3.0",
    "GdkPixbuf": "2.0",
    "Gegl": "0.4",
    "Gimp": "3.0",
    "GimpUi": "3.0",
    "Gio": "2.0",
    "Gtk": "3.0",
    "Pango": "1.0",
}


def make(sandbox: Sandbox) -> dict[str, str]:
    """The text of each file, by its name below :data:`FOLDER`."""
    used = used_by(_sources())
    names = sorted(name for name in used.attributes if not name.startswith("__"))
    folder = sandbox.home / "stubs"
    folder.mkdir(parents=True, exist_ok=True)
    wanted, found = folder / "wanted.json", folder / "found.json"
    wanted.write_text(json.dumps({"versions": _VERSIONS, "names": names}))
    sandbox.own(folder)
    command = ["python3", "-B", "-m", "inside.introspection"]
    command += [sandbox.inside(wanted), sandbox.inside(found)]
    done = sandbox.run(command, environment={"PYTHONPATH": TESTS})
    if done.returncode != 0:
        raise RuntimeError(f"the libraries could not be read:\n{done.stdout}")
    return stubs(json.loads(found.read_text()), used)


def write(files: dict[str, str]) -> None:
    """Put the files into :data:`FOLDER`, and take away what is there besides."""
    for path in FOLDER.rglob("*.pyi"):
        if str(path.relative_to(FOLDER)) not in files:
            path.unlink()
    for name, text in files.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _sources() -> Iterator[Path]:
    """All of ours that the type checker reads and that runs within GIMP."""
    for folder in ("plugin/liif", "plugin/examples", "tests/gimp/inside"):
        yield from sorted((CHECKOUT / folder).rglob("*.py"))
