# SPDX-License-Identifier: GPL-3.0-or-later
"""From GIMP 3's objects to those that scripts get, and back."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from gimpfu.errors import error
from gimpfu.introspection import Gimp
from gimpfu.objects import buffers
from gimpfu.strict import Strict

_wrappers: dict[type, type[Wrapper]] = {}


class Wrapper(Strict):
    """What the wrappers have in common: they are equal when they stand for the same object."""

    __slots__ = ("_native",)

    MORE = " here. The object of GIMP 3 is .native; see GIMPFU.md for what is covered"

    _native: Any

    @classmethod
    def of(cls, native: object) -> Wrapper:
        """A wrapper of an object that exists, past the constructor, which makes a new one."""
        wrapper = object.__new__(cls)
        wrapper._native = native
        return wrapper

    @property
    def native(self) -> Any:  # noqa: ANN401 - introspected
        """GIMP 3's own object, with all pixels written so far."""
        # Whatever is done with it may read or change pixels.
        buffers.flush()
        return self._native

    def do(self, method: str, *values: object) -> None:
        """Call a method of GIMP 3's object that changes something.

        Raises :class:`gimpfu.errors.error`, with GIMP's reason, when it did not.
        """
        if getattr(self.native, method)(*values) is False:
            raise error(f"{method} of {self!r} failed: {Gimp.get_pdb().get_last_error()}")

    @property
    def ID(self) -> int:  # noqa: N802 - the name in the GIMP 2 API
        """GIMP's number of the object, which stays the same as long as it exists."""
        return int(self._native.get_id())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Wrapper):
            return NotImplemented
        # Images and items are numbered separately; the classes tell which number it is.
        related = isinstance(other, type(self)) or isinstance(self, type(other))
        return related and self.ID == other.ID

    def __hash__(self) -> int:
        return hash(self.ID)

    def __repr__(self) -> str:
        name = getattr(self, "name", "")
        return f"<gimp.{type(self).__name__} {self.ID} {name!r}>"


_Class = TypeVar("_Class", bound=type[Wrapper])
_Result = TypeVar("_Result")


def wraps(native_class: type) -> Callable[[_Class], _Class]:
    """Name the class of GIMP 3 whose objects a wrapper class stands for."""

    def note(wrapper_class: _Class) -> _Class:
        _wrappers[native_class] = wrapper_class
        return wrapper_class

    return note


def wrap(value: object) -> Any:  # noqa: ANN401 - the wrapper's class follows from the value
    """The wrapper of an object of GIMP 3; other values, wrappers among them, as they are."""
    for native_class in type(value).__mro__:
        if native_class in _wrappers:
            return _wrappers[native_class].of(value)
    return value


def unwrap(value: object) -> Any:  # noqa: ANN401 - introspected
    """GIMP 3's object of a wrapper, or of each in a list; other values as they are."""
    if isinstance(value, list):
        return [unwrap(each) for each in value]
    return value.native if isinstance(value, Wrapper) else value


def takes_native(function: Callable[..., _Result]) -> Callable[..., _Result]:
    """Let a function that is registered get GIMP 3's own objects in place of wrappers."""

    @functools.wraps(function)
    def call(*values: object) -> _Result:
        return function(*(unwrap(value) for value in values))

    return call
