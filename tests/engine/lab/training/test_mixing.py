# SPDX-License-Identifier: GPL-3.0-or-later
"""Trainings of one network are added up."""

from __future__ import annotations

from pathlib import Path

import pytest

from liif_core.errors import LiifError
from liif_core.registry.models import MODELS
from liif_core.runtime.blending import BALANCE

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")


def test_each_training_has_its_share_and_the_decoder_stays() -> None:
    from liif_core.lab.training.mixing import mix

    base = {"encoder.a": torch.tensor([1.0, 2.0]), "decoder.b": torch.tensor([3.0])}
    one = {"encoder.a": torch.tensor([2.0, 2.0]), "decoder.b": torch.tensor([9.0])}
    other = {"encoder.a": torch.tensor([1.0, 6.0]), "decoder.b": torch.tensor([9.0])}
    mixed = mix(base, [(one, 1.0), (other, 0.5)])
    assert torch.equal(mixed["encoder.a"], torch.tensor([2.0, 4.0]))
    assert torch.equal(mixed["decoder.b"], base["decoder.b"])


def test_another_network_is_refused() -> None:
    from liif_core.lab.training.mixing import mix

    with pytest.raises(LiifError, match="different networks"):
        mix({"encoder.a": torch.zeros(1)}, [({"encoder.c": torch.zeros(1)}, 1.0)])


def test_the_result_is_a_model(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    from liif_core.lab.training.mixing import main
    from liif_core.networks.architectures import build

    paths = []
    for seed, name in enumerate(("base", "end")):
        torch.manual_seed(seed)
        paths.append(tmp_path / f"{name}.safetensors")
        save_file(build("fast").state_dict(), paths[-1])
    main([str(paths[0]), str(tmp_path / "out"), "mixed", f"{paths[1]}=1", "--origin", "chance"])
    [entry] = MODELS.read(tmp_path / "out")
    MODELS.verify(entry)
    assert (entry.refocuses, entry.trained_on) == ("fast", "chance")
    base, end = (load_file(path) for path in paths)
    mixed = load_file(tmp_path / "out" / "mixed.safetensors")
    for name, value in mixed.items():
        source = end if name.startswith("encoder.") and name != BALANCE else base
        assert torch.allclose(value.float(), source[name], atol=1e-3)
