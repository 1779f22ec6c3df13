# SPDX-License-Identifier: GPL-3.0-or-later
"""Weights in half precision: only where they were rounded to it, and the same to every reader."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import liif_core
from tests.engine.pictures import noise
from tests.engine.running import difference

if TYPE_CHECKING:
    from torch import nn

pytestmark = pytest.mark.torch
pytest.importorskip("torch")


@pytest.mark.parametrize("rounded", [False, True])
def test_rounded_weights_take_half_the_room(
    rounded: bool, random_fast: nn.Module, tmp_path: Path
) -> None:
    from liif_core.networks.publish import round_to_half
    from liif_core.runtime.backends.opening import open_backend
    from liif_core.runtime.blending import BALANCE, blend_weights
    from tests.engine.random_networks import publish_random

    network = copy.deepcopy(random_fast)
    if rounded:
        round_to_half(network)
    entry = publish_random(network, tmp_path, "small")
    size = entry.path("weights").stat().st_size
    count = sum(parameter.numel() for parameter in network.parameters())
    assert size / count == pytest.approx(2 if rounded else 4, rel=0.05)
    for key, value in network.state_dict().items():
        found = blend_weights(entry)[key]
        assert found.dtype == np.float32
        assert np.array_equal(found, value.numpy()), key
        if key != BALANCE:  # found from the rounded decoder
            assert np.allclose(found, random_fast.state_dict()[key], rtol=5e-4, atol=1e-7)
    # The ONNX files hold the same weights, in single precision.
    pixels = np.ascontiguousarray(noise(12, 14).transpose(2, 0, 1))
    results = [
        np.asarray(open_backend(entry, "cpu", print, kind=kind).encode(pixels, 30))
        for kind in ("onnxruntime", "torch")
    ]
    assert difference(*results) < 1e-4


def test_the_files_tell_nothing_of_the_machine_they_were_made_on(
    random_fast: nn.Module, tmp_path: Path
) -> None:
    from tests.engine.random_networks import publish_random

    entry = publish_random(random_fast, tmp_path, "small")
    for file in entry.files.values():
        content = (tmp_path / file.file).read_bytes()
        for told in (b"fast.py", str(Path(liif_core.__file__).parent).encode()):
            assert told not in content, file.file
