# SPDX-License-Identifier: GPL-3.0-or-later
"""A network made smaller without data: what is left makes up for what is gone, and it runs."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from liif_core.errors import LiifError
from liif_core.registry.models import ModelEntry, find
from tests.engine.pictures import noise
from tests.engine.running import deviation

if TYPE_CHECKING:
    from torch import Tensor

    from liif_core.networks.fast import FastNetwork, ResidualBlock

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")


@pytest.fixture
def related() -> FastNetwork:
    """A random ``fast`` in whose blocks a third of the channels nearly are mixtures of others."""
    from liif_core.networks.fast import FastNetwork
    from tests.engine.random_networks import randomised

    network = randomised(FastNetwork(blocks=2)).requires_grad_(False)
    generator = torch.Generator().manual_seed(3)
    for block in _blocks(network):
        shares = 0.5 * torch.rand(16, generator=generator)
        for part in _first(block):
            part[32:] = _mixed(part[:32], shares) + 0.02 * part[32:]
    return network


def _mixed(part: Tensor, shares: Tensor) -> Tensor:
    """16 out of 32 channels, each of two: the ReLU of more is no longer a mixture of theirs."""
    return torch.einsum("i,i...->i...", shares, part[:16]) + 0.2 * part[16:]


def _features(network: FastNetwork) -> Tensor:
    pixels = torch.rand(1, 3, 24, 24, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        return network.encoder(pixels, torch.full((1, 1), 0.4))


def _blocks(network: FastNetwork) -> list[ResidualBlock]:
    return list(network.encoder.blocks)  # type: ignore[arg-type]


def _first(block: ResidualBlock) -> tuple[Tensor, Tensor]:
    """Weight and bias of what makes the channels inside."""
    assert block.first.bias is not None
    return block.first.weight, block.first.bias


@pytest.mark.parametrize(("prune", "bits"), [(0.34, 8), (0, 3), (0.34, 4)])
def test_what_is_left_makes_up_for_it(related: FastNetwork, prune: float, bits: int) -> None:
    from liif_core.lab.compression import compress

    exact = _features(related)
    errors = [
        float((_features(compress(related, prune, bits, way).network) - exact).norm())
        for way in (True, False)
    ]
    assert 0 < errors[0] < 0.97 * errors[1]


def test_how_far_codes_stray_is_told_without_photos(related: FastNetwork) -> None:
    from liif_core.lab.compression import compress, strays

    assert strays(related, related) == 0
    ours, plain, worse = (
        strays(related, compress(related, prune, 8, way).network)
        for prune, way in ((0.34, True), (0.34, False), (0.7, False))
    )
    assert 0 < ours < 0.97 * plain
    assert plain < worse


def test_filters_are_rebuilt_nearer_than_by_leaving_out(related: FastNetwork) -> None:
    from liif_core.lab.compression import combination

    filters = _blocks(related)[0].first.weight.flatten(1)
    kept = torch.arange(32)
    factors = combination(filters, filters[kept], kept)
    # Those that are left stay what they are, nearly.
    assert (factors[:32] - torch.eye(32)).abs().max() < 0.2
    lost = filters[32:].norm()
    assert (factors[32:] @ filters[kept] - filters[32:]).norm() < 0.4 * lost


def test_nothing_pruned_in_many_bits_is_the_same_network(related: FastNetwork) -> None:
    from liif_core.lab.compression import compress

    exact, found = _features(related), _features(compress(related, 0, 8, False).network)
    assert (found - exact).norm() < 0.02 * exact.norm()
    assert not torch.equal(found, exact)


@pytest.mark.parametrize("bits", [2, 5, 8])
def test_weights_are_few_whole_numbers(bits: int) -> None:
    from liif_core.lab.compression import rounded

    weight = torch.randn(6, 5, 3, 3, generator=torch.Generator().manual_seed(0))
    weight[2] = 0
    whole, factors = rounded(weight, bits)
    assert torch.equal(whole, whole.round())
    assert whole.abs().max() == 2 ** (bits - 1) - 1
    assert torch.isfinite(factors).all()
    error = (whole * factors[:, None, None, None] - weight).abs()
    assert (error <= factors[:, None, None, None] / 2 + 1e-6).all()


def test_lots_that_count_least_go(related: FastNetwork) -> None:
    from liif_core.lab.compression import LOT, chosen, compress

    network = copy.deepcopy(related)
    tiny = torch.arange(1, 48, 3)
    for block in _blocks(network):
        for part in _first(block):
            part[tiny] *= 1e-4
    left = sorted({*range(48)} - {*tiny.tolist()})
    assert [kept.tolist() for kept in chosen(network, 1 / 3)] == [left, left]
    small = compress(network, 1 / 3, 8, compensate=False).network
    for block, old in zip(_blocks(small), _blocks(network), strict=True):
        assert block.first.out_channels == block.second.in_channels == 2 * LOT
        assert torch.equal(_first(block)[1], _first(old)[1][left])
    assert (_features(small) - _features(network)).norm() < 0.02 * _features(network).norm()
    # Where one block counts for nothing, all that can go goes there.
    for part in _first(_blocks(network)[1]):
        part.mul_(1e-6)
    assert [len(kept) for kept in chosen(network, 1 / 3)] == [48, 16]
    assert [len(kept) for kept in chosen(network, 0.9)] == [16, 16]


@pytest.fixture(scope="module")
def compressed(tmp_path_factory: pytest.TempPathFactory) -> ModelEntry:
    """The shipped network, a third narrower."""
    from liif_core.lab.compressing import compress_model

    folder = tmp_path_factory.mktemp("small")
    return compress_model(find("fast"), 1 / 3, 8, folder).entry


def test_a_smaller_model_runs_alike_on_both_engines(compressed: ModelEntry) -> None:
    from liif_core.runtime.backends.opening import open_backend

    assert find(str(compressed.folder)) == compressed
    pixels = np.ascontiguousarray(noise(20, 26).transpose(2, 0, 1))
    by_onnx, by_torch = (
        np.asarray(open_backend(compressed, "cpu", print, kind=kind).encode(pixels, 30))
        for kind in ("onnxruntime", "torch")
    )
    assert deviation(by_onnx, by_torch) < 5e-6
    whole = open_backend(find("fast"), "cpu", print, kind="onnxruntime").encode(pixels, 30)
    assert deviation(by_onnx, np.asarray(whole)) > 1e-3


def test_its_files_are_smaller(compressed: ModelEntry) -> None:
    whole = find("fast")
    sizes = [
        [entry.path(role).stat().st_size for entry in (compressed, whole)]
        for role in ("weights", "encoder")
    ]
    assert sizes[0][0] < 0.5 * sizes[0][1]
    assert sizes[1][0] < 0.8 * sizes[1][1]


def test_a_folder_holds_one_model_only(compressed: ModelEntry) -> None:
    from liif_core.lab.compressing import compress_model

    # By the folder the first would be meant, and the new one never be measured.
    with pytest.raises(LiifError, match="holds the model fast-pruned33-8bit already"):
        compress_model(find("fast"), 0.1, 8, compressed.folder)


def test_another_architecture_is_refused(edsr_model: ModelEntry, tmp_path: Path) -> None:
    from liif_core.lab.compressing import compress_model

    with pytest.raises(LiifError, match="edsr-liif"):
        compress_model(edsr_model, 0.1, 8, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_weights_of_another_network_are_told(related: FastNetwork) -> None:
    from liif_core.networks.architectures import rebuild_network

    with pytest.raises(LiifError, match="fast"):
        rebuild_network("fast", related.state_dict())
    with pytest.raises(LiifError, match="edsr-liif"):
        rebuild_network("edsr-liif", {})
