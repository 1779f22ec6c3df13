# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of scripts in the style of GIMP 2 on small images of known pixels.

Runs inside GIMP; see :mod:`tasks` for how its functions are called.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gi

gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Gegl, Gimp, Gio  # noqa: E402 - versions come first

from .state import describe  # noqa: E402

_FORMATS = {1: "Y' u8", 3: "R'G'B' u8", 4: "R'G'B'A u8"}
_TYPES = {1: Gimp.ImageType.GRAY_IMAGE, 3: Gimp.ImageType.RGB_IMAGE, 4: Gimp.ImageType.RGBA_IMAGE}


def run(
    folder: Path,
    *,
    procedure: str,
    size: tuple[int, int] | None = None,
    pixels: list[int] | None = None,
    arguments: dict[str, Any] | None = None,
    files: dict[str, str] | None = None,
    objects: bool = False,
    precision: str = "U8_NON_LINEAR",
    mode: str = "NONINTERACTIVE",
    repeat: int = 1,
) -> dict[str, Any]:
    """Calls a procedure, on an image with one layer where a size is given.

    ``pixels`` are the layer's bytes, converted to ``precision``; ``files`` are arguments that are
    paths. With ``objects`` the arguments named image, layer, channel, drawable and vectors get one
    each. With ``repeat`` the call is made again with the values of the one before.
    """
    found = Gimp.get_pdb().lookup_procedure(procedure)
    if found is None:
        raise LookupError(f"GIMP has no procedure {procedure}: was the script loaded?")
    config = found.create_config()
    image = None
    if size is not None:
        image = _image(*size, bytes(pixels or []))
        if precision != "U8_NON_LINEAR":
            image.convert_precision(getattr(Gimp.Precision, precision))
        config.set_property("image", image)
        config.set_core_object_array("drawables", image.get_layers())
    for name, value in (arguments or {}).items():
        config.set_property(name, value)
    for name, path in (files or {}).items():
        config.set_property(name, Gio.File.new_for_path(path))
    if objects:
        image = _give_objects(config)
    config.set_property("run-mode", getattr(Gimp.RunMode, mode))
    values = found.run(config)
    for _ in range(repeat - 1):
        again = found.create_config()
        if image is not None:
            again.set_property("image", image)
            again.set_core_object_array("drawables", image.get_layers()[:1])
        again.set_property("run-mode", Gimp.RunMode.WITH_LAST_VALS)
        values = found.run(again)
    ok = values.index(0) == Gimp.PDBStatusType.SUCCESS
    answer: dict[str, Any] = {
        "ok": ok,
        "error": "" if ok else str(values.index(1)),
        "results": [_plain(values.index(n)) for n in range(1, values.length())] if ok else [],
    }
    if image is not None:
        answer["after"] = describe(image, folder, "after")
        answer["texts"] = {
            name: _text(image.get_parasite(name)) for name in image.get_parasite_list()
        }
        answer["layer_texts"] = {
            name: _text(layer.get_parasite(name))
            for layer in image.get_layers()
            for name in layer.get_parasite_list()
        }
        image.delete()
    answer["images"] = len(Gimp.get_images())
    return answer


def run_each(
    folder: Path, *, procedures: list[str], size: tuple[int, int], pixels: list[int]
) -> dict[str, Any]:
    """Calls each, on an image of its own with one layer; the answers by procedure."""
    return {name: run(folder, procedure=name, size=size, pixels=pixels) for name in procedures}


def _text(parasite: Gimp.Parasite | None) -> str:
    assert parasite is not None
    return bytes(parasite.get_data()).decode("latin-1")


def menus(_folder: Path, *, procedures: list[str]) -> dict[str, Any]:
    """Menu paths, label and arguments of each."""
    found = {name: Gimp.get_pdb().lookup_procedure(name) for name in procedures}
    return {
        name: {
            "menus": procedure.get_menu_paths(),
            "label": procedure.get_menu_label(),
            "arguments": [spec.name for spec in procedure.get_arguments()],
        }
        for name, procedure in found.items()
        if procedure is not None
    }


def _image(width: int, height: int, pixels: bytes) -> Gimp.Image:
    channels = len(pixels) // (width * height)
    gray = channels == 1
    base = Gimp.ImageBaseType.GRAY if gray else Gimp.ImageBaseType.RGB
    image = Gimp.Image.new(width, height, base)
    normal = Gimp.LayerMode.NORMAL
    layer = Gimp.Layer.new(image, "Photo", width, height, _TYPES[channels], 100.0, normal)
    image.insert_layer(layer, None, 0)
    buffer = layer.get_buffer()
    buffer.set(Gegl.Rectangle.new(0, 0, width, height), _FORMATS[channels], pixels)
    buffer.flush()
    return image


def _give_objects(config: Gimp.ProcedureConfig) -> Gimp.Image:
    image = _image(2, 2, bytes(12))
    channel = Gimp.Channel.new(image, "channel", 2, 2, 50.0, Gegl.Color.new("red"))
    path = Gimp.Path.new(image, "path")
    image.insert_channel(channel, None, 0)
    image.insert_path(path, None, 0)
    config.set_property("image", image)
    config.set_property("layer", image.get_layers()[0])
    config.set_property("channel", channel)
    config.set_property("drawable", channel)
    config.set_property("vectors", path)
    return image


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of GIMP
    """A result that JSON can hold; colours as their components, objects by their numbers."""
    if isinstance(value, Gegl.Color):
        return [round(part, 4) for part in value.get_rgba()]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return value.get_id()
