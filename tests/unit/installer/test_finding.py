# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding every GIMP 3 of a user."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from liif_installer.finding import find_gimps

from .conftest import program


def found(home: Path) -> dict[str, tuple[str, str]]:
    """World and folder, relative to the home folder, by label."""
    return {
        gimp.label: (gimp.world, str(Path(gimp.plug_ins).relative_to(home)))
        for gimp in find_gimps(())
    }


def test_none(home: Path) -> None:
    (home / ".config" / "GIMP" / "2.10").mkdir(parents=True)
    (home / ".config" / "GIMP" / "3.0-backup").mkdir()
    (home / ".config" / "GIMP" / "3.9").write_text("a file")
    program(home, "gimp", 'echo "GNU Image Manipulation Program version 2.10.34"')
    assert found(home) == {}


def test_the_settings_of_several_versions(home: Path) -> None:
    for version in ("2.10", "3.0", "3.2"):
        (home / ".config" / "GIMP" / version).mkdir(parents=True)
    assert found(home) == {
        "GIMP 3.0": ("host", ".config/GIMP/3.0/plug-ins"),
        "GIMP 3.2": ("host", ".config/GIMP/3.2/plug-ins"),
    }


def test_a_program_that_was_never_started(home: Path) -> None:
    program(home, "gimp", 'echo "GNU Image Manipulation Program version 3.2.6"')
    assert found(home) == {"GIMP 3.2": ("host", ".config/GIMP/3.2/plug-ins")}


def test_programs_that_fail_or_say_nothing(home: Path) -> None:
    program(home, "gimp", "exit 1")
    program(home, "gimp-console", "echo nothing")
    program(home, "flatpak", "exit 1")
    program(home, "snap", "exit 1")
    assert found(home) == {}


def test_an_appimage(home: Path) -> None:
    (home / "Downloads").mkdir()
    (home / "Downloads" / "GIMP-3.0.4-x86_64.AppImage").write_text("")
    assert found(home) == {"GIMP 3.0": ("host", ".config/GIMP/3.0/plug-ins")}


def test_the_settings_named_by_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIMP3_DIRECTORY", str(home / "own"))
    assert found(home) == {"GIMP 3": ("host", "own/plug-ins")}


FLATPAK = 'printf "org.kde.krita\\t5.2\\norg.gimp.GIMP\\t3.0.4\\n"'
OWN = ".var/app/org.gimp.GIMP/config/GIMP/3.0"


def test_a_flatpak_with_settings_of_its_own(home: Path) -> None:
    program(home, "flatpak", FLATPAK)
    assert found(home) == {"GIMP 3.0 (Flatpak)": ("flatpak", f"{OWN}/plug-ins")}
    (home / OWN).mkdir(parents=True)
    assert found(home) == {"GIMP 3.0 (Flatpak)": ("flatpak", f"{OWN}/plug-ins")}


def test_a_flatpak_sees_the_settings_of_any_native_gimp_in_place_of_its_own(home: Path) -> None:
    program(home, "flatpak", FLATPAK)
    (home / OWN).mkdir(parents=True)
    (home / ".config" / "GIMP" / "2.10").mkdir(parents=True)
    shared = ".config/GIMP/3.0/plug-ins"
    assert found(home) == {"GIMP 3.0 (Flatpak)": ("flatpak", shared)}


def test_a_flatpak_beside_a_native_gimp_that_was_never_started(home: Path) -> None:
    program(home, "flatpak", FLATPAK)
    (home / OWN).mkdir(parents=True)
    program(home, "gimp", 'echo "GNU Image Manipulation Program version 3.0.4"')
    shared = ".config/GIMP/3.0/plug-ins"
    assert found(home) == {"GIMP 3.0, with the Flatpak": ("host", shared)}


def test_a_flatpak_that_shares_its_settings_with_a_native_gimp(home: Path) -> None:
    program(home, "flatpak", FLATPAK)
    (home / ".config" / "GIMP" / "3.0").mkdir(parents=True)
    (gimp,) = find_gimps(())
    assert gimp.label == "GIMP 3.0, with the Flatpak"
    assert (gimp.world, gimp.flatpak_too) == ("host", True)
    assert Path(gimp.plug_ins) == home / ".config/GIMP/3.0/plug-ins"


@pytest.mark.parametrize(
    ("folder", "world"),
    [
        (OWN, "flatpak"),
        ("snap/gimp/current/.config/GIMP/3.0/plug-ins", "snap"),
        (".config/GIMP/3.0", "host"),
    ],
)
def test_a_folder_named_by_the_user_tells_the_world(home: Path, folder: str, world: str) -> None:
    (gimp,) = find_gimps([home / folder])
    assert gimp.world == world
    assert gimp.plug_ins.endswith("GIMP/3.0/plug-ins")


def test_an_old_flatpak(home: Path) -> None:
    program(home, "flatpak", 'printf "org.gimp.GIMP\\t2.10.38\\n"')
    assert found(home) == {}


def test_a_snap(home: Path) -> None:
    program(home, "snap", 'printf "Name  Version\\ngimp  3.0.6  500\\n"')
    assert found(home) == {
        "GIMP 3.0 (Snap)": ("snap", "snap/gimp/current/.config/GIMP/3.0/plug-ins")
    }
    (home / "snap" / "gimp" / "common" / ".config" / "GIMP" / "3.0").mkdir(parents=True)
    assert found(home) == {
        "GIMP 3.0 (Snap)": ("snap", "snap/gimp/common/.config/GIMP/3.0/plug-ins")
    }


@pytest.mark.parametrize(
    ("system", "settings"),
    [
        ("darwin", "Library/Application Support/GIMP/3.0"),
        ("win32", "AppData/Roaming/GIMP/3.0"),
    ],
)
def test_other_systems(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    system: str,
    settings: str,
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.delenv("APPDATA", raising=False)
    (home / settings).mkdir(parents=True)
    assert found(home) == {"GIMP 3.0": ("host", f"{settings}/plug-ins")}


def test_gimp_from_the_microsoft_store(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(home / "local"))
    settings = "local/Packages/GIMP.GIMP_abc/LocalCache/Roaming/GIMP/3.0"
    (home / settings).mkdir(parents=True)
    assert found(home) == {"GIMP 3.0": ("host", f"{settings}/plug-ins")}
