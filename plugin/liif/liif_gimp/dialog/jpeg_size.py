# SPDX-License-Identifier: GPL-3.0-or-later
"""How small the JPEG of an image will be, beside the parameters, and the file it goes to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

import gi
from gimpfu import error
from gimpfu.dialog import Questions

from liif_core.request.questions import SmallestJpeg
from liif_core.request.rules import rules_of
from liif_core.request.wire import Job
from liif_gimp.call import Dialog
from liif_gimp.declared import parameter
from liif_gimp.dialog.beside import beside
from liif_gimp.dialog.likeness import Likeness
from liif_gimp.dialog.pause import Pause
from liif_gimp.dialog.renderer import Renderer
from liif_gimp.dialog.target import choose_target
from liif_gimp.dialog.trouble import Trouble
from liif_gimp.engine import Engine
from liif_gimp.smallest_jpeg import Flat, readable
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk  # noqa: E402 - needs the version above

_PATIENCE = 300
"""Milliseconds that a value must rest, as a slider passes many."""


def jpeg_size(dialog: Dialog) -> AbstractContextManager[None]:
    """Show the size while the dialog is open."""
    questions = dialog.questions
    choose_target(questions)
    likeness = Likeness(questions.config, parameter("similarity", SmallestJpeg).tip)
    label = rules_of(SmallestJpeg)["similarity"].label
    questions.replace("similarity", _(label), likeness.widget, likeness.field)
    return beside(dialog, _flat, partial(_Size, questions))


@contextmanager
def _flat(questions: Questions) -> Iterator[Flat]:
    yield Flat.of(questions.image)


class _Size:
    def __init__(self, questions: Questions, engine: Engine, flat: Flat, trouble: Trouble) -> None:
        self._engine = engine
        self._questions = questions
        self._flat = flat
        self._trouble = trouble
        self._wanted: Job | None = None
        self._pause = Pause(_PATIENCE, self._ask)
        self._text = Gtk.Label(xalign=0.0)
        questions.insert(self._text, before="metadata")
        questions.insert(trouble.widget, before="metadata")
        trouble.clear()
        self._renderer = Renderer(engine.workplace, flat.load, self._done, self._failed)
        questions.config.connect("notify::similarity", self._changed)
        self._ask()

    def stop(self) -> None:
        """The dialog closes."""
        self._questions.config.disconnect_by_func(self._changed)
        self._pause.stop()
        self._renderer.stop()

    def _changed(self, *_signal: object) -> None:
        self._pause.begin()

    def _ask(self) -> None:
        self._text.set_text(_("Trying qualities…"))
        try:
            self._wanted = self._flat.job(self._questions.config.get_property("similarity"))
        except error as problem:
            self._failed(str(problem))
        else:
            self._trouble.clear()
            self._renderer.ask(self._wanted)

    def _failed(self, why: str) -> None:
        self._text.set_text("")
        self._trouble.tell(why)

    def _done(self, job: Job, _pixels: bytes, said: dict[str, Any]) -> None:
        if self._wanted is None or not self._engine.keep_answer(job, self._wanted, said):
            return
        self._text.set_text(
            _("Its pixels: %(size)s at quality %(quality)d, %(other)s at the usual %(usual)d")
            % {
                "size": readable(said["bytes"]),
                "quality": said["quality"],
                "usual": said["usual_quality"],
                "other": readable(said["usual_bytes"]),
            }
        )
        self._engine.log.info("size shown: %d bytes", said["bytes"])
