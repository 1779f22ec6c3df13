# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipe of the add-on for the Flatpak of GIMP, from which flatpak-builder makes it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from liif_installer.places import LOCKS, PLUGIN
from liif_installer.record import EXTENSION

ADDON: Final = "org.gimp.GIMP.Plugin.LIIF"
WHEELS: Final = "wheels"
"""The folder beside the recipe into which ``python3 -m release.wheels`` downloads the others."""
_SDK: Final = "org.gnome.Sdk//50"
"""Of the runtime of GIMP's Flatpak. Its Python is the one of ``locks/flatpak.json``."""
_PREFIX: Final = "/app/extensions/LIIF"
"""Where GIMP's Flatpak mounts the add-on; it takes the folder ``plug-ins`` in it as one of its."""


def locked_wheels() -> dict[str, dict[str, str]]:
    """By machine and name, the SHA-256 of the wheels that the engine needs."""
    wheels: dict[str, dict[str, str]] = json.loads((LOCKS / "flatpak.json").read_text("utf-8"))
    return wheels


def make_addon(out: Path, wheel: Path) -> list[Path]:
    """Make its recipe and its description in ``out``, which has our own ``wheel``; the files."""
    recipe, metainfo = out / f"{ADDON}.json", out / f"{ADDON}.metainfo.xml"
    recipe.write_text(json.dumps(_recipe(wheel, metainfo.name), indent=4) + "\n", "utf-8")
    metainfo.write_bytes(_describe())
    return [recipe, metainfo]


def _recipe(wheel: Path, metainfo: str) -> dict[str, Any]:
    engine = "${FLATPAK_DEST}/engine"
    pip = f"python3 -m pip --python {engine}/bin/python install --no-index --find-links=."
    commands = [
        f"python3 -m venv --without-pip {engine}",
        f"{pip} './{wheel.name}[cpu,formats]'",
        f"{engine}/bin/liif install-gimp --only-plug-in ${{FLATPAK_DEST}}/plug-ins",
        f"install -Dm644 {metainfo} -t ${{FLATPAK_DEST}}/share/metainfo",
    ]
    own = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return {
        "id": ADDON,
        "branch": "3",
        "runtime": "org.gimp.GIMP",
        "runtime-version": "stable",
        "sdk": _SDK,
        "build-extension": True,
        # The libraries in the wheels are finished; some do not survive being stripped.
        "build-options": {"prefix": _PREFIX, "strip": False, "no-debuginfo": True},
        "modules": [
            {
                "name": "liif",
                "buildsystem": "simple",
                "build-commands": commands,
                "sources": [
                    {"type": "file", "path": metainfo},
                    {"type": "file", "path": wheel.name, "sha256": own},
                    *_sources(),
                ],
            }
        ],
    }


def _sources() -> list[dict[str, Any]]:
    """One for each wheel; those for all machines stand there once."""
    wheels = locked_wheels()
    machines: dict[tuple[str, str], list[str]] = {}
    for machine, files in wheels.items():
        for file in files.items():
            machines.setdefault(file, []).append(machine)
    return [
        {
            "type": "file",
            "path": f"{WHEELS}/{name}",
            "sha256": sha256,
            **({"only-arches": which} if len(which) < len(wheels) else {}),
        }
        for (name, sha256), which in sorted(machines.items())
    ]


def _describe() -> bytes:
    """What the extension says of itself, without what only extensions have."""
    component = ElementTree.parse(PLUGIN / f"{EXTENSION}.metainfo.xml").getroot()
    for part in ("metadata", "custom", "requires"):
        component.remove(_part(component, part))
    _part(component, "id").text = ADDON
    return ElementTree.tostring(component, "utf-8", xml_declaration=True) + b"\n"


def _part(component: ElementTree.Element, name: str) -> ElementTree.Element:
    found = component.find(name)
    assert found is not None, name
    return found
