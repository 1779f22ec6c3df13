# SPDX-License-Identifier: GPL-3.0-or-later
"""Command lines with the signs of a web page, and names that look like options."""

from __future__ import annotations

from pathlib import Path

import pytest

from liif_core.cli.pasted import explain_dash, straighten
from liif_core.pictures import read_picture

from .conftest import Liif


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["\u2014scale", "2"], ["--scale", "2"]),
        (["\u2013scale=2"], ["--scale=2"]),
        (["\u2013\u2013scale", "2"], ["--scale", "2"]),
        (["\u2013-scale\u00a02"], ["--scale", "2"]),
        (["--print\u00a0A4@300"], ["--print", "A4@300"]),
        (["\u201cmy", "holiday", "photo.jpg\u201d", "x"], ["my holiday photo.jpg", "x"]),
        (["\u201ea.jpg\u201c", "\u00abb.jpg\u00bb"], ["a.jpg", "b.jpg"]),
        (["--task=\u201cremove", "noise\u201d"], ["--task=remove noise"]),
        (["\u2018x.png\u2019"], ["x.png"]),
        # What is no quotation, and what only looks like an option.
        (["\u201copen", "x"], ["\u201copen", "x"]),
        (["don\u2019t.png"], ["don\u2019t.png"]),
        (["\u2013photo.png"], ["\u2013photo.png"]),
        (["-x", "--scale", "2"], ["-x", "--scale", "2"]),
        (["--", "\u2014scale"], ["--", "\u2014scale"]),
        ([], []),
    ],
)
def test_what_was_meant(given: list[str], meant: list[str]) -> None:
    assert straighten(given) == meant


def test_names_of_files_are_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["\u201cquoted.png\u201d", "\u2014scale"]
    for name in names:
        (tmp_path / name).touch()
    assert straighten(names) == names


def test_a_pasted_command_works(liif: Liif, photo: Path) -> None:
    out = photo.with_name("out 1.png")
    names = [f"\u201c{photo}\u201d", *f"\u201c{out}\u201d".split(" ")]
    outcome = liif("upscale", *names, "\u2014scale", "\u201c2\u00d7\u201d", "\u2013strength\u00a05")
    assert outcome.status == 0, outcome.errors
    assert read_picture(out).size == (48, 32)


@pytest.mark.parametrize("name", ["-photo.jpg", "-h.jpg", "--scale.png", "-1.jpg"])
def test_a_name_that_begins_with_a_dash(
    liif: Liif, photo: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(photo.parent)
    photo.rename(name)
    outcome = liif("upscale", name, "out.png", "--scale", 2)
    assert outcome.status == 2
    assert f"is written ./{name}, or after a -- that ends the options" in outcome.errors
    assert outcome.errors.count("\n") == 1
    assert liif("upscale", f"./{name}", "a.png", "--scale", 2).status == 0
    assert liif("upscale", "--scale", 2, "--", name, "-b.png").status == 0
    assert sorted(path.name for path in Path().iterdir()) == sorted([name, "a.png", "-b.png"])


def test_other_mistakes_have_no_such_hint() -> None:
    for given in (["--scal", "2"], ["--scale=3.7"], ["-"], ["--", "-photo.jpg"], ["a-b.jpg"]):
        assert explain_dash(given) == ""
