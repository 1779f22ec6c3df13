# SPDX-License-Identifier: Apache-2.0
"""The benchmark's rows as bar charts: the gain in dB over what is there without a model."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from PIL import Image

from liif_core.lab.benchmarks.report import Row
from liif_core.lab.benchmarks.tasks import CLEAN_SETS, CLEANING_SET, Task, tasks
from liif_core.pictures.saving import save_image

# Inches; a page shows them as 100 pixels each, a fine screen has more.
WIDTH = 8.0
DPI = 150
_HEAD = 0.76
_FOOT = 0.14
_PANEL_HEAD = 0.48
_BAR = 0.15
_GAP = 0.12
_BETWEEN = 0.22
_ROOM_FOR_GAIN = 0.46

_INK, _SOFT = "#1f2328", "#59636e"
# Told apart by people with any colour vision, and by their lightness in print.
COLOURS = ("#2166ac", "#e08214", "#35978f", "#9970ab", "#878787", "#c51b7d", "#b8a94c")
_PALETTE = 32
"""Colours kept in the file: few are drawn, the others smooth the edges of the letters."""


@dataclass(frozen=True)
class Kind:
    """One chart: which tasks it shows, and how it names them."""

    file: str
    title: str
    note: str
    baseline: str
    damage: str
    """Headings of the two columns before the bars."""
    labels: float
    """Width of these columns in inches."""
    holds: Callable[[Task], bool]
    panel: Callable[[Task], str]
    group: Callable[[Task], str]


_SETS = {"set5": "Set5", "set14": "Set14", "b100": "B100", "live1": "LIVE1"}


def _damage(task: Task) -> str:
    return " then ".join(str(quality) for quality in task.qualities)


KINDS = (
    Kind(
        "enlarging.png",
        "Enlarging undamaged pictures",
        "Gain of PSNR in dB over bicubic interpolation, whose own PSNR stands beside each factor",
        "bicubic",
        "factor",
        1.0,
        lambda task: task.scale > 1 and not task.qualities,
        lambda task: _SETS[task.set],
        lambda task: f"\N{MULTIPLICATION SIGN} {task.scale:g}",
    ),
    Kind(
        "cleaning.png",
        "Cleaning JPEG at the same size",
        "Gain of PSNR in dB over the JPEG itself, whose own PSNR stands beside each JPEG quality",
        "the JPEG",
        "quality",
        1.4,
        lambda task: task.scale == 1,
        lambda task: _SETS[task.set],
        _damage,
    ),
    Kind(
        "enlarging-compressed.png",
        "Enlarging compressed pictures",
        "Gain of PSNR in dB over bicubic interpolation, whose own PSNR stands beside each JPEG "
        "quality",
        "bicubic",
        "quality",
        1.05,
        lambda task: task.scale > 1 and bool(task.qualities),
        lambda task: f"{_SETS[task.set]} \N{MULTIPLICATION SIGN} {task.scale:g}",
        _damage,
    ),
)


def save_charts(rows: list[Row], folder: Path) -> list[Path]:
    """Write every chart that ``rows`` have figures for into ``folder``; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind in KINDS:
        figure = draw(kind, rows)
        if figure is not None:
            paths.append(folder / kind.file)
            _save(figure, paths[-1])
    return paths


