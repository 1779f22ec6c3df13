# SPDX-License-Identifier: GPL-3.0-or-later
"""Guests at any factor: tiles leave no trace, all kinds of pictures work, and less can be taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("ncnn")
pytest.importorskip("onnx")

from liif_core.errors import LiifError
from liif_core.guests.files import import_guest
from liif_core.registry.models import ModelEntry, find
from liif_core.request.frame import Frame
from liif_core.runtime.guest_passes import plan_passes
from liif_core.runtime.reducing import reduce_picture
from liif_core.runtime.samples import from_unit, to_unit
from tests.engine.guests import ncnn_files
from tests.engine.guests.ncnn_files import Writer
from tests.engine.guests.onnx_models import doubling, save
from tests.engine.pictures import noise, photo
from tests.engine.running import WHOLE, difference, enlarge

MAKERS: dict[str, Callable[..., Writer]] = {
    "four": ncnn_files.compact, "clean": ncnn_files.cleaning, "steps": ncnn_files.stepping,
    "crops": ncnn_files.cropping, "pools": ncnn_files.pooling,
}  # fmt: skip
LEVEL = 1 / 255 + 1e-6


@pytest.fixture(scope="module")
def guests(user_models: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, ModelEntry]:
    """Small networks of all kinds, by name."""
    folder = tmp_path_factory.mktemp("guests")
    found = {
        name: import_guest(make(seed=7, spread=0.1).save(folder / f"{name}.param"), user_models)
        for name, make in MAKERS.items()
    }
    for name, channels in (("two", 3), ("gray", 1)):
        path = save(doubling(channels), folder / f"{name}.onnx")
        found[name] = import_guest(path, user_models)
    return found


@pytest.mark.parametrize("factor", [1, 1.7, 4, 5, 7.3])
@pytest.mark.parametrize("name", ["four", "clean", "steps", "crops", "two", "gray"])
def test_tiles_leave_no_trace(name: str, factor: float, guests: dict[str, ModelEntry]) -> None:
    source = noise(71, 93)
    grid = round(93 * factor), round(71 * factor)
    whole = enlarge(source, grid, tile=WHOLE, model=name)
    assert difference(enlarge(source, grid, tile=33, model=name), whole) < 1e-4
    assert np.isfinite(whole).all()


def test_where_all_of_a_picture_decides_tiles_are_blended(guests: dict[str, ModelEntry]) -> None:
    source = photo()[40:200, 60:300]
    grid = 240, 160
    whole = enlarge(source, grid, tile=WHOLE, model="pools").astype(float)
    tiled = enlarge(source, grid, tile=64, model="pools").astype(float)
    plain = source.astype(float)
    # Tiles have other means than the picture; what they change goes over into each other.
    seams = np.abs(np.diff(tiled - plain, axis=1)).mean((0, 2))
    usual = np.abs(np.diff(whole - plain, axis=1)).mean((0, 2))
    assert seams.max() < 1.5 * usual.max() + 0.5
    assert guests["pools"].guest is not None


def test_at_its_own_factor_the_answer_is_the_networks(
    guests: dict[str, ModelEntry], tmp_path: Path
) -> None:
    from liif_core.guests.running import open_ncnn

    param = ncnn_files.compact(seed=7, spread=0.1).save(tmp_path / "n.param")
    source = noise(70, 80)
    wanted = open_ncnn(param, param.with_suffix(".bin"))(source.transpose(2, 0, 1))
    found = enlarge(source, (320, 280), tile=30, model="four")
    assert difference(found, wanted.transpose(1, 2, 0).clip(0, 1)) < 1e-3


def test_below_it_the_answer_is_reduced_antialiased(guests: dict[str, ModelEntry]) -> None:
    source = photo()[50:150, 50:170]
    large = enlarge(source, (480, 400), model="four")
    for grid in ((240, 200), (300, 250), (120, 100)):
        wanted = from_unit(reduce_picture(large, grid), np.dtype(np.uint8))
        assert difference(enlarge(source, grid, model="four"), wanted) <= 2


def test_the_least_is_computed(guests: dict[str, ModelEntry]) -> None:
    def sizes(name: str, factor: float) -> list[tuple[str, int]]:
        frame = Frame.of((round(100 * factor), round(50 * factor)))
        passes = plan_passes(guests[name], (100, 50), frame)
        return [(each.model, each.frame.grid_width) for each in passes]

    assert sizes("four", 1) == [("four", 100)]
    assert sizes("four", 4) == [("four", 400)]
    # A little more than its factor is interpolated.
    assert sizes("four", 4.8) == [("four", 480)]
    assert sizes("four", 8) == [("four", 200), ("four", 800)]
    assert sizes("four", 64) == [("four", 400), ("four", 1600), ("four", 6400)]
    assert sizes("two", 3) == [("two", 150), ("two", 300)]
    assert sizes("clean", 1) == [("clean", 100)]
    assert sizes("clean", 3) == [("clean", 100), ("fast", 300)]


@pytest.mark.parametrize(
    ("name", "factor", "region"), [("four", 7, (100, 90, 64, 50)), ("clean", 2, (31, 17, 40, 60))]
)
def test_a_region_is_a_crop_of_the_whole(
    name: str, factor: int, region: tuple[int, int, int, int], guests: dict[str, ModelEntry]
) -> None:
    source, grid = noise(81, 77, 4), (77 * factor, 81 * factor)
    source[20:30, 20:30, 3] = 0
    x, y, width, height = region
    # What is found by itself in what a guest made of a part can differ from that of the whole.
    given = {"model": name, "refocus": 0}
    crop = enlarge(source, grid, **given)[y : y + height, x : x + width]
    assert difference(enlarge(source, grid, region=region, **given), crop) < 1e-4


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("name", ["four", "gray", "crops"])
def test_pictures_of_all_kinds(
    name: str, kind: type, channels: int, guests: dict[str, ModelEntry]
) -> None:
    # Rounded, alpha shall not vanish, as other colours bleed to where it is 0.
    source = from_unit(0.1 + 0.8 * noise(40, 50, channels), np.dtype(kind))
    result = enlarge(source, (75, 60), model=name)
    assert (result.shape, result.dtype) == ((60, 75, channels), source.dtype)
    deep = enlarge(to_unit(source), (75, 60), model=name)
    if kind is not np.float32:
        step = 1 / 255 if kind is np.uint8 else 1 / 65535
        assert difference(to_unit(result), deep.clip(0, 1)) < 0.51 * step


def test_a_picture_of_one_pixel(guests: dict[str, ModelEntry]) -> None:
    source = np.full((1, 1, 3), 128, np.uint8)
    for name in guests:
        assert enlarge(source, (5, 3), model=name).shape == (3, 5, 3)


def test_wide_colours_are_kept(guests: dict[str, ModelEntry]) -> None:
    """What lies outside 0 to 1 is beyond the network; it is interpolated, and not lost."""
    source = np.full((30, 30, 3), 0.5, np.float32)
    source[:, 10:] = [1.8, 0.5, -0.4]
    result = enlarge(source, (60, 60), model="two")
    assert result[30, 50] == pytest.approx([1.8, 0.5, -0.4], abs=0.01)


def test_seamless_sides_go_on(guests: dict[str, ModelEntry]) -> None:
    source = noise(72, 72)
    for name in ("four", "steps"):
        turned = np.roll(source, (20, 30), (0, 1))
        found = enlarge(source, (144, 144), model=name, seamless=True, refocus=0)
        moved = enlarge(turned, (144, 144), model=name, seamless=True, refocus=0)
        assert difference(np.roll(found, (40, 60), (0, 1)), moved) < 1e-3


def test_strength_mixes_with_the_faithful_answer(guests: dict[str, ModelEntry]) -> None:
    source = photo()[60:140, 80:180]
    grid = 300, 240
    model, faithful = (enlarge(source, grid, model=name, detail=0) for name in ("four", "fast"))
    assert difference(model, faithful) > 20
    assert difference(enlarge(source, grid, model="four", strength=100), model) == 0
    assert difference(enlarge(source, grid, model="four", strength=0), faithful) == 0
    # Apart from what either overshoots by, which is cut off last.
    half = enlarge(source, grid, model="four", strength=50).astype(float)
    assert difference(half, (model.astype(float) + faithful) / 2) <= 3
    tiled = enlarge(source, grid, model="four", strength=50, tile=40)
    assert difference(tiled, half) <= 1


def test_strength_at_two_passes_and_for_one_that_cleans(guests: dict[str, ModelEntry]) -> None:
    source = photo()[60:110, 80:140]
    for name, grid in (("four", (420, 350)), ("clean", (180, 150))):
        full = enlarge(source, grid, model=name).astype(float)
        none = enlarge(source, grid, model=name, strength=0).astype(float)
        some = enlarge(source, grid, model=name, strength=30).astype(float)
        assert np.abs(some - none).mean() < np.abs(some - full).mean()


def test_what_a_guest_cannot_do_is_told(guests: dict[str, ModelEntry]) -> None:
    source = photo()[:40, :40]
    with pytest.raises(LiifError, match="four is a guest, with which repairs cannot be done"):
        enlarge(source, (40, 40), model="four", repairs=(("noise", 50),))
    told: list[str] = []
    enlarge(source, (40, 40), model="four", detail=50, warn=told.append)
    assert told == ["model four has no crisp end; the setting of detail is ignored"]


@pytest.mark.parametrize("shown", ["changes", "certainty"])
def test_evidence(shown: str, guests: dict[str, ModelEntry]) -> None:
    source = photo()[60:110, 80:140]
    found = enlarge(source, (120, 100), model="four", shown=shown)
    assert (found[..., 0] == found[..., 1]).all()
    assert found.std() > 1


def test_openvino_answers_alike(guests: dict[str, ModelEntry]) -> None:
    pytest.importorskip("openvino")
    from liif_core.runtime.backends.interface import Kind
    from liif_core.runtime.backends.opening import open_backend

    pixels = np.ascontiguousarray(
        photo()[50:130, 50:146].transpose(2, 0, 1), np.float32
    ) / np.float32(255)
    for name in ("four", "crops", "pools"):
        answers = []
        kinds: tuple[Kind, ...] = ("onnxruntime", "openvino")
        for kind in kinds:
            backend = open_backend(find(name), "cpu", print, kind=kind)
            answers.append(np.array(backend.encode(pixels, 0)))
        assert backend.name == "OpenVINO"
        levels = [np.rint(each.clip(0, 1) * 255) for each in answers]
        assert (np.abs(levels[0] - levels[1]) <= 1).mean() > 0.999
