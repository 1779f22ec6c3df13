# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``gimp`` object of the GIMP 2 API: its classes and functions.

What it had and this has not raises :class:`gimpfu.errors.error` with what to do instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from gimpfu import fonts
from gimpfu.colors import RGB
from gimpfu.conversion import resource
from gimpfu.errors import CancelError as cancel  # noqa: N813 - the name in the GIMP 2 API
from gimpfu.errors import UnavailableError, error
from gimpfu.introspection import Gegl, Gimp, Gio, GLib
from gimpfu.objects import (
    Channel,
    Display,
    Drawable,
    GroupLayer,
    Image,
    Item,
    Layer,
    Parasite,
    PixelFetcher,
    PixelRgn,
    Tile,
    Vectors,
    buffers,
    unwrap,
    wrap,
)
from gimpfu.objects.tiles import TILE
from gimpfu.objects.vectors import VectorsBezierStroke
from gimpfu.strict import nearest

if TYPE_CHECKING:
    from gimpfu.oldplugins import Begin, Query, Run

__all__ = [
    "Channel",
    "Display",
    "Drawable",
    "GroupLayer",
    "Image",
    "Item",
    "Layer",
    "Parasite",
    "PixelFetcher",
    "PixelRgn",
    "Tile",
    "Vectors",
    "VectorsBezierStroke",
    "cancel",
    "error",
]

_DATA = "gimpfu-data-"
_EXPORT_IGNORE = 1
"""EXPORT_IGNORE: the image may be saved as it is."""
_NOT_HERE = {
    "install_temp_proc": "GIMP 3 keeps no Python procedure running; register() a procedure",
    "uninstall_temp_proc": "GIMP 3 keeps no Python procedure running",
    "extension_ack": "extensions do not exist in GIMP 3",
    "extension_enable": "extensions do not exist in GIMP 3",
    "extension_process": "extensions do not exist in GIMP 3",
    "register_load_handler": "file formats need GIMP 3's Gimp.LoadProcedure",
    "register_magic_load_handler": "file formats need GIMP 3's Gimp.LoadProcedure",
    "register_save_handler": "file formats need GIMP 3's Gimp.ExportProcedure",
    "domain_register": "give register() the keyword domain",
    "install_cmap": "displays have no colour map any more",
    "min_colors": "displays have no colour map any more",
    "gamma": "displays have no single gamma any more",
    "gtkrc": "themes are CSS in GIMP 3",
    "show_tool_tips": "tips are always shown in GIMP 3",
    "display_name": "GTK 3 knows the display: Gdk.Display.get_default()",
    "plug_in_directory": "GIMP 3 keeps it to itself; the script's own folder is in __file__",
    "progress_install": "GIMP 3 shows the progress of a script in its own bar",
    "progress_uninstall": "GIMP 3 shows the progress of a script in its own bar",
    "export_dialog": "GIMP 3's Gimp.ExportProcedure opens it by itself",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the attribute is
    if name == "directory":
        return Gimp.directory()
    if name == "sysconf_directory":
        return Gimp.sysconf_directory()
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
    near = nearest(name, globals())
    raise AttributeError(f"gimp has no {name!r}{near or '; see GIMPFU.md for what is covered'}")


def main(init: Begin | None, quit: Begin | None, query: Query | None, run: Run | None) -> None:  # noqa: A002
    """Serve the procedures that ``query`` installs; ``run(name, values)`` is called for each."""
    from gimpfu import oldplugins  # which imports this module in turn

    oldplugins.serve(init, quit, query, run)


def install_procedure(
    name: str,
    blurb: str,
    help: str,  # noqa: A002 - the name in the GIMP 2 API
    author: str,
    copyright: str,  # noqa: A002 - the name in the GIMP 2 API
    date: str,
    label: str | None,
    imagetypes: str | None,
    type: int,  # noqa: A002 - the name in the GIMP 2 API
    params: Sequence[Sequence[Any]],
    return_vals: Sequence[Sequence[Any]],
) -> None:
    """Declare a procedure of a plug-in made with :func:`main`.

    ``params`` and ``return_vals`` are ``(PDB_INT32, name, description)``.
    """
    from gimpfu import oldplugins

    oldplugins.install(
        (name, blurb, help, author, copyright, date, label or "", imagetypes), params, return_vals
    )


def menu_register(name: str, path: str) -> None:
    """Show a procedure that is declared already in one more menu."""
    from gimpfu import registration

    registration.add_menu(name, path)


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


def gradients_get_list(filter: str = "") -> list[str]:  # noqa: A002 - the keyword of GIMP 2
    """The names of the gradients that match a regular expression."""
    return [gradient.get_name() for gradient in Gimp.gradients_get_list(filter)]


def context_get_gradient() -> str:
    """The name of the selected gradient."""
    return str(Gimp.context_get_gradient().get_name())


def context_set_gradient(name: str) -> None:
    """Select a gradient. Raises :class:`gimpfu.errors.error` when there is none of that name."""
    Gimp.context_set_gradient(resource("Gradient", name))


gradients_get_gradient, gradients_set_gradient = context_get_gradient, context_set_gradient

Sample = tuple[float, float, float, float]
"""Red, green, blue and alpha, 0 to 1."""


def gradient_get_uniform_samples(name: str, num: int, reverse: bool = False) -> list[Sample]:
    """So many colours of a gradient, from its beginning to its end in equal steps."""
    colors = resource("Gradient", name).get_uniform_samples(num, bool(reverse))
    return [_sample(color) for color in colors]


def gradient_get_custom_samples(
    name: str, positions: Sequence[float], reverse: bool = False
) -> list[Sample]:
    """The colours of a gradient at positions from 0 to 1."""
    places = [float(each) for each in positions]
    colors = resource("Gradient", name).get_custom_samples(places, bool(reverse))
    return [_sample(color) for color in colors]


def gradients_sample_uniform(num: int, reverse: bool = False) -> list[Sample]:
    """As :func:`gradient_get_uniform_samples`, of the selected gradient."""
    return gradient_get_uniform_samples(context_get_gradient(), num, reverse)


def gradients_sample_custom(positions: Sequence[float], reverse: bool = False) -> list[Sample]:
    """As :func:`gradient_get_custom_samples`, of the selected gradient."""
    return gradient_get_custom_samples(context_get_gradient(), positions, reverse)


def fonts_refresh() -> None:
    """Look for new fonts."""
    Gimp.fonts_refresh()
    fonts.refresh()


def fonts_get_list(filter: str = "") -> list[str]:  # noqa: A002 - the keyword of GIMP 2
    """The names of the fonts that match a regular expression."""
    return [font.get_name() for font in Gimp.fonts_get_list(filter)]


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
    image: Image,
    svg_file: Any,  # noqa: ANN401 - a path or an object
    merge: bool = False,
    scale: bool = False,
) -> list[Vectors]:
    """Read the paths of an SVG file, a path or something to read from, into an image."""
    if hasattr(svg_file, "read"):
        return vectors_import_from_string(image, svg_file.read(), merge, scale)
    file = Gio.File.new_for_path(svg_file)
    _, paths = image.native.import_paths_from_file(file, bool(merge), bool(scale))
    return [wrap(path) for path in paths]


