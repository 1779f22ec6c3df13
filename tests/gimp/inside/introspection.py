# SPDX-License-Identifier: GPL-3.0-or-later
"""Run inside the root: writes what the introspection data say as JSON, for ``tests.gimp.stubs``::

    python3 -m inside.introspection WANTED.json FOUND.json

Read from WANTED: ``versions`` of the libraries, and ``names``: of the members of classes that are
of interest, as all would be far too many. Written are all entries of these libraries.
"""

# ruff: noqa: ANN401 - what PyGObject reads the data into is without types

from __future__ import annotations

import inspect
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import gi

Entry = dict[str, Any]
_gi: Any = import_module("gi._gi")
_CLASSES = (_gi.ObjectInfo, _gi.InterfaceInfo, _gi.StructInfo, _gi.UnionInfo)
_DIRECTIONS = {0: "in", 1: "out", 2: "inout"}


def library(name: str, wanted: frozenset[str]) -> dict[str, Entry]:
    """The entries of one library, by their names in Python."""
    module = import_module(f"gi.repository.{name}")
    found: dict[str, Entry] = {}
    for info in _gi.Repository.get_default().get_infos(name):
        entry = _entry(info, module, wanted)
        if entry is not None:
            found[info.get_name()] = entry
    for own in wanted - found.keys():
        # What PyGObject adds to the library, such as constants that C has as macros.
        value = inspect.getattr_static(sys.modules.get(f"gi.overrides.{name}"), own, None)
        if callable(value):
            found[own] = {"kind": "function", "of_pygobject": True}
        elif value is not None:
            found[own] = {"kind": "constant", "class": f"{name}.{type(value).__name__}"}
    return found


def _entry(info: Any, module: Any, wanted: frozenset[str]) -> Entry | None:
    if isinstance(info, _gi.EnumInfo):
        values = {each.get_name_unescaped().upper(): each.get_value() for each in info.get_values()}
        return {"kind": "flags" if info.is_flags() else "enum", "values": values}
    if isinstance(info, _gi.CallbackInfo):
        return {"kind": "callback", "call": _call(info)}
    if isinstance(info, _gi.FunctionInfo):
        of_pygobject = info.get_name() in wanted and not _is_introspected(module, info.get_name())
        return {"kind": "function", "call": _call(info), "of_pygobject": of_pygobject}
    if isinstance(info, _gi.ConstantInfo):
        return {"kind": "constant", "class": type(info.get_value()).__name__}
    if isinstance(info, _CLASSES) and not getattr(info, "is_gtype_struct", bool)():
        return _class(info, module, wanted)
    return None


def _class(info: Any, module: Any, wanted: frozenset[str]) -> Entry:
    entry: Entry = {"kind": "class", "bases": [], "members": {}, "fields": {}, "properties": {}}
    if isinstance(info, _gi.ObjectInfo):
        bases = [info.get_parent(), *info.get_interfaces()]
        entry["bases"] = [_name(base) for base in bases if base is not None]
    elif isinstance(info, _gi.InterfaceInfo):
        entry["interface"] = True
    mine = getattr(module, info.get_name(), None)
    for method in info.get_methods():
        name = method.get_name()
        if name in wanted:
            kind = "method" if method.is_method() else "static"
            entry["members"][name] = {
                "kind": "constructor" if method.is_constructor() else kind,
                "call": _call(method),
                "of_pygobject": not _is_introspected(mine, name),
            }
    for method in getattr(info, "get_vfuncs", list)():
        name = f"do_{method.get_name()}"
        if name in wanted:
            entry["members"][name] = {"kind": "method", "call": _call(method)}
    if not isinstance(info, _gi.ObjectInfo):
        for field in getattr(info, "get_fields", list)():
            if field.get_name() in wanted:
                entry["fields"][field.get_name()] = _type(field.get_type())
    for value in getattr(info, "get_properties", list)():
        entry["properties"][value.get_name().replace("-", "_")] = _type(value.get_type())
    return entry


def _is_introspected(owner: Any, name: str) -> bool:
    """Whether it is what the introspection data say, and nothing that PyGObject put in place."""
    value = inspect.getattr_static(owner, name, None)
    value = getattr(value, "__func__", value)  # of a static method
    return isinstance(value, (_gi.CallableInfo, type(None)))


def _call(info: Any) -> Entry:
    return {
        "arguments": [
            {
                "name": each.get_name(),
                "direction": _DIRECTIONS[int(each.get_direction())],
                "nullable": each.may_be_null(),
                "type": _type(each.get_type()),
                "closure": each.get_closure(),
                "destroy": each.get_destroy(),
            }
            for each in info.get_arguments()
        ],
        "returns": _type(info.get_return_type()),
        "nullable": info.may_return_null(),
        "skipped": info.skip_return(),
    }


def _type(info: Any) -> Entry:
    kind = info.get_tag_as_string()
    if kind == "interface":
        return {"kind": "interface", "name": _name(info.get_interface())}
    if kind in ("array", "glist", "gslist"):
        return {"kind": kind, "length": info.get_array_length(), "of": [_type(_of(info, 0))]}
    if kind == "ghash":
        return {"kind": kind, "of": [_type(_of(info, 0)), _type(_of(info, 1))]}
    return {"kind": kind, "pointer": info.is_pointer()}


def _of(info: Any, index: int) -> Any:
    return info.get_param_type(index)


def _name(info: Any) -> str:
    return f"{info.get_namespace()}.{info.get_name()}"


def main() -> None:
    """The command line described at the top of this file."""
    wanted, found = map(Path, sys.argv[1:])
    asked = json.loads(wanted.read_text())
    for name, version in asked["versions"].items():
        gi.require_version(name, version)
    names = frozenset(asked["names"])
    libraries = {name: library(name, names) for name in asked["versions"]}
    found.write_text(json.dumps(libraries))


if __name__ == "__main__":
    main()
