# SPDX-License-Identifier: GPL-3.0-or-later
"""The race of the speed benchmark: who runs, what is counted, what is printed."""

from __future__ import annotations

import pytest

from liif_core.errors import LiifError

pytestmark = pytest.mark.torch
pytest.importorskip("torch")
pytest.importorskip("onnx")

from liif_core.lab.benchmarks.speed import contenders as module  # noqa: E402
from liif_core.lab.benchmarks.speed import run  # noqa: E402
from liif_core.lab.benchmarks.speed.contenders import Contender, contenders  # noqa: E402
from liif_core.lab.benchmarks.speed.run import Race, Row, Runner, race  # noqa: E402
from liif_core.lab.benchmarks.speed.table import table  # noqa: E402


def _contender(name: str) -> Contender:
    return next(each for each in contenders() if each.name == name)


def test_multiplications_are_those_of_the_papers() -> None:
    # EDSR-baseline without its tail 1.2 M weights, the MLP 345,856, four times (section 4.1).
    assert _contender("published").macs(4) == pytest.approx(1_383_424 + 76_000, rel=0.01)
    assert _contender("fast onnxruntime").macs(4) < 50_000
    assert _contender("fast onnxruntime").macs(2) == pytest.approx(
        4 * _contender("fast onnxruntime").macs(4), rel=0.02
    )
    assert _contender("general-x4 onnxruntime").macs(4) == pytest.approx(75_600, rel=0.01)
    assert _contender("Lanczos").macs(2) == 0


def test_contenders_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[tuple[str, tuple[int, int]]] = []

    class Noted(Runner):
        def time(self, source: tuple[int, int], size: tuple[int, int]) -> tuple[float, int]:
            turns.append((self.contender.name, size))
            return super().time(source, size)

    monkeypatch.setattr(run, "Runner", Noted)
    monkeypatch.setattr("liif_core.lab.benchmarks.speed.convolution.SIDE", 16)
    problems: list[LiifError] = []
    monkeypatch.setattr(module, "available", lambda: ["onnxruntime"])
    found = race(["fast", "Lanczos"], 2, [2.0, 3.7], [0.005], problems.append)
    assert problems == []
    assert [name for name, _ in turns] == ["fast onnxruntime", "Lanczos"] * 4
    assert [(row.contender, row.scale) for row in found.rows] == [
        ("fast onnxruntime", 2.0), ("Lanczos", 2.0), ("fast onnxruntime", 3.7), ("Lanczos", 3.7),
    ]  # fmt: skip
    assert all(row.seconds > 0 and row.startup > 0 and row.memory >= 0 for row in found.rows)
    assert found.rows[0].megapixels == pytest.approx(0.005, rel=0.1)
    assert min(found.convolution, found.convolution_bf16) > 0


def test_a_name_that_nobody_has_is_refused() -> None:
    with pytest.raises(LiifError, match=r"nobody is called 'large'.*published, fast, "):
        race(["large", "fast"], 1, [2.0], [0.01], lambda _: None)


def test_who_cannot_start_is_told_and_the_others_run(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Contender("nobody", "is not there", module._lanczos, lambda _: 0)
    monkeypatch.setattr(run, "contenders", lambda: [nobody])
    monkeypatch.setattr("liif_core.lab.benchmarks.speed.convolution.SIDE", 16)
    problems: list[LiifError] = []
    assert race([], 1, [2.0], [0.005], problems.append).rows == []
    assert "nobody could not be run" in str(problems[0])


def test_what_would_take_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        contender = Contender("slow", "", module._lanczos, lambda _: 0)
        startup = 1.0

        def time(self, _: object, __: object) -> tuple[float, int]:
            return 30.0, 0

    before: dict[str, float] = {}
    runners: list[Runner] = [Slow()]  # type: ignore[list-item]
    assert len(run._heat(runners, 2.0, 1.0, 1, before)) == 1
    assert len(run._heat(runners, 2.0, 4.0, 1, before)) == 0


def test_the_table_compares_with_the_published_algorithm_and_the_machine() -> None:
    def row(name: str, megapixels: float, seconds: float, macs: float) -> Row:
        return Row(name, "", name.endswith("16"), 4.0, megapixels, seconds, macs, 5_000_000, 1.26)

    rows = [row("published", 1, 50, 1e6), row("fast", 1, 1, 30e3), row("fast", 12, 10, 30e3)]
    rows.append(row("fast 16", 1, 1, 30e3))
    lines = table(Race(rows, 200e9, 400e9)).splitlines()
    assert lines[3] == "| fast | 4 | 1.0 | 1 | 50.0x | 30.0 | 60 | 30% | 5 | 1.3 |"
    # Where the published one was left out, the ratio is to its largest picture.
    assert "| 60.0x |" in lines[4]
    # In bfloat16 the machine makes more.
    assert "| 60 | 15% |" in lines[5]
    assert {line.count("|") for line in lines} == {11}
