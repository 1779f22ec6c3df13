# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a guest will take is told before, where that is long."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("ncnn")
pytest.importorskip("onnx")

from liif_core.guests.files import import_guest
from liif_core.registry.models import find
from liif_core.request.frame import Frame
from liif_core.request.settings import Settings
from liif_core.runtime.guest_time import estimate_guest, tell_time
from tests.engine.guests import ncnn_files


def test_it_is_told(tmp_path: Path) -> None:
    entry = import_guest(ncnn_files.compact(spread=0.05).save(tmp_path / "n.param"), tmp_path / "m")
    assert entry.guest is not None
    small, large = (
        estimate_guest(entry, (side, side), Frame.of((2 * side, 2 * side)), Settings(entry.name))
        for side in (100, 10_000)
    )
    assert 0 < small < large
    slow = replace(entry, guest=replace(entry.guest, work=37 * 485_000))
    assert slow.guest is not None
    assert slow.guest.speed == "slow"
    assert tell_time(slow, 5) == ""
    assert tell_time(slow, 40).startswith("n needs about 40 seconds")
    told = tell_time(slow, 600)
    assert told == "n needs about 10 minutes for this here, as it takes 37 times the work of fast"
    assert tell_time(find("fast"), 600) == ""
