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


def test_edsr_begins_with_what_fast_has_learned(random_fast: nn.Module) -> None:
    from liif_core.networks.architectures import build
    from liif_core.networks.liif import Liif
    from liif_core.training.growing import STRENGTH, grown, is_fast

    weights = random_fast.state_dict()
    assert is_fast(weights)
    network = build("edsr-liif")
    assert isinstance(network, Liif)
    assert not is_fast(network.state_dict())
    before = {key: value.clone() for key, value in network.state_dict().items()}
    network.load_state_dict(grown(weights, network))
    (wanted,) = _features(random_fast, STRENGTH)
    with torch.inference_mode():
        found = network.encoder(_pixels() * 2 - 1)
    known = wanted.shape[1]
    # Away from the border, where the plane of the strength ends.
    inner = slice(25, -25)
    scale = wanted.abs().max()
    difference = (found[:, :known] - wanted)[..., inner, inner].abs().max()
    assert difference < 1e-4 * scale
    (other,) = _features(random_fast, 0.9)
    assert (other - wanted)[..., inner, inner].abs().max() > 1e-3 * scale
    # New channels have something to learn from, and the decoder is its own.
    assert found[:, known:].std() > 1e-3
    for key, value in network.state_dict().items():
        if key.startswith("imnet."):
            assert torch.equal(value, before[key])


def test_what_cannot_be_started_from_is_one_line(tmp_path: Path) -> None:
    from liif_core.training.schedule import Schedule
    from liif_core.training.train import Settings, train

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
    from liif_core.training.schedule import Schedule
    from liif_core.training.train import Settings, train

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    settings = Settings("fast", [tmp_path], tmp_path / "out", Schedule(1), device="cuda")
    with pytest.raises(LiifError, match="no CUDA"):
        train(settings)


def test_an_unknown_model_names_the_known_ones(tmp_path: Path) -> None:
    from liif_core.training.schedule import Schedule
    from liif_core.training.train import Settings, train

    with pytest.raises(LiifError, match=r"'swin'.*fast, edsr-liif, rdn-liif, detail"):
        train(Settings("swin", [tmp_path], tmp_path / "out", Schedule(1)))
