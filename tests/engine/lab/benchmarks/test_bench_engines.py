# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif bench engines``: the same network by every engine, and what each costs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("skimage")

from liif_core.lab.benchmarks.speed import encoders as module  # noqa: E402
from liif_core.lab.benchmarks.speed.encoders import Row, encoders, measure, table  # noqa: E402
from liif_core.lab.benchmarks.tasks import Task  # noqa: E402
from liif_core.registry.models import find  # noqa: E402
from tests.engine.pictures import photo  # noqa: E402


def test_all_engines_run_one_network(tmp_path: Path) -> None:
    ways = encoders(find("fast"), tmp_path)
    pixels = photo()[:40, :56].transpose(2, 0, 1)[None] / np.float32(255)
    inputs: dict[str, Any] = {"pixels": pixels, "strength": np.array([[0.4]], np.float32)}
    exact = ways["onnxruntime fp32"](inputs)
    # Without VNNI a processor adds two products of 8 bits in 16, which overflow: 0.70 was seen.
    eighth = 0.75 if torch.cpu._is_vnni_supported() else 0.6
    for name, alike in (
        ("onnxruntime int8", eighth),
        ("torch fp32", 0.999999),
        ("torch bf16", 0.99),
    ):
        features = ways[name](inputs)
        assert np.corrcoef(features.ravel(), exact.ravel())[0, 1] > alike, name
        # The pixels themselves are passed on, by all of them.
        assert np.array_equal(features[:, -3:], exact[:, -3:]), name
    # Eight bits are what they say: not the same network twice.
    assert not np.allclose(ways["onnxruntime int8"](inputs), exact, atol=1e-3)


def test_time_and_cost_of_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "set5" / "HR").mkdir(parents=True)
    Image.fromarray(photo()[:80, :80]).save(tmp_path / "set5" / "HR" / "a.png")
    monkeypatch.setattr(module, "TASKS", (Task("set5", 2.5),))
    monkeypatch.setattr(module, "SIDE", 32)
    monkeypatch.setattr(module, "ROUNDS", 1)
    rows = measure("fast", tmp_path)
    assert rows[0] == Row("onnxruntime fp32", rows[0].seconds, 1, 0, 0)
    by_name = {row.engine: row for row in rows}
    assert by_name["torch fp32"].alike == 1
    assert abs(by_name["torch fp32"].loss) < 1e-3
    assert by_name["onnxruntime int8"].alike < 1
    assert all(row.seconds > 0 for row in rows)
    assert table(rows).count("\n") == len(rows) + 1


def test_the_table_shows_the_ratio_and_the_cost() -> None:
    rows = [Row("plain", 0.2, 1.0, 0.0, 0.0), Row("quick", 0.1, 0.987, 0.123, 0.05)]
    assert table(rows).splitlines()[-1] == "| quick | 100 | 2.00 | 98.70% | 0.123 | 0.050 |"
