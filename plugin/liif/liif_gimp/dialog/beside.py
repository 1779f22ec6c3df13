# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands beside a dialog's parameters while it is open, or why nothing does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Protocol, TypeVar

from gimpfu import error
from gimpfu.dialog import Questions

from liif_gimp import layers
from liif_gimp.call import Dialog
from liif_gimp.dialog.trouble import Trouble
from liif_gimp.engine import Engine
from liif_gimp.layers import Source

_Seen = TypeVar("_Seen")


class Shown(Protocol):
    """Something that works until the dialog closes."""

    def stop(self) -> None:
        """The dialog closes."""


@contextmanager
def layer_shown(questions: Questions) -> Iterator[Source]:
    """What the layer shows; raises :class:`gimpfu.error` when it cannot be worked on."""
    layer = layers.check(questions.image, questions.drawable)
    with layers.shown(questions.image, layer) as source:
        yield source


@contextmanager
def beside(
    dialog: Dialog,
    see: Callable[[Questions], AbstractContextManager[_Seen]],
    make: Callable[[Engine, _Seen, Trouble], Shown],
) -> Iterator[None]:
    """Show what ``make`` makes of the engine, what ``see`` gives and a place for troubles.

    Where there is no engine the dialog says so. Raises what ``see`` raises.
    """
    questions = dialog.questions
    with see(questions) as seen:
        trouble = Trouble(dialog.plugin.folder)
        try:
            engine = dialog.plugin.engine
        except error as problem:
            trouble.tell(str(problem))
            questions.beside.pack_start(trouble.widget, False, False, 0)
            yield
            return
        with suppress(error):  # which the first job will tell
            engine.workplace.warm_up()
        shown = make(engine, seen, trouble)
        try:
            yield
        finally:
            shown.stop()
