# SPDX-License-Identifier: GPL-3.0-or-later
"""The memory that plug-in and worker share: one anonymous file, mapped by both.

An anonymous file has no name that could be left behind: it is gone with the last process that
holds it, however that process ends. Where descriptors cannot be inherited (Windows) the file
has a name, readable by its owner only, and is removed on leaving the ``with`` block.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gimpfu import error

_SHARE_OF_MEMORY = 0.4
"""A larger part of the free memory than this is not taken: the engine needs some as well."""


@dataclass(frozen=True)
class PixelFile:
    """An open pixel file."""

    map: mmap.mmap
    name: str
    """As the job names it: ``fd:N`` or a path."""
    descriptors: tuple[int, ...]
    """What the worker must inherit."""


@contextmanager
def pixel_file(size: int) -> Iterator[PixelFile]:
    """A file of ``size`` bytes, all zero. Raises :class:`gimpfu.error` when there is no room."""
    if os.name == "nt":
        with _named(size) as file:
            yield file
        return
    descriptor = _open(size)
    try:
        _reserve(descriptor, size)
        with mmap.mmap(descriptor, size) as memory:
            yield PixelFile(memory, f"fd:{descriptor}", (descriptor,))
    finally:
        os.close(descriptor)


def _open(size: int) -> int:
    """An anonymous file: in memory where it is large enough, otherwise on disk."""
    if hasattr(os, "memfd_create") and size < _SHARE_OF_MEMORY * _free_memory():
        return os.memfd_create("liif-pixels", os.MFD_CLOEXEC)
    # Not the usual folder for temporary files, which often lies in memory itself.
    folder = "/var/tmp" if Path("/var/tmp").is_dir() else None
    try:
        with tempfile.TemporaryFile(dir=folder, prefix="liif-") as file:
            return os.dup(file.fileno())
    except OSError as problem:
        raise error(f"no temporary file could be made: {problem}") from None


def _reserve(descriptor: int, size: int) -> None:
    """Claim the space now: writing to a mapping that runs out of it would end the process."""
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(descriptor, 0, size)
        else:
            os.ftruncate(descriptor, size)
    except OSError as problem:
        raise error(
            f"the enlarged picture needs {size / 1e9:.1f} GB of memory or temporary space, which "
            f"is not free ({problem.strerror}). Nothing was changed. Choose a smaller factor or "
            "free some space."
        ) from None


def _free_memory() -> int:
    """Bytes that programs can have without swapping; 0 where the system does not say."""
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0


@contextmanager
def _named(size: int) -> Iterator[PixelFile]:
    descriptor, path = tempfile.mkstemp(prefix="liif-", suffix=".pixels")
    try:
        try:
            _reserve(descriptor, size)
            with mmap.mmap(descriptor, size) as memory:
                yield PixelFile(memory, path, ())
        finally:
            os.close(descriptor)
    finally:
        Path(path).unlink()
