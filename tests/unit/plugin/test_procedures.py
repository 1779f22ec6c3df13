# SPDX-License-Identifier: GPL-3.0-or-later
"""The procedures, from the call to the finished image, on stand-ins for GIMP and engine."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gimpfu
import numpy as np
import pytest
from gimpfu import registration
from gimpfu.params import Kind

from liif_core.pictures.linear_light import encode_light

from . import fake_gi
from .conftest import CHECKOUT, MODELS
from .fake_gi import GroupLayer, Image, ImageType, Layer, LayerMode

SETTINGS = ("fast", -1, "auto", False, False)
ONE_STEP = ["undo start", "scale", "resolution", "insert", "undo end"]


class Procedures:
    """What the plug-in's entry registers, loaded as GIMP does, from its installed folder."""

    def __init__(self, folder: Path) -> None:
        shutil.copy(CHECKOUT / "plugin" / "liif" / "liif.py", folder)
        registration.registrations.clear()
        spec = importlib.util.spec_from_file_location("liif", folder / "liif.py")
        assert spec is not None
        assert spec.loader is not None
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
        found = registration.registrations
        self.run_upscale: Any = found["plug-in-liif-upscale"].function
        self.run_enhance_selection: Any = found["plug-in-liif-enhance-selection"].function
        self.run_clean: Any = found["plug-in-liif-clean"].function
        self.run_restore: Any = found["plug-in-liif-restore"].function
        self.run_print: Any = found["plug-in-liif-print"].function
        self.run_diagnose: Any = found["plug-in-liif-diagnose"].function
        self.run_export: Any = found["plug-in-liif-export"].function
        self.run_export_again: Any = found["plug-in-liif-export"].repeated


