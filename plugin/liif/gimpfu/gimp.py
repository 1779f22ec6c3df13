# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``gimp`` object of the GIMP 2 API: its classes and functions.

What it had and this has not raises :class:`gimpfu.errors.error` with what to do instead.
"""

from __future__ import annotations

from typing import Any, NoReturn

from gimpfu.colors import RGB
from gimpfu.errors import CancelError as cancel  # noqa: N813 - the name in the GIMP 2 API
from gimpfu.errors import UnavailableError, error
from gimpfu.introspection import Gimp, Gio
from gimpfu.objects import (
    Channel,
    Display,
    Drawable,
    GroupLayer,
    Image,
    Item,
    Layer,
    Parasite,
    PixelRgn,
    Tile,
    Vectors,
    buffers,
    unwrap,
    wrap,
)
from gimpfu.objects.tiles import TILE
from gimpfu.objects.vectors import VectorsBezierStroke

__all__ = [
    "Channel",
    "Display",
    "Drawable",
    "GroupLayer",
    "Image",
    "Item",
    "Layer",
    "Parasite",
    "PixelRgn",
    "Tile",
    "Vectors",
    "VectorsBezierStroke",
    "cancel",
    "error",
]

_DATA = "gimpfu-data-"
_NOT_HERE = {
    "install_procedure": "call register() of gimpfu",
    "install_temp_proc": "GIMP 3 keeps no Python procedure running; register() a procedure",
    "uninstall_temp_proc": "GIMP 3 keeps no Python procedure running",
    "extension_ack": "extensions do not exist in GIMP 3",
    "extension_enable": "extensions do not exist in GIMP 3",
    "extension_process": "extensions do not exist in GIMP 3",
    "register_load_handler": "file formats need GIMP 3's Gimp.LoadProcedure",
    "register_magic_load_handler": "file formats need GIMP 3's Gimp.LoadProcedure",
    "register_save_handler": "file formats need GIMP 3's Gimp.ExportProcedure",
    "menu_register": "give register() the keyword menu",
    "domain_register": "give register() the keyword domain",
    "install_cmap": "displays have no colour map any more",
    "min_colors": "displays have no colour map any more",
    "gamma": "displays have no single gamma any more",
    "gtkrc": "themes are CSS in GIMP 3",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the attribute is
    if name in ("directory", "user_directory"):
        return Gimp.directory()
    if name == "locale_directory":
        return Gimp.locale_directory()
    if name == "data_directory":
        return Gimp.data_directory()
    if name == "version":
        return (Gimp.MAJOR_VERSION, Gimp.MINOR_VERSION, Gimp.MICRO_VERSION)
    if name == "pdb":
        from gimpfu.procedures import pdb  # imports this module's neighbours in turn

        return pdb
    if name in _NOT_HERE:
        raise UnavailableError(f"gimp.{name} is not available: {_NOT_HERE[name]}")
    raise AttributeError(f"gimp has no {name!r}; see GIMPFU.md for what is covered")


def progress_init(text: str = "") -> None:
    """Start the progress bar, with a line about what is being done."""
    Gimp.progress_init(text)


def progress_update(fraction: float) -> None:
    """Move the progress bar; ``fraction`` is 0 to 1."""
    Gimp.progress_update(min(max(fraction, 0.0), 1.0))


def progress_set_text(text: str) -> None:
    """Change the line in the progress bar."""
    Gimp.progress_set_text(text)


def progress_pulse() -> None:
    """Show that something is being done, where nobody knows how much is left."""
    Gimp.progress_pulse()


def progress_end() -> None:
    """Take the progress bar away."""
    Gimp.progress_end()


def message(text: str) -> None:
    """Tell the user something: in GIMP's window, or on standard error where there is none."""
    Gimp.message(str(text))


def displays_flush() -> None:
    """Show the changes made so far."""
    buffers.flush()
    Gimp.displays_flush()


def displays_reconnect(old: Image, new: Image) -> None:
    """Let the displays of an image show another."""
    Gimp.displays_reconnect(old.native, new.native)


def default_display() -> Display | None:
    """The display from which the procedure was called."""
    display: Display | None = wrap(Gimp.default_display())
    return display


