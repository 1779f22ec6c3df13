# SPDX-License-Identifier: Apache-2.0
"""The samples of a large picture on their way into a file: a band at a time, from the top.

Neither a second copy of them is needed then, nor all of them: they may still be computed, and what
is written may be forgotten.
"""

from __future__ import annotations

import mmap
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from liif_core.pictures.picture import Samples

WHOLE: Final = 16_000_000
"""Pixels up to which a picture is encoded in one piece, as it always was: it is done soon, and
needs little memory."""
_MOST_AHEAD: Final = 64 << 20
"""Bytes that may wait to be read, beside what is being filled, unless they are kept anyway."""
_FORGETTING = "MADV_DONTNEED" if sys.platform == "linux" else "MADV_FREE"
_FORGET: int | None = getattr(mmap, _FORGETTING, None)
"""What tells the system that memory is not needed any more; Windows has no such thing."""


@dataclass(frozen=True)
class Rows:
    """All rows of a picture, as a file shall hold them."""

    shape: tuple[int, int, int]
    """Height, width and channels."""
    dtype: np.dtype[Any]
    bands: Callable[[int], Iterator[Samples]]
    """Gives them once, in bands of so many, the last of which may have fewer; each band is to be
    used before the next is taken."""

    @property
    def few(self) -> bool:
        """Whether they are better encoded in one piece."""
        return self.shape[0] * self.shape[1] <= WHOLE

    def whole(self) -> Samples:
        """All of them at once."""
        return next(self.bands(self.shape[0]))


def cut_into_bands(samples: Samples, height: int) -> Iterator[Samples]:
    """Those of samples that are all there."""
    for top in range(0, len(samples), height):
        yield samples[top : top + height]


class GivenUp(Exception):  # noqa: N818 - no failure, as nobody wants them any more
    """The rows that were waited for will not come."""


class Growing:
    """Samples that are filled from the top in one thread and read behind that in another one."""

    def __init__(self, shape: tuple[int, int, int], dtype: np.dtype[Any], *, keep: bool) -> None:
        """``shape`` is that of the ``samples``, which are undefined at first. Unless to ``keep``
        them, those that were read become undefined again. Raises :class:`MemoryError`."""
        self._memory: mmap.mmap | None = None
        if _FORGET is None or keep:
            self.samples: Samples = np.empty(shape, dtype)
        else:
            try:
                self._memory = mmap.mmap(
                    -1, int(np.prod(shape)) * dtype.itemsize, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
                )
            except OSError:
                raise MemoryError from None
            self.samples = np.frombuffer(self._memory, dtype).reshape(shape)
        self._row_bytes = self.samples[0].nbytes
        self._known = 0
        self._forgotten = 0
        self._given_up = False
        self._changed = threading.Condition()

    def tell(self, rows: int) -> None:
        """So many rows, from the top, will not change any more.

        It takes as long as too many of them wait to be read.
        """
        with self._changed:
            self._known = max(self._known, rows)
            self._changed.notify_all()
            while self._waiting() > _MOST_AHEAD and not self._given_up:
                self._changed.wait()

    def give_up(self) -> None:
        """The rows that are not known yet will not come."""
        with self._changed:
            self._given_up = True
            self._changed.notify_all()

    def bands(self, height: int) -> Iterator[Samples]:
        """Bands of so many rows as they become known, once. Raises :class:`GivenUp`."""
        for top in range(0, len(self.samples), height):
            stop = min(top + height, len(self.samples))
            with self._changed:
                while self._known < stop and not self._given_up:
                    self._changed.wait()
                if self._given_up:
                    raise GivenUp
            yield self.samples[top:stop]
            if self._memory is not None:
                self._forget(stop)

    def _waiting(self) -> int:
        """Bytes that are known and not read yet, of what is not kept."""
        return 0 if self._memory is None else self._known * self._row_bytes - self._forgotten

    def _forget(self, rows: int) -> None:
        assert self._memory is not None
        assert _FORGET is not None
        end = rows * self._row_bytes // mmap.PAGESIZE * mmap.PAGESIZE
        if end > self._forgotten:
            self._memory.madvise(_FORGET, self._forgotten, end - self._forgotten)
            with self._changed:
                self._forgotten = end
                self._changed.notify_all()
