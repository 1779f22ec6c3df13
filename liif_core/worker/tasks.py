# SPDX-License-Identifier: Apache-2.0
"""What the worker does for each thing that can be asked, to the last message."""

from __future__ import annotations

from liif_core.errors import Cancelled
from liif_core.request.questions import Diagnose, Mask, PictureRequest, SmallestJpeg
from liif_core.request.wire import Job
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.threads import give_way
from liif_core.worker.messages import Messages
from liif_core.worker.pixels import map_pixels, result_of, source_of
from liif_core.worker.progress import Progress
from liif_core.worker.requests import Requests


def answer(job: Job, messages: Messages, requests: Requests, backends: Backends) -> None:
    """Carry the job out. Raises :class:`LiifError`, :class:`Cancelled` as one of them."""
    request = job.request
    if isinstance(request, Diagnose):
        examine(request, job, messages)
    elif isinstance(request, SmallestJpeg):
        compress(request, job, messages, requests)
    else:
        compute(request, job, messages, requests, backends)


def compute(
    request: PictureRequest,
    job: Job,
    messages: Messages,
    requests: Requests,
    backends: Backends,
) -> None:
    memory = map_pixels(job)
    if request.settings.polite:
        give_way()
    # Before the libraries are loaded, which can take long enough for the editor to worry.
    with Progress(messages) as progress:
        # Imported late: an editor sees the greeting before numpy and onnxruntime have loaded.
        from liif_core.runtime.hooks import Hooks
        from liif_core.runtime.run import Masked, run

        hooks = Hooks(
            progress.update,
            requests.cancelled.is_set,
            lambda text: messages.send("warning", text=text),
        )
        source, result = source_of(job, memory), result_of(job, memory)
        if isinstance(request, Mask):
            given, made = (Masked(each[..., :-1], each[..., -1:]) for each in (source, result))
            info = run(request, given, made, hooks, backends)
        else:
            info = run(request, source, result, hooks, backends)
    messages.send(
        "done",
        seconds=round(info.seconds, 3),
        encoding=round(info.encoding, 4),
        decoding=round(info.decoding, 4),
        model=info.model,
        backend=info.backend,
        provider=info.provider,
        strength=info.strength,
        refocus=info.refocus,
        detail=info.detail,
    )


def examine(request: Diagnose, job: Job, messages: Messages) -> None:
    """What is too short to be cancelled is not."""
    memory = map_pixels(job)
    from dataclasses import asdict
    from pathlib import Path

    from liif_core.diagnosis import describe, diagnose, read_facts
    from liif_core.phrases import spell

    with Progress(messages):
        found = diagnose(
            source_of(job, memory),
            read_facts(Path(request.file)) if request.file else None,
            size=request.frame.grid,
            model=request.settings.model,
            device=request.settings.device,
        )
    messages.send(
        "done",
        report=[[line.depth, spell(line.text)] for line in describe(found).lines],
        strength=found.proposal.strength,
        steps=[asdict(step) for step in found.proposal.steps],
    )


def compress(request: SmallestJpeg, job: Job, messages: Messages, requests: Requests) -> None:
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

        picture = Picture(source_of(job, memory))
        best, usual = find_smallest_jpeg(picture, request.similarity, tried=tried)
    messages.send(
        "done",
        quality=best.quality,
        subsampled=best.subsampled,
        similarity=round(best.similarity, 5),
        bytes=len(best.data),
        usual_quality=usual.quality,
        usual_bytes=len(usual.data),
    )
