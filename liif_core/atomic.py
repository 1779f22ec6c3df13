# SPDX-License-Identifier: Apache-2.0
"""Writing a file so that it is there complete or not at all: every file goes this way.

Standard library only: the installer puts a copy beside the GIMP plug-in.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import signal
import stat
import sys
import tempfile
import threading
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType

_STEM = 100
"""Bytes of a file's name that the temporary one has, which must not become too long."""
_SUFFIX = 20
"""Bytes of an ending that is kept: programs that write tell formats by it."""
_STAGED = re.compile(
    r"\.(?P<stem>.*)\.(?:(?P<place>[0-9a-f]{8})-(?P<process>[0-9a-f]+)-)?[0-9a-f]{8}(?P<end>\..*|)",
    re.DOTALL,
)
"""Names of temporary files; those of earlier versions did not say who wrote them."""
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
_ENDING = tuple(getattr(signal, n) for n in ("SIGTERM", "SIGHUP") if hasattr(signal, n))
_ASK, _NO_SUCH_PROCESS = 0x1000, 87
"""Windows' numbers for the right to ask after a process, and for the answer that there is none."""
_unfinished: dict[Path, int] = {}
"""Temporary files and folders, with the process that made them."""


@contextlib.contextmanager
def replacing(path: Path, *, overwrite: bool = True) -> Iterator[Path]:
    """An empty file beside ``path`` to write to, which takes its place when the block ends well.

    What it holds is on the disk by then. It gets the permissions of the file that it replaces,
    also where the writer had put another file in its place. When the block fails, and when
    SIGTERM or SIGHUP end the process meanwhile, it is removed and ``path`` is as it was. Raises
    :class:`OSError`: among them :class:`FileExistsError` when ``path`` is taken, unless to
    ``overwrite`` it.
    """
    stem, suffix = _parts(path)
    writer = f"{_place()}-{os.getpid():x}-{secrets.token_hex(4)}"
    staged = path.with_name(f".{stem}.{writer}{suffix}")
    with _removed_by_signals(staged):
        try:
            mode = _create(staged)
            yield staged
            _flush(staged)
            staged.chmod(mode)
            _take_over_rights(staged, path)
            if overwrite:
                staged.replace(path)
            else:
                _put_where_nothing_is(staged, path)
            _flush_folder(path.parent)
        finally:
            staged.unlink(missing_ok=True)


def put_bytes(path: Path, data: bytes | memoryview, *, overwrite: bool = True) -> None:
    """Write a file, or replace it, as :func:`replacing` does. Raises :class:`OSError`."""
    with replacing(path, overwrite=overwrite) as staged:
        staged.write_bytes(data)
        _flush(staged)
        # Whatever a disk answers that has run full: as much as this was taken, or nothing is.
        size = staged.stat().st_size
        if size != len(data):
            raise OSError(errno.EIO, f"only {size} of {len(data)} bytes were taken", str(path))


def put_text(path: Path, text: str, *, errors: str = "strict") -> None:
    """Write text in UTF-8 as :func:`put_bytes` does; ``errors`` as :meth:`str.encode` has it."""
    put_bytes(path, text.encode("utf-8", errors))


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """An empty folder for this block, which :func:`remove_unfinished` removes as well."""
    with tempfile.TemporaryDirectory(prefix="liif-") as name:
        folder = Path(name)
        _unfinished[folder] = os.getpid()
        try:
            yield folder
        finally:
            del _unfinished[folder]


def remove_leftovers(paths: Iterable[Path]) -> None:
    """Remove the temporary files of :func:`replacing` for ``paths`` whose writers were killed.

    Each folder is read once. What cannot be read or removed stays: it is in nobody's way.
    """
    _remove_staged(paths, lambda _: True)


def remove_abandoned(path: Path) -> None:
    """The same for one ``path`` of which nobody knows whether somebody else is writing it: what a
    process has left that was on this machine and is there no more."""
    _remove_staged(
        [path],
        lambda found: found["place"] == _place() and not _lives(int(found["process"], 16)),
    )


