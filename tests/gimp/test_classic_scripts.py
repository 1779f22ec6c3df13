# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts in the style of GIMP 2, each installed as a plug-in with a copy of gimpfu beside it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from PIL import Image

from .classic_scripts import Call, Pixels
from .runner import Gimp
from .sandbox import HOME


def picture(width: int, height: int, channels: int = 3) -> Pixels:
    """Noise, the same each time."""
    return np.random.default_rng(5).integers(0, 256, (height, width, channels), dtype=np.uint8)


def layers(answer: dict[str, Any]) -> dict[str, Pixels]:
    """The pixels of the layers by name."""
    assert answer["ok"], answer["error"] + answer["printed"]
    found = {}
    for layer in answer["after"]["layers"]:
        size = (layer["pixels"]["height"], layer["pixels"]["width"], layer["pixels"]["channels"])
        data = np.fromfile(answer["folder"] / layer["pixels"]["file"], np.uint8)
        found[layer["name"]] = data.reshape(size)
    return found


def test_a_path_as_label_gives_menu_image_and_drawable(scripts: Gimp) -> None:
    names = ["python-fu-invert-layer", "python-fu-nested-outer"]
    found = scripts.call("classic:menus", procedures=names)
    assert found["python-fu-invert-layer"] == {
        "menus": ["<Image>/Filters/Classic"],
        "label": "_Invert layer",
        "arguments": ["run-mode", "image", "drawables"],
    }
    # Marked for translation only, as GIMP 2 wanted it.
    assert found["python-fu-nested-outer"]["label"] == "_Verschachtelte Rufe..."


def test_a_layer_is_inverted(call: Call) -> None:
    before = picture(9, 7)
    after = layers(call("python-fu-invert-layer", before))
    np.testing.assert_array_equal(after["Negative of Photo"], 255 - before)


@pytest.mark.parametrize("channels", [3, 4])
def test_tiles_are_read_and_written_through_the_shadow(call: Call, channels: int) -> None:
    before = picture(70, 66, channels)
    after = layers(call("python-fu-discolour-tiles", before))["Photo"]
    gray = before[:, :, :3].astype(int).sum(axis=2) // 3
    for channel in range(3):
        np.testing.assert_array_equal(after[:, :, channel], gray)
    np.testing.assert_array_equal(after[:, :, 3:], before[:, :, 3:])


def test_a_glider_has_moved_after_four_generations(call: Call) -> None:
    before = np.zeros((12, 12, 1), np.uint8)
    for x, y in ((2, 1), (3, 2), (1, 3), (2, 3), (3, 3)):
        before[y, x] = 255
    answer = call("python-fu-game-of-life", before, arguments={"generations": 4})
    np.testing.assert_array_equal(layers(answer)["Photo"], np.roll(before, (1, 1), (0, 1)))
    assert answer["results"] == [5]


def test_the_words_of_fail_reach_the_caller(call: Call) -> None:
    answer = call("python-fu-game-of-life", picture(5, 5))
    assert not answer["ok"]
    assert "needs a gray layer" in answer["error"]


def test_a_folder_is_scaled_without_an_open_image(scripts: Gimp, call: Call) -> None:
    source, target = (scripts.sandbox.home / name for name in ("pictures", "scaled"))
    for folder in (source, target):
        folder.mkdir()
    before = picture(8, 6)
    for name in ("a.ppm", "b.ppm", "c.txt"):
        Image.fromarray(before).save(source / name, "ppm")
    scripts.sandbox.own(scripts.sandbox.home)
    answer = call(
        "python-fu-batch-folder",
        files={"source": f"{HOME}/pictures", "target": f"{HOME}/scaled"},
        arguments={"percent": 200},
    )
    assert answer["ok"], answer["error"] + answer["printed"]
    assert answer["results"] == [2, f"{HOME}/scaled/a.png:{HOME}/scaled/b.png"]
    assert answer["images"] == 0
    assert sorted(path.name for path in target.iterdir()) == ["a.png", "b.png"]
    after = np.asarray(Image.open(target / "b.png").convert("RGB"))
    np.testing.assert_array_equal(after, before.repeat(2, axis=0).repeat(2, axis=1))


def test_a_value_out_of_range_is_refused_before_the_script_runs(call: Call) -> None:
    answer = call("python-fu-batch-folder", arguments={"percent": 1000})
    assert not answer["ok"]
    assert "percent must be 1 to 400, not 1000" in answer["error"]


