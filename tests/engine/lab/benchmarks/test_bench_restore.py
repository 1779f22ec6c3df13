# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif bench restore`` and ``liif bench effort``: their degradations, rivals and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("skimage")

from scipy.ndimage import gaussian_filter

from liif_core.lab.benchmarks import classical, effort, repairing
from liif_core.lab.benchmarks.repairing import CASES
from liif_core.request.questions import Enlarge
from tests.engine.pictures import photo


def _rms(one: Any, other: Any) -> float:  # noqa: ANN401
    return float(np.sqrt(np.square(np.asarray(one) - other).mean()))


def test_what_was_done_before_helps() -> None:
    truth = photo()[:96, :128] / 255
    rng = np.random.default_rng(1)
    noisy = truth + rng.normal(0, 25 / 255, truth.shape)
    assert _rms(classical.non_local_means(noisy, 25 / 255), truth) < 0.8 * _rms(noisy, truth)
    blurred = gaussian_filter(truth, (1.5, 1.5, 0))
    sharper = classical.deconvolved(blurred, 1.5)
    assert sharper.shape == truth.shape
    assert _rms(sharper, truth) < 0.9 * _rms(blurred, truth)
    # The prior: somewhere near each pixel there is a dark one.
    dark = truth.copy()
    dark[::8, ::8] = 0
    hazy = dark * 0.5 + 0.9 * 0.5
    assert _rms(classical.without_haze(hazy), dark) < 0.7 * _rms(hazy, dark)


def test_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mine" / "HR"
    folder.mkdir(parents=True)
    for number in range(2):
        Image.fromarray(photo()[40 * number :][:48, :64]).save(folder / f"{number}.png")
    asked: list[tuple[tuple[str, int], ...]] = []

    def run(request: Enlarge, source: Any, result: Any) -> None:  # noqa: ANN401
        asked.append(request.settings.repairs)
        result[...] = source
        result[0, 0] = 255 - source[0, 0]

    monkeypatch.setattr("liif_core.runtime.run.run", run)
    rows = repairing.measure(["mine"], tmp_path)
    assert [row.case for row in rows] == [case.name for case in CASES]
    assert {names for each in asked for names, _ in each} == {"noise", "blur", "haze"}
    # Twice for each picture and case: without a repair, and with it.
    assert len(asked) == 4 * len(CASES)
    none = rows[-1]
    assert none.nothing == 60
    assert none.repaired == none.model < 60
    lines = repairing.table(rows).splitlines()
    assert len(lines) == len(rows) + 2
    assert lines[2].startswith("| noise of 10 levels | 2")


def test_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    known = effort.pictures()
    assert {picture.shape[2] for picture in known.values()} == {3, 4}
    small = {name: picture[360:400, 360:400] for name, picture in known.items()}
    monkeypatch.setattr(effort, "pictures", lambda: small)
    monkeypatch.setattr(effort, "ROUNDS", 1)
    rows = effort.measure()
    assert [row.picture for row in rows] == list(small)
    assert all(row.megapixels == pytest.approx(0.0064) for row in rows)
    assert all(row.whole > 0 and row.seconds > 0 for row in rows)
    table = effort.table(rows).splitlines()
    assert len(table) == 2 + len(rows)