def vectors_import_from_string(
    image: Image, svg_string: str | bytes, merge: bool = False, scale: bool = False
) -> list[Vectors]:
    """Read the paths of a text in SVG into an image."""
    text = svg_string.decode() if isinstance(svg_string, bytes) else svg_string
    _, paths = image.native.import_paths_from_string(text, -1, bool(merge), bool(scale))
    return [wrap(path) for path in paths]


def export_image(
    image: Image,
    drawable: Drawable | None = None,
    format_name: str | None = None,
    capabilities: int = 0,
) -> tuple[int, Image, Drawable]:
    """EXPORT_IGNORE, the image and its drawable: GIMP 3 converts what a format cannot hold.

    Raises :class:`gimpfu.errors.error` when the image has no drawable, or several are selected.
    """
    chosen = drawable or image.active_drawable
    if chosen is None:
        raise error(f"{image.name}: no single layer is selected, and none was given")
    return _EXPORT_IGNORE, image, chosen


def user_directory(type: int) -> str | None:  # noqa: A002 - the keyword of GIMP 2
    """The user's folder for something: USER_DIRECTORY_PICTURES, ...; None where there is none."""
    # The numbers are those of GLib.
    return GLib.get_user_special_dir(GLib.UserDirectory(int(type)))


def personal_rc_file(basename: str) -> str:
    """The path of a file in the user's folder for GIMP."""
    return str(Path(Gimp.directory()) / basename)


def check_size() -> int:
    """Of the chequers behind what is transparent: CHECK_SIZE_SMALL_CHECKS, ..."""
    return int(Gimp.check_size())


def check_type() -> int:
    """Of the chequers behind what is transparent: CHECK_TYPE_GRAY_CHECKS, ..."""
    return int(Gimp.check_type())


def checks_get_shades(type: int) -> tuple[int, int]:  # noqa: A002 - the keyword of GIMP 2
    """The light and the dark gray of a type of chequers, 0 to 255."""
    light, dark = Gegl.Color.new("black"), Gegl.Color.new("black")
    found = Gimp.checks_get_colors(Gimp.CheckType(int(type)), light, dark)
    return RGB.of(found[0])[0], RGB.of(found[1])[0]


def show_help_button() -> bool:
    """Whether dialogs shall have one."""
    return bool(Gimp.show_help_button())


def wm_class() -> str:
    return str(Gimp.wm_class())


def monitor_number() -> int:
    return int(Gimp.monitor_number())


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


def exit(force: bool = False) -> None:  # noqa: A001 - the name in the GIMP 2 API
    """End GIMP itself; with ``force`` even where something is not saved."""
    from gimpfu.procedures import pdb

    pdb.gimp_quit(bool(force))


def _id2image(number: int) -> Image:
    return Image.from_id(number)


def _id2drawable(number: int) -> Item:
    return Item.from_id(number)


_id2vectors = _id2drawable


def _id2display(number: int) -> Display:
    display: Display = wrap(Gimp.Display.get_by_id(number))
    return display


def _sample(color: Gegl.Color) -> Sample:
    found = RGB.of(color)
    return found.r, found.g, found.b, found.a


def _color(values: tuple[Any, ...]) -> RGB:
    return RGB.parse(values[0] if len(values) == 1 else values)
