# SPDX-License-Identifier: GPL-3.0-or-later
"""Images: files, what is active in them, colour maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gimpfu import colormap
from gimpfu.conversion import to_file
from gimpfu.introspection import Gimp, Gio
from gimpfu.objects import Channel, Drawable, Image, Layer, Vectors
from gimpfu.objects.images import note_file
from gimpfu.oldnames.functions.lists import Counted

if TYPE_CHECKING:
    from gimpfu.procedures import ProcedureDatabase


OF_THE_DATABASE = ("gimp_file_load", "gimp_xcf_load")
"""Functions that call other procedures, and have the database as their first argument."""


def gimp_file_load(
    pdb: ProcedureDatabase, filename: str, raw_filename: str = "", run_mode: int | None = None
) -> object:
    return _load(pdb, "gimp-file-load", filename, run_mode)


def gimp_xcf_load(pdb: ProcedureDatabase, dummy: int, filename: str, raw_filename: str) -> object:
    return _load(pdb, "gimp-xcf-load", filename, None)


def gimp_image_set_filename(image: Image, filename: str) -> None:
    image.filename = filename


def gimp_image_get_name(image: Image) -> str:
    return image.name


def gimp_image_get_filename(image: Image) -> str | None:
    return image.filename


def gimp_image_get_uri(image: Image) -> str | None:
    return image.uri


def gimp_image_get_imported_uri(image: Image) -> str | None:
    return _uri(image.native.get_imported_file())


def gimp_image_get_exported_uri(image: Image) -> str | None:
    return _uri(image.native.get_exported_file())


def gimp_image_get_xcf_uri(image: Image) -> str | None:
    return _uri(image.native.get_xcf_file())


def gimp_temp_name(extension: str) -> str:
    """A path for a file that GIMP removes when it ends."""
    return str(Gimp.temp_file(extension).get_path())


def gimp_image_get_active_layer(image: Image) -> Layer | None:
    return image.active_layer


def gimp_image_set_active_layer(image: Image, layer: Layer) -> None:
    image.active_layer = layer


def gimp_image_get_active_channel(image: Image) -> Channel | None:
    return image.active_channel


def gimp_image_set_active_channel(image: Image, channel: Channel) -> None:
    image.active_channel = channel


def gimp_image_unset_active_channel(image: Image) -> None:
    image.unset_active_channel()


def gimp_image_get_active_vectors(image: Image) -> Vectors | None:
    return image.active_vectors


def gimp_image_set_active_vectors(image: Image, vectors: Vectors) -> None:
    image.active_vectors = vectors


def gimp_image_get_active_drawable(image: Image) -> Drawable | None:
    return image.active_drawable


gimp_image_active_drawable = gimp_image_get_active_drawable


def gimp_image_free_shadow(image: Image) -> None:
    image.free_shadow()


def gimp_image_get_colormap(image: Image) -> Counted:
    data = colormap.read(image.native)
    return len(data), tuple(data)


gimp_image_get_cmap = gimp_image_get_colormap


def gimp_image_set_colormap(image: Image, length: int, data: bytes) -> None:
    colormap.write(image.native, bytes(data)[:length])


gimp_image_set_cmap = gimp_image_set_colormap


def gimp_layer_copy(layer: Layer, add_alpha: bool = False) -> Layer:
    return layer.copy(add_alpha)


def gimp_text_layer_set_hinting(layer: Layer, hinting: bool, autohint: bool) -> None:
    style = Gimp.TextHintStyle.MEDIUM if hinting else Gimp.TextHintStyle.NONE
    layer.do("set_hint_style", Gimp.TextHintStyle.FULL if hinting and autohint else style)


def _load(pdb: ProcedureDatabase, procedure: str, name: str, run_mode: int | None) -> Image:
    file = to_file(name)
    image = pdb.new(procedure).call({"file": file}, run_mode)
    assert isinstance(image, Image)
    note_file(image, file)
    return image


def _uri(file: Gio.File | None) -> str | None:
    return None if file is None else str(file.get_uri())
