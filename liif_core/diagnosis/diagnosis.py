# SPDX-License-Identifier: Apache-2.0
"""All measures together, and the proposal that follows from them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from liif_core.diagnosis.origin import find_origin, keep_squares
from liif_core.diagnosis.proposal import (
    Proposal,
    Step,
    choose_filter,
    choose_strength,
    choose_working_size,
    give_reasons,
    plan_steps,
)
from liif_core.diagnosis.resolution import Resolution, find_resolution
from liif_core.diagnosis.sources import Source, list_sources
from liif_core.diagnosis.stopwatch import estimate_seconds
from liif_core.forensics.compression import Compression, decide, find_compressions
from liif_core.forensics.file_facts import FileFacts
from liif_core.forensics.grid import Grid, find_grid
from liif_core.forensics.kind import Kind
from liif_core.forensics.noise import estimate_noise
from liif_core.forensics.recompression import Recompression
from liif_core.phrases import Phrase
from liif_core.registry.models import ModelEntry, find
from liif_core.request.settings import Device
from liif_core.runtime.backends.opening import open_backend
from liif_core.runtime.reducing import reduce_picture
from liif_core.runtime.samples import from_unit
from liif_core.runtime.strength import estimate_by_network
from liif_core.runtime.threads import products_by_one_core
from liif_core.sizes.print_size import Size, scale_size

Samples = NDArray[np.generic]

SCALE = 2.0
"""What is proposed when no size is asked for."""
_DAMAGED: dict[Kind, Phrase] = {
    "photo": Phrase("a compressed photo"),
    "drawing": Phrase("a compressed drawing"),
    "page of text": Phrase("a compressed page of text"),
    "pixel art": Phrase("compressed pixel art"),
}
_WHOLE: dict[Kind, Phrase] = {
    "photo": Phrase("a photo without visible compression"),
    "drawing": Phrase("a drawing without visible compression"),
    "page of text": Phrase("a page of text without visible compression"),
    "pixel art": Phrase("pixel art without visible compression"),
}


@dataclass(frozen=True)
class Diagnosis:
    """What was found in a picture and what is proposed."""

    task: Phrase
    """In words, for people."""
    kind: Kind
    width: int
    height: int
    file_format: str | None
    """None for a picture that comes from no file, or was changed since."""
    subsampling: str | None
    """Colour resolution of a JPEG file, such as ``4:2:0``."""
    compression: Compression
    grid: Grid | None
    """None where the pixels have no 8x8 grid."""
    earlier: Recompression | None
    """A compression before the last one, None where none was found."""
    resolution: Resolution | None
    """None where the picture is too small or too flat to say."""
    noise: float | None
    """Standard deviation in levels of 255; None where the picture is too small to say."""
    proposal: Proposal
    sources: tuple[Source, ...]
    """Behind the model proposed, LIIF first."""

    @property
    def usable(self) -> Resolution | None:
        """The resolution, as far as it decides about a size: squares that were drawn stay."""
        return keep_squares(self.kind, self.resolution)

    def to_json(self) -> dict[str, Any]:
        """All fields by their names, for ``json.dumps``."""
        return asdict(self)


@products_by_one_core()
def diagnose(
    samples: Samples,
    facts: FileFacts | None = None,
    *,
    size: Size | None = None,
    model: str = "fast",
    device: Device = "auto",
    timed: bool = True,
) -> Diagnosis:
    """What happened to ``samples`` (rows, columns, channels) of the kinds that ``upscale`` takes.

    ``facts`` are those of the file, if the samples are unchanged since. ``size`` (width,
    height) is wanted for the result, by default twice the picture's; ``timed`` whether the time
    is estimated, which runs the model shortly. Raises :class:`LiifError` when there is no such
    model or its files are not whole.
    """
    entry = find(model)
    own: Size = (samples.shape[1], samples.shape[0])
    result = size or scale_size(own, SCALE)
    origin = find_origin(samples)
    repeated, planes = origin.repeated, origin.planes
    squares = repeated is not None and repeated.exact
    # What was enlarged keeps its marks, and what the file says is about other pixels.
    facts_here = None if squares else facts
    grid = find_grid(planes)
    known, earlier = find_compressions(planes, grid, facts_here)
    has_grid = grid is not None or (facts_here is not None and facts_here.phase is not None)
    resolution = find_resolution(planes, has_grid=has_grid)
    if repeated is not None:
        factor = repeated.factor(*own)
        resolution = Resolution(1 / factor, "repeated", factor, repeated)
    usable = keep_squares(origin.kind, resolution)
    noise = estimate_noise(origin.windows)
    working = choose_working_size(own, result, usable)
    # Blocks that were enlarged with the picture are known again at its former size.
    seen = origin.samples
    if not (has_grid or squares or working == own):
        seen = from_unit(reduce_picture(samples, working, choose_filter(usable)), samples.dtype)
    judged = _judged(seen, entry, device)
    if origin.kind == "pixel art" or (squares and working == own):
        compression = Compression(
            0, "pixels", None, judged, Phrase("its pixels are squares on purpose.")
        )
    else:
        compression = decide(
            known,
            earlier,
            judged,
            from_file=facts_here is not None and facts_here.table is not None,
            has_grid=has_grid,
            lossless=origin.lossless,
        )
    if squares:
        has_grid = False  # in what is reduced
    strength = choose_strength(entry, compression, own, working, has_grid=has_grid)
    steps = plan_steps(own, working, result, strength)
    proposal = Proposal(
        model=entry.name,
        strength=strength,
        detail=None,
        scale=result[0] / own[0],
        steps=steps,
        seconds=_seconds(entry, own, steps, device) if timed else None,
        reasons=give_reasons(
            entry, origin.kind, compression, strength, resolution, noise, own, working
        ),
    )
    return Diagnosis(
        task=_task(origin.kind, own, working, result, compression.strength),
        kind=origin.kind,
        width=own[0],
        height=own[1],
        file_format=facts.format if facts else None,
        subsampling=facts.subsampling if facts else None,
        compression=compression,
        grid=grid,
        earlier=earlier,
        resolution=resolution,
        noise=noise,
        proposal=proposal,
        sources=list_sources(entry.architecture),
    )


def _judged(samples: Samples, entry: ModelEntry, device: Device) -> int | None:
    if not entry.strength:
        return None
    # Whatever there is to say of the device is said when the picture is computed.
    return estimate_by_network(samples, open_backend(entry, device, lambda _: None))


def _seconds(entry: ModelEntry, own: Size, steps: tuple[Step, ...], device: Device) -> float:
    total, before = 0.0, own
    for step in steps:
        after = step.width, step.height
        if step.action != "reduce":
            total += estimate_seconds(entry, before, after, device)
        before = after
    return total


def _task(kind: Kind, own: Size, working: Size, result: Size, strength: int) -> Phrase:
    what = _DAMAGED[kind] if strength else _WHOLE[kind]
    if working != own:
        what = Phrase("%(picture)s that was enlarged before", picture=what)
    if result == own and working != own:
        return Phrase("rebuild, at its own size, %(picture)s", picture=what)
    if result == own:
        if strength:
            return Phrase("repair, at its own size, %(picture)s", picture=what)
        return Phrase("keep %(picture)s as it is", picture=what)
    if strength:
        return Phrase("enlarge and repair %(picture)s", picture=what)
    return Phrase("enlarge %(picture)s", picture=what)