def _remove_staged(paths: Iterable[Path], wanted: Callable[[re.Match[str]], bool]) -> None:
    names: dict[Path, set[tuple[str, str]]] = defaultdict(set)
    for path in paths:
        names[path.parent].add(_parts(path))
    for folder, known in names.items():
        with contextlib.suppress(OSError):
            for path in list(folder.iterdir()):
                found = _STAGED.fullmatch(path.name)
                if found and (found["stem"], found["end"]) in known and wanted(found):
                    with contextlib.suppress(OSError):
                        path.unlink()


@cache
def _place() -> str:
    """Where the numbers of processes mean the same, as eight digits: a machine, or a container."""
    import socket  # most commands write nothing

    known = [socket.gethostname()]
    with contextlib.suppress(OSError):
        # Two machines of one name may share a folder.
        known.append(Path("/etc/machine-id").read_text(errors="replace"))
    with contextlib.suppress(OSError):
        known.append(str(Path("/proc/self/ns/pid").readlink()))
    return f"{zlib.crc32(' '.join(known).encode()):08x}"


def _lives(process: int) -> bool:
    """Whether there is such a process, or may be one."""
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(_ASK, False, process)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle) or ctypes.windll.kernel32.GetLastError() != _NO_SUCH_PROCESS
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # among them that of another user
        return True
    return True


def _parts(path: Path) -> tuple[str, str]:
    """Of the temporary name: what begins it, and its ending."""
    stem = path.stem
    while len(os.fsencode(stem)) > _STEM:
        stem = stem[:-1]
    return stem, path.suffix if len(os.fsencode(path.suffix)) <= _SUFFIX else ""


def _create(path: Path) -> int:
    """Make a new file; its permissions, which are what the user lets new files have."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        return stat.S_IMODE(os.fstat(descriptor).st_mode)
    finally:
        os.close(descriptor)


def _take_over_rights(staged: Path, path: Path) -> None:
    """Those of the file that is replaced, if there is one; owner and group as far as may be."""
    try:
        old = path.lstat()
    except OSError:
        return
    if not stat.S_ISREG(old.st_mode):
        return
    mode = stat.S_IMODE(old.st_mode) & 0o777
    if hasattr(os, "chown"):
        for owner, group in ((-1, old.st_gid), (old.st_uid, -1)):
            with contextlib.suppress(OSError):
                os.chown(staged, owner, group)
        if staged.stat().st_gid != old.st_gid:
            # What one group may do is not for another: it may what everybody may.
            mode = mode & ~0o070 | (mode & 0o007) << 3
    staged.chmod(mode)


def _flush(path: Path) -> None:
    """Have all of it on the disk. Raises :class:`OSError` where that fails, such as for room."""
    # Windows flushes what is open for writing only; elsewhere the permissions may forbid that.
    with path.open("rb+" if os.name == "nt" else "rb") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """The new name as well, where a system can do that: after all the file itself is safe."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _put_where_nothing_is(staged: Path, path: Path) -> None:
    try:
        # In one step: what comes meanwhile is kept.
        path.hardlink_to(staged)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Such as cards of cameras.
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        staged.replace(path)


@contextlib.contextmanager
def answered_by(answer: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """In this block ``answer`` is called by the signals that end a process.

    Only the main thread can set that up, and only where nobody else answers to the signals.
    """
    ours = []
    if threading.current_thread() is threading.main_thread():
        ours = [each for each in _ENDING if signal.getsignal(each) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, answer)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


@contextlib.contextmanager
def _removed_by_signals(staged: Path) -> Iterator[None]:
    """In this block the signals that end a process remove the file first, see `answered_by`."""
    _unfinished[staged] = os.getpid()
    try:
        with answered_by(_end):
            yield
    finally:
        del _unfinished[staged]


def remove_unfinished() -> None:
    """Remove what this process has begun to write and not finished, as it is about to end."""
    for staged, process in list(_unfinished.items()):
        if process != os.getpid():
            continue
        if staged.is_dir():
            shutil.rmtree(staged, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                staged.unlink()


def _end(number: int, _frame: FrameType | None) -> None:
    """End as the signal does by itself, without leaving anything of this process."""
    remove_unfinished()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
