# SPDX-License-Identifier: GPL-3.0-or-later
"""How small the JPEG of an image will be, beside the parameters, and the file it goes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import gi
from gimpfu import error
from gimpfu.dialog import Questions

from liif_core.request.wire import Job
from liif_gimp.dialog.beside import beside
from liif_gimp.dialog.renderer import Renderer
from liif_gimp.dialog.target import choose_target
from liif_gimp.dialog.trouble import Trouble
from liif_gimp.engine import Engine
from liif_gimp.smallest_jpeg import Flat, readable
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")

from gi.repository import GLib, Gtk  # noqa: E402 - needs the version above

_PATIENCE = 300
"""Milliseconds that a value must rest, as a slider passes many."""


def jpeg_size(
    start: Callable[[], Engine], folder: Path, questions: Questions
) -> AbstractContextManager[None]:
    """Show the size while the dialog is open; the arguments are those of ``beside``."""
    choose_target(questions)
    return beside(start, folder, questions, _flat, partial(_Size, questions))


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
        self._timer = 0
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
        if self._timer:
            GLib.source_remove(self._timer)
        self._renderer.stop()

    def _changed(self, *_signal: object) -> None:
        if self._timer:
            GLib.source_remove(self._timer)
        self._timer = GLib.timeout_add(_PATIENCE, self._ask)

    def _ask(self) -> bool:
        self._timer = 0
        self._text.set_text(_("Trying qualities…"))
        try:
            self._wanted = self._flat.job(self._questions.config.get_property("similarity"))
        except error as problem:
            self._failed(str(problem))
        else:
            self._trouble.clear()
            self._renderer.ask(self._wanted)
        return False

    def _failed(self, why: str) -> None:
        self._text.set_text("")
        self._trouble.tell(why)

    def _done(self, job: Job, _pixels: bytes, said: dict[str, Any]) -> None:
        wanted = self._wanted
        if wanted is None or replace(job, pixels=wanted.pixels, stay=wanted.stay) != wanted:
            return
        self._engine.answers[wanted] = said
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
