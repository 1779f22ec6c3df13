# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies around the part that is seen, computed while nobody asks for anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

import gi

from liif_core.request.questions import Enlarge
from liif_core.request.wire import Job
from liif_gimp.dialog.known import Known
from liif_gimp.geometry import Rectangle, Size
from liif_gimp.pixelfile import free_memory
from liif_gimp.tasks import Task

gi.require_version("GdkPixbuf", "2.0")

from gi.repository import GdkPixbuf  # noqa: E402 - needs the version above

_SEEN_BY_THE_NETWORK: Final = 192
"""Pixels of the source along a side of a patch: of smaller ones more is margin, and of larger ones
the wish to stop waits longer."""
_LONGEST: Final = 1024
"""Pixels of the result along a side of a patch."""
_MOST_MEMORY: Final = 256 << 20
"""Bytes for all patches: 89 megapixels."""
_SHARE_OF_MEMORY: Final = 8
"""One part in so many of what is free is taken, no more."""
_MOST_SECONDS: Final = 90.0
"""That the engine works unasked for the same settings: enough for a photo of 12 megapixels at
factor 2 on an old laptop, and no heater for one who leaves the dialog open."""
_SLOW: Final = 3.0
"""Seconds for what is seen from which on nothing is computed unasked: each patch takes longer."""


def patch_of(task: Task) -> Size:
    """The size of the patches in which the result of a task is computed."""
    return Size(
        *(
            max(1, min(_LONGEST, round(_SEEN_BY_THE_NETWORK * after / before)))
            for before, after in zip(task.part.size, task.grid, strict=True)
        )
    )


def memory_for_patches() -> int:
    """Bytes that they may take on this computer."""
    return min(_MOST_MEMORY, (free_memory() or _MOST_MEMORY) // _SHARE_OF_MEMORY)


State = Literal["more", "all", "enough"]
"""Whether another patch is known, or all that there is room for, or no more will be computed."""


class Surroundings:
    """Gives the renderer its jobs for the patches of one task by one order's settings, until all
    that there is room for is known, or enough was done."""

    def __init__(
        self,
        known: Known,
        job: Callable[[Rectangle], Job],
        picture: Callable[[Job, bytes], GdkPixbuf.Pixbuf],
        timed: Callable[[Job, dict[str, Any]], None],
        told: Callable[[State], None],
    ) -> None:
        """``job`` computes a part of the region, ``picture`` is its result as it is shown, what
        the worker has said of it is ``timed``, and after each patch, and at the end, it is
        ``told``."""
        self._known = known
        self._job = job
        self._picture = picture
        self._timed = timed
        self._told = told
        self._seen: Rectangle | None = None
        self._left = _MOST_SECONDS
        self._ended = False

    def look(self, seen: Rectangle, seconds: float = 0.0) -> None:
        """This is seen now, which the engine computed in so many ``seconds``."""
        self._seen = seen
        if seconds > _SLOW:
            self._left = 0.0

    def next(self) -> Job | None:
        """What to compute next, if anything."""
        assert self._seen is not None
        place = self._known.wanted(self._seen)
        if place is not None and self._left > 0:
            self._ended = False
            return self._job(place)
        if not self._ended:
            self._ended = True
            self._told("all" if place is None else "enough")
        return None

    def done(self, job: Job, result: bytes, said: dict[str, Any]) -> None:
        """A job was carried out."""
        request = job.request
        assert isinstance(request, Enlarge)
        assert self._seen is not None
        self._left -= said["encoding"] + said["decoding"]
        self._timed(job, said)
        place = Rectangle(*request.frame.region)
        self._known.add(place, self._picture(job, result), self._seen)
        self._told("more")
