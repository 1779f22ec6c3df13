# SPDX-License-Identifier: GPL-3.0-or-later
"""The training run: its schedule, its files, and that going on is exactly not having stopped."""

from __future__ import annotations

import json
import tarfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from liif_core.errors import LiifError
from liif_core.lab.training.schedule import WARM_UP_STEPS, Schedule
from tests.engine.pictures import photo

if TYPE_CHECKING:
    from torch import Tensor, nn

    from liif_core.lab.training.state import TrainingState

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")


def test_schedule() -> None:
    schedule = Schedule(minutes=10, decay=0.25, clean=0.1)
    assert schedule.share(0, 0) == pytest.approx(1 / WARM_UP_STEPS)
    assert schedule.share(0, WARM_UP_STEPS // 2 - 1) == pytest.approx(0.5)
    assert schedule.share(200, 10_000) == 1
    assert schedule.share(450, 10_000) == 1
    assert schedule.share(525, 10_000) == pytest.approx(0.5)
    assert schedule.share(600, 10_000) == 0
    assert schedule.share(9999, 10_000) == 0
    assert [schedule.decaying(seconds) for seconds in (0, 450, 451, 600)] == [0, 0, 1, 1]
    assert [schedule.clean_only(seconds) for seconds in (0, 59, 60, 600)] == [1, 1, 0, 0]
    assert schedule.progress(300) == 0.5
    assert schedule.progress(6000) == 1


def test_a_schedule_without_decay_keeps_its_rate() -> None:
    schedule = Schedule(minutes=1, decay=0)
    assert schedule.share(59, 10_000) == 1
    assert not schedule.decaying(60)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of one photo, large enough for a crop."""
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.fromarray(np.tile(photo()[:170, :170], (2, 2, 1))).save(folder / "one.png")
    return folder


class PowerCutError(Exception):
    """Raised where the machine would go dark."""


class Clock:
    """Every look at it is a second later, and after ``steps`` steps the run is cut off."""

    def __init__(self, steps: int = 1000) -> None:
        self.now = 100.0
        self.left = steps

    def monotonic(self) -> float:
        self.now += 1
        self.left -= 1
        if self.left < -1:  # one look comes before the first step
            raise PowerCutError
        return self.now


STEPS = 6


Weights = dict[str, Any]


def _train(
    photos: Path, out: Path, patch: pytest.MonkeyPatch, cut: int = 1000, resume: Path | None = None
) -> Weights:
    """``STEPS`` steps of a small network with a state after every second one; its weights."""
    from liif_core.lab.training import recipes
    from liif_core.lab.training import train as module
    from liif_core.networks.fast import FastNetwork

    published: list[Weights] = []

    def publish(network: nn.Module, folder: Path, **_: str) -> None:
        assert folder == out
        published.append({key: value.clone() for key, value in network.state_dict().items()})

    patch.setattr(module, "publish", publish)
    patch.setattr(module, "time", SimpleNamespace(monotonic=Clock(cut).monotonic))
    patch.setattr(module, "SAVE_EVERY", 1.5)
    patch.setattr(recipes, "build", lambda _: FastNetwork(channels=6, blocks=1))
    schedule = Schedule(minutes=STEPS / 60, decay=0.4, clean=0.2)
    module.train(module.Settings("fast", [photos], out, schedule, batch=2), resume=resume)
    assert len(published) == 1
    return published[0]


def test_going_on_is_exactly_not_having_stopped(
    photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _train(photos, tmp_path / "whole", monkeypatch)
    with pytest.raises(PowerCutError):
        _train(photos, tmp_path / "cut", monkeypatch, cut=5)
    state = tmp_path / "cut" / "resume.pt"
    assert torch.load(state, weights_only=True)["step"] == 4
    resumed = _train(photos, tmp_path / "cut", monkeypatch, resume=state)
    assert torch.load(state, weights_only=True)["step"] == STEPS
    assert whole.keys() == resumed.keys()
    for key, value in whole.items():
        assert torch.equal(value, resumed[key]), key
    # And the comparison can fail: what the last steps did is in the weights.
    half = torch.load(tmp_path / "whole" / "stable.pt", weights_only=True)["average"]
    assert any(not torch.equal(value, half[key]) for key, value in whole.items())


def test_what_a_run_leaves(photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "run"
    _train(photos, out, monkeypatch)
    assert {path.name for path in out.iterdir()} == {
        "resume.pt",
        "stable.pt",
        "log.jsonl",
    }
    # The state before the rate fell: 60 % of six seconds, one a step.
    assert torch.load(out / "stable.pt", weights_only=True)["step"] == 4


def test_the_log_has_a_line_for_every_hundredth_step(
    photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liif_core.lab.training import train as module

    monkeypatch.setattr(module, "publish", lambda *_, **__: None)
    monkeypatch.setattr("liif_core.lab.training.steps.FaithfulStep.__call__", _no_step)
    monkeypatch.setattr("liif_core.lab.training.batches.Batches.draw", lambda *_: None)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=Clock().monotonic))
    schedule = Schedule(minutes=250 / 60)
    module.train(module.Settings("fast", [photos], tmp_path / "run", schedule))
    lines = [json.loads(x) for x in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [100, 200]
    assert [line["seconds"] for line in lines] == [100, 200]
    assert lines[0]["loss"] == pytest.approx(0.5)
    assert lines[1]["loss"] == pytest.approx(0.5)
    assert lines[0]["rate"] == pytest.approx(1e-3 * 100 / WARM_UP_STEPS)


def _no_step(*_: object) -> Tensor:
    return torch.tensor(0.5)


@pytest.mark.parametrize("architecture", ["fast", "edsr-liif"])
def test_a_step_teaches_every_part(architecture: str, photos: Path) -> None:
    """A change of brightness, the same batch again and again, is soon known."""
    from liif_core.lab.training import photos as pictures
    from liif_core.lab.training.batches import LARGEST_CROP, Batches
    from liif_core.lab.training.degradations import MIXED
    from liif_core.lab.training.state import TrainingState
    from liif_core.lab.training.steps import FaithfulStep
    from liif_core.lab.training.workers import Workers
    from liif_core.networks.edsr import EDSR
    from liif_core.networks.liif import Liif

    small_edsr = Liif(EDSR(channels=8, blocks=1), 8)
    state = _state() if architecture == "fast" else TrainingState(small_edsr, torch.device("cpu"))
    before = {key: value.clone() for key, value in state.network.state_dict().items()}
    truths = pictures.load([photos], LARGEST_CROP)
    batch = Batches(truths, 1, np.random.default_rng(0)).draw(MIXED)
    batch = replace(batch, truth=batch.truth * 0.5).sampled(40, np.random.default_rng(0))
    state.rate = 5e-3
    step = FaithfulStep(state, Workers(0, 1), compiled=False)
    losses = [float(step(batch)) for _ in range(25)]
    assert min(losses[-3:]) < 0.5 * losses[0]
    learned = state.network.state_dict()
    still = [key for key, value in before.items() if torch.equal(value, learned[key])]
    # The estimator has a step of its own.
    assert still == [key for key in before if key.startswith("estimator.")]


def test_a_step_of_the_estimator_teaches_it_and_nothing_else() -> None:
    from liif_core.lab.training.degradations import Damaged
    from liif_core.lab.training.steps import JudgingStep
    from liif_core.lab.training.workers import Workers

    state = _state()
    before = {key: value.clone() for key, value in state.network.state_dict().items()}
    picture = torch.from_numpy(photo()[:96, :96]).permute(2, 0, 1)[None].float()
    damaged = Damaged(picture, torch.full((1, 1), 0.9), 0, 0)
    step = JudgingStep(state, Workers(0, 1))
    state.rate = 5e-3
    for _ in range(15):
        step(damaged)
    estimator = state.network.get_submodule("estimator")
    assert abs(estimator(picture / 255).item() - 0.9) < 0.1
    learned = state.network.state_dict()
    still = {key for key, value in before.items() if torch.equal(value, learned[key])}
    assert still == {key for key in before if not key.startswith("estimator.")}


def _state(seed: int = 0) -> TrainingState:
    from liif_core.lab.training.state import TrainingState
    from liif_core.networks.fast import FastNetwork

    torch.manual_seed(seed)
    network: nn.Module = FastNetwork(channels=6, blocks=1)
    return TrainingState(network, torch.device("cpu"), seed)


def test_a_failed_save_keeps_the_previous_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, path = _state(), tmp_path / "resume.pt"
    state.step = 7
    state.save(path)

    def torn(_: object, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", torn)
    state.step = 8
    with pytest.raises(OSError, match="No space"):
        state.save(path)
    other = _state(1)
    other.load(path)
    assert other.step == 7


def test_a_state_round_trips(tmp_path: Path) -> None:
    state, path = _state(), tmp_path / "resume.pt"
    state.rng.random(5)
    state.step, state.seconds = 3, 4.5
    state.save(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["resume.pt"]
    other = _state(1)
    other.load(path)
    assert (other.step, other.seconds) == (3, 4.5)
    assert other.rng.random() == state.rng.random()
    for key, value in state.network.state_dict().items():
        assert torch.equal(value, other.network.state_dict()[key])


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04", b"\x80\x02."])
def test_what_is_no_state(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "resume.pt"
    path.write_bytes(data)
    with pytest.raises(LiifError, match="not a state of this training run"):
        _state().load(path)


def test_a_foreign_state_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "resume.pt"
    network = _state().network.state_dict()
    foreign: list[object] = [[1], {"network": {}}, {"network": network, "average": 3}]
    for values in foreign:
        torch.save(values, path)
        with pytest.raises(LiifError, match="not a state of this training run") as raised:
            _state().load(path)
        assert "\n" not in str(raised.value)
    with pytest.raises(LiifError, match="not a state of this training run"):
        _state().load(tmp_path / "missing.pt")


def test_photos_come_from_folders_and_tar_files(photos: Path, tmp_path: Path) -> None:
    from liif_core.lab.training import photos as pictures

    (photos / "notes.txt").write_text("no photo")
    Image.fromarray(photo()[:50, :90]).save(photos / "small.jpg")
    with tarfile.open(tmp_path / "more.tar", "w") as archive:
        archive.add(photos, "folder")
    loaded = pictures.load([photos, tmp_path / "more.tar"], 100)
    assert [tuple(picture.shape) for picture in loaded] == [(3, 340, 340)] * 2
    assert torch.equal(loaded[0], loaded[1])
    assert torch.equal(
        loaded[0][:, :170, :170], torch.from_numpy(photo()[:170, :170]).permute(2, 0, 1)
    )
    with pytest.raises(LiifError, match="no picture of at least 400 pixels"):
        pictures.load([photos], 400)