def test_every_common_widget_s_value_arrives(call: Call) -> None:
    answer = call(
        "python-fu-frame",
        picture(20, 10),
        arguments={"size": 3, "opacity": 40.5, "mode": 1, "layer-name": "Rim", "hide": True},
    )
    frame = layers(answer)["Rim"]
    expected = np.zeros((10, 20), bool)
    expected[3:7, 3:17] = True
    assert (frame[:, :, 3] == np.where(expected, 0, 255)).all()
    assert (frame[~expected][:, :3] == (255, 128, 0)).all()
    (layer,) = (each for each in answer["after"]["layers"] if each["name"] == "Rim")
    assert layer["opacity"] == pytest.approx(40.5, abs=0.3)
    assert layer["mode"] == 3, "MULTIPLY_MODE is the legacy one"
    assert not layer["visible"]
    assert answer["layer_texts"]["frame"].startswith("3 Sans")
    assert answer["results"][0] == layer["id"]


DEFAULTS = {
    "int8": 1,
    "int16": 2,
    "int32": 3,
    "float": 0.5,
    "string": "text",
    "value": "1 + 1",
    "text": "two\nlines",
    "color": [255, 0, 51, 255],
    "colour": [255, 165, 0, 255],
    "toggle": True,
    "bool": False,
    "slider": 50.0,
    "spinner": 5,
    "adjustment": 5.5,
    "font": "Sans-serif",
    "file": "",
    "filename": "/tmp/a.png",
    "dirname": "/tmp",
    "radio": 2,
    "radio of floats": 0.5,
    "option": 1,
    "2nd int": 6,
    "int": 7,
}


def test_a_parameter_of_every_type_arrives(call: Call) -> None:
    answer = call("python-fu-every-type", objects=True)
    assert answer["ok"], answer["error"] + answer["printed"]
    said = json.loads(answer["results"][0])
    objects = ("Image", "Layer", "Channel", "Vectors")
    assert {name: said[name.lower()] for name in objects} == {name: name for name in objects}
    assert said["drawable"] == "Channel"
    assert said["display"] is None
    assert {name: said[name] for name in DEFAULTS} == DEFAULTS
    assert isinstance(said["slider"], float)
    assert isinstance(said["spinner"], int)
    for kind in ("brush", "pattern", "gradient", "palette"):
        assert isinstance(said[kind], str)


def test_other_values_than_the_defaults_arrive(call: Call) -> None:
    answer = call(
        "python-fu-every-type",
        arguments={"radio-of-floats": "1.0", "int-2": 8, "p-2nd-int": 9, "text": "one"},
        files={"dirname": HOME},
    )
    assert answer["ok"], answer["error"] + answer["printed"]
    said = json.loads(answer["results"][0])
    assert said["radio of floats"] == 1.0
    assert said["int"] == 8
    assert said["2nd int"] == 9
    assert said["text"] == "one"
    assert said["dirname"] == HOME
    assert said["layer"] is None


def test_the_defaults_are_those_of_the_script(call: Call) -> None:
    answer = call("python-fu-frame", picture(20, 10))
    assert (layers(answer)["Frame"][:, :, 3] == 0).sum() == 16 * 6


@pytest.mark.parametrize("alone", [False, True], ids=["of an image", "alone"])
def test_the_last_values_of_a_procedure_are_kept(call: Call, alone: bool) -> None:
    name = "python-fu-kept-values" + ("-alone" if alone else "")
    photo = None if alone else picture(4, 4)
    typed = call(name, photo, mode="INTERACTIVE", repeat=2)
    assert typed["results"] == [7, "typed"], typed["error"] + typed["printed"]
    assert call(name, photo)["results"] == [1, "default"]


def test_a_file_is_not_taken_over_from_another_image(call: Call) -> None:
    """In a window the dialog asks; here there is none."""
    answer = call("python-fu-every-type", mode="WITH_LAST_VALS")
    assert not answer["ok"]
    assert "a file is chosen anew for each image" in answer["error"]


def test_the_bytes_of_a_region_go_to_a_model_and_back(call: Call) -> None:
    before = picture(11, 6, 4)
    answer = call("python-fu-region-model", before)
    np.testing.assert_array_equal(layers(answer)["Answer"], before[:, ::-1])
    assert answer["after"]["selected"] == ["Answer"]


def test_images_of_more_bits_look_like_those_of_8(call: Call) -> None:
    before = picture(11, 6)
    answer = call("python-fu-region-model", before, precision="U16_NON_LINEAR")
    assert answer["ok"], answer["error"] + answer["printed"]
    (layer,) = (each for each in answer["after"]["layers"] if each["name"] == "Answer")
    assert layer["pixels"]["encoding"].endswith("u16")
    after = np.fromfile(answer["folder"] / layer["pixels"]["file"], np.uint16)
    np.testing.assert_array_equal(after.reshape(before.shape), before[:, ::-1] * np.uint16(257))


def test_calls_within_calls_keep_apart(call: Call) -> None:
    before = picture(4, 4)
    answer = call("python-fu-nested-outer", before, arguments={"depth": 2, "note": "keep"})
    np.testing.assert_array_equal(layers(answer)["Negative of Photo"], 255 - before)
    assert answer["texts"] == {f"Antwort:-level-{depth}": "keep" for depth in range(3)}
    assert "Localization disabled" not in answer["printed"]
