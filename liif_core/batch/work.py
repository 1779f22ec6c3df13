# SPDX-License-Identifier: Apache-2.0
"""What is done to one picture of a folder, in a process of its own, here or elsewhere."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from liif_core.batch.items import Item, Order, Outcome
from liif_core.batch.ledger import Record
from liif_core.batch.thumbnails import cut_before_after
from liif_core.enlarging import describe_print, enlarge_opened, open_picture
from liif_core.errors import Cancelled, LiifError
from liif_core.pictures import read_picture
from liif_core.registry.files import compute_digest
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.hooks import Hooks

if TYPE_CHECKING:
    from collections.abc import Callable


_BACKENDS = Backends()
"""Of this process: the network is the same for all pictures."""
_FULL = "there is not enough memory; try fewer --workers"


def process(item: Item, order: Order, cancelled: Callable[[], bool]) -> Outcome:
    """Enlarge or clean the picture, unless that is done already and intact.

    Whatever is wrong with it becomes the outcome: one picture never ends the run. Raises
    :class:`Cancelled` when ``cancelled`` says so.
    """
    try:
        return _process(item, order, cancelled)
    except Cancelled:
        raise
    except LiifError as error:
        text = str(error)
    except MemoryError:  # nothing is loaded here, for which there may be no memory
        text = _FULL
    except ImportError as error:
        from liif_core.packages import missing, wants_memory

        text = _FULL if wants_memory(error) else str(missing(error))
    except OSError as error:
        text = f"{error.filename or 'the system'}: {error.strerror}"
    except Exception as error:  # decoders and networks raise nearly anything
        text = f"unexpected {type(error).__name__}: {error}"
    return Outcome(item, "failed", notes=(text,))


def _process(item: Item, order: Order, cancelled: Callable[[], bool]) -> Outcome:
    source, target = order.source_dir / item.source, order.target_dir / item.target
    source_sha256 = compute_digest(source)
    if item.record and _intact(item, item.record, order, source_sha256):
        shown = None
        if item.shown:
            shown = cut_before_after(
                read_picture(source, salvage=order.salvage), read_picture(target)
            )
        return Outcome(item, "kept", item.record, before_after=shown)
    if os.path.lexists(target) and not (order.overwrite or item.ours):
        raise LiifError(
            f"{target} is there already, and no batch wrote it",
            "Move it away, or replace such files (--overwrite).",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    notes: list[str] = []
    opened = open_picture(
        source,
        target,
        order.wish,
        order.settings,
        overwrite=order.overwrite or item.ours,
        warn=notes.append,
        encoding=order.encoding,
        salvage=order.salvage,
    )
    if opened.way:
        notes.append(opened.way.reason)
    notes += describe_print(opened)
    hooks = Hooks(cancelled=cancelled, warn=notes.append)
    result, info = enlarge_opened(
        opened, order.settings, hooks, backends=_BACKENDS, keep=item.shown
    )
    record = Record(
        source=item.source,
        target=item.target,
        source_sha256=source_sha256,
        target_sha256=compute_digest(target),
        settings=order.settings_digest,
        model=order.model_digest,
        size=opened.picture.size,
        new_size=result.size,
        strength=info.strength,
        seconds=round(info.seconds, 3),
        refocus=info.refocus,
        detail=info.detail,
    )
    shown = cut_before_after(opened.picture, result) if item.shown else None
    return Outcome(item, "done", record, tuple(notes), shown)


def _intact(item: Item, record: Record, order: Order, source_sha256: str) -> bool:
    """Whether the result that ``record`` speaks of is still what this order asks for."""
    if (record.source, record.source_sha256) != (item.source, source_sha256):
        return False
    if (record.settings, record.model) != (order.settings_digest, order.model_digest):
        return False
    target = order.target_dir / item.target
    return target.is_file() and compute_digest(target) == record.target_sha256
