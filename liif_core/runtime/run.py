# SPDX-License-Identifier: Apache-2.0
"""The one way in: a picture enlarged or cleaned, of any size, in bounded memory.

Several repairs of one picture are done one after another: added up in one network they get in each
other's way (on haze with noise that is 5.7 dB worse), so each has a pass of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from liif_core.registry.models import find, need_own
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge, Evidence, Mask
from liif_core.request.settings import Settings
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.bilateral import joint_bilateral_upsample
from liif_core.runtime.enlargement import Samples
from liif_core.runtime.guest_passes import find_needed_region, run_guest
from liif_core.runtime.hooks import SILENT, Hooks
from liif_core.runtime.one_pass import RunInfo, run_pass
from liif_core.runtime.threads import products_by_one_core

_INTERPOLATION = 4
"""Pixels that interpolation reaches beyond the network's own radius."""
_COLOURS = 0.3
"""Share of a mask's request that its picture takes, about: that of ``fast`` on two cores."""


@dataclass(frozen=True, eq=False)
class Masked:
    """A picture and a mask of it, which may have fewer pixels; or the results for both."""

    picture: Samples
    mask: Samples
    original: Samples | None = None
    """What the mask is a mask of, where the picture was reduced before."""


@products_by_one_core()
def run(
    request: Enlarge | Evidence | Mask,
    source: Samples | Masked,
    result: Samples | Masked,
    hooks: Hooks = SILENT,
    backends: Backends | None = None,
    *,
    skip_flat: bool = True,
) -> RunInfo:
    """Answer ``request``: compute ``result`` from ``source``, :class:`Masked` for a mask.

    Pictures are (rows, columns, channels) of one dtype; channels are Y, YA, RGB or RGBA, not
    premultiplied, uint8, uint16 or float32 (0..1 nominal; what lies outside is interpolated, not
    lost). The result has the size of the frame's region. ``backends`` keeps what was opened for the
    next picture. ``skip_flat`` leaves out what is of one colour as far as the network can see,
    where that would answer the same within half a level of 255, apart from the ends of the picture;
    without it is for measuring what that saves.

    Raises :class:`LiifError`, :class:`MemoryError`, and :class:`Cancelled` when
    ``hooks.cancelled`` says so; ``result`` is then undefined.
    """
    if isinstance(source, Masked) and isinstance(result, Masked):
        if not isinstance(request, Mask):
            raise TypeError("a mask that nobody asked for")
        return _run_masked(request, source, result, hooks, backends)
    if isinstance(source, Masked) or isinstance(result, Masked) or isinstance(request, Mask):
        raise TypeError("source and result of a mask are Masked")
    request.frame.check_source((source.shape[1], source.shape[0]))
    if isinstance(request, Evidence):
        return run_pass(
            request.frame, request.settings, source, result, hooks, backends,
            shown=request.shown, skip_flat=skip_flat,
        )  # fmt: skip
    entry = find(request.settings.model)
    if entry.guest is not None:
        if request.settings.repairs:
            need_own(entry, "repairs")
        return run_guest(
            entry, request.frame, request.settings, source, result, hooks, backends,
            skip_flat=skip_flat,
        )  # fmt: skip
    return _run_repaired(request, source, result, hooks, backends, skip_flat)


def _run_masked(
    request: Mask, source: Masked, result: Masked, hooks: Hooks, backends: Backends | None
) -> RunInfo:
    picture = Enlarge(request.frame, request.settings)
    info = run(picture, source.picture, result.picture, hooks.part(0, _COLOURS), backends)
    joint_bilateral_upsample(
        source.mask,
        source.picture if source.original is None else source.original,
        result.picture,
        result.mask,
        request.frame,
        hooks.part(_COLOURS, 1),
    )
    return info


def _run_repaired(
    request: Enlarge,
    source: Samples,
    result: Samples,
    hooks: Hooks,
    backends: Backends | None,
    skip_flat: bool,
) -> RunInfo:
    """A pass for each repair, in their order.

    All but the last are done at the source's own size, the first with the compression, and no
    farther around the region than it depends on. Only the last one sharpens: twice would be too
    much.
    """
    frame, settings = request.frame, request.settings
    before, last = settings.repairs[:-1], settings.repairs[-1:]
    passes = len(before) + 1
    infos = []
    for number, each in enumerate(before):
        part = _needed_part(frame, settings, source, len(before) - number)
        target = source.copy()
        x, y, width, height = part.region
        infos.append(
            run_pass(
                part,
                replace(settings, repairs=(each,), refocus=0, detail=0),
                source,
                target[y : y + height, x : x + width],
                hooks.part(number / passes, (number + 1) / passes),
                backends,
                skip_flat=skip_flat,
            )
        )
        # What was cleaned once is not to be cleaned again.
        source, settings = target, replace(settings, strength=0)
    infos.append(
        run_pass(
            frame,
            replace(settings, repairs=last),
            source,
            result,
            hooks.part(len(before) / passes, 1),
            backends,
            skip_flat=skip_flat,
        )
    )
    return replace(
        infos[0],
        refocus=infos[-1].refocus,
        detail=infos[-1].detail,
        seconds=sum(info.seconds for info in infos),
        encoding=sum(info.encoding for info in infos),
        decoding=sum(info.decoding for info in infos),
    )


def _needed_part(frame: Frame, settings: Settings, source: Samples, passes: int) -> Frame:
    """What of the source the region depends on, with so many passes to come."""
    height, width, channels = source.shape
    if frame.is_whole or settings.seamless:
        return Frame.of((width, height))
    margin = find(settings.model).receptive_radius + _INTERPOLATION
    if channels in (2, 4):
        # Colours are first bled into transparent pixels, as far as the network sees.
        margin *= 2
    return Frame.of((width, height), find_needed_region(frame, (width, height), margin * passes))
