# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of the GIMP 2 API as arguments and results of GIMP 3's procedures.

Files were paths, fonts and brushes were names, units were numbers and lists of objects were lists
of their numbers; in GIMP 3 all of them are objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gimpfu import fonts
from gimpfu.colors import RGB
from gimpfu.errors import ArgumentError, error
from gimpfu.introspection import Gegl, Gimp, Gio, GLib, GObject
from gimpfu.objects import Image, Item, Wrapper, unwrap, wrap

OBJECTS = "GimpCoreObjectArray"
COLORS = "GimpColorArray"
ARRAYS = frozenset({OBJECTS, COLORS, "GStrv", "GBytes", "GimpDoubleArray", "GimpInt32Array"})
"""Types that GIMP 2 gave in two values: how many there are, and a list."""
UNREADABLE = frozenset({"GimpDoubleArray", "GimpInt32Array"})
"""Arrays that the introspected API neither takes nor gives."""

_RESOURCES = {
    "GimpBrush": "Brush",
    "GimpFont": "Font",
    "GimpGradient": "Gradient",
    "GimpPalette": "Palette",
    "GimpPattern": "Pattern",
}
_ITEMS = frozenset(
    {
        *("GimpItem", "GimpDrawable", "GimpLayer", "GimpGroupLayer", "GimpTextLayer"),
        *("GimpChannel", "GimpLayerMask", "GimpSelection", "GimpPath"),
    }
)


def to_gimp(type_name: str, value: Any) -> Any:  # noqa: ANN401 - any value of a script
    """A script's value for an argument of a type.

    Raises :class:`gimpfu.errors.ArgumentError` for a resource or object that does not exist.
    """
    if type_name in _RESOURCES and isinstance(value, str):
        return resource(_RESOURCES[type_name], value)
    if type_name in _ITEMS and isinstance(value, int) and not isinstance(value, bool):
        return None if value == -1 else Item.from_id(value).native
    if type_name == "GimpImage" and isinstance(value, int):
        return Image.from_id(value).native
    if type_name == "GeglColor" and value is not None:
        return value if isinstance(value, Gegl.Color) else RGB.parse(value).to_gegl()
    if type_name == "GFile" and isinstance(value, (str, bytes)):
        return to_file(value)
    if type_name == "GimpUnit" and isinstance(value, int):
        return Gimp.Unit.get_by_id(int(value))
    if type_name == "GBytes":
        return GLib.Bytes.new(bytes(value))
    if type_name in ("gint", "guint"):
        return _whole(value)
    if type_name == OBJECTS:
        items = value if isinstance(value, (list, tuple)) else [value]
        return [
            Item.from_id(each).native if isinstance(each, int) else unwrap(each) for each in items
        ]
    if type_name == "gchararray" and (value is None or value is False):
        return ""
    if type_name == "gboolean":
        return bool(value)
    if type_name == "gdouble" and isinstance(value, int):
        return float(value)
    return unwrap(value)


def from_gimp(values: Gimp.ValueArray, index: int, spec: GObject.ParamSpec) -> tuple[object, ...]:
    """A result for a script: one value, or two for an array: how many there are, and a tuple.

    Raises :class:`gimpfu.errors.error` for an array that cannot be read.
    """
    name = spec.value_type.name
    if name in UNREADABLE:
        raise error(f"{spec.name} cannot be read here: use GIMP 3's own function")
    if name not in ARRAYS:
        return (_from_one(name, values.index(index)),)
    if name == OBJECTS:
        items = values.get_core_object_array(index)
        found = tuple(_number_or_name(item) for item in items or ())
    elif name == COLORS:
        found = tuple(RGB.of(color) for color in values.get_color_array(index) or ())
    elif name == "GBytes":
        data = values.index(index)
        found = tuple(data.get_data() or ()) if data is not None else ()
    else:
        found = tuple(values.index(index) or ())
    return len(found), found


def resource(kind: str, name: str) -> Any:  # noqa: ANN401 - introspected
    """The brush, font, ... of a name; for a font that is missing one that stands in for it.

    Raises :class:`gimpfu.errors.ArgumentError` when GIMP has none of that name.
    """
    found = fonts.find(name) if kind == "Font" else getattr(Gimp, kind).get_by_name(name)
    if found is None:
        raise ArgumentError(f"this GIMP has no {kind.lower()} named {name!r}")
    return found


def to_file(name: str | bytes) -> Gio.File:
    """The file of a path or of an address such as ``file:///...``."""
    text = name.decode() if isinstance(name, bytes) else name
    return Gio.File.new_for_uri(text) if "://" in text else Gio.File.new_for_path(text)


def _from_one(name: str, value: Any) -> object:  # noqa: ANN401 - any value of GIMP
    if isinstance(value, Gegl.Color):
        return RGB.of(value)
    if name in _RESOURCES or isinstance(value, Gimp.Resource):
        return None if value is None else value.get_name()
    if name == "GFile":
        return None if value is None else value.get_path() or value.get_uri()
    if name == "GimpUnit":
        return None if value is None else value.get_id()
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)  # enumerations too, which were numbers
    return wrap(value)


def _number_or_name(value: GObject.Object) -> object:
    if isinstance(value, Gimp.Resource):
        return value.get_name()
    owner: Any = value  # an image or an item
    return owner.get_id()


def _whole(value: Any) -> Any:  # noqa: ANN401 - any value of a script
    """GIMP 2 took numbers with a fraction for whole ones, and cut it off."""
    if isinstance(value, Wrapper):
        return value.ID
    return int(value) if isinstance(value, (float, bool)) else value


def word_of(spec: GObject.ParamSpec, number: int) -> str:
    """The word that stands in GIMP 3 for one of the numbers that GIMP 2 chose by.

    Raises :class:`gimpfu.errors.ArgumentError` when the argument has no such choice.
    """
    choice = Gimp.param_spec_choice_get_choice(spec)
    words = choice.list_nicks()
    for word in words:
        if choice.get_id(word) == number:
            return word
    raise ArgumentError(f"{spec.name} is one of {', '.join(words)}; not {number}")


def is_list(value: object) -> bool:
    """Whether a value can be an array."""
    return isinstance(value, (Sequence, bytearray, memoryview)) and not isinstance(value, str)
