# SPDX-License-Identifier: Apache-2.0
"""``liif bench export``: how large JPEG files become whose quality their content chose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from liif_core.lab.benchmarks.tasks import photos_of
from liif_core.pictures import read_picture
from liif_core.smallest_jpeg.jpeg import find_smallest_jpeg

THRESHOLDS = (0.98, 0.99, 0.995)


@dataclass(frozen=True)
class Row:
    """What came of one threshold."""

    threshold: float
    photos: int
    lowest: int
    """Of the qualities chosen, 1 to 100; so is ``highest``."""
    highest: int
    share: float
    """Bytes of all files, of those at the fixed quality beside."""


def run(sets: list[str], data: Path, report: Callable[[Row], None]) -> None:
    """Export the photos of ``sets`` under ``data``; ``report`` is told each row as it is done.

    Raises :class:`LiifError` when a set is not there.
    """
    paths = [path for name in sets for path in photos_of(data, name)]
    for threshold in THRESHOLDS:
        pairs = [find_smallest_jpeg(read_picture(path), threshold) for path in paths]
        qualities = [best.quality for best, _ in pairs]
        sizes = [sum(len(trial.data) for trial in trials) for trials in zip(*pairs, strict=True)]
        share = sizes[0] / sizes[1]
        report(Row(threshold, len(paths), min(qualities), max(qualities), share))
