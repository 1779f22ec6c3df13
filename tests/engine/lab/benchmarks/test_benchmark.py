# SPDX-License-Identifier: GPL-3.0-or-later
"""The quality benchmark: its metrics, its tasks, and what it writes."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from liif_core.errors import LiifError
from liif_core.lab.benchmarks import quality, report, tasks
from liif_core.lab.benchmarks.metrics import acutance, compare, luma
from liif_core.lab.benchmarks.tasks import Task
from liif_core.registry import folders
from liif_core.registry.models import MODELS, find

SAMPLE = Path(__file__).parents[4] / "liif_core" / "sample" / "photo.webp"


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """One set of one small picture, laid out as the benchmark wants it."""
    truth = Image.open(SAMPLE).convert("RGB").crop((0, 0, 121, 90))
    for folder, picture in {
        "HR": truth,
        "LR_x2": truth.crop((0, 0, 120, 90)).resize((60, 45), Image.Resampling.BICUBIC),
    }.items():
        (tmp_path / "set5" / folder).mkdir(parents=True)
        picture.save(tmp_path / "set5" / folder / "cat.png")
    return tmp_path


def test_psnr_is_that_of_a_known_error() -> None:
    truth = np.full((20, 20, 3), 100, np.uint8)
    psnr, _ = compare(truth + np.uint8(5), truth, border=0, colour=True)
    assert psnr == pytest.approx(20 * np.log10(255 / 5))
    # On Y the weights of the three colours add up to 219.859 / 256.
    psnr, _ = compare(truth + np.uint8(5), truth, border=0, colour=False)
    assert psnr == pytest.approx(20 * np.log10(255 / (5 * 219.859 / 256)), abs=1e-3)


def test_the_border_is_left_out() -> None:
    truth = np.random.default_rng(0).integers(0, 256, (30, 30, 3), dtype=np.uint8)
    broken = truth.copy()
    broken[:2] = 255 - broken[:2]
    assert compare(broken, truth, border=2, colour=True)[1] == pytest.approx(1)
    assert compare(broken, truth, border=0, colour=True)[0] < 30


def test_luma_follows_the_eye() -> None:
    red, green, blue = (luma(np.eye(3, dtype=np.uint8)[None, None, i] * 255) for i in range(3))
    assert green > red > blue


def test_the_truth_is_cut_to_the_given_small_picture(sets: Path) -> None:
    ((name, small, truth),) = tasks.pairs(Task("set5", 2.0), sets)
    assert (name, small.shape, truth.shape) == ("cat", (45, 60, 3), (90, 120, 3))


def test_acutance_is_the_share_of_the_truth_s_contrast_at_its_edges() -> None:
    truth = np.zeros((40, 40, 3), np.uint8)
    truth[:, 20:] = 200
    softer, turned = np.zeros_like(truth), np.zeros_like(truth)
    softer[:, 20:], turned[20:] = 100, 200
    assert acutance(truth, truth, 0) == pytest.approx(1)
    assert acutance(softer, truth, 2) == pytest.approx(0.5)
    assert acutance(turned, truth, 0) == pytest.approx(0, abs=0.1)


def test_double_compression_moves_the_truth_along(sets: Path) -> None:
    ((_, small, truth),) = tasks.pairs(Task("set5", qualities=(95, 95)), sets)
    assert small.shape == truth.shape == (86, 117, 3)
    shifted = np.roll(truth, 4, axis=1)
    assert compare(small, truth, 8, True)[0] > compare(small, shifted, 8, True)[0] + 5


def test_a_missing_set_is_named(sets: Path) -> None:
    with pytest.raises(LiifError, match="b100"):
        list(tasks.pairs(Task("b100", 2.0), sets))


def test_tasks_cover_what_is_asked_for() -> None:
    names = {task.name for task in tasks.tasks(["set5", "live1"])}
    assert {"set5, clean, x3.5", "set5, QF 30, x4", "live1, QF 10 then QF 50"} <= names
    assert not any("b100" in name for name in names)


def test_results_reach_table_json_and_manifest(
    sets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "models"
    shutil.copytree(folders.shipped_models_dir(), folder)
    monkeypatch.setattr(folders, "shipped_models_dir", lambda: folder)
    row = quality.measure(Task("set5", 2.0), "fast", sets)
    assert row.gain > 0.5
    assert row.worst_gain == row.lowest_gain == pytest.approx(row.gain)
    assert 0.5 < row.baseline_acutance < row.acutance < 1.05
    report.save_json([row], tmp_path / "rows.json")
    assert report.load_json(tmp_path / "rows.json") == [row]
    report.save_markdown([row], "a machine", tmp_path / "RESULTS.md")
    assert f"| set5, clean, x2 | fast | {row.baseline_psnr:.2f}" in (
        tmp_path / "RESULTS.md"
    ).read_text("utf-8")
    assert f"`fast`: trained on {find('fast').trained_on}" in (tmp_path / "RESULTS.md").read_text(
        "utf-8"
    )
    report.save_in_manifest([row])
    (entry,) = (entry for entry in MODELS.read(folder) if entry.name == "fast")
    assert entry.psnr["set5, clean, x2"] == round(row.psnr, 2)


def test_new_rows_take_the_place_of_the_same_task_and_model(tmp_path: Path) -> None:
    table = tmp_path / "RESULTS.md"
    assert report.load_markdown(table) == []
    one, other, new = (
        report.Row(task, "fast", 29.77, psnr, psnr - 29.77, 0.45, -0.05, 0.82, 0.87, 0.631, 0.78)
        for task, psnr in (("set5, QF 30, x2", 31.28), ("set5, QF 30, x4", 30.5), ("new", 30.0))
    )
    report.save_markdown([one, other], "a machine", table)
    before = table.read_text("utf-8")
    read = report.load_markdown(table)
    report.save_markdown(read, "a machine", table)
    assert table.read_text("utf-8") == before
    better = dataclasses.replace(one, psnr=31.29)
    assert report.merged(read, [new, better]) == [better, read[1], new]


@pytest.mark.parametrize("text", ["", "# Results\n", "| task | model |\n"])
def test_a_file_without_a_table_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "notes.md").write_text(text)
    with pytest.raises(LiifError, match=r"notes\.md holds no table"):
        report.load_markdown(tmp_path / "notes.md")


def test_a_file_without_rows_is_named(tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text('{"no": "rows"}')
    with pytest.raises(LiifError, match=r"rows\.json"):
        report.load_json(tmp_path / "rows.json")
