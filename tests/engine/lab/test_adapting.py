# SPDX-License-Identifier: GPL-3.0-or-later
"""A model tuned to a folder of photos, kept only if it pays."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from liif_core.cli import main
from liif_core.errors import LiifError
from liif_core.registry.models import MODELS, find
from tests.engine.pictures import photo

pytestmark = pytest.mark.torch
pytest.importorskip("torch")
pytest.importorskip("skimage")


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Eight JPEG photos in folders, and what is none."""
    folder = tmp_path / "photos"
    (folder / "more").mkdir(parents=True)
    for number in range(8):
        crop = np.tile(photo()[: 160 + number, :170], (2, 2, 1))
        name = ("more/" if number % 2 else "") + f"{number}.jpg"
        Image.fromarray(crop).save(folder / name, quality=40 + number)
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "notes.txt").write_text("holiday")
    Image.fromarray(photo()).save(folder / "screen.png")
    return folder


def test_what_is_read(collection: Path) -> None:
    from liif_core.lab.adapting import read

    found = read(collection)
    assert sorted(found.qualities) == list(range(40, 48))
    assert (len(found.kept), len(found.learned)) == (2, 6)
    assert {tuple(each.shape) for each in found.learned} <= {(3, 160 + n, 170) for n in range(8)}


def test_a_picture_that_is_too_large_stops_nothing(
    collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liif_core.lab.adapting import read

    Image.new("L", (700, 700)).save(collection / "9.jpg")
    # Pillow refuses what has more than twice as many.
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 700 * 700 // 2 - 1)
    assert len(read(collection).qualities) == 8


@pytest.mark.parametrize("name", ["", "a/b"])
def test_a_name_that_no_file_can_have_is_refused_at_once(
    collection: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["adapt", str(collection), "--name", name]) == 2
    assert "cannot be named" in capsys.readouterr().err


def test_too_few_photos_are_refused(collection: Path) -> None:
    from liif_core.lab.adapting import read

    for path in (collection / "more").iterdir():
        path.unlink()
    with pytest.raises(LiifError, match=r"holds 4 JPEG photos .* 8 are needed"):
        read(collection)


def test_what_does_not_pay_is_not_kept(
    collection: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "models"
    # Hardly a step: nothing can be gained.
    command = ["adapt", str(collection), "--name", "mine", "--minutes", "0.1", "--into", str(into)]
    pays = pytest.MonkeyPatch()
    with pays.context() as patch:
        patch.setattr("liif_core.lab.adapting.WORTH", 100)
        assert main(command) == 0
    said = capsys.readouterr().out
    assert "does not pay" in said
    assert "8 photos of quality 40 to 47, 2 of them to measure only" in said
    assert MODELS.read(into) == []


def test_what_pays_is_kept_and_a_model_may_be_a_folder(collection: Path, tmp_path: Path) -> None:
    from liif_core.lab.adapting import Gain, adapt, read

    into, own = tmp_path / "models", tmp_path / "own"
    own.mkdir()
    fast = find("fast")
    for file in fast.files.values():
        shutil.copy(fast.folder / file.file, own)
    # Of a name that is known nowhere else.
    MODELS.write(own, [replace(fast, name="nowhere-else")])
    told: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Gain, "pays", True)
        gain = adapt(read(collection), str(own), 0.02, "mine", into, told.append)
    assert gain.photos == 2
    assert gain.steps >= 1
    assert all(20 < value < 60 for value in (*gain.before, *gain.after))
    assert told
    (entry,) = MODELS.read(into)
    assert entry.name == "mine"
    assert "tuned to a collection" in entry.trained_on


def test_a_narrower_network_stays_as_narrow() -> None:
    import torch

    from liif_core.networks.fast import FastNetwork, ResidualBlock
    from liif_core.networks.low_rank import learn_repair, merge_repair

    network = FastNetwork()
    network.encoder.blocks[1] = ResidualBlock(48, 16)
    before = {key: value.clone() for key, value in network.state_dict().items()}
    learn_repair(network, network.encoder)
    after = merge_repair(network).state_dict()
    assert after.keys() == before.keys()
    assert all(torch.equal(after[key], value) for key, value in before.items())


@pytest.mark.parametrize(
    ("before", "after", "gaining", "pays"),
    [((30, 31), (30.1, 31), 3, True), ((30, 31), (30.01, 31), 4, False),
     ((30, 31), (30.5, 31), 2, False)],
)  # fmt: skip
def test_when_it_pays(
    before: tuple[float, ...], after: tuple[float, ...], gaining: int, pays: bool
) -> None:
    from liif_core.lab.adapting import Gain

    assert Gain(before, after, 4, gaining, 1).pays is pays