def image_list() -> list[Image]:
    """All open images."""
    return [wrap(image) for image in Gimp.get_images()]


def delete(thing: Any) -> None:  # noqa: ANN401 - images, items and displays
    """Delete an image that has no display, an item that is in no image, or a display."""
    thing.do("delete")


def get_foreground() -> RGB:
    return RGB.of(Gimp.context_get_foreground())


def set_foreground(*color: Any) -> None:  # noqa: ANN401 - one colour or its components
    """Set the colour to paint with, given as one value or as its components."""
    Gimp.context_set_foreground(_color(color).to_gegl())


def get_background() -> RGB:
    return RGB.of(Gimp.context_get_background())


def set_background(*color: Any) -> None:  # noqa: ANN401 - one colour or its components
    """Set the other colour, given as one value or as its components."""
    Gimp.context_set_background(_color(color).to_gegl())


def context_push() -> None:
    """Keep colours, brush and so on to be taken up again by :func:`context_pop`."""
    Gimp.context_push()


def context_pop() -> None:
    Gimp.context_pop()


def gradients_get_list(pattern: str = "") -> list[str]:
    """The names of the gradients that match a regular expression."""
    return [gradient.get_name() for gradient in Gimp.gradients_get_list(pattern)]


def gradients_get_gradient() -> str:
    """The name of the selected gradient."""
    return str(Gimp.context_get_gradient().get_name())


def gradients_set_gradient(name: str) -> None:
    """Select a gradient. Raises :class:`gimpfu.errors.error` when there is none of that name."""
    gradient = Gimp.Gradient.get_by_name(name)
    if gradient is None:
        raise error(f"there is no gradient {name!r}")
    Gimp.context_set_gradient(gradient)


def fonts_refresh() -> None:
    """Look for new fonts."""
    Gimp.fonts_refresh()


def parasite_find(name: str) -> Parasite | None:
    """A parasite of GIMP itself."""
    found: Parasite | None = wrap(Gimp.get_parasite(name))
    return found


def parasite_attach(parasite: Parasite) -> None:
    """Attach a parasite to GIMP itself; a persistent one is there after a restart."""
    Gimp.attach_parasite(unwrap(parasite))


def attach_new_parasite(name: str, flags: int, data: bytes | str) -> None:
    """Attach data under a name to GIMP itself."""
    parasite_attach(Parasite(name, flags, data))


def parasite_detach(name: str) -> None:
    Gimp.detach_parasite(name)


def parasite_list() -> list[str]:
    """The names of GIMP's own parasites."""
    return list(Gimp.get_parasite_list())


def set_data(name: str, data: bytes | str) -> None:
    """Keep data under a name until GIMP ends."""
    attach_new_parasite(_DATA + name, 0, data)


def get_data(name: str) -> bytes:
    """What :func:`set_data` kept. Raises :class:`gimpfu.errors.error` when there is nothing."""
    found = parasite_find(_DATA + name)
    if found is None:
        raise error(f"no data was kept under {name!r}")
    return found.data


def vectors_import_from_file(
    image: Image, filename: str, merge: bool = False, scale: bool = False
) -> list[Vectors]:
    """Read the paths of an SVG file into an image."""
    file = Gio.File.new_for_path(filename)
    _, paths = image.native.import_paths_from_file(file, merge, scale)
    return [wrap(path) for path in paths]


def tile_width() -> int:
    return TILE


def tile_height() -> int:
    return TILE


def tile_cache_size(kilobytes: int) -> None:
    """Nothing to do: GEGL manages its memory by itself."""


def tile_cache_ntiles(count: int) -> None:
    """Nothing to do: GEGL manages its memory by itself."""


def get_progname() -> str:
    return str(Gimp.get_progname())


def quit() -> NoReturn:  # noqa: A001 - the name in the GIMP 2 API
    """End the procedure without a message, as if the user had cancelled."""
    raise cancel


def _id2image(number: int) -> Image:
    return Image.from_id(number)


def _id2drawable(number: int) -> Item:
    return Item.from_id(number)


_id2vectors = _id2drawable


def _color(values: tuple[Any, ...]) -> RGB:
    return RGB.parse(values[0] if len(values) == 1 else values)
