# SPDX-License-Identifier: Apache-2.0
"""A guest at any factor: at most its own in a pass, and then reduced; for more, several passes.

Each pass but the last makes the picture as small as the next can start from, so that the least is
computed: a guest of factor 4 reaches 8 from a picture that it made 2 times as large.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from liif_core.registry.guests import Guest
from liif_core.registry.models import ModelEntry
from liif_core.request.frame import Frame, Region, Size
from liif_core.request.settings import Settings
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.enlargement import Samples
from liif_core.runtime.hooks import Hooks
from liif_core.runtime.one_pass import FAITHFUL, RunInfo, run_pass

STRETCH = 1.25
"""How many times more than its factor a guest's answer is interpolated, rather than asked again:
that hardly shows, and another pass takes at least twice as long."""
_AROUND = 4
"""Pixels that resampling and bleeding look at beyond a guest's own margin."""


@dataclass(frozen=True)
class GuestPass:
    """A step from one picture to a larger one."""

    model: str
    """The guest, or the model that enlarges what a guest cleaned."""
    size: Size
    """What its source has."""
    frame: Frame


def plan_passes(
    entry: ModelEntry, size: Size, frame: Frame, *, seamless: bool = False
) -> list[GuestPass]:
    """The steps from a picture of ``size`` to ``frame``, in which ``entry``, a guest, serves.

    Where its sides are ``seamless`` all of it is needed for any part.
    """
    guest = _guest_of(entry)
    last = frame.grid
    sizes = [last]
    if guest.scale == 1:
        sizes = [size, last] if last != size else [last]
    else:
        while _factor(size, sizes[0]) > guest.scale * STRETCH:
            smaller = (
                max(before, -(-after // guest.scale))
                for before, after in zip(size, sizes[0], strict=True)
            )
            width, height = smaller
            sizes.insert(0, (width, height))
    models = [entry.name] * len(sizes)
    if guest.scale == 1 and last != size:
        models[-1] = FAITHFUL
    starts = [size, *sizes[:-1]]
    passes: list[GuestPass] = []
    wanted = frame
    for model, start in zip(reversed(models), reversed(starts), strict=True):
        passes.insert(0, GuestPass(model, start, wanted))
        wanted = Frame.of(start) if seamless else _needed(entry, start, wanted)
    return passes


def run_guest(
    entry: ModelEntry,
    frame: Frame,
    settings: Settings,
    source: Samples,
    result: Samples,
    hooks: Hooks,
    backends: Backends | None,
    *,
    skip_flat: bool = True,
) -> RunInfo:
    """As :func:`liif_core.runtime.run.run`, by all passes of a guest."""
    size = source.shape[1], source.shape[0]
    planned = plan_passes(entry, size, frame, seamless=settings.seamless)
    settings_of = {entry.name: settings, FAITHFUL: replace(settings, model=FAITHFUL, strength=0)}
    # What of a guest's answer is taken is decided once, for its last pass.
    mixed = max(n for n, each in enumerate(planned) if each.model == entry.name)
    works = [_work(entry, each) for each in planned]
    infos, done, original = [], 0.0, source
    for number, (each, work) in enumerate(zip(planned, works, strict=True)):
        target = result
        if number < len(planned) - 1:
            # Not rounded: a network can make much of a level. And of what is not needed here
            # there is nothing in memory.
            width, height = each.frame.grid
            whole = np.zeros((height, width, source.shape[2]), np.float32)
            x, y, across, down = each.frame.region
            target = whole[y : y + down, x : x + across]
        infos.append(
            run_pass(
                each.frame,
                settings_of[each.model],
                source,
                target,
                hooks.part(done / sum(works), (done + work) / sum(works)),
                backends,
                skip_flat=skip_flat,
                faithful=original if number == mixed else None,
                made_of=original,
            )
        )
        done += work
        if target is not result:
            if original.dtype != np.float32:
                np.clip(target, 0, 1, out=target)
            source = whole
    return replace(
        infos[mixed],
        seconds=sum(info.seconds for info in infos),
        encoding=sum(info.encoding for info in infos),
        decoding=sum(info.decoding for info in infos),
    )


def _guest_of(entry: ModelEntry) -> Guest:
    assert entry.guest is not None, "only asked of guests"
    return entry.guest


def _factor(size: Size, grid: Size) -> float:
    return max(after / before for before, after in zip(size, grid, strict=True))


def _work(entry: ModelEntry, each: GuestPass) -> float:
    """How long a pass takes, beside the others."""
    share = each.frame.width * each.frame.height / (each.frame.grid_width * each.frame.grid_height)
    effort = _guest_of(entry).effort if each.model == entry.name else 1.0
    return max(effort, 0.1) * each.size[0] * each.size[1] * share


def _needed(entry: ModelEntry, size: Size, frame: Frame) -> Frame:
    """What of a picture of ``size`` a pass to ``frame`` depends on, as that of the pass before."""
    if frame.is_whole or _guest_of(entry).whole:
        return Frame.of(size)
    # Twice, as colours are first bled into transparent pixels, as far as the network sees.
    margin = 2 * entry.receptive_radius + _guest_of(entry).step + _AROUND
    return Frame.of(size, find_needed_region(frame, size, margin))


def find_needed_region(frame: Frame, size: Size, margin: int) -> Region:
    """The region in pixels of a source of ``size``, and ``margin`` around it."""
    x, y, width, height = frame.region
    start, end = [], []
    for at, length, across, pixels in zip((x, y), (width, height), frame.grid, size, strict=True):
        start.append(max(0, at * pixels // across - margin))
        end.append(min(pixels, -(-(at + length) * pixels // across) + margin))
    return start[0], start[1], end[0] - start[0], end[1] - start[1]