@pytest.fixture
def liif(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Procedures:
    monkeypatch.setattr("gimpfu.plugin.Gimp.main", lambda *_: None, raising=False)
    monkeypatch.setattr("gimpfu.plugin.PlugIn.__gtype__", "type", raising=False)
    return Procedures(folder)


def photo(kind: int = ImageType.RGB_IMAGE, **changes: Any) -> tuple[Image, Layer]:  # noqa: ANN401
    """An image of 10 x 6 pixels with one layer of 4 x 3 at (2, 1)."""
    gray = kind in (ImageType.GRAY_IMAGE, ImageType.GRAYA_IMAGE)
    image = Image(10, 6, int(gray))
    layer = Layer(image, "Photo", 4, 3, kind, 100.0, LayerMode.NORMAL)
    layer.set_offsets(2, 1)
    for name, value in changes.items():
        setattr(layer, name, value)
    if not layer.pixels:
        channels = {0: 3, 1: 4, 2: 1, 3: 2}[kind]
        layer.pixels = bytes(range(1, 12 * channels + 1))
    image.layers.append(layer)
    return image, layer


def enlarged(pixels: bytes, size: int, width: int, columns: list[int], rows: list[int]) -> bytes:
    """The pixels of a picture ``width`` wide at these columns and rows."""
    return b"".join(pixels[(r * width + c) * size :][:size] for r in rows for c in columns)


def test_everything_is_registered_under_its_name(liif: Procedures) -> None:
    assert liif
    assert {
        name: (each.label, *each.menus) for name, each in registration.registrations.items()
    } == {
        "plug-in-liif-upscale": ("_LIIF upscale…", "<Image>/Filters/Enhance"),
        "plug-in-liif-enhance-selection": (
            "LIIF enhance selec_tion…",
            "<Image>/Filters/Enhance",
        ),
        "plug-in-liif-clean": ("LIIF _clean…", "<Image>/Filters/Enhance"),
        "plug-in-liif-restore": ("LIIF rest_ore…", "<Image>/Filters/Enhance"),
        "plug-in-liif-diagnose": ("LIIF dia_gnose…", "<Image>/Filters/Enhance"),
        "plug-in-liif-print": ("LIIF print si_ze…", "<Image>/Filters/Enhance"),
        "plug-in-liif-export": ("LIIF smallest _JPEG…", "<Image>/File/[Export]"),
        "plug-in-liif-folder": ("LIIF fol_der…", "<Image>/File/[Export]"),
    }


PARAMETERS: dict[str, dict[str, object]] = {
    "plug-in-liif-upscale": {
        "scale": 2.0, "keep-print-size": True, "seamless": False, "masks": False, "model": "fast",
        "strength": -1, "device": "auto", "polite": False, "evidence": False,
    },
    "plug-in-liif-enhance-selection": {
        "model": "fast", "strength": -1, "device": "auto", "polite": False, "evidence": False,
    },
    "plug-in-liif-clean": {
        "seamless": False, "model": "fast", "strength": -1, "device": "auto", "polite": False,
        "evidence": False,
    },
    "plug-in-liif-restore": {
        "noise": 0, "blur": 0, "haze": 0, "strength": -1, "device": "auto", "polite": False,
    },
    "plug-in-liif-print": {
        "width": 15.0, "height": 10.0, "unit": "cm", "ppi": 300.0, "shape": "fit", "turn": True,
        "sharpen": True, "model": "fast", "strength": -1, "device": "auto", "polite": False,
        "evidence": False,
    },
    "plug-in-liif-diagnose": {"scale": 2.0, "model": "fast", "device": "auto"},
    "plug-in-liif-export": {
        "similarity": 0.995, "metadata": True, "file": None, "overwrite": False,
    },
    "plug-in-liif-folder": {
        "pictures": "folder", "folder": None, "results": None, "task": "upscale", "scale": 2.0,
        "format": "own", "present": "keep", "model": "fast", "strength": -1, "device": "auto",
        "polite": False, "salvage": False,
    },
}  # fmt: skip


def test_parameters_stay_as_scripts_know_them(liif: Procedures) -> None:
    """Their order and defaults: scripts and GIMP's settings of the last time rely on them."""
    assert liif
    found = {
        name: [(param.name, param.default) for param in each.params]
        for name, each in registration.registrations.items()
    }
    assert found == {name: list(params.items()) for name, params in PARAMETERS.items()}


def test_models_are_named_freely_and_described_in_the_tip(liif: Procedures) -> None:
    """More of them can come while GIMP runs."""
    assert liif
    for each in registration.registrations.values():
        for param in each.params:
            if param.name == "model":
                assert param.kind is Kind.STRING
                assert not param.choices
                assert param.tip.splitlines()[1:] == [f"{name}: about {name}" for name in MODELS]


def test_labels_have_one_mnemonic_each(liif: Procedures) -> None:
    """A doubled letter in one dialog would make Alt+letter jump from one widget to the other."""
    assert liif
    buttons = {"c", "h", "l", "o", "r", "s"}  # Cancel, Help, Load, OK, Reset, Save
    for each in registration.registrations.values():
        letters = [param.label.lower().split("_")[1][0] for param in each.params]
        assert len(set(letters)) == len(letters), each.name
        assert not buttons.intersection(letters), each.name


def test_upscale_adds_a_layer_exactly_over_the_scaled_one(liif: Procedures) -> None:
    image, layer = photo()
    pixels = layer.pixels
    result = liif.run_upscale(image, [layer], 2.5, True, False, False, *SETTINGS)
    assert (image.width, image.height) == (25, 15)
    assert image.layers == [result, layer]
    assert (result.x, result.y, result.width, result.height) == (5, 3, 10, 7)
    assert (layer.x, layer.y, layer.width, layer.height) == (5, 3, 10, 7)
    columns, rows = [c * 4 // 10 for c in range(10)], [r * 3 // 7 for r in range(7)]
    assert result.pixels == enlarged(pixels, 3, 4, columns, rows)
    assert result.format_set == "R'G'B' u8-own"
    assert result.name == "Photo (LIIF 2.5x)"
    assert layer.visible
    assert image.history == ONE_STEP
    assert {image} == Image.images


@pytest.mark.parametrize(("keep", "ppi"), [(True, 180.0), (False, 72.0)])
def test_the_print_size_is_kept_or_not(liif: Procedures, keep: bool, ppi: float) -> None:
    image, layer = photo()
    liif.run_upscale(image, [layer], 2.5, keep, False, False, *SETTINGS)
    assert image.resolution == (ppi, ppi)


@pytest.mark.parametrize("kind", list(ImageType)[:4])  # those that are not indexed
def test_every_kind_of_layer_keeps_its_channels(liif: Procedures, kind: int) -> None:
    image, layer = photo(kind)
    pixels = layer.pixels
    result = liif.run_clean(image, [layer], False, *SETTINGS)
    assert result.kind == kind
    assert result.pixels == pixels


@pytest.mark.parametrize(
    ("precision", "linear_profile", "format_name"),
    [
        ("U8_NON_LINEAR", False, "R'G'B' u8-own"),
        ("U8_PERCEPTUAL", False, "R~G~B~ u8-own"),
        ("U8_LINEAR", False, "R~G~B~ u16-own"),
        ("U8_NON_LINEAR", True, "R~G~B~ u16-own"),
        ("U16_NON_LINEAR", False, "R'G'B' u16-own"),
        ("U16_LINEAR", False, "R~G~B~ float-own"),
        ("HALF_LINEAR", False, "R~G~B~ float-own"),
        ("U32_NON_LINEAR", False, "R'G'B' float-own"),
        ("FLOAT_NON_LINEAR", True, "R~G~B~ float-own"),
    ],
)
def test_no_precision_is_lost(
    liif: Procedures, precision: str, linear_profile: bool, format_name: str
) -> None:
    image, layer = photo(pixels=bytes(range(12 * fake_gi.pixel_bytes(format_name))))
    image.precision = fake_gi.Precision[precision]
    image.profile = SimpleNamespace(is_linear=lambda: linear_profile)
    result = liif.run_clean(image, [layer], False, *SETTINGS)
    assert result.format_set == format_name
    assert result.pixels == layer.pixels


@pytest.mark.parametrize(
    ("precision", "dtype"), [("U8", "uint8"), ("U16", "uint16"), ("FLOAT", "float32")]
)
def test_linear_light_gets_the_type_that_it_gets_from_a_file(
    liif: Procedures, precision: str, dtype: str
) -> None:
    encoded = encode_light(np.zeros((1, 1, 3), dtype)).dtype.name
    sample = {"uint16": "u16", "float32": "float"}[encoded]
    image, layer = photo(pixels=bytes(12 * fake_gi.pixel_bytes(f"R~G~B~ {sample}")))
    image.precision = fake_gi.Precision[f"{precision}_LINEAR"]
    result = liif.run_clean(image, [layer], False, *SETTINGS)
    assert result.format_set == f"R~G~B~ {sample}-own"


@pytest.mark.parametrize(
    "changes",
    [
        {"opacity": 50.0},
        {"mode": LayerMode.MULTIPLY},
        {"kind": ImageType.RGBA_IMAGE, "pixels": bytes([9, 9, 9, 255]) * 11 + bytes(4)},
    ],
)
def test_a_layer_that_would_shine_through_is_hidden(
    liif: Procedures, changes: dict[str, Any]
) -> None:
    image, layer = photo(**changes)
    result = liif.run_clean(image, [layer], False, *SETTINGS)
    assert (result.opacity, result.mode) == (layer.opacity, layer.mode)
    assert result.visible
    assert not layer.visible


def test_an_opaque_layer_with_alpha_stays_visible(liif: Procedures) -> None:
    image, layer = photo(ImageType.RGBA_IMAGE, pixels=bytes([7, 8, 9, 255]) * 12)
    liif.run_clean(image, [layer], False, *SETTINGS)
    assert layer.visible


@pytest.mark.parametrize("kind", [ImageType.RGBA_IMAGE, ImageType.GRAYA_IMAGE])
def test_an_empty_layer_is_told(liif: Procedures, kind: int) -> None:
    channels = 4 if kind == ImageType.RGBA_IMAGE else 2
    image, layer = photo(kind, pixels=(b"\7" * (channels - 1) + b"\0") * 12)
    with pytest.raises(gimpfu.error, match="nothing but transparency"):
        liif.run_clean(image, [layer], False, *SETTINGS)
    assert image.history == []


def test_a_layer_with_locked_visibility_is_left_alone(liif: Procedures) -> None:
    image, layer = photo(opacity=50.0, lock_visibility=True)
    liif.run_clean(image, [layer], False, *SETTINGS)
    assert layer.visible


def test_a_mask_goes_with_the_new_layer(liif: Procedures) -> None:
    image, layer = photo(apply_mask=False)
    layer.mask = fake_gi.LayerMask(layer, fake_gi.AddMaskType.WHITE)
    result = liif.run_upscale(image, [layer], 2.0, True, False, False, *SETTINGS)
    black, combined = result.mask.made
    assert black == fake_gi.AddMaskType.BLACK
    assert combined[:2] == (fake_gi.ChannelOps.ADD, layer.mask)
    assert result.apply_mask is False
    assert not layer.visible


def test_a_layer_in_a_group_stays_there(liif: Procedures) -> None:
    image, layer = photo()
    group = GroupLayer(image, "Group")
    image.layers = [group]
    group.children, layer.parent = [layer], group
    result = liif.run_upscale(image, [layer], 2.0, True, False, False, *SETTINGS)
    assert group.children == [result, layer]


def test_a_group_is_enlarged_as_one_layer(liif: Procedures) -> None:
    image, child = photo(ImageType.RGBA_IMAGE)
    group = GroupLayer(image, "Group")
    group.mode = LayerMode.PASS_THROUGH
    group.children, child.parent = [child], group
    image.layers = [group]
    # What GIMP's copy of the group in the scratch image would merge into.
    group.pixels, (group.x, group.y) = child.pixels, (child.x, child.y)
    group.width, group.height = child.width, child.height
    result = liif.run_upscale(image, [group], 2.0, True, False, False, *SETTINGS)
    assert image.layers == [result, group]
    assert (result.x, result.y, result.width, result.height) == (4, 2, 8, 6)
    assert result.mode == LayerMode.NORMAL
    assert {image} == Image.images


def test_filters_are_part_of_the_result_with_what_they_add_outside(liif: Procedures) -> None:
    shadow = SimpleNamespace(name="shadow", get_visible=lambda: True)
    image, layer = photo(filters=[shadow], lock_visibility=True, visible=False)
    result = liif.run_upscale(image, [layer], 2.0, True, False, False, *SETTINGS)
    assert (result.x, result.y, result.width, result.height) == (0, 0, 18, 14)
    assert result.kind == ImageType.RGBA_IMAGE
    assert {image} == Image.images


def test_only_the_selection_and_its_surroundings_are_computed(
    liif: Procedures, folder: Path
) -> None:
    image = Image(100, 80)
    layer = Layer(image, "Photo", 90, 70, ImageType.RGB_IMAGE, 100.0, LayerMode.NORMAL)
    layer.set_offsets(5, 5)
    layer.pixels = bytes(index % 251 for index in range(90 * 70 * 3))
    image.layers.append(layer)
    image.selection = (50, 2, 60, 9)
    result = liif.run_enhance_selection(image, [layer], *SETTINGS)
    assert (result.x, result.y, result.width, result.height) == (50, 5, 10, 4)
    assert result.pixels == enlarged(layer.pixels, 3, 90, list(range(45, 55)), list(range(4)))
    assert result.mask.made == [fake_gi.AddMaskType.SELECTION]
    assert not result.edits_mask
    assert image.history == ["undo start", "insert", "undo end"]
    # A radius of 3 pixels and 4 of interpolation on each side, as far as there are any.
    log = (folder / "log.txt").read_text()
    assert "source_width=24, source_height=11" in log
    assert "x=7, y=0, width=10, height=4" in log


@pytest.mark.parametrize(
    ("selection", "message"),
    [(None, "nothing is selected"), ((7, 0, 10, 6), "does not meet the layer")],
)
def test_no_selection_on_the_layer_is_told(
    liif: Procedures, selection: tuple[int, int, int, int] | None, message: str
) -> None:
    image, layer = photo()
    image.selection = selection
    with pytest.raises(gimpfu.error, match=message):
        liif.run_enhance_selection(image, [layer], *SETTINGS)
    assert image.history == []


def test_print_enlarges_to_the_size_and_sets_the_ppi(
    liif: Procedures, console: fake_gi.Console
) -> None:
    image, layer = photo()
    liif.run_print(image, [layer], 1.0, 0.5, "inch", 50.0, "fit", True, False, *SETTINGS)
    assert (image.width, image.height) == (42, 25)
    assert image.resolution == (50.0, 50.0)
    assert image.history == ONE_STEP
    assert console.messages == []


def test_print_says_when_there_are_enough_pixels(
    liif: Procedures, console: fake_gi.Console
) -> None:
    image, layer = photo()
    result = liif.run_print(image, [layer], 2.54, 2.54, "cm", 5.0, "fit", True, False, *SETTINGS)
    assert (image.width, image.height) == (10, 6)
    assert image.resolution == (10.0, 10.0)
    assert result.name == "Photo (LIIF cleaned)"
    (message,) = console.messages
    assert "already has enough pixels for 2.54 x 2.54 cm at 5 PPI" in message
    assert "set to 10 PPI" in message


def test_a_print_can_fill_the_paper_and_is_sharpened(liif: Procedures) -> None:
    """A square from the middle; of the layer at (2, 1) only what lies on it is computed."""
    image, layer = photo()
    pixels = layer.pixels
    result = liif.run_print(image, [layer], 1.0, 1.0, "inch", 18.0, "fill", True, True, *SETTINGS)
    assert (image.width, image.height) == (18, 18)
    assert image.resolution == (18.0, 18.0)
    assert image.history == [*ONE_STEP[:-1], "crop", "undo end"]
    # Three times as large the layer began at 6, the square at 6; both end at 18 and 24.
    assert (result.x, result.y, result.width, result.height) == (0, 3, 12, 9)
    columns, rows = [c // 3 for c in range(12)], [r // 3 for r in range(9)]
    assert result.pixels == enlarged(pixels, 3, 4, columns, rows)
    (sharpening,) = result.filters
    assert sharpening.operation == "gegl:unsharp-mask"
    assert sharpening.settings["std-dev"] == pytest.approx(0.06)


@pytest.mark.parametrize(("turn", "canvas"), [(True, (12, 6)), (False, (6, 12))])
def test_the_paper_lies_as_the_photo_unless_it_is_to_stay(
    liif: Procedures, turn: bool, canvas: tuple[int, int]
) -> None:
    """The photo is 10 x 6, the paper upright."""
    image, layer = photo()
    liif.run_print(image, [layer], 1.0, 2.0, "inch", 6.0, "fill", turn, False, *SETTINGS)
    assert (image.width, image.height) == canvas


def test_a_layer_beyond_what_is_printed_is_refused(liif: Procedures) -> None:
    image, layer = photo()
    image.width = 40
    layer.set_offsets(0, 0)
    with pytest.raises(gimpfu.error, match="beyond what the print shows"):
        liif.run_print(image, [layer], 1.0, 1.0, "inch", 18.0, "fill", True, True, *SETTINGS)
    assert image.history == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "/photos/one.jpg"),
        ({"dirty": True}, ""),
        ({"imported": ""}, ""),
        ({"width": 11}, ""),
    ],
)
def test_a_diagnosis_asks_the_file_only_while_it_holds_the_same_pixels(
    liif: Procedures, changes: dict[str, Any], told: str
) -> None:
    image, layer = photo()
    image.width, image.height = 4, 3
    image.imported = "/photos/one.jpg"
    layer.set_offsets(0, 0)
    for name, value in changes.items():
        setattr(image, name, value)
    assert liif.run_diagnose(image, layer, 2.0, "fast", "auto") == f"4 x 3, file {told!r}"
    assert image.history == []


