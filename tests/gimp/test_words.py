# SPDX-License-Identifier: GPL-3.0-or-later
"""What users read in the dialogs, in each language: all of it, each letter once, and within a small
screen."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.translations import translations

from .inside.window import LANGUAGES
from .runner import Gimp

SCREEN = 1024, 700
"""Pixels, of GTK's, across and down of a small screen, without the desktop's bars."""
SHRUNK = 900
"""Pixels to which any dialog can be made narrower."""
BUTTONS = {
    "_OK": "_OK",
    "_Cancel": "Abbre_chen",
    "_Reset": "_Zurücksetzen",
    "_Help": "_Hilfe",
    "_Load Saved Settings": "_Gespeicherte Einstellungen laden",
    "_Save Settings": "Einstellungen _speichern",
}
"""GIMP's own in each dialog; here GIMP has no catalogues and shows the English ones always."""


@pytest.fixture(scope="module")
def read(gimp: Gimp, photo: str) -> Path:
    """The folder in which a German user's run leaves what was read.

    With a profile of its own, because GIMP asks all its plug-ins anew in another language; so it
    has the few that are needed.
    """
    german = {"LANGUAGE": "de", "GIMP3_DIRECTORY": _small_profile(gimp)}
    return gimp.use_window("read_german", photo, environment=german)


@pytest.fixture(scope="module")
def read_on_a_fine_screen(gimp: Gimp, photo: str) -> Path:
    """The same folder of a run on a screen of 2048 x 1536 pixels at 200 %."""
    fine = {"GDK_SCALE": "2", "GIMP3_DIRECTORY": _small_profile(gimp)}
    return gimp.use_window("read_all", photo, environment=fine)


def _small_profile(gimp: Gimp) -> str:
    """Its folder inside."""
    profile = gimp.sandbox.home / "small-profile"
    if profile.exists():
        return gimp.sandbox.inside(profile)
    (profile / "plug-ins").mkdir(parents=True)
    settings = (gimp.profile / "gimprc").read_text()
    (profile / "gimprc").write_text(f'{settings}(plug-in-path "${{gimp_dir}}/plug-ins")\n')
    root = gimp.sandbox.root.path
    (of_gimp,) = root.glob("usr/lib/*/gimp/3.*/plug-ins")
    for name in ("file-jpeg", "python-eval"):
        target = Path("/") / of_gimp.relative_to(root) / name
        (profile / "plug-ins" / name).symlink_to(target)
    (profile / "plug-ins" / "liif").symlink_to(f"{gimp.sandbox.inside(gimp.plug_ins)}/liif")
    gimp.sandbox.own(profile)
    return gimp.sandbox.inside(profile)


def dialogs(folder: Path, language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{language}.json").read_text())
    assert len(found) == 8
    return found


def test_menu_dialog_and_tips_are_german(read: Path) -> None:
    """What it looks like is in tests/gimp/screenshots."""
    upscale = dialogs(read, "de")["plug-in-liif-upscale"]
    assert upscale["label"] == "_LIIF: Vergrößern\N{NO-BREAK SPACE}…"
    assert upscale["title"] == "LIIF: Vergrößern"
    assert "_Druckgröße beibehalten (mehr Pixel pro Zoll)" in upscale["mnemonics"]
    assert "Um das Wievielfache Breite und Höhe des Bildes wachsen" in upscale["explained"]


def test_a_diagnosis_is_german(read: Path, gimp: Gimp, photo: str) -> None:
    """All of it: titles, findings, proposal and reasons."""
    german = {"LANGUAGE": "de", "GIMP3_DIRECTORY": _small_profile(gimp)}
    user = replace(gimp, environment=german)
    arguments = {"scale": 3.0}
    answer = user.call(
        "tasks:run", photo=photo, procedure="plug-in-liif-diagnose", arguments=arguments
    )
    assert answer["ok"], answer["error"]
    report = str(answer["text"])
    assert report.startswith("Aufgabe: ein komprimiertes Foto vergrößern und reparieren\n")
    assert "\n  → vergrößern auf 450 \N{MULTIPLICATION SIGN} 300: Modell fast, " in report
    english = {
        word
        for line in report.splitlines()
        # Names of papers are the same in all languages.
        if not line.startswith(("  Chen, ", "  Lim, ", "  Jiang, ", "  Zhang, "))
        for word in re.findall(r"[a-z]+", line.lower())
    } & {"the", "of", "is", "are", "and", "to", "model", "strength", "kind", "found", "why"}
    assert not english


def test_every_language_is_read() -> None:
    assert set(LANGUAGES) == {"en", *translations()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_leads_to_one_widget_only(read: Path, language: str) -> None:
    for name, dialog in dialogs(read, language).items():
        # The one that works while it is open has another word on that button.
        other = {"_OK"} if name == "plug-in-liif-folder" else set()
        assert set(BUTTONS) - other <= set(dialog["mnemonics"])
        labels = dialog["mnemonics"]
        if language == "de":
            labels = [BUTTONS.get(label, label) for label in labels]
        elif language != "en":  # whose buttons of GIMP are not known here
            labels = [label for label in labels if label not in BUTTONS]
        letters = [label[label.index("_") + 1].lower() for label in labels if "_" in label]
        assert not {each for each, count in Counter(letters).items() if count > 1}, (name, labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_set_is_explained(read: Path, language: str) -> None:
    for name, dialog in dialogs(read, language).items():
        assert not dialog["unexplained"], name
        assert len(dialog["explained"]) > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_dialogs_fit_a_small_screen(read: Path, language: str) -> None:
    check_sizes(dialogs(read, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_dialogs_fit_a_small_screen_at_200_percent(
    read_on_a_fine_screen: Path, language: str
) -> None:
    found = dialogs(read_on_a_fine_screen, language)
    assert {dialog["scale"] for dialog in found.values()} == {2}
    check_sizes(found)


def check_sizes(found: dict[str, Any]) -> None:
    for name, dialog in found.items():
        assert all(a <= b for a, b in zip(dialog["natural"], SCREEN, strict=True)), name
        assert dialog["least"][0] <= SHRUNK, name
