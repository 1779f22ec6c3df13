# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif bench``: what it refuses, and what it writes where."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from liif_core.cli import places
from liif_core.cli.outcome import BadInput
from liif_core.lab.benchmarks.report import Row, save_json
from liif_core.registry import folders

from .conftest import Liif


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.json"
    row = Row("set5, clean, x2", "fast", 33.67, 37.02, 3.35, 0.94, 0.94, 0.93, 0.95, 0.6, 0.9)
    save_json([row], path)
    return path


@pytest.mark.parametrize(
    "option",
    [["--factors", "two"], ["--factors", ""], ["--megapixels", "1,-3"], ["--megapixels", "nan"]],
)
def test_sizes_that_are_no_numbers_are_told_before_anything_runs(
    liif: Liif, option: list[str]
) -> None:
    for benchmark in ("speed", "job"):
        outcome = liif("bench", benchmark, *option)
        assert outcome.status != 0
        assert f"{option[0]} {option[1]!r} is no list of numbers" in outcome.errors


@pytest.mark.parametrize(
    ("arguments", "library"),
    [
        (["quality", "--data", "sets"], "scikit-image"),
        (["crops", "--out", "out"], "scikit-image"),
        (["masks", "--data", "sets"], "scikit-image"),
        (["export", "--data", "sets"], "scikit-image"),
        (["look", "--data", "sets"], "scikit-image"),
        (["look", "--text"], "RapidOCR"),
        (["report", "rows.json", "--results", "table.md", "--charts", "out"], "matplotlib"),
    ],
)
def test_a_missing_extra_is_named_in_one_line(
    liif: Liif,
    rows: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    library: str,
) -> None:
    monkeypatch.chdir(rows.parent)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    outcome = liif("bench", *arguments)
    assert outcome.status == 1
    assert library in outcome.errors
    assert re.search(r'Run: ".+" -m pip install .*"scikit-image>=', outcome.errors)
    assert outcome.errors.count("\n") == 1
    assert list(rows.parent.iterdir()) == [rows]


def test_a_report_draws_charts_where_it_is_told(
    liif: Liif, rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "models"
    shutil.copytree(folders.shipped_models_dir(), folder)
    monkeypatch.setattr(folders, "shipped_models_dir", lambda: folder)
    outcome = liif(
        "bench", "report", rows, "--results", tmp_path / "table.md", "--charts", tmp_path / "charts"
    )
    assert outcome.status == 0
    assert [path.name for path in (tmp_path / "charts").iterdir()] == ["enlarging.png"]
    assert "enlarging.png" in outcome.output
    assert "33.67" in (tmp_path / "table.md").read_text("utf-8")


def test_what_an_export_saves_is_a_table(liif: Liif, tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "HR"
    folder.mkdir(parents=True)
    y, x = np.mgrid[:60, :80]
    for name, slope in (("a", 1), ("b", 3)):
        samples = np.stack([slope * x % 256, 255 - y, x + y], -1).astype(np.uint8)
        Image.fromarray(samples).save(folder / f"{name}.png")
    outcome = liif("bench", "export", "--data", tmp_path, "--sets", "mine")
    assert outcome.status == 0, outcome.errors
    head, _, *rows = outcome.output.splitlines()
    assert head == "| photos | --min-msssim | qualities chosen | size beside quality 90 |"
    found = [re.fullmatch(r"\| 2 \| (0\.\d+) \| (\d+) to (\d+) \| (\d+)% \|", row) for row in rows]
    values = [[float(value) for value in match.groups()] for match in found if match]
    assert [value[0] for value in values] == [0.98, 0.99, 0.995]
    # The more is asked for the larger.
    assert values == sorted(values, key=lambda value: value[3])
    assert all(low <= high for _, low, high, _ in values)
    assert values[0][3] < 100


def test_a_set_that_is_not_there_is_named(liif: Liif, tmp_path: Path) -> None:
    outcome = liif("bench", "export", "--data", tmp_path, "--sets", "none")
    assert outcome.status == 1
    assert "holds no pictures" in outcome.errors


def test_a_model_that_is_not_there_is_named(liif: Liif, tmp_path: Path) -> None:
    outcome = liif("bench", "crops", "--out", tmp_path / "crops", "--model", "nonsuch")
    assert outcome.status == 1
    assert "nonsuch" in outcome.errors
    assert not (tmp_path / "crops").exists()


@pytest.mark.parametrize(
    "command",
    [
        "bench crops --out {file}/crops",
        "bench look --data . --out {file}",
        "bench look --data . --sheet {file}/page.html",
        "bench quality --data . --json {file}/rows.json",
        "bench quality --data . --json {folder}",
        "bench quality --data . --json {folder}/none/rows.json",
        "bench report rows.json --results {file}/table.md",
        "bench tail fast fast --data . --sheet {file}/page.png",
    ],
)
def test_a_place_that_cannot_be_written_is_told_before_anything_runs(
    liif: Liif, tmp_path: Path, command: str
) -> None:
    file, folder = tmp_path / "file", tmp_path / "folder"
    file.touch()
    folder.mkdir()
    outcome = liif(*(word.format(file=file, folder=folder) for word in command.split()))
    assert outcome.status == 2
    assert re.match(r"liif: .* (is not a folder|is a folder|is not there); ", outcome.errors)
    assert outcome.errors.count("\n") == 1
    assert (list(folder.iterdir()), file.read_bytes()) == ([], b"")


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(BadInput, match=rf"{tmp_path} cannot be written \(Permission denied\); "):
        places.check_folder(tmp_path / "new" / "folder")
    assert list(tmp_path.iterdir()) == []
