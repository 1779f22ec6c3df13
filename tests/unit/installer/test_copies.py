# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of the plug-in that GIMP made of itself follow, and go, with the installation."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from liif_installer.copies import PROCEDURES

from .conftest import CHECKOUT, Run, tree
from .test_install import default_prefix, state

REMEMBERED = "GimpProcedureConfigRun-plug-in-liif-export.last"


@pytest.fixture
def settings(home: Path, run: Run) -> Path:
    """The settings of 3.0, in which the plug-in is installed and was used."""
    folder = home / ".config" / "GIMP" / "3.0"
    folder.mkdir(parents=True)
    (folder / "gimprc").write_text("")
    assert run().status == 0
    kept = folder / "plug-in-settings"
    kept.mkdir()
    for name in (REMEMBERED, "GimpProcedureConfigRun-plug-in-liif-upscale.default"):
        (kept / name).write_text('(file "file:///home/me/photo.jpg")')
    for name in ("GimpProcedureConfigRun-file-jpeg-export.last", "plug-in-liif-notes.txt"):
        (kept / name).write_text("of somebody else")
    return folder


def migrate(settings: Path, version: str = "3.2") -> Path:
    """As that GIMP does in its first start."""
    new = settings.with_name(version)
    shutil.copytree(settings, new)
    return new


def test_the_names_are_those_that_the_plug_in_registers() -> None:
    source = (CHECKOUT / "plugin" / "liif" / "liif_gimp" / "procedures.py").read_text("utf-8")
    assert set(re.findall(r'^ +"plug-in-liif-([a-z-]+)",$', source, re.M)) == set(PROCEDURES)


def test_a_removal_finds_the_copy_and_what_dialogs_have_kept(settings: Path, run: Run) -> None:
    new = migrate(settings)
    outcome = run("--uninstall")
    assert outcome.status == 0, outcome.errors
    for folder in (settings, new):
        assert tree(folder) == [
            "gimprc",
            "plug-in-settings",
            "plug-in-settings/GimpProcedureConfigRun-file-jpeg-export.last",
            "plug-in-settings/plug-in-liif-notes.txt",
            *(["plug-ins"] if folder == new else []),
        ]
        assert str(folder / "plug-in-settings" / REMEMBERED) in outcome.output


def test_what_a_removal_of_before_has_left_goes_as_well(
    home: Path, settings: Path, run: Run
) -> None:
    new = migrate(settings)
    aside = home / "aside"
    (new / "plug-ins" / "liif").rename(aside)
    assert run("--uninstall").status == 0
    aside.rename(new / "plug-ins" / "liif")
    (new / "plug-in-settings" / REMEMBERED).write_text("left")
    outcome = run("--uninstall")
    assert "is not installed" in outcome.output
    assert not (new / "plug-ins" / "liif").exists()
    assert not (new / "plug-in-settings" / REMEMBERED).exists()


def test_an_upgrade_takes_the_copy_along(
    home: Path, settings: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = migrate(settings)
    monkeypatch.setattr("liif_installer.environments.fingerprint", lambda *_: "another")
    assert run("--no-gimp").status == 0
    prefix = default_prefix(home)
    folders = [gimp["plug_ins"] for gimp in state(prefix)["gimps"]]
    assert sorted(folders) == [str(folder / "plug-ins") for folder in (settings, new)]
    for folder in (settings, new):
        record = json.loads((folder / "plug-ins" / "liif" / "install.json").read_text())
        assert Path(record["python"]).exists()


def test_what_is_of_another_installation_stays(home: Path, settings: Path, run: Run) -> None:
    new = migrate(settings)
    record = new / "plug-ins" / "liif" / "install.json"
    values = json.loads(record.read_text())
    record.write_text(json.dumps({**values, "python": str(home / "other" / "bin" / "python")}))
    broken = migrate(settings, "3.4")
    (broken / "plug-ins" / "liif" / "install.json").write_text("[]")
    outside = migrate(settings, "3.6")
    shutil.rmtree(outside / "plug-ins" / "liif")
    (outside / "plug-ins" / "liif").symlink_to(home / "nowhere")
    assert run("--uninstall").status == 0
    for folder in (new, broken):
        assert (folder / "plug-ins" / "liif" / "liif.py").exists()
        assert (folder / "plug-in-settings" / REMEMBERED).exists()
    assert (outside / "plug-ins" / "liif").is_symlink()
    assert not (settings / "plug-ins").exists()
