# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipe of the Flatpak add-on: what flatpak-builder reads, and that every file is pinned.

It was built by hand with flatpak-builder; here is what can be checked without it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from packaging.requirements import Requirement
from packaging.tags import Tag
from packaging.utils import canonicalize_name, parse_wheel_filename

from liif_core import __version__
from liif_installer.places import LOCKS
from release.flatpak import ADDON, WHEELS, locked_wheels
from release.wheels import pinned

from .test_release import WHEEL

PROPERTIES = {
    *("id", "branch", "runtime", "runtime-version", "sdk", "build-extension"),
    *("build-options", "modules"),
}
"""Of flatpak-builder's recipes (flatpak-manifest(5)), those that are used."""
MACHINES = ("aarch64", "x86_64")
"""Those that GIMP's Flatpak is made for."""
SOURCE = {"type", "path", "sha256", "only-arches"}
_MAKES_LOCKS = (LOCKS / "make.py").read_text("utf-8")
FLATPAK_PYTHON = re.findall(r'^FLATPAK_PYTHON: Final = "(.+)"', _MAKES_LOCKS, re.MULTILINE)[0]
ENVIRONMENT = {
    "python_version": FLATPAK_PYTHON,
    "python_full_version": f"{FLATPAK_PYTHON}.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "os_name": "posix",
}


@pytest.fixture(scope="module")
def recipe(out: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((out / f"{ADDON}.json").read_text("utf-8"))
    return content


@pytest.fixture(scope="module")
def sources(recipe: dict[str, Any]) -> list[dict[str, Any]]:
    (module,) = recipe["modules"]
    found: list[dict[str, Any]] = module["sources"]
    return found


def test_it_is_an_add_on_of_gimp(recipe: dict[str, Any]) -> None:
    assert set(recipe) == PROPERTIES
    assert recipe["id"].startswith("org.gimp.GIMP.Plugin.")
    assert (recipe["runtime"], recipe["branch"]) == ("org.gimp.GIMP", "3")
    assert recipe["build-extension"] is True
    # Where GIMP's Flatpak mounts what has such a name.
    assert recipe["build-options"]["prefix"] == f"/app/extensions/{ADDON.rpartition('.')[2]}"
    (module,) = recipe["modules"]
    assert set(module) == {"name", "buildsystem", "build-commands", "sources"}
    assert module["buildsystem"] == "simple"
    assert all(isinstance(command, str) for command in module["build-commands"])


def test_every_source_is_a_file_beside_it_with_its_sum(
    out: Path, sources: list[dict[str, Any]]
) -> None:
    for source in sources:
        assert set(source) <= SOURCE
        assert source["type"] == "file"
        assert not Path(source["path"]).is_absolute()
        assert "://" not in source["path"]
        if "sha256" in source:
            assert re.fullmatch("[0-9a-f]{64}", source["sha256"])
    own = {source["path"]: source for source in sources if "/" not in source["path"]}
    assert set(own) == {WHEEL, f"{ADDON}.metainfo.xml"}
    assert own[WHEEL]["sha256"] == hashlib.sha256((out / WHEEL).read_bytes()).hexdigest()
    others = [source for source in sources if source["path"] not in own]
    assert all(source["path"].startswith(f"{WHEELS}/") for source in others)
    assert all("sha256" in source for source in others)


def test_each_machine_gets_its_wheels(sources: list[dict[str, Any]]) -> None:
    assert sorted(locked_wheels()) == list(MACHINES)
    for machine, files in locked_wheels().items():
        given = {
            source["path"].removeprefix(f"{WHEELS}/"): source["sha256"]
            for source in sources
            if source["path"].startswith(WHEELS) and machine in source.get("only-arches", MACHINES)
        }
        assert given == files


@pytest.mark.parametrize("machine", MACHINES)
def test_the_wheels_fit_the_machine_and_its_python(machine: str) -> None:
    digits = FLATPAK_PYTHON.replace(".", "")
    pythons = {f"cp{digits}", "py3", *(f"cp3{minor}" for minor in range(int(digits[1:])))}
    for name in locked_wheels()[machine]:
        _, _, _, tags = parse_wheel_filename(name)
        assert any(fits(tag, machine, pythons, digits) for tag in tags), name


def fits(tag: Tag, machine: str, pythons: set[str], digits: str) -> bool:
    """Whether the GNOME runtime takes it; its libc is newer than that of all these tags."""
    if tag.platform != "any" and not re.fullmatch(rf"manylinux\w*_{machine}", tag.platform):
        return False
    exact = tag.interpreter == f"cp{digits}" and tag.abi == tag.interpreter
    return exact or (tag.interpreter in pythons and tag.abi in ("abi3", "none"))


@pytest.mark.parametrize("machine", MACHINES)
def test_they_are_those_that_the_installer_takes(machine: str) -> None:
    """The same files, and as many packages."""
    text = (LOCKS / f"cpu-linux-{machine}.txt").read_text("utf-8")
    entries = re.split(r"\n(?=[a-z])", text.strip())
    locked = {}
    for entry in entries:
        requirement = Requirement(entry.partition(" \\\n")[0])
        marker = requirement.marker
        if marker is None or marker.evaluate({**ENVIRONMENT, "platform_machine": machine}):
            hashes = set(re.findall(r"sha256:([0-9a-f]{64})", entry))
            locked[canonicalize_name(requirement.name)] = (str(requirement.specifier), hashes)
    # Only what builds the engine from a checkout is not needed.
    locked.pop(canonicalize_name("setuptools"), None)
    found = {}
    for name, sha256 in locked_wheels()[machine].items():
        requirement = Requirement(pinned(name))
        package = canonicalize_name(requirement.name)
        found[package] = str(requirement.specifier)
        assert sha256 in locked[package][1], name
    assert found == {package: specifier for package, (specifier, _) in locked.items()}


def test_its_description_is_that_of_the_extension(out: Path) -> None:
    component = ElementTree.parse(out / f"{ADDON}.metainfo.xml").getroot()
    assert component.get("type") == "addon"
    assert component.findtext("id") == ADDON
    assert component.findtext("extends") == "org.gimp.GIMP"
    release = component.find("releases/release")
    assert release is not None
    assert release.get("version") == __version__
    assert component.find("metadata") is None


@pytest.mark.skipif(shutil.which("flatpak-builder") is None, reason="flatpak-builder is not there")
def test_flatpak_builder_understands_all_of_it(out: Path) -> None:
    command = ["flatpak-builder", "--show-manifest", str(out / f"{ADDON}.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    # It leaves out what it does not know, with a warning.
    assert done.stderr == ""
    assert json.loads(done.stdout)["id"] == ADDON