def test_a_diagnosis_of_one_layer_of_several_is_of_its_pixels(liif: Procedures) -> None:
    image, layer = photo()
    image.width, image.height = 4, 3
    image.imported = "/photos/one.jpg"
    layer.set_offsets(0, 0)
    image.layers.append(Layer(image, "other", 4, 3, ImageType.RGB_IMAGE, 100.0, LayerMode.NORMAL))
    assert liif.run_diagnose(image, layer, 2.0, "fast", "auto").endswith("file ''")


def test_all_selected_layers_are_worked_on_in_one_step(liif: Procedures) -> None:
    image, layer = photo()
    other = Layer(image, "Other", 5, 6, ImageType.RGB_IMAGE, 50.0, LayerMode.NORMAL)
    other.pixels = bytes(90)
    image.layers.append(other)
    first = liif.run_upscale(image, [layer, other], 2.0, True, False, False, *SETTINGS)
    new, *_ = (each for each in image.layers if each.name == "Other (LIIF 2x)")
    assert image.layers == [first, layer, new, other]
    assert (new.width, new.height, new.opacity) == (10, 12, 50.0)
    assert (layer.visible, other.visible) == (True, False)
    assert image.history == ["undo start", "scale", "resolution", *["insert"] * 2, "undo end"]


def test_a_layer_that_is_given_twice_is_worked_on_once(liif: Procedures) -> None:
    image, layer = photo()
    result = liif.run_clean(image, [layer, layer], False, *SETTINGS)
    assert image.layers == [result, layer]


