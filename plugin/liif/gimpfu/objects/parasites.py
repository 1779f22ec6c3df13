# SPDX-License-Identifier: GPL-3.0-or-later
"""Parasites: named pieces of data that an image, an item or GIMP itself carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gimpfu.introspection import Gimp
from gimpfu.objects.wrapping import Wrapper, wrap, wraps

_LARGEST = 127


@wraps(Gimp.Parasite)
class Parasite(Wrapper):
    """Data under a name. ``flags`` is the sum of PARASITE_PERSISTENT and PARASITE_UNDOABLE."""

    __slots__ = ()

    if TYPE_CHECKING:
        _native: Gimp.Parasite

        @property
        def native(self) -> Gimp.Parasite: ...

    def __init__(self, name: str, flags: int, data: bytes | str) -> None:
        raw = data.encode() if isinstance(data, str) else bytes(data)
        # GIMP takes its bytes for signed ones.
        signed = [value - 256 if value > _LARGEST else value for value in raw]
        self._native = Gimp.Parasite.new(name, flags, signed)

    @classmethod
    def of(cls, native: object) -> Parasite:
        """A copy: what GIMP gives goes with the list of results that it comes in."""
        assert isinstance(native, Gimp.Parasite)
        return cls(native.get_name(), native.get_flags(), _bytes(native))

    @property
    def ID(self) -> int:  # noqa: N802 - parasites have no number in GIMP
        """Follows from the content."""
        return hash((self.name, self.flags, self.data))

    @property
    def name(self) -> str:
        return str(self._native.get_name())

    @property
    def flags(self) -> int:
        return int(self._native.get_flags())

    @property
    def data(self) -> bytes:
        """The content; in Python 2 this was a ``str``."""
        return _bytes(self._native)

    @property
    def is_persistent(self) -> bool:
        """Whether it is saved with the image."""
        return bool(self._native.is_persistent())

    @property
    def is_undoable(self) -> bool:
        """Whether attaching it can be undone."""
        return bool(self._native.is_undoable())

    def is_type(self, name: str) -> bool:
        return self.name == name

    def has_flag(self, flag: int) -> bool:
        return bool(self.flags & flag)

    def copy(self) -> Parasite:
        return Parasite.of(self._native)


def _bytes(native: Gimp.Parasite) -> bytes:
    return bytes(value & 0xFF for value in native.get_data())


class ParasiteHost(Wrapper):
    """The methods of everything that carries parasites."""

    __slots__ = ()

    def parasite_attach(self, parasite: Parasite) -> None:
        """Attach it, in place of one with the same name."""
        self.do("attach_parasite", parasite.native)

    def attach_new_parasite(self, name: str, flags: int, data: bytes | str) -> None:
        """Attach data under a name."""
        self.parasite_attach(Parasite(name, flags, data))

    def parasite_detach(self, name: str) -> None:
        """Take it off; does nothing when there is none of that name."""
        if self.parasite_find(name) is not None:
            self.do("detach_parasite", name)

    def parasite_find(self, name: str) -> Parasite | None:
        found: Parasite | None = wrap(self.native.get_parasite(name))
        return found

    def parasite_list(self) -> list[str]:
        """The names."""
        return list(self.native.get_parasite_list())
