# SPDX-License-Identifier: Apache-2.0
"""One pass of a model over a picture: its backend opened, its strength found, its tiles filled."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial

import numpy as np

from liif_core.forensics.traces import Traces
from liif_core.registry.models import find
from liif_core.request.frame import Frame
from liif_core.request.questions import Shown
from liif_core.request.settings import Settings
from liif_core.runtime.backends.interface import Backend, DeviceMemoryError, Kind
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.backends.opening import open_backend
from liif_core.runtime.blending import Blend
from liif_core.runtime.enlargement import Enlargement, Samples
from liif_core.runtime.evidence import paint_evidence
from liif_core.runtime.filling import Paint, fill
from liif_core.runtime.guest_paint import paint_guest
from liif_core.runtime.hooks import Hooks
from liif_core.runtime.sharpening import choose_sharpening
from liif_core.runtime.strength import estimate_strength

SMALL = 40_000
"""Pixels of a source below which the default engine is the fastest for ``fast``, if none is kept
open: loading OpenVINO and its network takes as long as it saves in so many."""
ALL = 100
"""Of a strength."""
FAITHFUL = "fast"
"""The model whose answer is mixed with a guest's."""


@dataclass(frozen=True)
class RunInfo:
    """How a picture was computed."""

    model: str
    backend: str
    provider: str
    seconds: float
    strength: int | None
    """What was used, 0 to 100, given or found; None for a model that takes none, and for a guest
    whose answer was taken as it is."""
    refocus: int | None = None
    """How strongly a soft or noisy photo was drawn sharp and clean, likewise."""
    detail: int | None = None
    """How crisply it was drawn, likewise."""
    encoding: float = 0.0
    """Seconds of ``seconds`` in the encoder, which sees each tile with its margin."""
    decoding: float = 0.0
    """Seconds of ``seconds`` for the output pixels."""


def run_pass(
    frame: Frame,
    settings: Settings,
    source: Samples,
    result: Samples,
    hooks: Hooks,
    backends: Backends | None,
    *,
    shown: Shown | None = None,
    skip_flat: bool = True,
    faithful: Samples | None = None,
    made_of: Samples | None = None,
) -> RunInfo:
    """As :func:`liif_core.runtime.run.run`, for one repair at most, or for evidence.

    Of a guest a share is taken as large as the strength says, where ``faithful`` is the picture
    that the rest is made of, at any size. Where a pass before has made the source it is
    ``made_of`` another picture, whose depth decides about precision.
    """
    start = time.monotonic()
    entry = find(settings.model)
    if settings.strength is not None and not entry.strength and entry.guest is None:
        hooks.warn(f"model {settings.model} takes no strength; the setting is ignored")
    traces = Traces(source)
    sharpening = choose_sharpening(entry, settings, frame, traces, hooks.warn)
    blend = Blend(sharpening.detail or 0, sharpening.refocus or 0, settings.repairs)
    # An engine of less precision agrees within a level of 8 bits; deeper pixels deserve more. And
    # to load another engine takes longer than a small picture by the default one.
    small = entry.architecture == "fast" and source.shape[0] * source.shape[1] < SMALL
    exact = (source if made_of is None else made_of).dtype != np.uint8
    kind: Kind = "exact" if exact or (small and backends is None) else "auto"

    def without_gpu() -> Backend:
        hooks.warn("the GPU has too little memory left; the picture is computed on the CPU")
        return open_backend(entry, "cpu", hooks.warn, blend, kind)

    try:
        opening = open_backend if backends is None else backends.open
        backend = opening(entry, settings.device, hooks.warn, blend, kind)
    except DeviceMemoryError:
        backend = without_gpu()
    hooks.progress(0.0)
    used, given = None, settings.strength
    if entry.strength:
        used = estimate_strength(source, backend, traces) if given is None else given
    make = partial(
        Enlargement, source, frame.grid, entry, backend, used or 0, settings, skip_flat=skip_flat
    )
    if shown is None:
        enlargement = make()
        paint: Paint = enlargement.tile
        if entry.guest is not None:
            # Its tiles overlap.
            hooks = hooks.without_rows()
            beside = None
            if faithful is not None and given is not None and given < ALL:
                used = given
                beside = _open_faithful(faithful, frame, settings, kind, hooks)
            paint = paint_guest(enlargement, beside, (given or 0) / ALL, result, frame.region)
    else:
        enlargement, paint = paint_evidence(shown, make)
    ready = time.monotonic()
    fill(enlargement, result, frame.region, settings.tile, hooks, without_gpu, paint)
    end = time.monotonic()
    backend, encoding = enlargement.backend, enlargement.encoding
    return RunInfo(
        settings.model, backend.name, backend.provider, end - start, used, sharpening.refocus,
        sharpening.detail, encoding, end - ready - encoding,
    )  # fmt: skip


def _open_faithful(
    source: Samples, frame: Frame, settings: Settings, kind: Kind, hooks: Hooks
) -> Enlargement:
    """The same by the model that shows what the picture proves, its strength found."""
    entry = find(FAITHFUL)
    backend = open_backend(entry, "cpu", hooks.warn, kind=kind)
    strength = estimate_strength(source, backend)
    return Enlargement(source, frame.grid, entry, backend, strength, settings)
