# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters and results as arguments and return values of a GIMP 3 procedure."""

from __future__ import annotations

from gimpfu.errors import error
from gimpfu.introspection import Gimp, GObject
from gimpfu.params import Kind, Param, Value

_LARGEST_INT = 2**31 - 1
_LARGEST_FLOAT = 1e9
"""Wider than any range in use, and finite, because dialogs derive widths and steps from it."""


def declare(procedure: Gimp.Procedure, param: Param) -> None:
    """Give the procedure an argument for the parameter.

    The argument takes every value of its type, as in GIMP 2: GIMP 3 answers a value beyond
    the declared range by keeping the previous one, so that a caller's mistake would pass
    unseen. :meth:`Param.check` refuses it instead.
    Raises :class:`gimpfu.errors.error` for a kind that cannot be an argument.
    """
    names = (param.name, param.label, _blurb(param))
    flags = GObject.ParamFlags.READWRITE
    if param.kind is Kind.BOOL:
        procedure.add_boolean_argument(*names, bool(param.default), flags)
    elif param.textual:
        procedure.add_string_argument(*names, str(param.default), flags)
    elif param.whole:
        lowest, highest = -_LARGEST_INT - 1, _LARGEST_INT
        procedure.add_int_argument(*names, lowest, highest, _number(param), flags)
    elif param.kind is Kind.FLOAT or param.range is not None:
        lowest_float, highest_float = -_LARGEST_FLOAT, _LARGEST_FLOAT
        procedure.add_double_argument(*names, lowest_float, highest_float, _number(param), flags)
    else:
        raise error(f"{param.name}: a parameter cannot be of the kind {param.kind.name}")


def declare_result(procedure: Gimp.Procedure, result: Param) -> None:
    """Give the procedure a return value. Raises :class:`error` for kinds not covered."""
    if result.kind is not Kind.LAYER:
        raise error(f"{result.name}: a result cannot be of the kind {result.kind.name}")
    procedure.add_layer_return_value(
        result.name, result.name, result.label, False, GObject.ParamFlags.READWRITE
    )


def read(config: Gimp.ProcedureConfig, param: Param) -> Value:
    """The checked value of a parameter. Raises :class:`gimpfu.errors.ArgumentError`."""
    value: Value = config.get_property(param.name)
    return param.check("" if value is None else value)


def set_results(values: Gimp.ValueArray, results: tuple[Param, ...], outcome: object) -> None:
    """Put what the script's function returned into the procedure's return values."""
    items = outcome if len(results) > 1 and isinstance(outcome, tuple) else (outcome,)
    if results and len(items) != len(results):
        raise error(f"the script returned {len(items)} values instead of {len(results)}")
    for index, item in enumerate(items[: len(results)], start=1):
        # The array comes filled with empty values, which only an exchange can replace.
        values.remove(index)
        values.insert(index, GObject.Value(Gimp.Layer, item))


def _blurb(param: Param) -> str:
    """What the procedure browser says about the argument."""
    text = param.label.replace("_", "")
    if param.range is not None:
        return f"{text} ({param.range.lowest:g} to {param.range.highest:g})"
    if param.choices:
        return f"{text} ({', '.join(str(choice.value) for choice in param.choices)})"
    return text


def _number(param: Param) -> int | float:
    if not isinstance(param.default, (int, float)):
        raise error(f"{param.name}: the default must be a number, not {param.default!r}")
    return int(param.default) if param.whole else float(param.default)
