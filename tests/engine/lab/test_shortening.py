# SPDX-License-Identifier: GPL-3.0-or-later
"""A decoder with fewer layers: merging is exact, the right activation goes, tuning helps."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from liif_core.cli import main
from liif_core.errors import LiifError
from liif_core.registry.models import ModelEntry, find
from tests.engine.pictures import noise, photo
from tests.engine.running import difference

if TYPE_CHECKING:
    from torch import Tensor, nn

    from liif_core.lab.training.batches import Batches
    from liif_core.networks.liif import Liif, Mlp

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")

INPUTS = 20


def _decoder() -> Mlp:
    from liif_core.networks.liif import Mlp
    from tests.engine.random_networks import randomised

    return randomised(Mlp(INPUTS))


def _linear(decoder: Mlp) -> list[nn.Linear]:
    return [layer for layer in decoder.layers if isinstance(layer, torch.nn.Linear)]


def _asked() -> Tensor:
    return torch.randn(500, INPUTS, generator=torch.Generator().manual_seed(1))


def _batches() -> Batches:
    from liif_core.lab.training.batches import Batches

    picture = np.tile(photo()[:170, :170], (2, 2, 1))
    return Batches([torch.from_numpy(picture).permute(2, 0, 1)], 1, np.random.default_rng(0))


@pytest.mark.parametrize("place", range(4))
def test_merging_is_exact_where_units_are_always_on_or_always_off(place: int) -> None:
    from liif_core.lab.shortening import activations, without

    decoder, asked = _decoder(), _asked()
    _linear(decoder)[place].bias.copy_(torch.where(torch.arange(256) % 2 == 0, 50.0, -50.0))
    found = activations(decoder, asked)[place]
    assert found.entropy == 0
    short = without(decoder, place, found)
    assert len(short.layers) == len(decoder.layers) - 2
    scale = decoder(asked).std()
    assert (short(asked) - decoder(asked)).abs().max() < 1e-3 * scale


def test_entropy_is_that_of_on_and_off() -> None:
    from liif_core.lab.shortening import judge

    values = torch.tensor([[1.0, -1, 1, -2], [1, -1, -1, 2], [2, -3, 1, 3], [3, -1, -1, -4]])
    found = judge(values, values.relu())
    assert found.entropy == pytest.approx(0.5)
    assert found.slope[:2].tolist() == pytest.approx([1, 0], abs=1e-6)
    assert found.offset[:2].tolist() == pytest.approx([0, 0], abs=1e-6)
    # In between it is the regression line: here through two points each.
    assert found.slope[2] == pytest.approx(0.5)
    assert found.offset[2] == pytest.approx(0.5)


def test_the_line_is_nearer_than_the_identity() -> None:
    from liif_core.lab.shortening import Activation, activations, without

    decoder, asked = _decoder(), _asked()
    found = activations(decoder, asked)[1]
    identity = Activation(0, torch.ones(256), torch.zeros(256))
    errors = [
        float((without(decoder, 1, way)(asked) - decoder(asked)).detach().norm())
        for way in (found, identity)
    ]
    assert errors[0] < 0.8 * errors[1]


# The first layer is asked white noise here, for which the lines are the best fit already.
@pytest.mark.parametrize("place", range(1, 4))
def test_the_merged_layer_is_fitted_to_what_the_two_did(place: int) -> None:
    from liif_core.lab.shortening import activations, fit, without

    decoder, asked = _decoder(), _asked()
    wanted = decoder.layers[: 2 * place + 3](asked)
    short = without(decoder, place, activations(decoder, asked)[place])
    before = (short.layers[: 2 * place + 1](asked) - wanted).norm()
    fit(short, decoder, place, asked)
    assert (short.layers[: 2 * place + 1](asked) - wanted).norm() < 0.9 * before


def _linear_at(network: Liif, place: int) -> None:
    """Lets the units of an activation be always on, and takes what that adds off behind it."""
    first, second = _linear(network.imnet)[place : place + 2]
    first.bias.add_(1000)
    second.bias.sub_(1000 * second.weight.sum(1))


def test_the_activation_of_the_lowest_entropy_goes_first(random_edsr: Liif) -> None:
    from liif_core.lab.shortening import shorten

    network = copy.deepcopy(random_edsr)
    _linear_at(network, 2)
    report = shorten(network, 1, _batches(), lambda: 1.0)
    assert report.removed == [2]
    assert report.entropies[0][2] == 0 < min(report.entropies[0][:2])
    # It was linear, so nothing is lost, not even of 0.1 levels.
    assert report.before < 0.1
    more = shorten(network, 2, _batches(), lambda: 1.0)
    assert [len(each) for each in more.entropies] == [3, 2]
    assert sum(isinstance(layer, torch.nn.ReLU) for layer in network.imnet.layers) == 1
    assert more.before == more.after > 1


def test_tuning_comes_nearer_to_the_whole_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    from liif_core.lab import shortening
    from liif_core.lab.shortening import shorten
    from liif_core.networks.architectures import build
    from liif_core.networks.liif import Liif

    # So that a few steps have something to learn.
    monkeypatch.setattr(shortening, "fit", lambda *_: None)
    # As torch starts it, with values of the size that trained ones have.
    torch.manual_seed(0)
    network = build("edsr-liif").requires_grad_(False)
    assert isinstance(network, Liif)
    for layer in _linear(network.imnet):
        layer.weight.mul_(2.5)
    steps = iter(np.linspace(0, 1, 41))
    report = shorten(network, 2, _batches(), lambda: float(next(steps)))
    assert report.after < 0.9 * report.before


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    picture = np.tile(photo()[:170, :170], (2, 2, 1))
    Image.fromarray(picture).save(folder / "a.png")
    return folder


def test_a_shorter_model_runs_alike_on_both_engines(
    edsr_model: ModelEntry, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from liif_core.runtime.backends.opening import open_backend
    from liif_core.runtime.enlargement import Enlargement
    from liif_core.runtime.filling import fill

    arguments = ["--data", photos, "--remove", 2, "--minutes", 0, "--out", tmp_path / "out"]
    assert main(["models", "shorten", edsr_model.name, *map(str, arguments)]) == 0
    assert "entropies" in capsys.readouterr().out
    entry = find(str(tmp_path / "out"))
    assert entry.name == "random-edsr-shorter2"
    assert (
        entry.path("decoder").stat().st_size < edsr_model.path("decoder").stat().st_size - 500_000
    )
    results = []
    for kind in ("onnxruntime", "torch"):
        result = np.empty((21, 27, 3), np.float32)
        backend = open_backend(entry, "cpu", print, kind=kind)
        fill(Enlargement(noise(9, 13), (27, 21), entry, backend, 0), result)
        results.append(result)
    assert difference(*results) < 1e-4
    assert results[0].std() > 0.01


def test_one_activation_stays(edsr_model: ModelEntry, photos: Path, tmp_path: Path) -> None:
    from liif_core.lab.shortening import shorten_model

    with pytest.raises(LiifError, match="4 activations"):
        shorten_model(edsr_model, 4, [photos], 0, tmp_path / "out")


def test_another_architecture_is_refused(
    fast_model: ModelEntry, photos: Path, tmp_path: Path
) -> None:
    from liif_core.lab.shortening import shorten_model

    with pytest.raises(LiifError, match="no layers that could be merged"):
        shorten_model(fast_model, 1, [photos], 0, tmp_path / "out")
    assert not (tmp_path / "out").exists()
