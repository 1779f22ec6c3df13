# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes down the whole state of an image: structure as JSON, pixels as raw files beside it.

Runs inside GIMP. Pixels are written as the image stores them, so that no conversion of the test
can hide one of the plug-in.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import gi

gi.require_version("Babl", "0.1")
gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Babl, Gegl, Gimp  # noqa: E402 - versions come first

Gegl.init(None)
Babl.init()


def describe(image: Gimp.Image, folder: Path, name: str) -> dict[str, Any]:
    """The state of ``image``; pixels go to files in ``folder`` whose names begin with ``name``."""
    _, across, down = image.get_resolution()
    profile = image.get_color_profile()
    metadata = image.get_metadata()
    return {
        "width": image.get_width(),
        "height": image.get_height(),
        "resolution": [across, down],
        "base_type": int(image.get_base_type()),
        "precision": int(image.get_precision()),
        "profile": hashlib.sha256(bytes(profile.get_icc_profile())).hexdigest() if profile else "",
        "parasites": sorted(image.get_parasite_list()),
        "metadata": metadata.serialize() if metadata else "",
        "selection": pixels(image.get_selection(), folder / f"{name}-selection.raw"),
        "selected": [item.get_name() for item in image.get_selected_layers()],
        "layers": [
            _layer(layer, folder, f"{name}-{index}")
            for index, layer in enumerate(image.get_layers())
        ],
    }


def _layer(layer: Gimp.Layer, folder: Path, name: str) -> dict[str, Any]:
    _, x, y = layer.get_offsets()
    mask = layer.get_mask()
    children = layer.get_children() if layer.is_group() else []
    return {
        "id": layer.get_id(),
        "name": layer.get_name(),
        "x": x,
        "y": y,
        "visible": layer.get_visible(),
        "opacity": layer.get_opacity(),
        "mode": int(layer.get_mode()),
        "alpha": layer.has_alpha(),
        "text": layer.is_text_layer(),
        "filters": [each.get_name() for each in layer.get_filters()],
        "pixels": pixels(layer, folder / f"{name}.raw"),
        "mask": pixels(mask, folder / f"{name}-mask.raw") if mask else None,
        "apply_mask": layer.get_apply_mask(),
        "edits_mask": layer.get_edit_mask(),
        "children": [
            _layer(child, folder, f"{name}-{index}")
            for index, child in enumerate(children)
            if isinstance(child, Gimp.Layer)
        ],
    }


def pixels(drawable: Gimp.Drawable, file: Path) -> dict[str, Any]:
    """Size and encoding of a drawable, whose pixels go to ``file``."""
    width, height = drawable.get_width(), drawable.get_height()
    area = Gegl.Rectangle.new(0, 0, width, height)
    data = bytes(drawable.get_buffer().get(area, 1.0, None, Gegl.AbyssPolicy.NONE))
    file.write_bytes(data)
    form = drawable.get_format()
    return {
        "file": file.name,
        "hash": hashlib.sha256(data).hexdigest(),
        "width": width,
        "height": height,
        "channels": Babl.format_get_n_components(form),
        # The name of a palette's format holds addresses, which change from run to run.
        "encoding": Babl.format_get_encoding(form).partition("-0x")[0],
    }
