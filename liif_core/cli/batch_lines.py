# SPDX-License-Identifier: Apache-2.0
"""What ``liif batch --json`` writes: a line of JSON for each thing that happens.

Three types, of which ``begin`` comes first and ``end`` last: each result is in between, as it
comes. Other programs follow a batch by them, such as the dialog of an editor.
"""

from __future__ import annotations

import json
import os
import select
import sys
from typing import TYPE_CHECKING, Any

from liif_core.batch.report import NAMES
from liif_core.cli.outcome import send

if TYPE_CHECKING:
    from liif_core.batch.items import Outcome
    from liif_core.batch.run import Batch


class Lines:
    """Writes them to standard output."""

    def __init__(self) -> None:
        # Of its own, as the other is turned elsewhere when nobody reads any more.
        self._pipe = os.dup(sys.stdout.fileno()) if hasattr(select, "poll") else -1

    def begin(self, batch: Batch) -> None:
        """How many pictures, how many others are left out as asked for, and what the results will
        take. Raises :class:`LiifError`."""
        storage = batch.storage.describe() if batch.storage.needed else ""
        _write("begin", pictures=len(batch.targets), unwanted=batch.unwanted, storage=storage)

    def picture(self, batch: Batch, outcome: Outcome) -> None:
        """What became of one picture, and the time left. Raises :class:`LiifError`."""
        _write(
            "picture",
            source=outcome.item.source,
            result=outcome.item.target,
            status=outcome.status,
            notes=list(outcome.notes),
            finished=len(batch.outcomes),
            seconds_left=_seconds_left(batch),
        )

    def end(self, batch: Batch) -> None:
        """How many came to what, and where the report is. Raises :class:`LiifError`."""
        table, page = (str(batch.order.target_dir.resolve() / name) for name in NAMES)
        _write(
            "end",
            done=batch.counts["done"],
            kept=batch.counts["kept"],
            failed=batch.counts["failed"],
            unfinished=len(batch.targets) - len(batch.outcomes),
            seconds=round(batch.seconds, 1),
            table=table,
            report=page,
        )

    @property
    def reader_is_gone(self) -> bool:
        """Whether nobody can read them any more; never where the system does not tell."""
        if self._pipe < 0:
            return False
        gone = select.poll()
        # Of the end of a pipe it tells whatever is asked for; a file or a terminal has none.
        gone.register(self._pipe, 0)
        return any(event & select.POLLERR for _, event in gone.poll(0))


def _seconds_left(batch: Batch) -> float | None:
    """As the pictures that were computed suggest, None before the first of them."""
    computed = len(batch.outcomes) - batch.counts["kept"]
    if not computed:
        return None
    return round(batch.seconds / computed * (len(batch.targets) - len(batch.outcomes)), 1)


def _write(kind: str, **values: Any) -> None:  # noqa: ANN401 - what JSON can hold
    # In ASCII, so that a name that is no text comes through as well.
    send(json.dumps({"type": kind, **values}).encode() + b"\n")
