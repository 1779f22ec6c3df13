# SPDX-License-Identifier: GPL-3.0-or-later
"""Repairs: low-rank changes that are added when a model is loaded, the same in all backends."""

from __future__ import annotations

import copy
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from liif_core.errors import LiifError
from liif_core.registry.adopting import adopt
from liif_core.registry.files import describe_file
from liif_core.registry.models import ModelEntry
from liif_core.registry.repairs import REPAIRS, Repair
from liif_core.request.frame import Frame
from liif_core.runtime.backends.opening import open_backend
from liif_core.runtime.blending import Blend
from liif_core.runtime.one_pass import run_pass
from tests.engine.pictures import noise
from tests.engine.running import compute, deviation, difference, enlarge

if TYPE_CHECKING:
    from torch import nn

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")

SIZE = (13, 9)


def _learned(random_fast: nn.Module) -> nn.Module:
    """The network with random changes, as if it had learned."""
    from liif_core.networks.low_rank import learn_repair

    network = copy.deepcopy(random_fast)
    network.encoder.balance.weight.zero_()  # type: ignore[union-attr, operator]
    learn_repair(network, network.encoder)  # type: ignore[arg-type]
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.requires_grad:
                parameter.copy_(0.03 * torch.randn(parameter.shape, generator=generator))
    return network.requires_grad_(False)


@pytest.fixture
def repair(random_fast: nn.Module, fast_model: ModelEntry, user_models: Path) -> Repair:
    """The repair ``smoke`` of ``random-fast``."""
    from safetensors.torch import save_file

    from liif_core.networks.low_rank import collect_repair

    file = user_models / "smoke.repair.safetensors"
    save_file(collect_repair(_learned(random_fast)), file)
    made = Repair(
        "smoke", describe_file(file), fast_model.files["weights"].sha256, "none", "", "nothing"
    )
    REPAIRS.add(user_models, made)
    return replace(made, folder=user_models)


def _run(model: ModelEntry, *given: tuple[str, int]) -> Any:  # noqa: ANN401
    return enlarge(noise(9, 13), SIZE, model=model.name, strength=30, repairs=given)


def test_the_whole_repair_is_the_network_that_learned(
    random_fast: nn.Module, fast_model: ModelEntry, repair: Repair
) -> None:
    from liif_core.networks.low_rank import merge_repair

    network = _learned(random_fast)
    pixels = np.ascontiguousarray(noise(9, 13).transpose(2, 0, 1))
    expected = network.encoder(torch.from_numpy(pixels)[None], torch.tensor([[0.3]]))  # type: ignore[operator]
    plain = merge_repair(network).encoder(torch.from_numpy(pixels)[None], torch.tensor([[0.3]]))  # type: ignore[arg-type]
    assert difference(expected.numpy(), plain.detach().numpy()) < 1e-5
    for kind in ("onnxruntime", "torch"):
        backend = open_backend(fast_model, "cpu", print, Blend(repairs=(("smoke", 100),)), kind)
        assert difference(np.asarray(backend.encode(pixels, 30)), expected.numpy()) < 1e-4


def test_its_amount_scales_the_change(fast_model: ModelEntry, repair: Repair) -> None:
    from liif_core.runtime.blending import blend_weights

    name = "encoder.blocks.3.first.weight"
    none, half, whole, twice = (
        blend_weights(fast_model, Blend(repairs=given))[name]
        for given in ((), (("smoke", 50),), (("smoke", 100),), (("smoke", 50), ("smoke", 50)))
    )
    assert difference(none, whole) > 0.001
    assert difference(half, (none + whole) / 2) < 1e-6
    assert difference(twice, whole) < 1e-6
    nothing = blend_weights(fast_model, Blend(repairs=(("smoke", 0),)))[name]
    assert_array_equal(nothing, none)
    assert difference(_run(fast_model, ("smoke", 100)), _run(fast_model)) > 0.01


def test_what_was_made_for_other_weights_is_refused(repair: Repair, user_models: Path) -> None:
    REPAIRS.add(user_models, replace(repair, base="0" * 64))
    with pytest.raises(LiifError, match="smoke was not made for this random-fast"):
        enlarge(noise(4, 4), (4, 4), model="random-fast", repairs=(("smoke", 100),))


def test_a_damaged_repair_is_refused(
    fast_model: ModelEntry, repair: Repair, user_models: Path
) -> None:
    file = user_models / repair.file.file
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(LiifError, match="repair smoke is damaged"):
        _run(fast_model, ("smoke", 100))
    file.unlink()
    with pytest.raises(LiifError, match="repair smoke is missing its file"):
        _run(fast_model, ("smoke", 100))


