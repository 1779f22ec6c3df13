# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of the stubs, as PyGObject shows the libraries to Python."""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from typing import Final

from .by_hand import CONCEALED, ENTRIES, HEADS, MEMBERS, NEVER_NONE
from .trimming import BASES, Entry, Needed
from .used import Used

_NUMBERS: Final = frozenset(
    f"{sign}int{bits}" for sign in ("g", "gu") for bits in (8, 16, 32, 64)
) | {"gulong", "glong"}
_PLAIN: Final = {
    "gboolean": "bool",
    "gdouble": "float",
    "gfloat": "float",
    "utf8": "str",
    "filename": "str",
    "gunichar": "str",
    "GType": "GObject.GType",
    "error": "GLib.Error",
    **dict.fromkeys(_NUMBERS, "int"),
}
_OF_PYTHON: Final = frozenset(
    {"bool", "bytes", "dict", "float", "int", "list", "object", "str", "tuple", "type"}
)
"""Types whose name a method of a class may have."""
_HEAD: Final = """\
# SPDX-License-Identifier: GPL-3.0-or-later
# Made by python -m tests.gimp.stubs from the introspection data; do not edit.
"""
_REQUIRE_VERSION: Final = "def require_version(namespace: str, version: str) -> None: ...\n"
_OWN_ERRORS: Final = """\
# The libraries' classes change what their bases have, which Python's type system forbids.
# mypy: disable-error-code="override, misc"
"""
_IMPORTED: Final = {
    "collections.abc": ("Callable", "Sequence"),
    "typing": ("Any", "ClassVar", "Concatenate", "Final", "TypeVar", "TypeVarTuple", "Unpack"),
}


class UndescribedError(RuntimeError):
    """Something comes from PyGObject, so that its signature must be written by hand."""


def stubs(libraries: dict[str, dict[str, Entry]], used: Used) -> dict[str, str]:
    """The text of each file, by its name below the folder of the stubs.

    Raises :class:`UndescribedError`.
    """
    needed = Needed(libraries, used)
    files = {
        "gi/__init__.pyi": f"{_HEAD}\n{_REQUIRE_VERSION}",
        "gi/repository/__init__.pyi": _HEAD,
    }
    for library in sorted({name.partition(".")[0] for name in needed.entries}):
        text = _Library(library, needed).text()
        files[f"gi/repository/{library}.pyi"] = text
    return {name: _formatted(text, name) for name, text in files.items()}


