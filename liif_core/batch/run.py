# SPDX-License-Identifier: Apache-2.0
"""A run over a folder: what is to be done, handed to an executor, written down."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from liif_core.atomic import remove_leftovers
from liif_core.batch import ledger, report
from liif_core.batch.digests import digest_model, digest_settings
from liif_core.batch.finding import find_sources, name_targets
from liif_core.batch.items import Executor, Item, Order, Outcome
from liif_core.batch.ledger import Ledger
from liif_core.batch.left_out import ASKED_FOR, LeftOut
from liif_core.batch.storage import Storage, estimate_storage
from liif_core.errors import LiifError
from liif_core.pictures.formats import DEFAULT, Encoding, find_format
from liif_core.registry.models import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from liif_core.enlarging import Wish
    from liif_core.request.settings import Settings

SHOWN = 60
"""Pictures that the report shows, evenly spread over all."""


@dataclass
class Batch(report.Tally):
    """A run that can begin, and what has come of it so far."""

    ledger: Ledger = field(kw_only=True)
    storage: Storage = field(kw_only=True)
    """What the results will take."""

    def run(
        self,
        executor: Executor,
        stopped: Callable[[], bool],
        told: Callable[[Outcome], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Have all pictures worked on, ``told`` of each, and write the report.

        Once ``stopped`` says so, no more is begun. ``clock`` has the seconds that count. Raises
        :class:`LiifError` when the books cannot be kept.
        """
        start = clock()
        with (
            self.ledger.writing(),
            closing(executor.run(self._items(), self.order, stopped)) as outcomes,
        ):
            self._clear()
            for outcome in outcomes:
                if outcome.status == "done" and outcome.record:
                    self.ledger.finish(outcome.record)
                    width, height = outcome.record.new_size
                    self.megapixels += width * height / 1e6
                self.outcomes.append(outcome)
                self.counts[outcome.status] += 1
                self.seconds = clock() - start
                told(outcome)
            # While no other run can be at work there.
            report.write_report(self)

    def _clear(self) -> None:
        """Remove what an earlier run that was killed had half written."""
        folder = self.order.target_dir
        known = (name for name in self.targets.values() if self.ledger.knows(name))
        remove_leftovers(folder / name for name in known)

    def _items(self) -> Iterator[Item]:
        every = -(-len(self.targets) // SHOWN)
        for number, (source, target) in enumerate(self.targets.items()):
            ours = self.ledger.knows(target)
            # What lies there already and is not ours must not become ours by our trying.
            if self.order.overwrite or not (self.order.target_dir / target).exists():
                self.ledger.begin(target)
            yield Item(
                source,
                target,
                self.ledger.find_record(target),
                ours,
                claimed=self.ledger.knows(target),
                shown=number % every == 0,
            )


def plan(
    source_dir: Path,
    target_dir: Path,
    wish: Wish,
    settings: Settings,
    *,
    pattern: str | None,
    ending: str | None,
    overwrite: bool,
    warn: Callable[[str], None],
    encoding: Encoding = DEFAULT,
    salvage: bool = False,
    unwanted: Iterable[str] = (),
) -> Batch:
    """Find the pictures and make the folder of results.

    ``ending`` (such as ``.png``) is that of all results, None the one each picture has. The
    ``unwanted`` ones, relative to ``source_dir`` with slashes, are left out. ``warn`` is told what
    was. Raises :class:`LiifError` for all that the user has to put right.
    """
    if not source_dir.is_dir():
        raise LiifError(f"{source_dir} is not a folder", "Name the folder of the pictures.")
    inside, outside = source_dir.resolve(), target_dir.resolve()
    if outside == inside or outside in inside.parents:
        raise LiifError(
            f"results in {target_dir} could replace the pictures in {source_dir}",
            "Name another folder for the results.",
        )
    entry = find(settings.model)
    left_out = LeftOut()
    sources = find_sources(source_dir, pattern, outside, warn, left_out)
    if not sources:
        raise LiifError(f"there are no pictures in {source_dir}", "Check the folder or --pattern.")
    # Named as if all were wanted, so that a result is called the same whatever is left out.
    targets = name_targets(sources, ending, warn)
    for name in dict.fromkeys(unwanted):
        if targets.pop(name, None) is None:
            warn(f"there is no picture {name} to be left out")
        else:
            left_out.add(ASKED_FOR, name)
    if not targets:
        raise LiifError(f"all pictures in {source_dir} are left out", "Leave out fewer of them.")
    for line in left_out.lines():
        warn(line)
    _check_encoding(targets, encoding)
    books = Ledger(target_dir / ledger.NAME)
    if not books.path.exists():
        for name in report.NAMES:
            if (target_dir / name).exists():
                raise LiifError(
                    f"{target_dir} holds a {name} of something else",
                    "Name another folder for the results.",
                )
    storage = estimate_storage(source_dir, target_dir, targets, wish, encoding)
    storage.check(target_dir)
    try:
        target_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LiifError(f"{target_dir} cannot be made ({error.strerror})") from error
    order = Order(
        source_dir,
        target_dir,
        wish,
        settings,
        overwrite,
        digest_settings(wish, settings, encoding),
        digest_model(entry, settings),
        encoding,
        salvage,
    )
    return Batch(order, targets, left_out=left_out, ledger=books, storage=storage)


def _check_encoding(targets: dict[str, str], encoding: Encoding) -> None:
    """Raise :class:`LiifError` for the first file whose format cannot be written so."""
    for target in targets.values():
        try:
            find_format(Path(target)).check_encoding(encoding)
        except LiifError as error:
            raise LiifError(
                f"{target} cannot be made: {error.args[0]}",
                "Name another format for all with --format, such as png or tif.",
            ) from None
