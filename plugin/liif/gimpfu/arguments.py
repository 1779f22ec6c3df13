# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters and results as arguments and return values of a GIMP 3 procedure."""

from __future__ import annotations

from typing import Any

from gimpfu import fonts
from gimpfu.colors import RGB
from gimpfu.conversion import resource, to_file
from gimpfu.errors import ArgumentError, error
from gimpfu.introspection import Gimp, GObject
from gimpfu.objects import unwrap, wrap
from gimpfu.params import RESOURCES, Kind, Param, Value

_LARGEST_INT = 2**31 - 1
_LARGEST_FLOAT = 1e9
"""Wider than any range in use, and finite, because dialogs derive widths and steps from it."""
_OBJECTS = {
    Kind.IMAGE: "image",
    Kind.DRAWABLE: "drawable",
    Kind.LAYER: "layer",
    Kind.CHANNEL: "channel",
    Kind.VECTORS: "path",
    Kind.ITEM: "item",
    Kind.DISPLAY: "display",
}
_CLASSES = {
    Kind.IMAGE: "Image",
    Kind.DRAWABLE: "Drawable",
    Kind.LAYER: "Layer",
    Kind.CHANNEL: "Channel",
    Kind.VECTORS: "Path",
    Kind.ITEM: "Item",
    Kind.DISPLAY: "Display",
}
_NO_COLOR = RGB(0.0, 0.0, 0.0, 0.0)
_FLAGS = GObject.ParamFlags.READWRITE
_DONT_SERIALIZE = 1 << (1 + GObject.PARAM_USER_SHIFT)
"""GIMP_PARAM_DONT_SERIALIZE; what introspection makes of it, Gimp.PARAM_..., lacks the shift."""


def declare_run_mode(procedure: Gimp.Procedure) -> None:
    """Give a procedure that is not one of an image the argument that those have by themselves."""
    procedure.add_enum_argument(
        "run-mode",
        "Run mode",
        "The run mode",
        Gimp.RunMode.__gtype__,
        Gimp.RunMode.NONINTERACTIVE,
        _FLAGS,
    )


def declare(procedure: Gimp.Procedure, param: Param) -> None:
    """Give the procedure an argument for the parameter.

    The argument takes every value of its type, as in GIMP 2: GIMP 3 answers a value beyond
    the declared range by keeping the previous one, so that a caller's mistake would pass
    unseen. :meth:`Param.check` refuses it instead.
    Raises :class:`gimpfu.errors.error` for a default of another type.
    """
    names = (param.name, param.label, _blurb(param))
    flags = _FLAGS
    if param.forgotten:
        flags = GObject.ParamFlags(int(flags) | _DONT_SERIALIZE)
    if param.kind is Kind.BOOL:
        procedure.add_boolean_argument(*names, bool(param.default), flags)
    elif param.textual:
        text = "" if param.default is None else str(param.default)
        procedure.add_string_argument(*names, text, flags)
    elif param.kind is Kind.COLOR:
        color = RGB.parse(_default_color(param))
        procedure.add_color_argument(*names, True, color.to_gegl(), flags)
    elif param.kind in (Kind.FILE, Kind.FOLDER):
        _declare_file(procedure, names, param, flags)
    elif param.kind in RESOURCES:
        add = getattr(procedure, f"add_{param.kind.name.lower()}_argument")
        # GIMP keeps a default by its number, which is another one after a restart. None stands
        # for it; without a default the selected brush, font, ... is taken.
        add(*names, True, None, not param.default, flags)
    elif param.kind in _OBJECTS:
        add = getattr(procedure, f"add_{_OBJECTS[param.kind]}_argument")
        add(*names, True, flags)
    elif param.whole:
        lowest, highest = -_LARGEST_INT - 1, _LARGEST_INT
        procedure.add_int_argument(*names, lowest, highest, int(_number(param)), flags)
    else:
        lowest_float, highest_float = -_LARGEST_FLOAT, _LARGEST_FLOAT
        procedure.add_double_argument(*names, lowest_float, highest_float, _number(param), flags)


def declare_result(procedure: Gimp.Procedure, result: Param) -> None:
    """Give the procedure a return value."""
    names = (result.name, result.name, result.label)
    if result.kind in _OBJECTS and result.kind is not Kind.DISPLAY:
        add = getattr(procedure, f"add_{_OBJECTS[result.kind]}_return_value")
        add(*names, True, _FLAGS)
    elif result.kind is Kind.COLOR:
        procedure.add_color_return_value(*names, True, RGB().to_gegl(), _FLAGS)
    elif result.kind is Kind.BOOL:
        procedure.add_boolean_return_value(*names, False, _FLAGS)
    elif result.kind in (Kind.INT, Kind.OPTION):
        lowest, highest = -_LARGEST_INT - 1, _LARGEST_INT
        procedure.add_int_return_value(*names, lowest, highest, 0, _FLAGS)
    elif result.kind in (Kind.FLOAT, Kind.SLIDER, Kind.SPINNER):
        lowest_float, highest_float = -_LARGEST_FLOAT, _LARGEST_FLOAT
        procedure.add_double_return_value(*names, lowest_float, highest_float, 0.0, _FLAGS)
    else:
        procedure.add_string_return_value(*names, "", _FLAGS)


