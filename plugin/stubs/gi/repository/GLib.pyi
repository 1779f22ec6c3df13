# SPDX-License-Identifier: GPL-3.0-or-later
# Made by python -m tests.gimp.stubs from the introspection data; do not edit.
# The libraries' classes change what their bases have, which Python's type system forbids.
# mypy: disable-error-code="override, misc"

from collections.abc import Callable, Sequence
from typing import Any, TypeVarTuple, Unpack

from gi.repository import GObject

_Given = TypeVarTuple("_Given")

class Bytes:
    def get_data(self) -> bytes | None: ...
    @classmethod
    def new(cls, data: Sequence[int] | None = None) -> Bytes: ...
    def new_from_bytes(self, offset: int, length: int) -> Bytes: ...

class Error(RuntimeError):
    message: str
    domain: str
    code: int
    def __init__(self, message: str = ..., domain: str | int = ..., code: int = ...) -> None: ...
    @staticmethod
    def new_literal(domain: int, message: str, code: int) -> Error: ...

class UserDirectory(GObject.GEnum):
    DIRECTORY_DESKTOP = 0
    DIRECTORY_DOCUMENTS = 1
    DIRECTORY_DOWNLOAD = 2
    DIRECTORY_MUSIC = 3
    DIRECTORY_PICTURES = 4
    DIRECTORY_PUBLIC_SHARE = 5
    DIRECTORY_TEMPLATES = 6
    DIRECTORY_VIDEOS = 7
    N_DIRECTORIES = 8

class Variant:
    def get_data(self) -> Any: ...
    def get_type(self) -> VariantType: ...
    @classmethod
    def new_from_bytes(cls, type: VariantType, bytes: Bytes, trusted: bool) -> Variant: ...
    @staticmethod
    def parse(
        type: VariantType | None, text: str, limit: str | None = None, endptr: str | None = None
    ) -> Variant: ...
    def store(self, data: object) -> None: ...

class VariantType:
    def copy(self) -> VariantType: ...
    @classmethod
    def new(cls, type_string: str) -> VariantType: ...
    def next(self) -> VariantType | None: ...
    def value(self) -> VariantType: ...

def get_language_names() -> list[str]: ...
def get_user_special_dir(directory: UserDirectory) -> str | None: ...
def idle_add(
    function: Callable[[Unpack[_Given]], object],
    *user_data: Unpack[_Given],
    priority: int = ...,
) -> int: ...
def source_remove(tag: int) -> bool: ...
def timeout_add(
    interval: int,
    function: Callable[[Unpack[_Given]], object],
    *user_data: Unpack[_Given],
    priority: int = ...,
) -> int: ...
