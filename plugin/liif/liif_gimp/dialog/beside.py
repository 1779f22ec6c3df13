# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands beside a dialog's parameters while it is open, or why nothing does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from gimpfu import error
from gimpfu.dialog import Questions

from liif_gimp import layers
from liif_gimp.dialog.trouble import Trouble
from liif_gimp.engine import Engine
from liif_gimp.layers import Source


class Shown(Protocol):
    """Something that works until the dialog closes."""

    def stop(self) -> None:
        """The dialog closes."""


@contextmanager
def beside(
    start: Callable[[], Engine],
    folder: Path,
    questions: Questions,
    make: Callable[[Engine, Source, Trouble], Shown],
) -> Iterator[None]:
    """Show what ``make`` makes of the engine, the layer's pixels and a place for troubles.

    ``start`` gives the engine of the plug-in in ``folder``; where there is none the dialog says
    so. Raises :class:`gimpfu.error` when the drawable cannot be worked on.
    """
    layers.check(questions.image, questions.drawable)
    trouble = Trouble(folder)
    try:
        engine = start()
    except error as problem:
        trouble.tell(str(problem))
        questions.beside.pack_start(trouble.widget, False, False, 0)
        yield
        return
    with layers.shown(questions.image, questions.drawable) as source:
        shown = make(engine, source, trouble)
        try:
            yield
        finally:
            shown.stop()
