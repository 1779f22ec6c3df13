# SPDX-License-Identifier: GPL-3.0-or-later
# Made by python -m tests.gimp.stubs from the introspection data; do not edit.
# The libraries' classes change what their bases have, which Python's type system forbids.
# mypy: disable-error-code="override, misc"

import enum
from collections.abc import Callable
from typing import Any, ClassVar, Final, TypeVar

_Class = TypeVar("_Class")

class GEnum(enum.IntEnum):
    __gtype__: ClassVar[GType]
    @property
    def value_nick(self) -> str: ...

class GFlags(enum.IntFlag):
    __gtype__: ClassVar[GType]

class GType:
    @property
    def name(self) -> str: ...

class Object:
    __gtype__: ClassVar[GType]
    def connect(
        self, detailed_signal: str, handler: Callable[..., object], *args: object
    ) -> int: ...
    def disconnect_by_func(self, func: Callable[..., object]) -> None: ...
    def find_property(self, property_name: str) -> ParamSpec | None: ...
    def get_property(self, property_name: str) -> Any: ...
    @classmethod
    def list_properties(cls) -> list[ParamSpec]: ...
    def set_property(self, property_name: str, value: object) -> None: ...
    def stop_emission_by_name(self, detailed_signal: str) -> None: ...

PARAM_USER_SHIFT: Final[int]

class ParamFlags(GFlags):
    READABLE = 1
    WRITABLE = 2
    READWRITE = 3
    CONSTRUCT = 4
    CONSTRUCT_ONLY = 8
    LAX_VALIDATION = 16
    STATIC_NAME = 32
    PRIVATE = 32
    STATIC_NICK = 64
    STATIC_BLURB = 128
    EXPLICIT_NOTIFY = 1073741824
    DEPRECATED = 2147483648

class ParamSpec:
    __gtype__: ClassVar[GType]
    name: str
    blurb: str
    value_type: GType
    def get_default_value(self) -> Any: ...

TYPE_NONE: Final[GType]

class Value:
    def __init__(self, value_type: GType | type | None = None, py_value: object = None) -> None: ...

def new(gtype: type[_Class], **properties: object) -> _Class: ...