def test_a_hidden_layer_stays_hidden(liif: Procedures) -> None:
    image, layer = photo(visible=False)
    result = liif.run_clean(image, [layer], False, *SETTINGS)
    assert (result.visible, layer.visible) == (False, False)


def test_one_of_several_layers_that_cannot_be_worked_on_keeps_all(liif: Procedures) -> None:
    image, layer = photo()
    empty = fake_gi.GroupLayer(image, "Empty")
    image.layers.append(empty)
    with pytest.raises(gimpfu.error, match="is empty"):
        liif.run_clean(image, [layer, empty], False, *SETTINGS)
    assert image.layers == [layer, empty]
    assert image.history == []


def test_evidence_lies_hidden_above_the_result(liif: Procedures, folder: Path) -> None:
    image, layer = photo()
    layer.opacity, layer.mode = 50.0, LayerMode.MULTIPLY
    result = liif.run_upscale(image, [layer], 2.5, True, False, False, *SETTINGS[:-1], True)
    *found, made, own = image.layers
    assert (made, own) == (result, layer)
    assert [each.name for each in found] == [
        "Photo (LIIF changes: white is strongest)",
        "Photo (LIIF certainty: white is sure)",
    ]
    for each in found:
        assert (each.x, each.y, each.width, each.height) == (5, 3, 10, 7)
        assert (each.visible, each.opacity, each.mode) == (False, 100.0, LayerMode.NORMAL)
    log = (folder / "log.txt").read_text()
    asked = re.findall(r"request=(\w+)\(.*?(?:shown='(\w+)')?\), pixels", log)
    assert asked == [("Enlarge", ""), ("Evidence", "changes"), ("Evidence", "certainty")]
    assert image.history == ["undo start", "scale", "resolution", *["insert"] * 3, "undo end"]


