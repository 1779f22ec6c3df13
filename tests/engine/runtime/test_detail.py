# SPDX-License-Identifier: GPL-3.0-or-later
"""Detail: a network between a model and its crisper sibling, the same in all backends."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from liif_core.errors import LiifError
from liif_core.registry.models import MODELS, ModelEntry, find
from liif_core.runtime import one_pass
from liif_core.runtime.backends.interface import Backend
from liif_core.runtime.backends.opening import open_backend
from liif_core.runtime.blending import Blend
from tests.engine.pictures import noise
from tests.engine.running import compute, difference, enlarge

if TYPE_CHECKING:
    from torch import nn

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")

GRID = (40, 27)


@pytest.fixture
def sibling(
    fast_model: ModelEntry, random_fast: nn.Module, user_models: Path
) -> Iterator[ModelEntry]:
    """A crisper sibling of ``random-fast``: another encoder, all else the same."""
    from tests.engine.random_networks import publish_random

    network = copy.deepcopy(random_fast)
    generator = torch.Generator().manual_seed(5)
    for name, parameter in network.named_parameters():
        if not name.startswith("encoder."):
            continue
        parameter.add_(0.02 * torch.randn(parameter.shape, generator=generator))
    yield publish_random(network, user_models, "random-crisp", crisper_than=fast_model.name)
    MODELS.write(user_models, [e for e in MODELS.read(user_models) if e.name != "random-crisp"])


def test_the_ends_of_the_scale_are_the_two_models(
    fast_model: ModelEntry, sibling: ModelEntry
) -> None:
    source = noise(9, 13)
    faithful, crisp = (
        enlarge(source, GRID, model=name, strength=30, detail=0)
        for name in (fast_model.name, sibling.name)
    )
    assert difference(faithful, crisp) > 0.01
    at = {n: enlarge(source, GRID, model=fast_model.name, strength=30, detail=n) for n in (0, 100)}
    assert_array_equal(at[0], faithful)
    assert difference(at[100], crisp) < 1e-5


def test_between_them_the_weights_are_between(
    fast_model: ModelEntry, sibling: ModelEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    options: dict[str, Any] = {"model": fast_model.name, "strength": 30, "detail": 40}
    found = enlarge(noise(9, 13), GRID, **options)

    def by_torch(entry: ModelEntry, device: str, _: object, blend: Blend, __: object) -> Backend:
        return open_backend(entry, device, lambda _: None, blend, kind="torch")

    monkeypatch.setattr(one_pass, "open_backend", by_torch)
    assert difference(enlarge(noise(9, 13), GRID, **options), found) < 1e-4
    ends = [enlarge(noise(9, 13), GRID, **{**options, "detail": n}) for n in (0, 100)]
    assert min(difference(end, found) for end in ends) > 0.003


def test_without_a_sibling_detail_is_ignored_and_this_is_told(edsr_model: ModelEntry) -> None:
    warnings: list[str] = []
    options = {"model": edsr_model.name, "warn": warnings.append}
    found = enlarge(noise(4, 4), (8, 8), **options, detail=50)
    assert len(warnings) == 1
    assert f"{edsr_model.name} has no crisp end" in warnings[0]
    assert_array_equal(found, enlarge(noise(4, 4), (8, 8), **options))
    with pytest.raises(LiifError, match="has no setting of detail"):
        open_backend(edsr_model, "cpu", print, Blend(1))


def test_a_sibling_of_another_training_is_refused(
    fast_model: ModelEntry, sibling: ModelEntry, random_fast: nn.Module, user_models: Path
) -> None:
    from tests.engine.random_networks import publish_random

    other = copy.deepcopy(random_fast)
    dict(other.named_parameters())["decoder.rows.layers.0.weight"].add_(1e-3)
    publish_random(other, user_models, "random-crisp", crisper_than=fast_model.name)
    with pytest.raises(LiifError, match="random-crisp was not made from this random-fast"):
        enlarge(noise(4, 4), (8, 8), model=fast_model.name, detail=50)


def test_a_blended_model_still_judges_the_strength(
    fast_model: ModelEntry, sibling: ModelEntry
) -> None:
    result = np.empty((8, 8, 3), np.float32)
    options: dict[str, Any] = {"grid": (8, 8), "model": fast_model.name}
    plain = compute(noise(4, 4), result, **options).strength
    assert compute(noise(4, 4), result, **options, detail=50).strength == plain
    assert find(sibling.name).strength


def test_want_of_memory_is_not_blamed_on_the_weights(
    fast_model: ModelEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("liif_core.runtime.blending.load", full)
    with pytest.raises(MemoryError):
        open_backend(fast_model, "cpu", print, Blend(), "onnxruntime")
