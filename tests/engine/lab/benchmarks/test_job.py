# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole commands timed: which files, who does it, in which order, what is printed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from liif_core.errors import LiifError
from liif_core.forensics.file_facts import read_facts
from liif_core.forensics.tables import find_nearest_quality
from liif_core.lab.benchmarks.job import cost
from liif_core.lab.benchmarks.job import run as module
from liif_core.lab.benchmarks.job.contenders import list_contenders
from liif_core.lab.benchmarks.job.cost import Cost, take
from liif_core.lab.benchmarks.job.parts import PARTS
from liif_core.lab.benchmarks.job.photos import make_photo, save_sources
from liif_core.lab.benchmarks.job.run import Plan, Row, Source, run
from liif_core.lab.benchmarks.job.table import describe_parts, table

CHECKOUT = Path(__file__).parents[4]
PLAN = Plan([0.01], [1, 4], rounds=2, busy=0, cold=False)


def test_the_files_are_jpegs_of_these_sizes_and_qualities(tmp_path: Path) -> None:
    sources = [Source(**values) for values in save_sources(tmp_path, 0, [0.01, 0.2])]  # type: ignore[arg-type]
    assert [source.megapixels for source in sources] == pytest.approx(
        [0.01, 0.01, 0.2, 0.2], rel=0.07
    )
    assert [source.compressed for source in sources] == ["75", "60, cut, 75"] * 2
    for source in sources:
        facts = read_facts(tmp_path / source.file)
        assert facts.table is not None
        assert find_nearest_quality(facts.table).value == 75
        assert facts.subsampling == "4:2:0"


def test_photos_are_the_same_by_the_same_seed_and_have_no_seams() -> None:
    photo = make_photo(0.3, 0)
    assert photo == make_photo(0.3, 0)
    assert photo != make_photo(0.3, 1)
    # A seam would be a line of steps as high as those of noise.
    steps = np.abs(np.diff(np.asarray(photo).astype(int), axis=1)).mean((0, 2))
    assert steps.max() < 4 * steps.mean()


def test_contenders_take_turns_and_who_only_enlarges_does_not_clean(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    turns: list[str] = []
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    def noted(command: list[str], folder: Path, environment: dict[str, str]) -> Cost:
        assert folder == CHECKOUT
        assert environment["PYTHONPATH"] == str(CHECKOUT)
        assert "PYTHONDONTWRITEBYTECODE" not in environment
        turns.append("other" if "--overwrite" not in command and len(command) > 4 else "liif")
        return Cost(len(turns), 1.0, 2, 3)

    monkeypatch.setattr("liif_core.lab.benchmarks.job.contenders.take", noted)
    monkeypatch.setattr(module, "_find_parts", lambda *_: dict.fromkeys(PARTS, 0.5))
    (tmp_path / "a.param").touch()
    rows: list[Row] = []
    run(PLAN, tmp_path, None, rows.extend)
    helping, cleaning, enlarging = ["liif"], ["liif"] * 2, ["liif", "liif", "other", "other"]
    assert turns == helping * 2 + (cleaning * 2 + enlarging * 2) * 2
    names = ["liif", "liif, strength given"]
    both = [*names, *names, "a", "Lanczos"]
    assert [row.contender for row in rows] == ["liif", *both, *both]
    assert [row.what for row in rows[:4]] == ["--help", "clean", "clean", "x4"]
    assert rows[0].seconds == 1.5  # the median of the first and the second turn
    assert rows[1].parts == dict.fromkeys(PARTS, 0.5)
    assert rows[2].parts is None


def test_cold_is_after_everything_was_forgotten(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    turns: list[str] = []
    monkeypatch.setattr(module, "forget_files", lambda checkout: turns.append(checkout.name))

    def noted(command: list[str], *_: object) -> Cost:
        turns.append(command[3])
        return Cost(1, 1, 1, len(turns))

    monkeypatch.setattr("liif_core.lab.benchmarks.job.contenders.take", noted)
    rows: list[Row] = []
    run(Plan([], [], rounds=2, busy=0, cold=True), None, None, rows.extend)
    assert turns == ["--help", "--help", CHECKOUT.name, "--help"]
    (row,) = rows
    assert row.cold == Cost(1, 1, 1, 4)


def test_what_was_read_is_read_from_the_disk_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    forgotten: list[Path] = []
    monkeypatch.setattr(cost, "_forget", forgotten.append)
    places = [tmp_path / name for name in ("prefix", "stdlib", "checkout")]
    for place in places:
        (place / "deep").mkdir(parents=True)
        (place / "deep" / "file").touch()
    monkeypatch.setattr("sys.prefix", str(places[0]))
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path / name))
    cost.forget_files(places[2])
    assert sorted(forgotten) == sorted(place / "deep" / "file" for place in places)