def test_all_settings_reach_the_engine(liif: Procedures, folder: Path) -> None:
    image, layer = photo()
    liif.run_clean(image, [layer], False, "fast", -1, "auto", False, False)
    # Where a model has siblings there are more.
    manifest = json.loads((folder / "manifest.json").read_text())
    crisp = {**manifest["models"][0], "name": "fast-crisp", "crisper_than": "fast"}
    sharp = {**manifest["models"][0], "name": "fast-sharp", "refocuses": "fast"}
    manifest["models"] += [crisp, sharp]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    Procedures(folder).run_clean(image, [layer], True, "fast", 40, 60, 70, "cpu", True, False)
    log = (folder / "log.txt").read_text()
    assert (
        "strength=40, refocus=60, detail=70, device='cpu', tile=0, seamless=True, polite=True, "
        "repairs=()" in log
    )
    assert (
        "strength=None, refocus=None, detail=None, device='auto', tile=0, seamless=False, "
        "polite=False, repairs=()" in log
    )
    assert re.search(r"seconds to read, compute and write: [\d.]+, [\d.]+, [\d.]+$", log, re.M)


def test_what_is_restored_reaches_the_engine(liif: Procedures, folder: Path) -> None:
    image, layer = photo()
    result = liif.run_restore(image, [layer], 0, 40, 70, 30, "cpu", True)
    assert result.name == "Photo (LIIF restored)"
    assert image.history == ["undo start", "insert", "undo end"]
    liif.run_restore(image, [layer], 100, 0, 0, -1, "auto", False)
    log = (folder / "log.txt").read_text()
    restored = (
        r"'fast', strength=30, refocus=None, detail=None.*"
        r" repairs=\(\('blur', 40\), \('haze', 70\)\)"
    )
    assert re.search(restored, log)
    assert re.search(
        r"strength=None, refocus=None, detail=None.* repairs=\(\('noise', 100\),\)", log
    )