class _Library:
    def __init__(self, name: str, needed: Needed) -> None:
        self._name = name
        self._needed = needed

    def text(self) -> str:
        """The whole file."""
        own = sorted(n for n in self._needed.entries if n.startswith(f"{self._name}."))
        body = "\n".join(self._entry(name) for name in own)
        body = f"{HEADS.get(self._name, '')}\n{body}"
        body = re.sub(rf"\b{self._name}\.(?=[A-Z])", "", body)
        return f"{_HEAD}{_OWN_ERRORS}\n{_imports(body, self._needed.libraries)}\n\n{body}"

    def _entry(self, name: str) -> str:
        own = name.partition(".")[2]
        if name in ENTRIES:
            return ENTRIES[name]
        entry = self._needed.entry(name)
        assert entry is not None
        if entry.get("of_pygobject"):
            raise UndescribedError(f"write the signature of {name} into ENTRIES of by_hand.py")
        if entry["kind"] == "function":
            return self._call(own, entry["call"], "function")
        if entry["kind"] == "constant":
            return f"{own}: Final[{entry['class']}]\n"
        if entry["kind"] in ("enum", "flags"):
            values = "\n".join(f"    {n} = {v}" for n, v in _values(entry["values"]))
            return f"class {own}({BASES[entry['kind']]}):\n{values}\n"
        return self._class(name, own)

    def _class(self, name: str, own: str) -> str:
        bases = ", ".join(self._needed.bases(name))
        fields = self._needed.fields(name)
        lines = [f"{n}: {self._type(kind)}" for n, kind in sorted(fields.items())]
        lines += self._constructor(name)
        for member_name, member in sorted(self._needed.members(name).items()):
            by_hand = MEMBERS.get(f"{name}.{member_name}")
            if by_hand is None and member.get("of_pygobject"):
                full = f"{name}.{member_name}"
                raise UndescribedError(f"write the signature of {full} into MEMBERS of by_hand.py")
            lines.append(by_hand or self._call(member_name, member["call"], member["kind"], own))
        body = textwrap.indent("\n".join(lines) or "...", "    ")
        for each in sorted(_OF_PYTHON & self._needed.members(name).keys()):
            body = re.sub(rf"(?<=[:>\[|] ){each}\b(?!:)|(?<=\[){each}\b", f"builtins.{each}", body)
        return f"class {own}({bases}):\n{body}\n" if bases else f"class {own}:\n{body}\n"

    def _constructor(self, name: str) -> list[str]:
        if f"{name}.__init__" in MEMBERS:
            return [MEMBERS[f"{name}.__init__"]]
        words = self._needed.used.keywords.get(name, set())
        known: dict[str, Entry] = {}
        for each in (name, *self._needed.ancestors(name)):
            entry = self._needed.entry(each)
            if entry is not None:
                known = {**entry.get("properties", {}), **known}
        given = [f"{word}: {self._type(known[word], given=True)} = ..." for word in sorted(words)]
        return [f"def __init__(self, *, {', '.join(given)}) -> None: ..."] if given else []

    def _call(self, name: str, call: Entry, kind: str, owner: str = "") -> str:
        full = ".".join(filter(None, (self._name, owner, name)))
        call = {**call, "nullable": call["nullable"] or full in CONCEALED}
        if full in NEVER_NONE:
            call["nullable"] = False
        returned = owner if kind == "constructor" else self._returned(call)
        first = {"constructor": ["cls"], "method": ["self"]}.get(kind, [])
        decorator = {"constructor": "@classmethod\n", "static": "@staticmethod\n"}.get(kind, "")
        given = ", ".join((*first, *self._given(call)))
        return f"{decorator}def {name}({given}) -> {returned}: ..."

    def _given(self, call: Entry) -> list[str]:
        """The parameters that Python sees."""
        arguments = call["arguments"]
        hidden = _hidden(call)
        found: list[str] = []
        optional = True
        variadic = False
        for index in reversed(range(len(arguments))):
            argument = arguments[index]
            if argument["direction"] == "out" or index in hidden:
                variadic = variadic or _is_data(index, arguments)
                continue
            nullable = argument["nullable"]
            kind = self._type(argument["type"], given=True)
            text = f"{_spelled(argument['name'])}: {kind}{' | None' if nullable else ''}"
            optional = optional and nullable
            found.insert(0, f"{text} = None" if optional else text)
        return [*found, *(["*user_data: object"] if variadic else [])]

    def _returned(self, call: Entry) -> str:
        """What Python gets: the result, and what C writes into memory that it is given."""
        found = []
        returns, hidden = call["returns"], _hidden(call)
        nothing = returns["kind"] == "void" and not returns["pointer"]
        if not nothing and not call["skipped"]:
            found.append(_or_none(self._type(returns), call["nullable"]))
        for index, argument in enumerate(call["arguments"]):
            if argument["direction"] != "in" and index not in hidden:
                found.append(_or_none(self._type(argument["type"]), argument["nullable"]))
        if len(found) < 2:
            return found[0] if found else "None"
        return f"tuple[{', '.join(found)}]"

    def _type(self, kind: Entry, *, given: bool = False) -> str:
        """In Python; ``given`` to the library, which then takes more."""
        tag = kind["kind"]
        if tag in ("array", "glist", "gslist"):
            (of,) = kind["of"]
            if of["kind"] == "guint8" and tag == "array" and not given:
                return "bytes"
            return f"{'Sequence' if given else 'list'}[{self._type(of, given=given)}]"
        if tag == "ghash":
            return f"dict[{', '.join(self._type(of, given=given) for of in kind['of'])}]"
        if tag == "GType" and given:
            return "GObject.GType | type"
        if tag in _PLAIN:
            return _PLAIN[tag]
        if tag == "interface":
            return self._interface(kind["name"], given=given)
        return "object" if given else "Any"  # a pointer to anything

    def _interface(self, name: str, *, given: bool) -> str:
        entry = self._needed.entry(name)
        if name == "GObject.Value":
            return "object" if given else "Any"  # PyGObject packs and unpacks it
        if entry is not None and entry["kind"] == "callback":
            return self._callable(entry["call"])
        if name in self._needed.entries:
            return name
        return "object" if given else "Any"  # of a library without a stub

    def _callable(self, call: Entry) -> str:
        hidden = _hidden(call)
        arguments = call["arguments"]
        given = [
            _or_none(self._type(argument["type"]), argument["nullable"])
            for index, argument in enumerate(arguments)
            if argument["direction"] != "out" and index not in hidden
        ]
        takes_data = any(_is_data(index, arguments) for index in hidden)
        returned = self._returned(call)
        if not takes_data:
            return f"Callable[[{', '.join(given)}], {returned}]"
        if not given:
            return f"Callable[..., {returned}]"
        return f"Callable[Concatenate[{', '.join(given)}, ...], {returned}]"


def _hidden(call: Entry) -> set[int]:
    """The arguments of C that Python has not: lengths of arrays, and what callbacks need."""
    arguments = call["arguments"]
    kinds = [*(argument["type"] for argument in arguments), call["returns"]]
    found = {kind["length"] for kind in kinds if kind["kind"] == "array"}
    for argument in arguments:
        found |= {argument["closure"], argument["destroy"]}
    return found - {-1}


def _is_data(index: int, arguments: list[Entry]) -> bool:
    """Whether it is passed on to a callback, for which Python gives as many values as it likes."""
    return any(argument["closure"] == index for argument in arguments)


def _or_none(kind: str, nullable: bool) -> str:
    return f"{kind} | None" if nullable and kind != "Any" else kind


def _values(values: dict[str, int]) -> Iterator[tuple[str, int]]:
    for name, value in values.items():
        yield (f"_{name}" if name[0].isdigit() else _spelled(name)), value


def _spelled(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _imports(body: str, libraries: dict[str, dict[str, Entry]]) -> str:
    found = [f"import {name}" for name in ("builtins", "enum") if f"{name}." in body]
    for module, names in _IMPORTED.items():
        here = [name for name in names if re.search(rf"\b{name}\b", body)]
        if here:
            found.append(f"from {module} import {', '.join(here)}")
    others = [name for name in sorted(libraries) if re.search(rf"\b{name}\.[A-Z]", body)]
    if others:
        found.append(f"\nfrom gi.repository import {', '.join(others)}")
    return "\n".join(found)


def _formatted(text: str, name: str) -> str:
    for command in (["check", "--select=I,F401", "--fix", "--quiet"], ["format"]):
        text = _by_ruff([*command, "--stdin-filename", name, "-"], text)
    return text


def _by_ruff(command: list[str], text: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *command],
        input=text,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout
