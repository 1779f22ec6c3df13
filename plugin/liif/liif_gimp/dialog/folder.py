# SPDX-License-Identifier: GPL-3.0-or-later
"""The window in which a folder, or the open images, are worked on: it stays open meanwhile."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import gi
from gimpfu import error
from gimpfu.introspection import Gimp, GLib

from liif_core.batch.finding import find_sources
from liif_gimp.batch import BatchOrder, BatchRun, Result
from liif_gimp.call import Call, Dialog
from liif_gimp.dialog.batch_progress import BatchProgress
from liif_gimp.dialog.folder_button import FolderButton
from liif_gimp.dialog.model_list import show_models
from liif_gimp.dialog.pause import Pause
from liif_gimp.dialog.picture_list import PictureList
from liif_gimp.dialog.sharpening import show_amounts
from liif_gimp.dialog.trouble import Trouble
from liif_gimp.folder import Why, check, counted, order, save_images, why
from liif_gimp.open_images import OpenImages, name_of
from liif_gimp.parameters import CLEAN, OPEN_IMAGES, RARE, own
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")

from gi.repository import Gtk  # noqa: E402 - needs the version above

_SPACING: Final = 6
_EVERY: Final = 100
"""Milliseconds between two looks at the run."""
_WIDTH: Final = 40
"""Characters of the line above the list."""
_REST: Final = 200
"""Milliseconds without a change after which the folder is looked through."""
_STATES: Final = {"done": _("done"), "kept": _("done before"), "failed": _("failed")}
_LEAVING: Final = (
    Gtk.ResponseType.CANCEL, Gtk.ResponseType.CLOSE, Gtk.ResponseType.DELETE_EVENT,
)  # fmt: skip


@contextmanager
def folder(dialog: Dialog) -> Iterator[None]:
    """Have the dialog do the work itself, for as long as it is open."""
    shown = _Folder(dialog)
    try:
        yield
    finally:
        shown.stop()


class _Folder:
    def __init__(self, dialog: Dialog) -> None:
        self._dialog = dialog
        self._questions = dialog.questions
        self._config = dialog.questions.config
        self._run: BatchRun | None = None
        self._copies: OpenImages | None = None
        """Made when open images are first worked on."""
        self._saved: dict[str, int] = {}
        """Their files, and the identities of the images."""
        self._timer = 0
        self._leaving = False
        """Whether the window closes when the run has ended."""
        self._searches = 0
        """How many there were: what comes of an earlier one does not matter any more."""
        self._searching = False
        self._counted = -1
        """How many pictures there were when they were last looked at."""
        self._listed: object = None
        """What the list shows."""
        self._rest = Pause(_REST, self._list)
        self._list_of = PictureList(self._judge)
        self._progress = BatchProgress(self._why)
        self._trouble = Trouble(dialog.plugin.folder)
        self._heading = Gtk.Label(xalign=0.0, wrap=True, max_width_chars=_WIDTH)
        self._log = self._find_engine()
        self._source, self._results = self._furnish()
        self._suggestion = self._suggested()
        """A folder of the results that the user has not chosen, also the last time."""
        self._config.connect("notify", self._changed)
        self._questions.ask_before_leaving(self._stays)
        self._questions.on_return(self._update)
        self._changed()
        self._list()

    def stop(self) -> None:
        """The dialog closes."""
        self._config.disconnect_by_func(self._changed)
        self._rest.stop()
        self._listed = None
        if self._timer:
            GLib.source_remove(self._timer)
        if self._run is not None:  # GIMP took the dialog away
            self._run.cancel()
        self._searches += 1
        self._list_of.stop()
        for button in (self._source, self._results):
            button.stop()
        if self._copies is not None:
            self._copies.close()

    def _furnish(self) -> tuple[FolderButton, FolderButton]:
        questions = self._questions
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=_SPACING)
        for widget in (self._heading, self._list_of.widget):
            widget.show_all()
            column.pack_start(widget, widget is self._list_of.widget, True, 0)
        column.pack_start(self._progress.widget, False, False, 0)
        column.pack_start(self._trouble.widget, False, False, 0)
        questions.show_beside(column)
        column.show()
        show_amounts(self._dialog)
        show_models(self._dialog)
        buttons = FolderButton(questions, own("folder")), FolderButton(questions, own("results"))
        questions.fold(RARE, _("More settings"))
        questions.call_buttons(_("_Begin"))
        return buttons

    def _find_engine(self) -> logging.Logger:
        """Say so if there is none; the log, which is nowhere then."""
        try:
            return self._dialog.plugin.engine.log
        except error as problem:
            self._trouble.tell(str(problem))
            return logging.getLogger("liif")

    @property
    def _of_images(self) -> bool:
        return bool(self._config.get_property("pictures") == OPEN_IMAGES)

    def _changed(self, *_signal: object) -> None:
        """A parameter did."""
        self._questions.enable("folder", not self._of_images)
        self._questions.enable("scale", self._config.get_property("task") != CLEAN)
        self._suggest()
        self._rest.begin()
        self._judge()

    def _suggest(self) -> None:
        """A folder for the results, as long as the user has chosen no other."""
        results = self._results.folder
        if results is not None and results != self._suggestion:
            return
        self._suggestion = self._suggested()
        if self._suggestion is not None and self._suggestion != results:
            self._results.folder = self._suggestion

    def _suggested(self) -> Path | None:
        source = self._source.folder
        if self._of_images:
            pictures = GLib.get_user_special_dir(GLib.UserDirectory.DIRECTORY_PICTURES)
            return Path(pictures or Path.home()) / "LIIF"
        return source and source.with_name(f"{source.name} LIIF")

    def _list(self) -> None:
        """Show what there is to work on, unless it is shown already."""
        self._rest.stop()
        if self._run is not None:
            return
        source, results = self._source.folder, self._results.folder
        wanted = OPEN_IMAGES if self._of_images else (source, results)
        if wanted == self._listed:
            return
        self._listed = wanted
        self._searches += 1
        self._searching = False
        self._progress.clear()
        if self._of_images:
            self._list_of.show_images(Gimp.get_images())
            self._judge()
        elif source is None:
            self._list_of.show_files(Path(), [])
            self._judge()
        else:
            self._searching = True
            self._judge()
            number = self._searches
            threading.Thread(
                target=self._search, args=(number, source, results), daemon=True
            ).start()

    def _update(self) -> None:
        """The user comes back to the window, and may have opened or closed images meanwhile."""
        if self._run is None and self._listed == OPEN_IMAGES:
            self._list_of.update_images(Gimp.get_images())
            self._judge()

    def _search(self, number: int, source: Path, results: Path | None) -> None:
        """In a thread of its own: a folder can be large, or far away."""
        found: list[str] = []
        with contextlib.suppress(OSError):  # of which the engine tells
            # What lies in the folder of the results is no source.
            found = find_sources(source, None, (results or Path("/")).resolve(), lambda _: None)
        GLib.idle_add(self._found, number, source, found)

    def _found(self, number: int, source: Path, names: list[str]) -> bool:
        if number == self._searches:
            self._searching = False
            self._list_of.show_files(source, names)
            self._judge()
        return False

    def _judge(self) -> None:
        """Say how many pictures there are, and whether they can be worked on."""
        if self._run is not None:
            return
        if self._searching:
            self._heading.set_text(_("Looking for pictures…"))
            self._questions.allow(False)
            return
        every = len(self._list_of)
        count = every - len(self._list_of.unticked())
        if count != self._counted:
            self._log.info("pictures shown: %d", count)
        self._counted = count
        self._heading.set_text(self._heading_for(count, every))
        ready = count > 0 and self._results.folder is not None
        self._questions.allow(ready)

    def _heading_for(self, count: int, every: int) -> str:
        """What is said of so many ticked pictures of so many that are shown."""
        if self._of_images:
            if not count:
                return _("No image is ticked, or none is open.")
            some, all_of_them = _("%(count)d of %(all)d open images"), _("%(count)d open images")
        else:
            if not every and self._source.folder is None:
                return _("No pictures yet: choose their folder.")
            if not every:
                return _("There are no pictures in this folder.")
            if not count:
                return _("No picture is ticked.")
            some, all_of_them = _("%(count)d of %(all)d pictures"), _("%(count)d pictures")
        return (all_of_them if count == every else some) % {"count": count, "all": every}

    def _stays(self, response: int) -> bool:
        """Whether the dialog stays open after this answer."""
        if response == Gtk.ResponseType.OK and not self._leaving:
            self._begin()
            return True
        if response not in _LEAVING:
            return False
        if self._run is not None:
            # The button ends the run; to close the window closes it as well, when that has ended.
            self._leaving = response != Gtk.ResponseType.CANCEL
            self._run.cancel()
            self._progress.show(self._run)
            return True
        if self._dialog.plugin.tally is not None:
            GLib.idle_add(self._leave)
            return True
        return False

    def _leave(self) -> bool:
        """Close the window; in a turn of its own, not within an answer. False, for GLib."""
        self._leaving = True
        if self._dialog.plugin.tally is None:
            self._questions.reject()
        else:
            # So that GIMP keeps the values for the next time.
            self._questions.accept()
        return False

    def _begin(self) -> None:
        self._list()
        self._update()
        if self._searching:  # something was changed just before
            return
        try:
            call = self._dialog.call()
            check(call.values)
            wanted = self._order(call)
            self._run = BatchRun(self._dialog.plugin.folder, wanted)
        except error as problem:
            self._progress.tell(str(problem))
            return
        self._log.info("batch: %s", wanted.words())
        self._list_of.forget_marks()
        self._at_work(True)
        self._progress.follow(self._run)
        self._timer = GLib.timeout_add(_EVERY, self._look)

    def _order(self, call: Call) -> BatchOrder:
        if self._of_images:
            return order(call, self._save(call))
        return order(call, Path(call.values["folder"]), tuple(self._list_of.unticked()))

    def _save(self, call: Call) -> Path:
        """Save the open images that are ticked; the folder of their copies."""
        self._copies = self._copies or OpenImages()
        images = [image for image in self._list_of.chosen() if image.is_valid()]
        self._saved = save_images(call, self._copies, images)
        return self._copies.folder

    def _look(self) -> bool:
        """Whether to look again."""
        run = self._run
        assert run is not None
        ended, known = run.ended, run.tally.pictures
        for result in run.look():
            self._mark(result)
        if run.tally.pictures != known:
            self._log.info("batch at work on %d pictures", run.tally.pictures)
        if not ended:
            self._progress.show(run)
            return True
        self._timer, self._run = 0, None
        if run.tally.report is not None:
            self._dialog.plugin.tally = run.tally
        self._at_work(False)
        self._progress.end(run)
        told = [run.tally.problem or counted(run.tally)]
        told += [str(self._why(result)) for result in run.tally.to_be_told]
        self._log.info("batch shown: %s", "; ".join(told))
        if self._leaving:
            self._leave()
        return False

    def _mark(self, result: Result) -> None:
        key = str(self._saved.get(result.source)) if self._of_images else result.source
        failed = result.status == "failed"
        state = _STATES.get(result.status, result.status)
        tip = str(self._why(result)) if failed or result.incomplete else ""
        self._list_of.mark(key, state, tip, strongly=failed)

    def _why(self, result: Result) -> Why:
        """What failed, or is incomplete, and why."""
        if not self._of_images:
            return why(result, self._source.folder or Path(), result.source)
        assert self._copies is not None
        image = Gimp.Image.get_by_id(self._saved.get(result.source, 0))
        name = result.source if image is None else name_of(image)
        return why(result, self._copies.folder, name)

    def _at_work(self, running: bool) -> None:
        self._questions.enable_all(not running)
        self._questions.allow(not running)
        self._list_of.allow_ticks(not running)
        if self._dialog.plugin.tally is not None:
            self._questions.call_buttons(_("_Begin"), _("_Cancel") if running else _("_Close"))