def test_warnings_and_progress_are_shown(liif: Procedures, console: fake_gi.Console) -> None:
    image, layer = photo()
    liif.run_clean(image, [layer], False, "warn", -1, "auto", False, False)
    assert console.messages == ["No CUDA here: the processor does the work"]
    assert console.progress == [0.5, 1.0, fake_gi.END]
    assert console.texts == ["LIIF: starting", "LIIF: 90 s left"]


def _mask(image: Image, layer: Layer) -> object:
    return fake_gi.LayerMask(layer, fake_gi.AddMaskType.WHITE)


def _foreign(image: Image, _layer: Layer) -> object:
    return photo()[1]


def _indexed(image: Image, layer: Layer) -> object:
    image.base_type = fake_gi.ImageBaseType.INDEXED
    return layer


def _floating(_image: Image, layer: Layer) -> object:
    layer.floating = True
    return layer


def _empty_group(image: Image, _layer: Layer) -> object:
    return GroupLayer(image, "Group")


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (_mask, r'"Photo mask" is a mask or a channel\. Select the layer itself'),
        (_foreign, "belongs to another image"),
        (_indexed, "palette .*Image > Mode > RGB"),
        (_floating, "floating selection"),
        (_empty_group, "is empty"),
    ],
)
def test_what_cannot_be_worked_on_is_told(liif: Procedures, prepare: Any, message: str) -> None:  # noqa: ANN401
    image, layer = photo()
    drawable = prepare(image, layer)
    for call, values in (
        (liif.run_upscale, (2.0, True, False, False)),
        (liif.run_clean, (False,)),
        (liif.run_enhance_selection, ()),
        (liif.run_print, (1.0, 1.0, "inch", 100.0, "fit", True, True)),
    ):
        with pytest.raises(gimpfu.error, match=message):
            call(image, [drawable], *values, *SETTINGS)
    assert image.history == []


