# SPDX-License-Identifier: GPL-3.0-or-later
"""The fast network: it starts as bicubic interpolation, and its export computes the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PIL import Image

from liif_core.coordinates import Taps, cell, positions, taps
from liif_core.registry.models import ModelEntry, Role
from tests.engine.pictures import Floats, noise, photo

if TYPE_CHECKING:
    from torch import nn

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")

BORDER = 2
"""Input pixels at the borders that are not compared: Pillow cuts the kernel off there."""


def _axes(inputs: tuple[int, int], outputs: tuple[int, int]) -> list[Taps]:
    return [taps(positions(n, m, 0, m), n) for n, m in zip(inputs, outputs, strict=True)]


def _run(network: nn.Module, pixels: Floats, outputs: tuple[int, int]) -> Floats:
    from liif_core.networks.architectures import parts

    inputs = (pixels.shape[0], pixels.shape[1])
    values = [
        torch.from_numpy(array)
        for axis in _axes(inputs, outputs)
        for array in (axis.index, axis.rel, axis.weight)
    ]
    cells = torch.tensor([cell(*sides) for sides in zip(inputs, outputs, strict=True)])
    encoder, decoder = parts(network)
    with torch.inference_mode():
        features = encoder(torch.from_numpy(pixels).permute(2, 0, 1)[None], torch.tensor([[0.3]]))
        return decoder(features, *values, cells)[0].permute(1, 2, 0).numpy()


@pytest.mark.parametrize("outputs", [(80, 100), (148, 185), (40, 50)])
def test_untrained_it_is_bicubic(outputs: tuple[int, int]) -> None:
    from liif_core.networks.fast import FastNetwork

    small = photo()[100:140, 150:200].astype(np.float32) / np.float32(255)
    found = _run(FastNetwork().eval(), small, outputs)
    edge = BORDER * -(-outputs[0] // small.shape[0])
    inner = np.s_[edge:-edge, edge:-edge]
    expected = _bicubic(small, outputs)[inner]
    assert_allclose(found[inner], expected, rtol=0, atol=2e-6)


def _bicubic(pixels: Floats, outputs: tuple[int, int]) -> Floats:
    """By Pillow, channel by channel, as only so it computes in single precision."""
    height, width = outputs
    return np.stack(
        [
            np.array(
                Image.fromarray(np.ascontiguousarray(pixels[..., channel])).resize(
                    (width, height), Image.Resampling.BICUBIC
                )
            )
            for channel in range(3)
        ],
        -1,
    )


def test_onnx_computes_the_same(fast_model: ModelEntry, random_fast: nn.Module) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    roles: tuple[Role, ...] = ("encoder", "decoder")
    sessions = [
        onnxruntime.InferenceSession(str(fast_model.path(role)), providers=["CPUExecutionProvider"])
        for role in roles
    ]
    # Sizes apart from the exporter's examples, down to one pixel.
    for inputs, outputs in (((17, 31), (40, 93)), ((1, 1), (1, 1)), ((1, 5), (9, 5))):
        pixels = noise(*inputs)
        (features,) = sessions[0].run(
            None,
            {
                "pixels": np.ascontiguousarray(pixels.transpose(2, 0, 1))[None],
                "strength": np.array([[0.3]], np.float32),
            },
        )
        rows, columns = _axes(inputs, outputs)
        (colours,) = sessions[1].run(
            None,
            {
                "features": features,
                "row_index": rows.index,
                "row_rel": rows.rel,
                "row_weight": rows.weight,
                "column_index": columns.index,
                "column_rel": columns.rel,
                "column_weight": columns.weight,
                "cell": np.array(
                    [cell(*sides) for sides in zip(inputs, outputs, strict=True)], np.float32
                ),
            },
        )
        expected = _run(random_fast, pixels, outputs)
        assert np.abs(expected - pixels.mean()).max() > 0.1
        scale = max(1.0, float(np.abs(expected).max()))
        assert_allclose(colours[0].transpose(1, 2, 0) / scale, expected / scale, atol=1e-5)


def test_strength_reaches_the_network(random_fast: nn.Module) -> None:
    from liif_core.networks.architectures import parts

    pixels = torch.rand(1, 3, 6, 6)
    encoder, _ = parts(random_fast)
    with torch.inference_mode():
        weak, strong = (encoder(pixels, torch.tensor([[value]])) for value in (0.0, 1.0))
    assert (weak - strong).abs().max() > 1e-3


def test_balance_is_found_where_the_decoder_lies() -> None:
    from liif_core.networks.fast import FastNetwork

    network = FastNetwork().to("meta")
    network.balance()
    assert network.encoder.balance.weight.device.type == "meta"


def test_weights_of_before_the_balance_run_without() -> None:
    from liif_core.networks.architectures import build, rebuild_network
    from liif_core.networks.fast import FastNetwork
    from liif_core.runtime.blending import BALANCE

    values = build("fast").state_dict()
    assert values.pop(BALANCE).any()
    network = rebuild_network("fast", values)
    assert isinstance(network, FastNetwork)
    assert not network.encoder.balance.weight.any()
