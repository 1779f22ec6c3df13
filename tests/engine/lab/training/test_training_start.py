# SPDX-License-Identifier: GPL-3.0-or-later
"""Training that begins with given weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from liif_core.errors import LiifError
from tests.engine.pictures import photo

if TYPE_CHECKING:
    from torch import Tensor, nn

    from liif_core.networks.fast import FastNetwork

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")


def _features(network: nn.Module, strength: float) -> list[Tensor]:
    """What reaches the tail of a ``fast`` encoder that is told ``strength``."""
    seen: list[Tensor] = []
    encoder = network.get_submodule("encoder")
    hook = encoder.get_submodule("tail").register_forward_pre_hook(
        lambda _, inputs: seen.append(inputs[0])
    )
    with torch.inference_mode():
        encoder(_pixels(), torch.tensor([[strength]]))
    hook.remove()
    return seen


def _pixels() -> Tensor:
    return torch.from_numpy(photo()[40:120, 40:130]).permute(2, 0, 1)[None].float() / 255


def _wide(random_fast: nn.Module) -> FastNetwork:
    """``random_fast`` grown to EDSR's size."""
    from liif_core.lab.training.growing import widened
    from liif_core.lab.training.recipes import EDSR_BLOCKS, EDSR_CHANNELS
    from liif_core.networks.fast import FastNetwork

    wide = FastNetwork(EDSR_CHANNELS, EDSR_BLOCKS)
    wide.load_state_dict(widened(random_fast.state_dict(), wide))
    return wide


def test_a_larger_fast_begins_as_the_smaller_one(random_fast: nn.Module) -> None:
    wide = _wide(random_fast)
    encoders = [network.get_submodule("encoder") for network in (random_fast, wide)]
    with torch.inference_mode():
        small, large = (encoder(_pixels(), torch.tensor([[0.3]])) for encoder in encoders)
    assert (small - large).abs().max() <= 1e-5 * small.abs().max()
    # New channels have something to learn from.
    (seen,) = _features(wide, 0.3)
    assert seen[:, 48:].std() > 1e-3


def test_edsr_begins_with_what_fast_has_learned(random_fast: nn.Module) -> None:
    from liif_core.lab.training.growing import BLIND, as_edsr, is_fast
    from liif_core.networks.architectures import build
    from liif_core.networks.liif import Liif

    wide = _wide(random_fast)
    assert is_fast(wide.state_dict())
    network = build("edsr-liif")
    assert isinstance(network, Liif)
    assert not is_fast(network.state_dict())
    before = {key: value.clone() for key, value in network.state_dict().items()}
    network.load_state_dict(as_edsr(wide.state_dict(), network))
    (wanted,) = _features(wide, BLIND)
    with torch.inference_mode():
        found = network.encoder(_pixels() * 2 - 1)
    # Away from the border, where the plane of the strength ends.
    inner = slice(25, -25)
    scale = wanted.abs().max()
    assert (found - wanted)[..., inner, inner].abs().max() < 1e-4 * scale
    (other,) = _features(wide, 0.9)
    assert (other - wanted)[..., inner, inner].abs().max() > 1e-3 * scale
    # The decoder is its own.
    for key, value in network.state_dict().items():
        if key.startswith("imnet."):
            assert torch.equal(value, before[key])


def test_the_features_carry_the_pixels(random_fast: nn.Module) -> None:
    from liif_core.lab.training.growing import carrying_pixels

    wide = _wide(random_fast)
    (before,) = _features(wide, 0.3)
    wide.load_state_dict(carrying_pixels(wide.state_dict()))
    (seen,) = _features(wide, 0.3)
    assert torch.equal(seen[:, -3:], _pixels() * 2 - 1)
    # Known channels are what they were: none listened to the new ones yet.
    assert (seen[:, :48] - before[:, :48]).abs().max() <= 1e-5 * before.abs().max()


def test_what_cannot_be_started_from_is_one_line(tmp_path: Path) -> None:
    from liif_core.lab.training.schedule import Schedule
    from liif_core.lab.training.train import Settings, train

    (tmp_path / "bad.safetensors").write_bytes(b"nothing")
    settings = Settings("fast", [tmp_path], tmp_path / "out", Schedule(1))
    for name in ("bad", "missing"):
        with pytest.raises(
            LiifError, match=rf"{name}\.safetensors cannot be started from"
        ) as found:
            train(settings, start=tmp_path / f"{name}.safetensors")
        assert "\n" not in str(found.value)
    assert not (tmp_path / "out").exists()


def test_a_device_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from liif_core.lab.training.schedule import Schedule
    from liif_core.lab.training.train import Settings, train

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    settings = Settings("fast", [tmp_path], tmp_path / "out", Schedule(1), device="cuda")
    with pytest.raises(LiifError, match="no CUDA"):
        train(settings)


def test_an_unknown_model_names_the_known_ones(tmp_path: Path) -> None:
    from liif_core.lab.training.schedule import Schedule
    from liif_core.lab.training.train import Settings, train

    with pytest.raises(LiifError, match=r"'swin'.*fast, edsr-encoder, edsr-liif, rdn-liif, crisp"):
        train(Settings("swin", [tmp_path], tmp_path / "out", Schedule(1)))


@pytest.mark.parametrize("model", ["crisp", "noise"])
def test_a_start_from_before_the_balance_is_balanced(
    model: str, random_fast: nn.Module, tmp_path: Path
) -> None:
    from safetensors.torch import save_file

    from liif_core.lab.training.recipes import recipe
    from liif_core.lab.training.train import _start
    from liif_core.runtime.blending import BALANCE

    values = random_fast.state_dict()
    wanted = values.pop(BALANCE)
    save_file(values, tmp_path / "old.safetensors")
    state = recipe(model).state("fast", torch.device("cpu"))
    _start(state, tmp_path / "old.safetensors")
    for network in (state.network, state.average):
        found = network.state_dict()[BALANCE]
        # Repairs are made without.
        assert torch.equal(found, wanted if model == "crisp" else torch.zeros_like(wanted))
