# SPDX-License-Identifier: Apache-2.0
"""What a job can ask for, each task with its last message."""

from __future__ import annotations

from liif_core.errors import Cancelled
from liif_core.job import Job
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.threads import give_way
from liif_core.worker.messages import Messages
from liif_core.worker.pixels import map_pixels, source_of
from liif_core.worker.progress import Progress
from liif_core.worker.requests import Requests

_COLOURS = 0.3
"""Share of a mask's job that its picture takes, about: that of ``fast`` on two cores."""


def compute(job: Job, messages: Messages, requests: Requests, backends: Backends) -> None:
    assert job.task not in ("diagnose", "jpeg")
    memory = map_pixels(job)
    if job.polite:
        give_way()
    # Before the libraries are loaded, which can take long enough for the editor to worry.
    with Progress(messages) as progress:
        # Imported late: an editor sees the greeting before numpy and onnxruntime have loaded.
        import numpy as np

        from liif_core.runtime.guided import follow
        from liif_core.runtime.repairing import upscale_repaired
        from liif_core.runtime.upscale import Shown

        source = source_of(job, memory)
        values = job.width * job.height * len(job.channels)
        result = np.frombuffer(memory, source.dtype, values, job.result_offset)
        result = result.reshape(job.height, job.width, len(job.channels))
        grid, region = (job.grid_width, job.grid_height), (job.x, job.y, job.width, job.height)
        shown: Shown = "result"
        if job.task in ("changes", "certainty"):
            shown = job.task
        # A mask hides nothing from the network: it sees all colours, as without one.
        has_mask = job.task == "mask"
        colours = source[..., :-1] if has_mask else source
        answer = result[..., :-1] if has_mask else result
        share = _COLOURS if has_mask else 1.0
        info = upscale_repaired(
            colours,
            answer,
            job.repairs,
            grid=grid,
            region=region,
            model=job.model,
            strength=job.strength,
            detail=job.detail,
            device=job.device,
            tile=job.tile,
            seamless=job.seamless,
            shown=shown,
            progress=lambda done: progress.update(share * done),
            cancelled=requests.cancelled.is_set,
            warn=lambda text: messages.send("warning", text=text),
            backends=backends,
        )
        if has_mask:
            follow(
                source[..., -1:],
                colours,
                answer,
                result[..., -1:],
                grid=grid,
                region=region,
                progress=lambda done: progress.update(share + (1 - share) * done),
                cancelled=requests.cancelled.is_set,
            )
    messages.send(
        "done",
        seconds=round(info.seconds, 3),
        encoding=round(info.encoding, 4),
        decoding=round(info.decoding, 4),
        model=info.model,
        backend=info.backend,
        provider=info.provider,
        strength=info.strength,
    )


def examine(job: Job, messages: Messages) -> None:
    """What is too short to be cancelled is not."""
    memory = map_pixels(job)
    from dataclasses import asdict
    from pathlib import Path

    from liif_core.diagnosis import describe, diagnose, read_facts

    with Progress(messages):
        found = diagnose(
            source_of(job, memory),
            read_facts(Path(job.file)) if job.file else None,
            size=(job.grid_width, job.grid_height),
            model=job.model,
            device=job.device,
        )
    messages.send(
        "done",
        report=describe(found),
        strength=found.proposal.strength,
        steps=[asdict(step) for step in found.proposal.steps],
    )


def compress(job: Job, messages: Messages, requests: Requests) -> None:
    memory = map_pixels(job)
    with Progress(messages) as progress:
        from liif_core.pictures import Picture
        from liif_core.smallest_jpeg.jpeg import USUAL_TRIALS, find_smallest_jpeg

        count = 0

        def tried() -> None:
            nonlocal count
            count += 1
            progress.update(min(1.0, count / USUAL_TRIALS))
            if requests.cancelled.is_set():
                raise Cancelled

        best, usual = find_smallest_jpeg(
            Picture(source_of(job, memory)), job.similarity, tried=tried
        )
    messages.send(
        "done",
        quality=best.quality,
        subsampled=best.subsampled,
        similarity=round(best.similarity, 5),
        bytes=len(best.data),
        usual_quality=usual.quality,
        usual_bytes=len(usual.data),
    )
