# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif bench tail``: the losses of patches, the gate on them, and their pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

pytest.importorskip("skimage")

from liif_core.cli import main
from liif_core.errors import LiifError
from liif_core.lab.benchmarks import tail
from liif_core.lab.benchmarks.tail import CONTEXT, PATCH, Tail, measure
from liif_core.lab.benchmarks.tail_sheet import AMPLIFIED, difference, sheet
from liif_core.lab.benchmarks.tasks import Task
from liif_core.request.questions import Enlarge
from liif_core.runtime.one_pass import RunInfo
from tests.engine.pictures import Bytes, photo, reduced

SIDE = 8 * PATCH


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """A picture of 8 x 8 patches to be cleaned."""
    (tmp_path / "live1" / "HR").mkdir(parents=True)
    Image.fromarray(photo()[:SIDE, :SIDE]).save(tmp_path / "live1" / "HR" / "cat.png")
    return tmp_path


def _damage(result: Bytes, where: tuple[slice, ...], amount: int, seed: int = 0) -> None:
    part = result[where].astype(int)
    signs = np.random.default_rng(seed).choice([-amount, amount], part.shape)
    result[where] = (part + signs).clip(0, 255)


@pytest.fixture
def networks(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What is done to the JPEG by the networks of these names, in place of real ones."""
    ways: dict[str, Any] = {"first": lambda result: None}

    def run(request: Enlarge, small: Bytes, result: Bytes, **_: object) -> RunInfo:
        model = request.settings.model
        result[...] = small
        ways[model](result)
        return RunInfo(model, "", "CPU", 0, None, encoding=len(model), decoding=1)

    monkeypatch.setattr("liif_core.runtime.run.run", run)
    return ways


def _failed(found: Tail) -> set[str]:
    return {check.of for check in found.checks() if not check.passed}


def test_equal_networks_lose_nothing(sets: Path, networks: dict[str, Any]) -> None:
    found = measure("first", "first", ["live1"], sets)
    assert found.pictures.shape == (2,)
    assert found.patches.shape == (2 * 64,)
    assert not found.patches.any()
    assert _failed(found) == set()


def test_one_bad_patch_is_found_and_fails_the_gate_though_the_mean_passes(
    sets: Path, networks: dict[str, Any]
) -> None:
    where = (slice(3 * PATCH, 4 * PATCH), slice(5 * PATCH, 6 * PATCH))
    networks["second"] = lambda result: _damage(result, where, 4)
    found = measure("first", "second", ["live1"], sets)
    assert [(patch.x, patch.y) for patch in found.worst] == [(5 * PATCH, 3 * PATCH)] * 2
    assert (np.sort(found.patches)[:-2] == 0).all()
    assert found.worst[0].loss > tail.VERY_WORST_PATCHES_LIMIT
    assert found.worst[0].before > found.worst[0].after
    assert _failed(found) == {"worst 1 % of patches"}
    truth, first, second = found.worst[0].views
    assert np.array_equal(
        truth,
        photo()[
            3 * PATCH - CONTEXT : 4 * PATCH + CONTEXT, 5 * PATCH - CONTEXT : 6 * PATCH + CONTEXT
        ],
    )
    assert (first != second)[CONTEXT:-CONTEXT, CONTEXT:-CONTEXT].any()
    assert np.array_equal(first[:CONTEXT], second[:CONTEXT])


def test_a_little_everywhere_fails_by_the_mean(sets: Path, networks: dict[str, Any]) -> None:
    networks["second"] = lambda result: _damage(result, (slice(None),), 2)
    found = measure("first", "second", ["live1"], sets)
    assert "all pictures" in _failed(found)
    assert found.seconds == (2 * (len("first") + 1), 2 * (len("second") + 1))
    assert [mean.task for mean in found.means] == ["live1, QF 10", "live1, QF 40"]
    assert all(mean.before > mean.after for mean in found.means)
    assert measure("second", "first", ["live1"], sets).pictures.max() < 0


def test_losses_nobody_sees_count_for_nothing() -> None:
    # From an error of a tenth of a level to one of half a level: 14 dB by ratio.
    assert tail.loss(np.array(0.01), np.array(0.25)) < 1
    # 1 dB of an error that is seen is 1 dB.
    assert tail.loss(np.array(100.0), np.array(125.9)) == pytest.approx(1, abs=0.02)


def _tail(pictures: NDArray[np.float64], patches: NDArray[np.float64]) -> Tail:
    return Tail(pictures, patches, [], [], (1, 1))


def test_the_worst_share_and_the_limits_are_those_named() -> None:
    losses = np.zeros(200)
    losses[7:9] = 0.6
    found = _tail(np.zeros(20), losses)
    assert _failed(found) == {"worst 1 % of patches"}
    losses[7:9] = 0.4
    assert _failed(found) == set()
    losses[10:20] = 0.4
    assert _failed(found) == {"worst 5 % of patches"}
    one_bad = np.zeros(20)
    one_bad[3] = 0.2
    assert _failed(_tail(one_bad, np.zeros(200))) == {"worst 5 % of pictures"}


def test_whole_patches_inside_the_border() -> None:
    task = Task("set5", 4.0)
    picture = np.zeros((3 * PATCH, 2 * PATCH, 3), np.uint8)
    truth = picture.copy()
    truth[: task.border] = 255
    errors = tail.squared_errors(picture, truth, task)
    assert errors.shape == (3 * PATCH - 8, 2 * PATCH - 8)
    assert not errors.any()
    assert tail.patch_means(errors).shape == (2, 1)


def test_the_sheet_shows_the_difference_amplified() -> None:
    side = PATCH + 2 * CONTEXT
    truth = photo()[:side, :side]
    second = truth + (truth < 250).astype(np.uint8)
    grown = difference(truth, second)
    assert set(np.unique(grown)) <= {128, 128 + AMPLIFIED}
    patch = tail.Patch("live1, QF 10", "cat", 0, 0, 30.0, 29.0, 1.0, (truth, truth, second))
    page = sheet([patch] * 20, "a", "b")
    assert page.width > 4 * 3 * side
    assert page.height > sheet([patch], "a", "b").height * 6


def test_sets_without_a_task_are_named(sets: Path) -> None:
    # One that is misspelt is not left out in silence.
    with pytest.raises(LiifError, match=r"no task is on sett5\."):
        measure("fast", "fast", ["sett5", "set5"], sets)
    with pytest.raises(LiifError, match="b100"):
        measure("fast", "fast", ["b100"], sets)


def test_the_crisp_sibling_does_not_pass_and_the_status_says_so(
    sets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = sets / "worst.png"
    for folder, factor in (("HR", 1), ("LR_x2", 2), ("LR_x4", 4)):
        (sets / "set5" / folder).mkdir(parents=True)
        small = reduced(photo()[:SIDE, :SIDE], factor)
        Image.fromarray(small).save(sets / "set5" / folder / "cat.png")
    options = ["--data", str(sets), "--sets", "set5"]
    assert main(["bench", "tail", "fast", "detail", *options, "--sheet", str(page)]) == 1
    assert "detail does not pass the gate" in capsys.readouterr().out
    with Image.open(page) as drawn:
        assert drawn.width > 100
    assert main(["bench", "tail", "fast", "fast", *options]) == 0
    assert "fast passes the gate" in capsys.readouterr().out
