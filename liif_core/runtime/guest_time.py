# SPDX-License-Identifier: Apache-2.0
"""How long a guest will take, from a short trial: told before, as some take minutes."""

from __future__ import annotations

import time

import numpy as np

from liif_core.registry.models import ModelEntry
from liif_core.request.frame import Frame, Size
from liif_core.request.settings import Settings
from liif_core.request.tiling import count_seen
from liif_core.runtime.backends.opening import open_backend
from liif_core.runtime.guest_passes import plan_passes

WORTH_TELLING = 10.0
"""Seconds that nobody minds."""
_MINUTE = 60


def estimate_guest(entry: ModelEntry, size: Size, frame: Frame, settings: Settings) -> float:
    """Seconds that ``entry``, a guest, takes for a picture of ``size``, about.

    A small tile is computed for that. Raises :class:`LiifError` when it cannot be run.
    """
    guest = entry.guest
    assert guest is not None, "only asked of guests"
    backend = open_backend(entry, settings.device, lambda _: None)
    pixels = np.full((3, guest.least, guest.least), 0.5, np.float32)
    # The first time, engines still prepare themselves.
    backend.encode(pixels, 0)
    start = time.perf_counter()
    backend.encode(pixels, 0)
    pace = (time.perf_counter() - start) / guest.least**2
    planned = plan_passes(entry, size, frame, seamless=settings.seamless)
    seen = (
        count_seen(
            each.size, each.frame.grid, each.frame.region[2:], entry.tile, entry.receptive_radius
        )
        for each in planned
        if each.model == entry.name
    )
    return pace * sum(seen)


def tell_time(entry: ModelEntry, seconds: float) -> str:
    """The sentence for the user; empty where it is not worth one."""
    guest = entry.guest
    if guest is None or seconds < WORTH_TELLING:
        return ""
    wait = f"{seconds:.0f} seconds"
    if seconds >= 2 * _MINUTE:
        wait = f"{seconds / _MINUTE:.0f} minutes"
    effort = f", as it takes {guest.effort:.0f} times the work of fast" if guest.effort >= 2 else ""
    return f"{entry.name} needs about {wait} for this here{effort}"
