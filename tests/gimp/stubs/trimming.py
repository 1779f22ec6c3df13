# SPDX-License-Identifier: GPL-3.0-or-later
"""Which entries and members of the libraries are needed, so that the stubs stay readable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from .by_hand import ENTRIES
from .used import Used

Entry = dict[str, Any]
BASES: Final = {"enum": "GObject.GEnum", "flags": "GObject.GFlags"}
"""Of enumerations, by their kind."""


@dataclass
class Needed:
    """What the stubs shall have, of ``libraries`` as :mod:`inside.introspection` found them."""

    libraries: dict[str, dict[str, Entry]]
    used: Used
    entries: set[str] = field(default_factory=set)
    """The full names of all that must be there."""
    filled: set[str] = field(default_factory=set)
    """The classes of which our code can have an object, and so the members."""

    def __post_init__(self) -> None:
        for name in sorted(self.used.entries):
            self._reach(name, filled=True)

    def entry(self, name: str) -> Entry | None:
        """That of a full name; None where the libraries have none."""
        library, _, own = name.partition(".")
        return self.libraries.get(library, {}).get(own)

    def members(self, name: str) -> dict[str, Entry]:
        """Those of a class that its stub has."""
        return self._part("members", name)

    def fields(self, name: str) -> dict[str, Entry]:
        """As :meth:`members`."""
        return self._part("fields", name)

    def _part(self, part: str, name: str) -> dict[str, Entry]:
        entry = self.entry(name)
        if entry is None or entry["kind"] != "class" or name not in self.filled:
            return {}
        found: dict[str, Entry] = entry[part]
        return found

    def bases(self, name: str) -> list[str]:
        """The nearest ancestors of a class that are there."""
        found: list[str] = []
        for base in self._parents(name):
            found += [base] if base in self.entries else self.bases(base)
        return [
            base
            for index, base in enumerate(found)
            if base not in found[:index]
            and not any(base in self.ancestors(other) for other in found if other != base)
        ]

    def ancestors(self, name: str) -> Iterator[str]:
        """All, the nearest first."""
        for base in self._parents(name):
            yield base
            yield from self.ancestors(base)

    def _parents(self, name: str) -> list[str]:
        if name in ENTRIES:
            return []
        entry = self.entry(name)
        found: list[str] = entry.get("bases", []) if entry is not None else []
        return found

    def _reach(self, name: str, *, filled: bool) -> None:
        entry = self.entry(name)
        if (entry is None and name not in ENTRIES) or name in self.filled:
            return
        if name in self.entries and not filled:
            return
        if entry is None or name in ENTRIES:
            self.entries.add(name)
            return
        if entry["kind"] == "callback":
            # It calls us: what it gives we have.
            self._reach_call(entry["call"], given=True)
            return
        self.entries.add(name)
        if filled:
            self.filled.add(name)
        if entry["kind"] == "function" and "call" in entry:
            self._reach_call(entry["call"])
        elif entry["kind"] == "constant" and "." in entry["class"]:
            self._reach(entry["class"], filled=True)
        elif entry["kind"] in ("enum", "flags"):
            self._reach(BASES[entry["kind"]], filled=True)
        elif entry["kind"] == "class" and filled:
            self._reach_members(name, entry)

    def _reach_members(self, name: str, entry: Entry) -> None:
        for base in self._parents(name):
            known = self.entry(base)
            if base in ENTRIES or (known and (known["members"] or known["fields"])):
                self._reach(base, filled=True)
            elif known:
                self._reach_members(base, known)
        for own, member in entry["members"].items():
            self._reach_call(member["call"], given=own.startswith("do_"))
        for kind in entry["fields"].values():
            self._reach_type(kind, filled=True)

    def _reach_call(self, call: Entry, *, given: bool = False) -> None:
        """``given``: it is not called by us, but calls us."""
        for argument in call["arguments"]:
            self._reach_type(argument["type"], filled=given or argument["direction"] != "in")
        self._reach_type(call["returns"], filled=not given)

    def _reach_type(self, kind: Entry, *, filled: bool) -> None:
        for inner in kind.get("of", ()):
            self._reach_type(inner, filled=filled)
        if kind["kind"] == "interface":
            self._reach(kind["name"], filled=filled)
        elif kind["kind"] == "GType":
            self._reach("GObject.GType", filled=filled)
