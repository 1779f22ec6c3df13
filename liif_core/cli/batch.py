# SPDX-License-Identifier: Apache-2.0
"""``liif batch``: from one folder to another."""

from __future__ import annotations

import contextlib
import signal
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from liif_core.batch.local import ON_A_GPU, LocalExecutor, share_cores
from liif_core.batch.report import NAMES, describe_outlook, describe_speed, summarise
from liif_core.batch.run import plan
from liif_core.cli.batch_lines import Lines
from liif_core.cli.outcome import Interrupted, complain, judging_input, note, say
from liif_core.cli.pausing import standing_still, wake_with_parent
from liif_core.cli.progress import counting_bar
from liif_core.runtime.threads import usable_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from liif_core.batch.items import Executor, Outcome
    from liif_core.batch.run import Batch
    from liif_core.enlarging import Wish
    from liif_core.pictures import Encoding
    from liif_core.request.settings import Settings

_MANY = 50
"""Pictures from which on their rate tells that of many: the network is opened only once."""

_KEPT = "interrupted; what is finished is kept, and the same command goes on from there"


@dataclass(frozen=True)
class Choice:
    """Which pictures, and which files for them."""

    pattern: str | None
    ending: str | None
    overwrite: bool
    encoding: Encoding
    salvage: bool
    """Whether to go on with what is left of damaged ones."""
    unwanted: tuple[str, ...] = ()
    """Those that are left out, relative to their folder, with slashes."""


@dataclass(frozen=True)
class Place:
    """Where the pictures are worked on."""

    workers: int
    """Pictures at a time; 0 for as many as pays."""
    cluster: str | None = None
    """Address of a Ray cluster, None for this machine."""


def run(
    source: Path,
    target: Path,
    wish: Wish,
    settings: Settings,
    choice: Choice,
    place: Place,
    *,
    as_json: bool = False,
) -> bool:
    """Work on all pictures; whether none failed.

    With ``as_json`` it says what happens to a program, and once that is gone no more is begun.
    Raises :class:`BadInput`, :class:`Interrupted` and :class:`LiifError`.
    """
    with contextlib.ExitStack() as stack:
        with judging_input():
            wish.read()
            if place.cluster is not None:
                from liif_core.batch.ray_cluster import connect

                stack.enter_context(connect(place.cluster))
            batch = plan(
                source,
                target,
                wish,
                settings,
                pattern=choice.pattern,
                ending=choice.ending,
                overwrite=choice.overwrite,
                warn=note,
                encoding=choice.encoding,
                salvage=choice.salvage,
                unwanted=choice.unwanted,
            )
            executor, cores = _executor(place, settings.device, len(batch.targets))
        if batch.storage.needed and not as_json:
            say(batch.storage.describe())
        return _work(batch, executor, cores, Lines() if as_json else None)


def _executor(place: Place, device: str, pictures: int) -> tuple[Executor, int]:
    """The executor, and the cores that it keeps busy, 0 when it is graphics cards that compute."""
    if place.cluster is not None:
        from liif_core.batch.ray_cluster import list_machines, share_out
        from liif_core.batch.ray_executor import RayExecutor

        count, share = share_out(list_machines(), min(place.workers or pictures, pictures), device)
        return RayExecutor(count, share, note), 0 if share.gpus else count * share.cpus
    cores, gpu = usable_cores(), _uses_gpu(device)
    workers = min(place.workers or (ON_A_GPU if gpu else cores), pictures)
    return LocalExecutor(share_cores(cores, workers)), 0 if gpu else cores


def _work(batch: Batch, executor: Executor, cores: int, lines: Lines | None) -> bool:
    with (
        stop_on_interrupt() as pressed,
        standing_still() as clock,
        counting_bar(len(batch.targets)) as progress,
    ):

        def stopped() -> bool:
            return pressed() or (lines is not None and lines.reader_is_gone)

        def told(outcome: Outcome) -> None:
            for text in outcome.notes:
                prefix = "" if outcome.status == "failed" else "note: "
                complain(f"{prefix}{outcome.item.source}: {text}")
            progress(len(batch.outcomes), describe_speed(batch))
            if lines:
                lines.picture(batch, outcome)

        if lines:
            wake_with_parent()
            # Not before it can be paused and stopped, as whoever reads this may do so at once.
            lines.begin(batch)
        try:
            batch.run(executor, stopped, told, clock)
        except KeyboardInterrupt:
            raise Interrupted(_KEPT) from None
    if lines:
        lines.end(batch)
    else:
        _summarise(batch, cores)
    if len(batch.outcomes) < len(batch.targets):
        raise Interrupted(_KEPT)
    return not batch.counts["failed"]


def _summarise(batch: Batch, cores: int) -> None:
    say(summarise(batch))
    if cores and batch.counts["done"] >= _MANY and not batch.counts["kept"]:
        say(describe_outlook(batch, cores))
    say(f"report: {batch.order.target_dir / NAMES[1]}")


@contextlib.contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Yields whether Ctrl-C was pressed in the block; pressed again, it raises as usual."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        yield lambda: False  # in the background, where Ctrl-C is meant for others
        return
    pressed = threading.Event()

    def press(*_: object) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _uses_gpu(device: str) -> bool:
    from liif_core.runtime.backends.onnx_backend import available_gpu

    return device == "cuda" or (device == "auto" and available_gpu() is not None)