@pytest.mark.parametrize("model", ["crash", "garbage", "refuse", "wrong"])
def test_a_failing_engine_leaves_the_image_untouched(
    liif: Procedures, folder: Path, model: str
) -> None:
    image, layer = photo()
    with pytest.raises(gimpfu.error) as caught:
        liif.run_upscale(image, [layer], 2.0, True, False, False, model, -1, "auto", False, False)
    assert (image.history, image.layers) == ([], [layer])
    assert str(caught.value) in (folder / "log.txt").read_text()


@pytest.mark.parametrize("change", ["move", "crop", "delete", "close"])
def test_an_image_that_was_changed_meanwhile_is_left_alone(
    liif: Procedures, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    image, layer = photo()

    def edit(_fraction: float) -> None:
        if change == "move":
            layer.x += 1
        elif change == "crop":
            image.width = 9
        elif change == "delete":
            layer.valid = False
        else:
            Image.images.discard(image)

    monkeypatch.setattr("gimpfu.gimp.Gimp.progress_update", edit)
    with pytest.raises(gimpfu.error, match=r"changed while LIIF was at work.*run it again"):
        liif.run_upscale(image, [layer], 2.0, True, False, False, *SETTINGS)
    assert image.history == []


def test_a_picture_beyond_the_engine_s_limits_is_told(liif: Procedures) -> None:
    image, layer = photo()
    layer.width = 20_001
    with pytest.raises(gimpfu.error, match=r"width of 20001 .* 20000\. Nothing was changed\."):
        liif.run_clean(image, [layer], False, *SETTINGS)
