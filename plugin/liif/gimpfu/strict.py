# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that do not exist: what was meant, and objects that take no attributes but theirs."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

_LIKENESS = 0.66
"""How alike a name must be to be proposed, 0 to 1."""


def nearest(name: str, known: Iterable[str]) -> str:
    """``: did you mean ...?`` with the most similar of the known names, "" where none is near."""
    public = [each for each in known if not each.startswith("_")]
    found = get_close_matches(name, public, 1, _LIKENESS)
    return f": did you mean {found[0]!r}?" if found else ""


class Strict:
    """An object that has the attributes of its class only, as GIMP 2's objects did.

    Raises :class:`AttributeError` with the name that was probably meant for others, whether they
    are read or set. The classes of scripts that are made of these take any.
    """

    __slots__ = ()

    MORE = ""
    """What an error says where no known name is near."""

    @classmethod
    def _kind(cls) -> str:
        """What errors call the class."""
        return f"gimp.{cls.__name__}"

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - never returns
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(self._unknown(name))

    def __setattr__(self, name: str, value: object) -> None:
        attribute = getattr(type(self), name, None)
        if attribute is None and not hasattr(self, "__dict__"):
            raise AttributeError(self._unknown(name))
        if isinstance(attribute, property) and attribute.fset is None:
            raise AttributeError(f"{self._kind()}: {name} can be read only")
        object.__setattr__(self, name, value)

    @classmethod
    def _unknown(cls, name: str) -> str:
        near = nearest(name, dir(cls))
        return f"{cls._kind()} has no {name!r}{near or cls.MORE}"
