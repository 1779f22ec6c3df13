# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in as an extension of GIMP."""

from __future__ import annotations

import os
import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from liif_core import __version__
from liif_installer.record import EXTENSION
from release.extension import make_extension

from .conftest import CHECKOUT, Run, tree


def test_its_description_fits() -> None:
    file = CHECKOUT / "plugin" / f"{EXTENSION}.metainfo.xml"
    component = ElementTree.parse(file).getroot()
    assert component.get("type") == "addon"
    assert component.findtext("id") == EXTENSION
    assert component.findtext("extends") == "org.gimp.GIMP"
    release = component.find("releases/release")
    assert release is not None
    assert release.get("version") == __version__
    for version in ("metadata", "custom"):
        value = component.find(f"{version}/value")
        assert value is not None
        assert (value.get("key"), value.text) == ("GIMP::plug-in-path", "liif/liif.py")


def test_installed_doctored_and_removed(run: Run, home: Path) -> None:
    (home / ".config" / "GIMP" / "3.0").mkdir(parents=True)
    before = tree(home)
    extensions = home / ".config" / "GIMP" / "3.0" / "extensions"
    outcome = run("--extension", extensions)
    assert outcome.status == 0, outcome.errors
    folder = extensions / EXTENSION
    assert sorted(path.name for path in folder.iterdir()) == ["liif", f"{EXTENSION}.metainfo.xml"]
    assert os.access(folder / "liif" / "liif.py", os.X_OK)
    assert (folder / "liif" / "install.json").is_file()
    # GIMP has no menu for it.
    assert re.search(r"\(GimpExtension .*\(active yes\)\) into .*/3\.0/extensionrc", outcome.output)
    outcome = run("--doctor")
    assert outcome.status == 0
    assert str(folder) in outcome.output
    assert "without the plug-in" not in outcome.output
    assert run("--uninstall").status == 0
    assert tree(home) == before


def test_a_gimp_has_it_in_one_form(run: Run, home: Path) -> None:
    settings = home / ".config" / "GIMP" / "3.0"
    settings.mkdir(parents=True)
    assert run().status == 0
    assert run("--extension", settings / "extensions").status == 0
    forms = settings / "plug-ins" / "liif", settings / "extensions" / EXTENSION
    assert [form.exists() for form in forms] == [False, True]
    # An ordinary run brings what is there to the present state and adds nothing.
    (forms[1] / "liif" / "liif.py").unlink()
    assert run().status == 0
    assert [form.exists() for form in forms] == [False, True]
    assert (forms[1] / "liif" / "liif.py").exists()


def test_an_extension_of_someone_else_is_kept(run: Run, home: Path) -> None:
    other = home / "extensions" / EXTENSION / "other.py"
    other.parent.mkdir(parents=True)
    other.write_text("other")
    outcome = run("--extension", home / "extensions")
    assert outcome.status == 1
    assert "another plug-in" in outcome.errors
    assert other.read_text() == "other"


def test_one_from_the_archive_gets_its_engine_and_goes(
    run: Run, home: Path, tmp_path: Path
) -> None:
    settings = home / ".config" / "GIMP" / "3.0"
    (settings / "extensions").mkdir(parents=True)
    before = tree(home)
    archive = make_extension(tmp_path, __version__, 0)
    # As GIMP unpacks it, but for the permissions.
    ZipFile(archive).extractall(settings / "extensions")
    assert run().status == 0
    plugin = settings / "extensions" / EXTENSION / "liif"
    assert (plugin / "install.json").is_file()
    # In both forms GIMP would find every procedure twice.
    assert not (settings / "plug-ins").exists()
    assert run("--uninstall").status == 0
    assert tree(home) == before