def test_another_checkout_is_run_from_its_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(LiifError, match="no checkout"):
        list_contenders(None, tmp_path)
    (tmp_path / "liif_core" / "cli").mkdir(parents=True)
    found = {each.name: each.checkout for each in list_contenders(None, tmp_path)}
    assert found["liif"] == CHECKOUT
    assert found["before"] == found["before, strength given"] == tmp_path


def test_a_folder_without_networks_is_told(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(LiifError, match="no rivals"):
            list_contenders(folder, None)


def test_a_process_costs_its_own_time_and_memory(tmp_path: Path) -> None:
    # Not as much as this process itself has, which is no part of it.
    ballast = np.ones(50_000_000)
    work = "x = bytearray(80_000_000)\nwhile __import__('time').process_time() < 0.2: pass"
    taken = take([sys.executable, "-c", work], tmp_path, {})
    assert taken.seconds >= taken.processor > 0.19
    assert 80e6 < taken.memory < 200e6 < ballast.nbytes
    with pytest.raises(LiifError, match="no such thing"):
        take([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path, {})


def test_all_are_compared_with_liif_when_the_strength_is_given() -> None:
    cold = Cost(3.0, 2.0, 1, 61_400_000)
    parts = dict.fromkeys(PARTS, 0.25)
    rows = [
        Row("liif", "0.4 MP, 75", "x4", 2.2, 3.3, 300e6, cold, parts),
        Row("liif, strength given", "0.4 MP, 75", "x4", 2.0, 3.0, 290e6),
        Row("General", "0.4 MP, 75", "x4", 6.0, 9.0, 400e6),
    ]
    lines = table(rows).splitlines()
    assert lines[2] == "| liif | 2.20 | 1.10 | 3.30 | 1.10 | 300 | 3.00 | 61 |"
    assert lines[4] == "| General | 6.00 | 3.00 | 9.00 | 3.00 | 400 |  |  |"
    assert describe_parts(rows).startswith("start 0.25, reading 0.25, ")


@pytest.mark.slow
def test_the_commands_really_run() -> None:
    rows: list[Row] = []
    run(Plan([0.003], [2], rounds=1, busy=1, cold=False), None, None, rows.extend)
    assert len(rows) == 1 + 2 * 3
    assert all(row.seconds > 0 and row.processor > 0 and row.memory > 1e7 for row in rows)
    parts = rows[1].parts
    assert parts is not None
    assert tuple(parts) == PARTS
    assert min(parts.values()) >= 0
    assert parts["encoder"] > 0


def test_a_folder_is_worked_on_anew_each_time(tmp_path: Path) -> None:
    """Really, as small as it can be: what a batch has made already, it does not make again."""
    rows: list[Row] = []
    run(Plan([0.004], [2], rounds=2, busy=0, cold=False, batch=2), None, None, rows.extend)
    [*_, ours, _given, lanczos] = rows
    assert (ours.source, ours.what) == ("2 photos of 0.004 MP", "x2")
    assert (ours.contender, lanczos.contender) == ("liif", "Lanczos")
    once = next(row for row in rows if row.contender == "liif" and row.what == "x2")
    assert ours.processor > once.processor
    assert ours.parts is None


def test_where_time_goes_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from PIL import Image

    from liif_core.lab.benchmarks.job.chart import save_chart

    row = Row("liif", "0.4 MP, 75", "x4", 3.0, 4.5, 3e8, parts=dict.fromkeys(PARTS, 0.4))
    save_chart([Row("Lanczos", "0.4 MP, 75", "x4", 1, 1, 1)], tmp_path / "none.png")
    assert not (tmp_path / "none.png").exists()
    for jobs in (1, 3):
        save_chart([replace(row, what=f"x{n}") for n in range(jobs)], tmp_path / f"{jobs}.png")
    heights = [Image.open(tmp_path / f"{jobs}.png").height for jobs in (1, 3)]
    assert heights[1] > heights[0]
