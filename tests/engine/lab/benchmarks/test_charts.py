# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark's charts: what is drawn, read from the figures, and the files."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from liif_core.lab.benchmarks import charts
from liif_core.lab.benchmarks.report import Row
from liif_core.lab.benchmarks.tasks import tasks

TIMES = "\N{MULTIPLICATION SIGN}"
ENLARGING, CLEANING, COMPRESSED = charts.KINDS


def row(task: str, model: str, baseline: float, gain: float) -> Row:
    return Row(task, model, baseline, baseline + gain, gain, gain, gain, 0.8, 0.9, 0.6, 0.8)


ROWS = [
    row("set5, clean, x2", "fast", 33.67, 3.35),
    row("set5, clean, x2", "tiny", 33.67, 2.5),
    row("set5, clean, x4", "fast", 28.43, 2.33),
    row("b100, clean, x4", "fast", 25.96, 1.03),
    row("live1, QF 90", "fast", 36.86, -0.25),
    row("live1, QF 10 then QF 50", "fast", 25.61, 0.81),
    row("set5, QF 30, x4", "fast", 25.94, 0.93),
]


def drawn(kind: charts.Kind, rows: list[Row]) -> Figure:
    figure = charts.draw(kind, rows)
    assert figure is not None
    return figure


def bars(figure: Figure) -> list[list[float]]:
    """Lengths of the bars of each panel."""
    return [
        [patch.get_width() for patch in axes.patches if isinstance(patch, Rectangle)]
        for axes in figure.axes
    ]


def words(figure: Figure) -> list[list[str]]:
    return [[text.get_text() for text in axes.texts] for axes in figure.axes]


def test_a_panel_for_each_set_and_a_bar_for_each_row() -> None:
    figure = drawn(ENLARGING, ROWS)
    assert bars(figure) == [pytest.approx([3.35, 2.5, 2.33]), pytest.approx([1.03])]
    set5, b100 = map(set, words(figure))
    assert {"Set5", f"{TIMES} 2", "33.67", "+3.35", "+2.50", f"{TIMES} 4", "28.43", "+2.33"} <= set5
    assert {"B100", f"{TIMES} 4", "25.96", "+1.03"} <= b100
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["fast", "tiny"]


def test_each_row_is_in_one_chart_only() -> None:
    everything = [row(t.name, "fast", 30, 1) for t in tasks(["set5", "set14", "b100", "live1"])]
    drawings = [drawn(kind, everything) for kind in charts.KINDS]
    assert sum(len(panel) for drawing in drawings for panel in bars(drawing)) == len(everything)
    assert [len(drawing.axes) for drawing in drawings] == [3, 1, 6]


def test_a_loss_reads_as_one() -> None:
    (panel,) = bars(drawn(CLEANING, ROWS))
    assert panel == pytest.approx([-0.25, 0.81])
    (labels,) = words(drawn(CLEANING, ROWS))
    assert {"90", "\N{MINUS SIGN}0.25", "10 then 50", "+0.81"} <= set(labels)


def test_bars_begin_at_zero_on_one_scale() -> None:
    figure = drawn(ENLARGING, ROWS)
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    assert figure.axes[0].get_xlim()[0] == 0
    assert all(
        patch.get_x() == 0
        for axes in figure.axes
        for patch in axes.patches
        if isinstance(patch, Rectangle)
    )


def test_nothing_stands_in_the_way_of_anything_else() -> None:
    many = [
        row(task.name, model, 30, gain)
        for task in tasks(["set5", "set14", "b100", "live1"])
        for model, gain in (("fast", 1.5), ("edsr-liif", -1.2), ("rdn-liif", 0.01), ("tiny", 0.7))
    ]
    for kind in charts.KINDS:
        figure = drawn(kind, many)
        boxes = [text.get_window_extent() for axes in figure.axes for text in axes.texts]
        boxes += [text.get_window_extent() for text in figure.texts]
        boxes += [legend.get_window_extent() for legend in figure.legends]
        for index, box in enumerate(boxes):
            assert figure.bbox.x0 <= box.x0
            assert box.x1 <= figure.bbox.x1
            assert not any(
                box.x0 < other.x1 and other.x0 < box.x1 and box.y0 < other.y1 and other.y0 < box.y1
                for other in boxes[:index]
            )


def test_files_are_small_and_on_white(tmp_path: Path) -> None:
    paths = charts.save_charts(ROWS, tmp_path / "charts")
    assert [path.name for path in paths] == [kind.file for kind in charts.KINDS]
    for path in paths:
        assert path.stat().st_size < 60 * 1024
        with Image.open(path) as picture:
            assert picture.width == charts.WIDTH * charts.DPI
            assert picture.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)


def test_charts_without_rows_are_left_out(tmp_path: Path) -> None:
    (path,) = charts.save_charts(ROWS[:1], tmp_path)
    assert list(tmp_path.iterdir()) == [path]
    assert path.name == ENLARGING.file
