# SPDX-License-Identifier: GPL-3.0-or-later
# Made by python -m tests.gimp.stubs from the introspection data; do not edit.
# The libraries' classes change what their bases have, which Python's type system forbids.
# mypy: disable-error-code="override, misc"

from collections.abc import Callable, Sequence
from typing import Any

from gi.repository import GLib, GObject

class Cancellable(GObject.Object): ...

class File:
    def copy(
        self,
        destination: File,
        flags: FileCopyFlags,
        cancellable: Cancellable | None = None,
        progress_callback: Callable[[int, int, Any], None] | None = None,
        *user_data: object,
    ) -> bool: ...
    def delete(self, cancellable: Cancellable | None = None) -> bool: ...
    def get_basename(self) -> str | None: ...
    def get_parent(self) -> File | None: ...
    def get_path(self) -> str | None: ...
    def get_uri(self) -> str: ...
    @staticmethod
    def new_for_path(path: str) -> File: ...
    @staticmethod
    def new_for_uri(uri: str) -> File: ...
    def read(self, cancellable: Cancellable | None = None) -> FileInputStream: ...
    def replace(
        self,
        etag: str | None,
        make_backup: bool,
        flags: FileCreateFlags,
        cancellable: Cancellable | None = None,
    ) -> FileOutputStream: ...

class FileCopyFlags(GObject.GFlags):
    NONE = 0
    OVERWRITE = 1
    BACKUP = 2
    NOFOLLOW_SYMLINKS = 4
    ALL_METADATA = 8
    NO_FALLBACK_FOR_MOVE = 16
    TARGET_DEFAULT_PERMS = 32
    TARGET_DEFAULT_MODIFIED_TIME = 64

class FileCreateFlags(GObject.GFlags):
    NONE = 0
    PRIVATE = 1
    REPLACE_DESTINATION = 2

class FileInputStream(InputStream, Seekable): ...
class FileOutputStream(OutputStream, Seekable): ...

class Icon:
    def serialize(self) -> GLib.Variant | None: ...

class InputStream(GObject.Object):
    def close(self, cancellable: Cancellable | None = None) -> bool: ...
    def read(self, cancellable: Cancellable | None = None) -> tuple[int, bytes]: ...
    def read_bytes(self, count: int, cancellable: Cancellable | None = None) -> GLib.Bytes: ...

class LoadableIcon:
    def load(
        self, size: int, cancellable: Cancellable | None = None
    ) -> tuple[InputStream, str]: ...

class OutputStream(GObject.Object):
    def close(self, cancellable: Cancellable | None = None) -> bool: ...
    def flush(self, cancellable: Cancellable | None = None) -> bool: ...
    def write(self, buffer: Sequence[int], cancellable: Cancellable | None = None) -> int: ...
    def write_bytes(self, bytes: GLib.Bytes, cancellable: Cancellable | None = None) -> int: ...

class Seekable:
    def tell(self) -> int: ...
