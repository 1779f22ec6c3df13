# SPDX-License-Identifier: Apache-2.0
"""Lists of what can be run, each beside the files it vouches for: one mechanism for all kinds."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from liif_core.atomic import put_text
from liif_core.errors import LiifError
from liif_core.registry import folders
from liif_core.registry.files import ListedFile, check_beside, check_regular, read_checked


@dataclass(frozen=True)
class Entry(ABC):
    """What a list says of one thing."""

    name: str
    """By which people choose it."""
    folder: Path = field(default=Path(), kw_only=True)
    """Where the list lies; it says nothing of that itself."""

    @property
    @abstractmethod
    def parts(self) -> Mapping[str, ListedFile]:
        """Its files, by what each is for."""

    def to_json(self) -> dict[str, Any]:
        """The entry as it stands in a list."""
        values = asdict(self)
        del values["folder"]
        return values


E = TypeVar("E", bound=Entry)
T = TypeVar("T")


class Listing(ABC, Generic[E]):
    """All entries of one kind: those that came with LIIF and those of the user."""

    kind: str
    """What one of them is called."""
    file_name: str
    """That of the list in each folder."""
    word: str
    """What the list is called."""

    @abstractmethod
    def parse(self, value: Any, folder: Path) -> E:  # noqa: ANN401 - whatever the file holds
        """The entry of which a list in ``folder`` says ``value``. Raises nearly anything."""

    @abstractmethod
    def unpack(self, values: Any) -> list[Any]:  # noqa: ANN401
        """The ``value`` of each entry in what the list's file holds. Raises nearly anything."""

    @abstractmethod
    def pack(self, values: list[dict[str, Any]], folder: Path) -> object:
        """What the list's file in ``folder`` holds when its entries are ``values``."""

    def read(self, folder: Path) -> list[E]:
        """The entries of the list in ``folder``, none when there is no list.

        Raises :class:`LiifError` when it cannot be read or one of them cannot be true.
        """
        return self.load(folder, lambda values: self._parse_all(values, folder), [])

    def load(self, folder: Path, take: Callable[[Any], T], otherwise: T) -> T:
        """What ``take`` finds in the list in ``folder``, ``otherwise`` when there is no list.

        Raises :class:`LiifError` when it cannot be read, or ``take`` stumbles over what it holds.
        """
        path = folder / self.file_name
        try:
            check_regular(path)
            return take(json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            return otherwise
        except (
            OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError
        ) as error:  # fmt: skip
            raise LiifError(
                f"the list of {self.kind}s {path} cannot be read ({error})", _remedy(folder)
            ) from error

    def list_all(self) -> list[E]:
        """All entries, shipped ones first; one of the user's never hides a shipped one.

        Raises :class:`LiifError` when a list cannot be read.
        """
        return list(self.go_through())

    def go_through(self) -> Iterator[E]:
        """The same one by one: the user's list is read only by whom no shipped one served, so
        that a damaged one keeps nobody from those."""
        names: set[str] = set()
        for folder in (folders.shipped_models_dir(), folders.user_models_dir()):
            for entry in self.read(folder):
                if entry.name not in names:
                    names.add(entry.name)
                    yield entry

    def find(self, name: str) -> E:
        """The entry of that name. Raises :class:`LiifError` when there is none."""
        for entry in self.go_through():
            if entry.name == name:
                return entry
        raise self.explain_unknown(name)

    def explain_unknown(self, name: str) -> LiifError:
        """The error that there is none of that name, which tells the names that there are."""
        names = ", ".join(entry.name for entry in self.list_all()) or "none"
        return LiifError(f"there is no {self.kind} {name!r}", f"the {self.kind}s are: {names}")

    def read_part(self, entry: E, part: str) -> bytes:
        """A file of ``entry``, read once and checked against its digest.

        Raises :class:`LiifError` when it is not whole, and :class:`KeyError` when the entry has
        no such part.
        """
        file = entry.parts[part]
        return read_checked(entry.folder / file.file, file.sha256, f"{self.kind} {entry.name}")

    def verify(self, entry: E) -> None:
        """Check all files of ``entry``. Raises :class:`LiifError` at the first not whole."""
        for part in entry.parts:
            self.read_part(entry, part)

    def check_name(self, name: str, folder: Path) -> None:
        """Raise :class:`LiifError` if ``name`` in ``folder`` would be hidden by a shipped one, or
        if no file can be named after it."""
        try:
            check_beside(f"{name}.onnx" if name else "", self.word)
        except ValueError:
            raise LiifError(
                f"a {self.kind} cannot be named {name!r}", "choose a name of a file"
            ) from None
        shipped = folders.shipped_models_dir()
        if folder.resolve() != shipped.resolve() and any(
            entry.name == name for entry in self.read(shipped)
        ):
            raise LiifError(
                f"a {self.kind} named {name} comes with LIIF already", "choose another name"
            )

    def add(self, folder: Path, entry: E) -> None:
        """Put ``entry`` into the list in ``folder``, in the place of the one of its name, or last.

        Raises :class:`LiifError` when the list cannot be read, :class:`OSError` when it cannot be
        written; it is never half-written.
        """
        entries = {other.name: other for other in self.read(folder)}
        entries[entry.name] = replace(entry, folder=folder)
        self.write(folder, list(entries.values()))

    def write(self, folder: Path, entries: list[E]) -> None:
        """Replace the list in ``folder``. Raises as :meth:`add` does."""
        values = self.pack([entry.to_json() for entry in entries], folder)
        put_text(folder / self.file_name, json.dumps(values, indent=2) + "\n")

    def _parse_all(self, values: Any, folder: Path) -> list[E]:  # noqa: ANN401
        """Raises nearly anything."""
        entries = []
        for value in self.unpack(values):
            entry = self.parse(value, folder)
            for file in entry.parts.values():
                check_type("file", file.file, str)
                check_beside(file.file, self.word)
                check_type("sha256", file.sha256, str)
            entries.append(entry)
        return entries


def check_type(name: str, value: object, *types: type) -> None:
    """Raise :class:`TypeError` unless ``value``, called ``name``, is of one of the ``types``."""
    # Not by isinstance, to which a truth value is a whole number.
    if type(value) not in types:
        raise TypeError(f"{name[:40]} is no {types[0].__name__}")


def _remedy(folder: Path) -> str:
    """What to do about a list in ``folder`` that cannot be read."""
    if folder == folders.shipped_models_dir():
        return "install LIIF again"
    return "move it away, and import its models again"
