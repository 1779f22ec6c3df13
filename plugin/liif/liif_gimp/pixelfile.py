# SPDX-License-Identifier: GPL-3.0-or-later
"""The memory that plug-in and worker share: one anonymous file, mapped by both.

An anonymous file has no name that could be left behind: it is gone with the last process that
holds it, however that process ends. Where descriptors cannot be inherited (Windows) the file
has a name, readable by its owner only, and is removed when it is closed.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Hashable
from pathlib import Path

from gimpfu import error

from liif_gimp.words import _, short

_SHARE_OF_MEMORY = 0.4
"""A larger part of the free memory than this is not taken: the engine needs some as well."""


class PixelFile:
    """An open pixel file; use it in a ``with`` block, or close it."""

    map: mmap.mmap
    """The whole file; another one after a change of size."""
    name: str
    """As the job names it: ``fd:N`` or a path."""
    descriptors: tuple[int, ...]
    """What the worker must inherit."""
    found: dict[Hashable, int]
    """What was found in the source that lies at the beginning, by who found it how."""

    def __init__(self, size: int, *, named: bool = os.name == "nt") -> None:
        """Make one of ``size`` bytes, all zero. Raises :class:`gimpfu.error` for want of room."""
        self.found = {}
        self._kind: Hashable = None
        self._path: Path | None = None
        self._in_memory = not named and _suits_memory(size)
        if named:
            self._descriptor, name = tempfile.mkstemp(prefix="liif-", suffix=".pixels")
            self._path = Path(name)
            self.name, self.descriptors = name, ()
        else:
            self._descriptor = _open(self._in_memory)
            self.name, self.descriptors = f"fd:{self._descriptor}", (self._descriptor,)
        try:
            _reserve(self._descriptor, size)
            self.map = mmap.mmap(self._descriptor, size)
        except BaseException:
            self._remove()
            raise

    def __enter__(self) -> PixelFile:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

    def suits(self, size: int) -> bool:
        """Whether it may get this size; no, where a mapped file cannot (Windows)."""
        if self._path is not None:
            return False
        return not self._in_memory or _suits_memory(size - len(self.map))

    def resize(self, size: int) -> None:
        """Add zeros, or cut off the end; no worker may use it meanwhile.

        Raises :class:`gimpfu.error` when there is no room, with the file as it was.
        """
        _reserve(self._descriptor, size)
        self.map.close()
        os.truncate(self._descriptor, size)
        self.map = mmap.mmap(self._descriptor, size)

    def begin(self, kind: Hashable) -> None:
        """A source of this ``kind``, which is its size and layout, will be put in."""
        # Another may end where results of this one have been written since.
        if kind != self._kind:
            self.found.clear()
        self._kind = kind

    def put(self, position: int, data: bytes) -> None:
        """Part of the source. What was found in the one before is forgotten when it differs."""
        place = slice(position, position + len(data))
        if self.found and self.map[place] != data:
            self.found.clear()
        self.map[place] = data

    def close(self) -> None:
        """Give everything back; what a worker has mapped it keeps."""
        self.map.close()
        self._remove()

    def _remove(self) -> None:
        os.close(self._descriptor)
        if self._path is not None:
            self._path.unlink()


def _suits_memory(size: int) -> bool:
    return hasattr(os, "memfd_create") and size < _SHARE_OF_MEMORY * free_memory()


def _open(in_memory: bool) -> int:
    """An anonymous file, in memory or on disk."""
    if in_memory:
        return os.memfd_create("liif-pixels", os.MFD_CLOEXEC)
    # Not the usual folder for temporary files, which often lies in memory itself.
    folder = "/var/tmp" if Path("/var/tmp").is_dir() else None
    try:
        with tempfile.TemporaryFile(dir=folder, prefix="liif-") as file:
            return os.dup(file.fileno())
    except OSError as problem:
        raise error(
            _("no temporary file could be made: %(reason)s") % {"reason": problem}
        ) from None


def _reserve(descriptor: int, size: int) -> None:
    """Claim the space now: writing to a mapping that runs out of it would end the process."""
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(descriptor, 0, size)
        else:
            os.ftruncate(descriptor, size)
    except OSError as problem:
        told = _(
            "the enlarged picture needs %(gigabytes)s GB of memory or temporary space, which is "
            "not free (%(reason)s). Nothing was changed. Choose a smaller factor or free some "
            "space."
        )
        values = {"gigabytes": short(size / 1e9), "reason": problem.strerror}
        raise error(told % values) from None


def free_memory() -> int:
    """Bytes that programs can have without swapping; 0 where the system does not say."""
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0
