# SPDX-License-Identifier: GPL-3.0-or-later
"""What the machines of a cluster are told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from liif_core.batch.items import Order
from liif_core.batch.ray_cluster import Share
from liif_core.batch.ray_executor import make_portable
from liif_core.enlarging import Wish
from liif_core.registry.folders import shipped_models_dir
from liif_core.registry.models import MODELS

from .conftest import SETTINGS


@pytest.mark.parametrize("name", ["run", "./run"])
def test_folders_have_names_that_mean_the_same_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "run").mkdir()
    shutil.copy(shipped_models_dir() / MODELS.file_name, tmp_path / "run")
    monkeypatch.chdir(tmp_path)
    order = Order(Path("in"), Path("out"), Wish(2.0), SETTINGS, False, "", "")
    told = make_portable(order, Share(1))
    assert (told.source_dir, told.target_dir) == (tmp_path / "in", tmp_path / "out")
    assert told.settings.model == "fast"
    order = replace(order, settings=replace(SETTINGS, model=name))
    assert make_portable(order, Share(1)).settings.model == str(tmp_path / "run")
