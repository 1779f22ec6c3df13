# SPDX-License-Identifier: Apache-2.0
"""What lives in a process of the cluster and works on one picture at a time.

As in :mod:`local` nothing heavy is imported here at the top.
"""

from __future__ import annotations

import os
import platform
import threading
from typing import TYPE_CHECKING

from liif_core import __version__
from liif_core.batch.items import Item, Order, Outcome
from liif_core.errors import Cancelled, LiifError

if TYPE_CHECKING:
    from pathlib import Path


class Slot:
    """Keeps the network open from one picture to the next."""

    def __init__(self, order: Order, threads: int) -> None:
        os.environ["OMP_NUM_THREADS"] = str(threads)
        self._order = order
        self._stopped = threading.Event()

    def find_problem(self, proof: Path, version: str) -> str:
        """Why no picture may be worked on here; empty if nothing is wrong.

        ``proof`` is a file in the folder of results, there for as long as the run lasts: a folder
        of the same name that others do not see would swallow all results. ``version`` is that
        of the run's own package.
        """
        from liif_core.batch.digests import digest_model
        from liif_core.registry.models import find

        here, order = platform.node(), self._order
        if not order.source_dir.is_dir():
            return f"{here} does not see {order.source_dir}"
        if not proof.exists():
            return f"{here} does not see what is in {order.target_dir}"
        if not os.access(order.target_dir, os.W_OK):
            return f"{here} may not write to {order.target_dir}"
        if version != __version__:
            return f"{here} has version {__version__} of this program, not {version}"
        try:
            entry = find(order.settings.model)
        except LiifError as error:
            return f"{here}: {error}"
        if digest_model(entry, order.settings) != order.model_digest:
            return f"{here} has another model {order.settings.model}"
        return ""

    def work(self, item: Item) -> Outcome | None:
        """Have it done; None once :meth:`stop` was called meanwhile."""
        from liif_core.batch.work import process

        source = self._order.source_dir / item.source
        if not source.exists():
            text = f"{platform.node()} does not see {source}; was it removed, or is it not shared?"
            return Outcome(item, "failed", notes=(text,))
        try:
            return process(item, self._order, self._stopped.is_set)
        except Cancelled:
            return None

    def stop(self) -> None:
        """Cancel what is being worked on, or finish, if that is nearly done."""
        self._stopped.set()
