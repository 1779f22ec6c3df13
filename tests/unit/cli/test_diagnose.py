# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif diagnose``."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from liif_core.sample import PHOTO

from .conftest import Liif


def _jpeg(folder: Path) -> Path:
    path = folder / "a photo.jpg"
    with Image.open(PHOTO) as image:
        image.convert("RGB").crop((0, 0, 160, 120)).save(path, quality=45)
    return path


def test_findings_proposal_and_sources_are_told(liif: Liif, tmp_path: Path) -> None:
    path = _jpeg(tmp_path)
    outcome = liif("diagnose", path, "--scale", "2.5", "--device", "cpu")
    assert outcome.status == 0
    for text in (
        f"{path}: 160 x 120 pixels, JPEG\n",
        "Task: enlarge and repair a compressed photo\n",
        "compression: JPEG quality 45, colour 4:2:0",
        "8x8 grid: from column 0, row 0;",
        "compressed before: no trace",
        "-> enlarge to 400 x 300: model fast, strength 55\n",
        " s on this machine\n",
        "https://arxiv.org/abs/2012.09161, https://github.com/yinboc/liif\n",
    ):
        assert text in outcome.output
    assert outcome.errors == ""


def test_json_holds_the_same(liif: Liif, tmp_path: Path) -> None:
    outcome = liif("diagnose", _jpeg(tmp_path), "--json", "--device", "cpu")
    assert outcome.status == 0
    values = json.loads(outcome.output)
    assert values["compression"]["quality"] == {"value": 45, "deviation": 0.0}
    assert values["proposal"]["scale"] == 2


def test_a_print_gives_the_size(liif: Liif, tmp_path: Path) -> None:
    outcome = liif("diagnose", _jpeg(tmp_path), "--print", "4x3in@150", "--json", "--device", "cpu")
    (step,) = json.loads(outcome.output)["proposal"]["steps"]
    assert (step["width"], step["height"]) == (600, 450)


def test_the_content_gives_the_size(liif: Liif, tmp_path: Path) -> None:
    path = _jpeg(tmp_path)
    arguments = ("diagnose", path, "--scale", "auto", "--print", "8x6in", "--device", "cpu")
    outcome = liif(*arguments)
    assert outcome.status == 0, outcome.errors
    assert "detail for 160 x 120 pixels, 20 for each inch of this paper" in outcome.output
    (step,) = json.loads(liif(*arguments, "--json").output)["proposal"]["steps"]
    assert (step["width"], step["height"]) == (1200, 900)


def test_a_tiny_picture_is_told_as_such(liif: Liif, photo: Path) -> None:
    outcome = liif("diagnose", photo, "--device", "cpu")
    assert outcome.status == 0
    assert "resolution: too small or too flat to say" in outcome.output


def test_what_cannot_be_used_is_one_line_and_status_2(
    liif: Liif, tmp_path: Path, photo: Path
) -> None:
    text = tmp_path / "text.jpg"
    text.write_text("no picture")
    for arguments in (
        (tmp_path / "none.jpg",),
        (text,),
        (photo, "--scale", "0.5"),
        (photo, "--scale", "2", "--size", "90x90"),
        (photo, "--model", "nonsense"),
    ):
        outcome = liif("diagnose", *arguments)
        assert outcome.status == 2, arguments
        assert outcome.errors.count("\n") == 1
        assert outcome.output == ""
