# SPDX-License-Identifier: Apache-2.0
"""``liif batch``: from one folder to another."""

from __future__ import annotations

import contextlib
import signal
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from liif_core.batch.local import LocalEngine, share_cores
from liif_core.batch.report import NAMES, speed, summary
from liif_core.batch.run import plan
from liif_core.cli.outcome import Interrupted, complain, judging_input, note, say
from liif_core.cli.progress import counting_bar
from liif_core.runtime.threads import usable_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from liif_core.batch.items import Outcome
    from liif_core.enlarging import Settings, Wish

_ON_A_GPU = 2
"""Pictures at a time: while one is computed another is read or written."""

_KEPT = "interrupted; what is finished is kept, and the same command goes on from there"


@dataclass(frozen=True)
class Choice:
    """Which pictures, and which files for them."""

    pattern: str | None
    ending: str | None
    overwrite: bool


def run(
    source: Path, target: Path, wish: Wish, settings: Settings, choice: Choice, workers: int
) -> bool:
    """Work on all pictures, 0 ``workers`` on as many at a time as pays; whether none failed.

    Raises :class:`BadInput`, :class:`Interrupted` and :class:`LiifError`.
    """
    with judging_input():
        wish.check()
        batch = plan(
            source,
            target,
            wish,
            settings,
            pattern=choice.pattern,
            ending=choice.ending,
            overwrite=choice.overwrite,
            warn=note,
        )
    cores = usable_cores()
    workers = workers or (_ON_A_GPU if _uses_gpu(settings.device) else cores)
    engine = LocalEngine(share_cores(cores, min(workers, len(batch.targets))))
    with stop_on_interrupt() as stopped, counting_bar(len(batch.targets)) as progress:

        def told(outcome: Outcome) -> None:
            for text in outcome.notes:
                prefix = "" if outcome.status == "failed" else "note: "
                complain(f"{prefix}{outcome.item.source}: {text}")
            progress(len(batch.outcomes), speed(batch))

        try:
            batch.run(engine, stopped, told)
        except KeyboardInterrupt:
            raise Interrupted(_KEPT) from None
    say(summary(batch))
    say(f"report: {target / NAMES[1]}")
    if len(batch.outcomes) < len(batch.targets):
        raise Interrupted(_KEPT)
    return not batch.counts["failed"]


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
    from liif_core.runtime.onnx_backend import available_gpu

    return device == "cuda" or (device == "auto" and available_gpu() is not None)