def test_changes_of_another_network_are_refused(
    fast_model: ModelEntry, repair: Repair, user_models: Path
) -> None:
    from safetensors.numpy import save_file

    file = user_models / repair.file.file
    strange = {"encoder.head.up": np.ones((5, 2)), "encoder.head.down": np.ones((2, 7))}
    save_file(strange, file)
    REPAIRS.add(user_models, replace(repair, file=describe_file(file)))
    with pytest.raises(LiifError, match="smoke does not fit random-fast"):
        _run(fast_model, ("smoke", 100))


def test_an_unknown_repair_names_the_known_ones(fast_model: ModelEntry, repair: Repair) -> None:
    with pytest.raises(LiifError, match=r"no repair 'rust'.*smoke"):
        _run(fast_model, ("rust", 100))


def test_a_trained_repair_is_taken_over(repair: Repair, user_models: Path, tmp_path: Path) -> None:
    target = tmp_path / "models"
    assert [each.name for each in adopt(user_models, target) if isinstance(each, Repair)] == [
        each.name for each in REPAIRS.read(user_models)
    ]
    taken = next(each for each in REPAIRS.read(target) if each.name == "smoke")
    assert REPAIRS.read_part(taken, "weights") == REPAIRS.read_part(repair, "weights")
    (user_models / repair.file.file).write_bytes(b"")
    with pytest.raises(LiifError, match="is damaged"):
        adopt(user_models, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_all_repairs_are_taken_over_or_none(
    repair: Repair, user_models: Path, tmp_path: Path
) -> None:
    """The last one carries a name that comes with LIIF."""
    source, target = tmp_path / "source", tmp_path / "target"
    shutil.copytree(user_models, source)
    REPAIRS.add(source, replace(repair, name="noise"))
    with pytest.raises(LiifError, match="named noise comes with LIIF already"):
        adopt(source, target)
    assert not target.exists()


@pytest.mark.parametrize("text", ["{}", "[1]", '[{"name": "x"}]', '"', "\x00"], ids=repr)
def test_a_list_that_is_none_is_one_line(text: str, tmp_path: Path) -> None:
    (tmp_path / REPAIRS.file_name).write_text(text)
    with pytest.raises(LiifError, match=r"the list of repairs .* cannot be read"):
        REPAIRS.read(tmp_path)


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "", "..", "a\nb"])
def test_files_lie_beside_the_list(name: str, repair: Repair, tmp_path: Path) -> None:
    REPAIRS.add(tmp_path, replace(repair, file=replace(repair.file, file=name)))
    with pytest.raises(LiifError, match="does not lie beside the list"):
        REPAIRS.read(tmp_path)


def test_several_are_done_one_after_another(fast_model: ModelEntry, repair: Repair) -> None:
    source = noise(9, 13)
    given: dict[str, Any] = {"model": fast_model.name, "strength": 30}
    first = enlarge(source, SIZE, **given, repairs=(("smoke", 40),))
    expected = enlarge(first, (26, 18), **{**given, "strength": 0}, repairs=(("smoke", 60),))
    result = np.empty((18, 26, 3), np.float32)
    told: list[float] = []
    twice = (("smoke", 40), ("smoke", 60))
    compute(source, result, (26, 18), **given, repairs=twice, progress=told.append)
    assert_array_equal(result, expected)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
    compute(source, result, (26, 18), **given, repairs=())
    assert_array_equal(result, enlarge(source, (26, 18), **given))


@pytest.mark.parametrize("channels", [3, 4])
def test_the_first_are_done_no_farther_than_the_part_depends_on(
    fast_model: ModelEntry, repair: Repair, channels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = noise(20, 400, channels)
    source[:, :, 3:] = source[:, :, 3:] > 0.5
    grid, (x, y, width, height) = (500, 24), (30, 6, 20, 9)
    parts = []

    def watched(frame: Frame, *given: Any, **more: Any) -> Any:  # noqa: ANN401
        parts.append(frame.region)
        return run_pass(frame, *given, **more)

    def run(region: tuple[int, int, int, int] | None) -> Any:  # noqa: ANN401
        size = region[2:] if region else grid
        result = np.empty((size[1], size[0], channels), np.float32)
        thrice = (("smoke", 40), ("smoke", 60), ("smoke", 20))
        compute(source, result, grid, region, repairs=thrice, model=fast_model.name, strength=30)
        return result

    whole = run(None)
    monkeypatch.setattr("liif_core.runtime.run.run_pass", watched)
    part = run((x, y, width, height))
    assert deviation(part, whole[y : y + height, x : x + width]) < 5e-6
    first, second, last = parts
    assert last == (x, y, width, height)
    assert second[2] < first[2] < 400
