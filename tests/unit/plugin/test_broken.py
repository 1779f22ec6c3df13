# SPDX-License-Identifier: GPL-3.0-or-later
"""A script that ends with an error gets an entry in the menu that says so."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from gimpfu import broken, plugin, registration
from gimpfu.errors import error
from gimpfu.registration import Registration

SCRIPT = """\
from gimpfu import *
import gtk

register(
    "blur_it", *(N_("Blur"), "", "", "", ""), N_("_Blur it..."), "*", [], [], print,
    menu="<Image>/Filters/Blur",
)
gimpfu.register(
    proc_name="old", blurb="", help="", author="", copyright="", date="",
    label="<Image>/Filters/Old/O_ld", imagetypes="", params=[], results=[], function=print,
)
register("file_load", "", "", "", "", "", "Load", "", [], [], print, menu="<Load>")
register("no_label", *ABOUT, "_Unknown", "", [], [], print)
register(NAME, "", "", "", "", "", LABEL, "", [], [], print)
main()
"""


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes each call of ``main``."""
    calls: list[str] = []
    monkeypatch.setattr(registration, "registrations", {})
    monkeypatch.setattr(broken, "registrations", registration.registrations)
    monkeypatch.setattr(plugin, "main", lambda: calls.append("main"))
    return calls


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script as GIMP starts it."""
    path = tmp_path / "my_script.py"
    path.write_text(SCRIPT)
    monkeypatch.setattr(sys, "argv", [str(path), "-gimp", "277", "9", "8", "-query", "0"])
    return path


def end_with(problem: Exception) -> dict[str, Registration]:
    broken._offer(type(problem), problem, None)
    return registration.registrations


MISSING = ImportError("gtk belongs to GTK 2 and Python 2", name="gtk")


def test_its_entries_stay_where_they_were(script: Path, served: list[str]) -> None:
    found = end_with(MISSING)
    entries = {name: (each.label, *each.menus) for name, each in found.items()}
    elsewhere = "<Image>/Filters/Scripts that do not run"
    assert entries == {
        "python-fu-blur-it": ("_Blur it (does not run)", "<Image>/Filters/Blur"),
        "python-fu-old": ("O_ld (does not run)", "<Image>/Filters/Old"),
        "file-load": ("Load (does not run)", elsewhere),
    }
    assert served == ["main"]


def test_the_entry_tells_the_reason(script: Path) -> None:
    entry = end_with(MISSING)["python-fu-blur-it"]
    assert entry.leading == entry.params == (), "it can always be called"
    with pytest.raises(error, match=r"^my_script.py does not run: gtk belongs to GTK 2"):
        entry.function()


def test_an_error_for_programmers_has_its_kind(script: Path) -> None:
    entry = end_with(NameError("name 'unicode' is not defined"))["python-fu-old"]
    assert entry.blurb == "my_script.py does not run: NameError: name 'unicode' is not defined"


@pytest.mark.parametrize("text", ["import gtk", "print 'Python 2'", "register()", "\0"])
def test_what_cannot_be_read_gets_the_name_of_the_script(script: Path, text: str) -> None:
    script.write_text(text)
    (entry,) = end_with(MISSING).values()
    assert (entry.name, entry.label) == ("python-fu-my-script", "my_script (does not run)")


def test_what_was_registered_before_is_withdrawn(script: Path) -> None:
    registration.register("first", "", "", "", "", "", "First", "", [], [], print)
    assert "python-fu-first" not in end_with(MISSING)


def test_by_hand_there_is_only_the_error(
    script: Path, served: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [str(script)])
    assert end_with(MISSING) == {}
    assert served == []


def test_an_interruption_is_no_fault(script: Path, served: list[str]) -> None:
    broken._offer(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert served == []


def test_from_main_on_gimp_reports_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    broken.watch()
    assert sys.excepthook is broken._offer
    broken.stop_watching()
    assert sys.excepthook is sys.__excepthook__