def read(config: Gimp.ProcedureConfig, param: Param) -> Value:
    """The checked value of a parameter. Raises :class:`gimpfu.errors.ArgumentError`."""
    value: Any = config.get_property(param.name)
    if param.kind is Kind.DISPLAY and value is None:
        return wrap(Gimp.default_display())
    if param.kind in _OBJECTS:
        return wrap(value)
    if param.kind is Kind.COLOR:
        # GIMP gives transparent black where the caller left a colour out: it loses the defaults
        # of colours on the way to other programs.
        given = _NO_COLOR if value is None else RGB.of(value)
        return given if given != _NO_COLOR else RGB.parse(_default_color(param))
    if param.kind in (Kind.FILE, Kind.FOLDER):
        return "" if value is None else value.get_path() or value.get_uri()
    if param.kind in RESOURCES:
        given = _default_resource(param) if value is None else value
        return "" if given is None else given.get_name()
    return param.check("" if value is None else value)


def complete(config: Gimp.ProcedureConfig, params: tuple[Param, ...]) -> None:
    """Put in the default colours, brushes and so on that GIMP lost, for a dialog to show."""
    for param in params:
        if param.kind is Kind.COLOR:
            color: Any = read(config, param)
            config.set_property(param.name, color.to_gegl())
        elif param.kind in RESOURCES and config.get_property(param.name) is None:
            default = _default_resource(param)
            if default is not None:
                config.set_property(param.name, default)


def set_results(values: Gimp.ValueArray, results: tuple[Param, ...], outcome: object) -> None:
    """Put what the script's function returned into the procedure's return values.

    Raises :class:`gimpfu.errors.error` when they are not as many as were declared.
    """
    items = outcome if len(results) > 1 and isinstance(outcome, (list, tuple)) else (outcome,)
    if results and len(items) != len(results):
        raise error(f"the script returned {len(items)} values instead of {len(results)}")
    for index, (item, result) in enumerate(zip(items, results, strict=False), start=1):
        # The array comes filled with empty values, which only an exchange can replace.
        values.remove(index)
        values.insert(index, _result(result, item))


def _result(result: Param, item: Any) -> GObject.Value:  # noqa: ANN401 - whatever was returned
    if result.kind in _CLASSES:
        return GObject.Value(getattr(Gimp, _CLASSES[result.kind]), unwrap(item))
    if result.kind is Kind.COLOR:
        color = RGB.parse(item).to_gegl()
        return GObject.Value(type(color), color)
    if result.kind is Kind.BOOL:
        return GObject.Value(bool, bool(item))
    try:
        if result.kind in (Kind.INT, Kind.OPTION):
            return GObject.Value(int, int(item))
        if result.kind in (Kind.FLOAT, Kind.SLIDER, Kind.SPINNER):
            return GObject.Value(float, float(item))
    except (TypeError, ValueError):
        raise error(f"the script returned {item!r} for {result.name}, a number") from None
    return GObject.Value(str, str(item))


def _declare_file(
    procedure: Gimp.Procedure,
    names: tuple[str, str, str],
    param: Param,
    flags: GObject.ParamFlags,
) -> None:
    action = Gimp.FileChooserAction.ANY
    if param.kind is Kind.FOLDER:
        action = Gimp.FileChooserAction.SELECT_FOLDER
    default = to_file(str(param.default)) if param.default else None
    procedure.add_file_argument(*names, action, True, default, flags)


def _default_resource(param: Param) -> Any:  # noqa: ANN401 - introspected
    """The default, or the selected one where this GIMP has none of the name, which is GIMP 2's."""
    named = _named(param) if param.default else None
    return named or getattr(Gimp, f"context_get_{param.kind.name.lower()}")()


def _named(param: Param) -> Any:  # noqa: ANN401 - introspected
    """The brush, font, ... of the default's name, None where there is none."""
    if param.kind is Kind.FONT:
        # Without those that stand in for missing ones, which the user would be told each time.
        return fonts.described(str(param.default))
    try:
        return resource(RESOURCES[param.kind], str(param.default))
    except ArgumentError:
        return None


def _blurb(param: Param) -> str:
    """What the procedure browser says about the argument."""
    text = param.tip or param.label.replace("_", "")
    if param.range is not None:
        return f"{text} ({param.range.lowest:g} to {param.range.highest:g})"
    if param.choices:
        return f"{text} ({', '.join(str(choice.value) for choice in param.choices)})"
    return text


def _default_color(param: Param) -> object:
    return (0, 0, 0) if param.default is None else param.default


def _number(param: Param) -> int | float:
    """The default, which scripts also leave out or write as text."""
    given: Any = 0 if param.default is None else param.default
    try:
        return int(given) if param.whole else float(given)
    except (TypeError, ValueError):
        raise error(f"{param.name}: the default must be a number, not {given!r}") from None