def draw(kind: Kind, rows: list[Row]) -> Figure | None:
    """The chart of the rows that belong to ``kind``: a panel for each set and factor, in it a
    bar for each task and model. None when no row belongs to it."""
    panels = _panels(kind, {row.task for row in rows})
    if not panels:
        return None
    models = list(dict.fromkeys(row.model for row in rows))
    found = {(row.task, row.model): row for row in rows}
    shown = [task for group in panels.values() for task in group]
    columns = len({task.set for task in shown})
    lines = -(-len(panels) // columns)
    deepest = max(map(len, panels.values()))
    panel_height = deepest * (len(models) * _BAR + _GAP)
    height = _HEAD + lines * (_PANEL_HEAD + panel_height) + _FOOT

    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    _head(figure, kind, models, height)
    names = {task.name for task in shown}
    gains = [row.gain for row in rows if row.task in names]
    width = (WIDTH - _BETWEEN * (columns + 1)) / columns - kind.labels
    for index, (title, group) in enumerate(panels.items()):
        line, column = divmod(index, columns)
        left = _BETWEEN + column * (kind.labels + width + _BETWEEN) + kind.labels
        top = height - _HEAD - line * (_PANEL_HEAD + panel_height) - _PANEL_HEAD
        axes = figure.add_axes(
            (left / WIDTH, (top - panel_height) / height, width / WIDTH, panel_height / height)
        )
        _scale(axes, gains, width, deepest)
        _panel(axes, kind, title, group, models, found)
    return figure


def _panels(kind: Kind, measured: set[str]) -> dict[str, list[Task]]:
    """The measured tasks of ``kind`` by panel: factors from top to bottom, sets side by side."""
    panels: dict[str, list[Task]] = {}
    for task in sorted(tasks([*CLEAN_SETS, CLEANING_SET]), key=lambda task: task.scale):
        if kind.holds(task) and task.name in measured:
            panels.setdefault(kind.panel(task), []).append(task)
    return panels


def _head(figure: Figure, kind: Kind, models: list[str], height: float) -> None:
    left = _BETWEEN / WIDTH
    figure.text(left, 1 - 0.2 / height, kind.title, size=13, weight="bold", color=_INK, va="top")
    figure.text(left, 1 - 0.5 / height, kind.note, size=8.5, color=_SOFT, va="top")
    figure.legend(
        [Patch(color=_colour(index)) for index in range(len(models))],
        models,
        loc="upper right",
        bbox_to_anchor=(1 - left, 1 - 0.17 / height),
        ncols=len(models),
        frameon=False,
        fontsize=9,
        labelcolor=_INK,
        handlelength=0.8,
        handleheight=0.8,
        handletextpad=0.4,
        columnspacing=1.2,
        borderpad=0,
        borderaxespad=0,
    )


def _scale(axes: Axes, gains: list[float], width: float, groups: int) -> None:
    """The same for all panels: bars begin at zero, and the figures at their ends have room."""
    lowest, highest = min(0.0, *gains), max(0.1, *gains)
    room = (highest - lowest) * _ROOM_FOR_GAIN / (width - _ROOM_FOR_GAIN)
    axes.set_xlim(lowest, highest + room)
    axes.set_ylim(groups, 0)


def _panel(
    axes: Axes,
    kind: Kind,
    title: str,
    group: list[Task],
    models: list[str],
    found: dict[tuple[str, str], Row],
) -> None:
    axes.set_facecolor("none")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    step = _BAR / (len(models) * _BAR + _GAP)
    _beside(axes, title, 0, -kind.labels, up=19, size=10, weight="bold")
    _beside(axes, kind.damage, 0, -kind.labels, up=5, size=8, color=_SOFT)
    _beside(axes, kind.baseline, 0, -0.1, up=5, size=8, ha="right", color=_SOFT)
    for place, task in enumerate(group):
        middle = place + 0.5
        rows = [found.get((task.name, model)) for model in models]
        baseline = next(row for row in rows if row).baseline_psnr
        _beside(axes, kind.group(task), middle, -kind.labels, va="center")
        _beside(
            axes, f"{baseline:.2f}", middle, -0.1, ha="right", va="center", color=_SOFT, size=8.5
        )
        for index, row in enumerate(rows):
            if row is None:
                continue
            y = middle + (index - (len(models) - 1) / 2) * step
            axes.barh(y, row.gain, height=step * 0.88, color=_colour(index))
            axes.annotate(
                f"{row.gain:+.2f}".replace("-", "\N{MINUS SIGN}"),
                (max(row.gain, 0), y),
                xytext=(3, -0.3),
                textcoords="offset points",
                va="center",
                size=8,
                color=_INK,
            )
    axes.axvline(0, color=_SOFT, linewidth=0.8, zorder=3)


def _beside(axes: Axes, text: str, y: float, inches: float, up: float = 0, **style: object) -> None:
    """Text ``inches`` right of the panel's left edge, ``up`` points above ``y``."""
    axes.annotate(
        text,
        (0, y),
        xycoords=axes.get_yaxis_transform(),
        xytext=(inches * 72, up),
        textcoords="offset points",
        annotation_clip=False,
        **{"size": 9, "color": _INK, **style},  # type: ignore[arg-type]
    )


def _colour(index: int) -> str:
    return COLOURS[index % len(COLOURS)]


def _save(figure: Figure, path: Path) -> None:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI)
    with Image.open(buffer) as drawn:
        save_image(drawn.convert("RGB").quantize(_PALETTE), path, optimize=True)
