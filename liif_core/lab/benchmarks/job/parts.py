# SPDX-License-Identifier: Apache-2.0
"""Where the time of one job goes, in a process of its own:
``python -m liif_core.lab.benchmarks.job.parts STARTED IN OUT SCALE``.

It does what the command does, step by step, and prints the seconds of each as JSON. STARTED is the
clock's time when the process was asked for.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path

PARTS = ("start", "reading", "opening", "strength", "encoder", "decoder", "writing")
"""``strength`` is all that is found in the picture, its softness as well."""


def main(started: float, source: Path, target: Path, scale: float) -> dict[str, float]:
    """The seconds of each of ``PARTS``."""
    # By name, as the command line imports the benchmarks.
    importlib.import_module("liif_core.cli.app")
    from liif_core.enlarging import Wish, open_picture
    from liif_core.pictures import Picture, write_picture
    from liif_core.request.settings import Settings

    taken: dict[str, float] = {}
    last = started

    def lap(part: str) -> None:
        nonlocal last
        now = time.monotonic()
        taken[part] = taken.get(part, 0.0) + now - last
        last = now

    lap("start")
    settings = Settings()
    opened = open_picture(source, target, Wish(scale), settings, overwrite=True, warn=_ignore)
    lap("reading")
    from dataclasses import replace

    import numpy as np

    from liif_core.forensics.traces import Traces
    from liif_core.registry.models import find
    from liif_core.request.frame import Frame
    from liif_core.request.questions import Enlarge
    from liif_core.runtime.backends.kept import Backends
    from liif_core.runtime.blending import Blend
    from liif_core.runtime.run import run
    from liif_core.runtime.sharpening import choose_sharpening
    from liif_core.runtime.strength import estimate_strength
    from liif_core.runtime.threads import products_by_one_core

    backends, entry = Backends(), find(settings.model)
    frame, samples = Frame.of(opened.size), opened.picture.samples
    traces = Traces(samples)
    with products_by_one_core():
        sharpening = choose_sharpening(entry, settings, frame, traces, _ignore)
    lap("strength")
    blend = Blend(sharpening.detail or 0, sharpening.refocus or 0)
    backend = backends.open(entry, settings.device, _ignore, blend, "auto")
    lap("opening")
    with products_by_one_core():
        strength = estimate_strength(samples, backend, traces)
    lap("strength")
    result = np.empty((opened.size[1], opened.size[0], samples.shape[2]), samples.dtype)
    settings = replace(
        settings, strength=strength, refocus=sharpening.refocus, detail=sharpening.detail
    )
    info = run(Enlarge(frame, settings), samples, result, backends=backends)
    lap("decoder")
    taken["encoder"] = info.encoding
    taken["decoder"] -= info.encoding
    write_picture(target, Picture(result), _ignore)
    lap("writing")
    return {part: taken[part] for part in PARTS}


def _ignore(_: str) -> None:
    """A warning, which the command itself has printed."""


if __name__ == "__main__":
    found = main(float(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4]))
    sys.stdout.write(json.dumps(found) + "\n")
