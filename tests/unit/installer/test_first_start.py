# SPDX-License-Identifier: GPL-3.0-or-later
"""GIMP takes over older settings in its first start, which must not come to nothing by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from liif_installer import finding, first_start
from liif_installer.finding import programs

from .conftest import Run, program, tree
from .test_install import default_prefix, state

# As GIMP does: only where its folder is not there, and without the plug-ins of GIMP 2.
FAKE_GIMP = """
case "$*" in
    *--version*) echo "GNU Image Manipulation Program version {version}.4"; exit ;;
esac
new="$HOME"/.config/GIMP/{version}
[ -d "$new" ] && exit
mkdir -p "$new/brushes" "$new/plug-ins"
cp "$HOME/.config/GIMP/{older}/gimprc" "$new/gimprc"
printf '(config-version "{version}.4")\\n(prev-language "de")\\n' >> "$new/gimprc"
echo "$*" > "$new/started by"
exit {status}
"""


@pytest.fixture
def settings(home: Path, fast: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that holds a folder of settings for each version; there are some of 2.10."""
    for module in (finding, first_start):
        monkeypatch.setattr(module, "programs", programs)
    folder = home / ".config" / "GIMP"
    (folder / "2.10").mkdir(parents=True)
    (folder / "2.10" / "gimprc").write_text("(undo-levels 77)\n")
    return folder


def gimp(home: Path, name: str, version: str, older: str = "2.10", status: int = 0) -> None:
    script = FAKE_GIMP
    for key, value in (("version", version), ("older", older), ("status", str(status))):
        script = script.replace(f"{{{key}}}", value)
    program(home, name, script)


@pytest.mark.parametrize("status", [0, 1])
def test_gimp_is_started_once_before_it_gets_the_plug_in(
    home: Path, settings: Path, run: Run, status: int
) -> None:
    """Without a screen a GIMP that is made for one fails, after it has taken over all."""
    gimp(home, "gimp-console-3.0", "3.0", status=status)
    outcome = run()
    assert outcome.status == 0, outcome.errors
    assert "started once, without a window, to take over your settings of GIMP 2.10" in (
        " ".join(outcome.output.split())
    )
    assert (settings / "3.0" / "gimprc").read_text() == "(undo-levels 77)\n"
    assert "--no-interface" in (settings / "3.0" / "started by").read_text()
    assert (settings / "3.0" / "plug-ins" / "liif" / "liif.py").exists()

    (settings / "3.0" / "started by").unlink()
    again = run()
    assert "started once" not in again.output
    assert not (settings / "3.0" / "started by").exists()


def test_3_2_takes_over_from_3_0(home: Path, settings: Path, run: Run) -> None:
    (settings / "3.0").mkdir()
    (settings / "3.0" / "gimprc").write_text("(undo-levels 30)\n")
    gimp(home, "gimp-console", "3.2", older="3.0")
    outcome = run()
    assert "settings of GIMP 3.0" in " ".join(outcome.output.split())
    assert (settings / "3.2" / "gimprc").read_text() == "(undo-levels 30)\n"
    for version in ("3.0", "3.2"):
        assert (settings / version / "plug-ins" / "liif" / "liif.py").exists()


def test_a_folder_that_was_made_too_early_is_given_back(
    home: Path, settings: Path, run: Run
) -> None:
    gimp(home, "gimp-console-3.0", "3.0")
    aside = settings.with_name("aside")
    (settings / "2.10").rename(aside)
    assert run().status == 0
    assert [path.name for path in (settings / "3.0").iterdir()] == ["plug-ins"]
    aside.rename(settings / "2.10")
    (settings / "3.0" / "plug-ins" / ".liif-new-1234").mkdir()
    assert run().status == 0
    assert (settings / "3.0" / "gimprc").exists()
    assert (settings / "3.0" / "plug-ins" / "liif" / "liif.py").exists()


@pytest.mark.parametrize("named", [False, True])
def test_a_gimp_that_cannot_be_started_must_be_by_the_user(
    home: Path, settings: Path, run: Run, named: bool
) -> None:
    """All else is installed; nothing is in the way of GIMP's first start."""
    options = ("--gimp-dir", settings / "3.0") if named else ()
    if not named:
        # It says its version, but no more.
        script = 'case "$*" in *--version*) echo "program version 3.0.4" ;; *) exit 1 ;; esac'
        program(home, "gimp", script)
    outcome = run(*options)
    assert outcome.status == 0, outcome.errors
    said = " ".join(outcome.output.split())
    assert "Not yet for GIMP" in said
    assert (
        "start it once, so that it takes over your settings of GIMP 2.10, then run this again"
        in said
    )
    assert "Filters > Enhance" not in said
    assert not (settings / "3.0").exists()
    prefix = default_prefix(home)
    assert state(prefix)["status"] == "complete"
    assert state(prefix)["gimps"] == []
    if not named:
        assert "GIMP 3.0: without the plug-in: start it once" in run("--doctor").output

    (settings / "3.0").mkdir()
    (settings / "3.0" / "gimprc").write_text("")
    assert run(*options).status == 0
    assert (settings / "3.0" / "plug-ins" / "liif" / "liif.py").exists()


def test_the_sandboxes_start_their_own(home: Path, settings: Path, run: Run) -> None:
    called = home / "called"
    script = 'printf "%s\\n" "$0 $*" >> "$HOME/called"\n'
    script += 'case "$*" in *list*) printf "org.gimp.GIMP\\t3.0.4\\n" ;; *--no-interface*)'
    script += ' mkdir -p "$HOME/.config/GIMP/3.0/brushes" ;; esac'
    program(home, "flatpak", script)
    assert run().status == 0
    assert "flatpak run org.gimp.GIMP --no-interface --no-splash --quit" in called.read_text()
    assert (settings / "3.0" / "brushes").is_dir()
    assert (settings / "3.0" / "plug-ins" / "liif" / "liif.py").exists()


def test_where_there_is_nothing_to_take_over_nothing_is_started(home: Path, run: Run) -> None:
    gimp(home, "gimp-console-3.0", "3.0")
    (home / ".config" / "GIMP" / "2.99").mkdir(parents=True)
    (home / ".config" / "GIMP" / "3.0").mkdir()
    assert run("--gimp-dir", home / ".config" / "GIMP" / "3.0").status == 0
    assert tree(home / ".config" / "GIMP" / "3.0")[0] == "plug-ins"


@pytest.mark.parametrize("folder", [".gimp-2.8", ".config/GIMP/2.8", ".config/GIMP/2.10"])
def test_what_is_older(home: Path, folder: str) -> None:
    (home / folder).mkdir(parents=True)
    (found,) = finding.find_gimps([home / ".config" / "GIMP" / "3.0"])
    assert first_start.waits_for(found) == folder.rpartition("-" if "-" in folder else "/")[2]
    found.settings.mkdir(parents=True)
    (found.settings / "pluginrc").write_text("")
    assert first_start.waits_for(found) == ""
