# SPDX-License-Identifier: GPL-3.0-or-later
"""Models of the tests' own, in a folder of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from liif_core.registry.folders import user_models_dir
from liif_core.registry.models import ModelEntry

if TYPE_CHECKING:
    from torch import nn


@pytest.fixture(scope="session", autouse=True)
def user_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The user's models folder, for this run an empty one; subprocesses inherit it."""
    data = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(data))
        folder = user_models_dir()
        if data not in folder.parents:
            pytest.skip("the models of the user cannot be kept apart here")
        yield folder


@pytest.fixture(autouse=True)
def one_thread(request: pytest.FixtureRequest) -> None:
    """Networks this small are slower on all cores, above all where those are busy."""
    if request.node.get_closest_marker("torch"):
        pytest.importorskip("torch").set_num_threads(1)


@pytest.fixture(scope="session")
def random_fast() -> nn.Module:
    """A ``fast`` network with random weights: unlike the shipped one it uses its whole reach."""
    pytest.importorskip("torch")
    from tests.engine.random_networks import random_network

    return random_network("fast")


@pytest.fixture(scope="session")
def random_edsr() -> nn.Module:
    """An ``edsr-liif`` network with random weights."""
    pytest.importorskip("torch")
    from tests.engine.random_networks import random_network

    return random_network("edsr-liif")


@pytest.fixture(scope="session")
def fast_model(random_fast: nn.Module, user_models: Path) -> ModelEntry:
    """:func:`random_fast` as the model ``random-fast``."""
    from tests.engine.random_networks import publish_random

    return publish_random(random_fast, user_models, "random-fast")


@pytest.fixture(scope="session")
def edsr_model(
    random_edsr: nn.Module, user_models: Path, tmp_path_factory: pytest.TempPathFactory
) -> ModelEntry:
    """:func:`random_edsr` as the model ``random-edsr``, imported from an official checkpoint."""
    import torch

    from liif_core.networks.importer import import_checkpoint
    from tests.engine.random_networks import checkpoint

    path = tmp_path_factory.mktemp("checkpoint") / "random-edsr.pth"
    torch.save(checkpoint(random_edsr, "edsr-baseline"), path)
    entry = import_checkpoint(path, user_models_dir())
    assert entry.folder == user_models
    return entry
