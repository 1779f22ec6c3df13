# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a batch is, a button that pauses it, and at the end what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import gi
from gimpfu.introspection import Gio, GLib

from liif_gimp.batch import BatchRun, Result, Tally
from liif_gimp.dialog.summary import duration
from liif_gimp.folder import Why, counted
from liif_gimp.words import _

gi.require_version("Gtk", "3.0")
gi.require_version("Pango", "1.0")

from gi.repository import Gtk, Pango  # noqa: E402 - needs the versions above

_SPACING: Final = 6
_WIDTH: Final = 48
"""Characters of a line."""
_MOST: Final = 160
"""Pixels down that the words take, or the window would leave a small screen."""
_NAMED: Final = 3
"""Pictures that failed, or are incomplete, of which that is told here; the report has all."""
_PAUSE, _RESUME = _("Pause"), _("Resume")


class BatchProgress:
    """A bar with a button beside it, and words below."""

    def __init__(self, why: Callable[[Result], Why]) -> None:
        """``why`` says what failed, and why."""
        self._why = why
        self._run: BatchRun | None = None
        self._report: Path | None = None
        self._bar = Gtk.ProgressBar(show_text=True, valign=Gtk.Align.CENTER)
        self._bar.set_ellipsize(Pango.EllipsizeMode.END)
        self._pause = Gtk.Button(label=_PAUSE)
        self._pause.set_tooltip_text(_("Leave the computer to others for a while"))
        self._pause.connect("clicked", self._paused)
        self._line = Gtk.Box(spacing=_SPACING)
        self._line.pack_start(self._bar, True, True, 0)
        self._line.pack_start(self._pause, False, False, 0)
        self._words = Gtk.Label(xalign=0.0, wrap=True, max_width_chars=_WIDTH, selectable=True)
        self._words.set_line_wrap_mode(Pango.WrapMode.WORD_CHAR)
        self._page = Gtk.ScrolledWindow()
        self._page.set_policy(Gtk.PolicyType.NEVER, Gtk.PolicyType.AUTOMATIC)
        self._page.set_overlay_scrolling(False)  # so that one sees that there is more
        self._page.set_propagate_natural_height(True)
        self._page.set_max_content_height(_MOST)
        self._page.add(self._words)
        self._buttons = Gtk.Box(spacing=_SPACING)
        for label, file in (
            (_("Open the report"), lambda report: report),
            (_("Open the folder"), lambda report: report.parent),
        ):
            button = Gtk.Button(label=label)
            button.connect("clicked", self._open, file)
            self._buttons.pack_start(button, False, False, 0)
        self.widget = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=_SPACING)
        for widget in (self._line, self._page, self._buttons):
            self.widget.pack_start(widget, False, False, 0)
        self.widget.show_all()
        self.clear()

    def clear(self) -> None:
        """Nothing runs, and nothing has."""
        for widget in (self._line, self._page, self._buttons):
            widget.hide()

    def tell(self, text: str) -> None:
        """Words in place of all else."""
        self.clear()
        self._words.set_text(text[:1].upper() + text[1:])
        self._page.show()

    def follow(self, run: BatchRun) -> None:
        """Show this run."""
        self.clear()
        self._run = run
        self._pause.set_label(_PAUSE)
        self._pause.set_sensitive(False)
        self._bar.set_fraction(0)
        self._line.show()
        self.show(run)

    def show(self, run: BatchRun) -> None:
        """How far it is by now."""
        tally, finished = run.tally, len(run.tally.results)
        if not tally.pictures:
            self._bar.set_text(_("Looking at the pictures…"))
            self._bar.pulse()
            return
        before, now = self._pause.get_sensitive(), run.can_pause and not run.cancelled
        self._pause.set_sensitive(now)
        if now and not before:
            self._pause.grab_focus()  # for the space bar
        self._bar.set_fraction(finished / tally.pictures)
        numbers = {"finished": finished, "pictures": tally.pictures}
        text = _("%(finished)d of %(pictures)d") % numbers
        if run.cancelled:
            text = _("%(finished)s, stopping…") % {"finished": text}
        elif run.paused:
            text = _("%(finished)s, paused") % {"finished": text}
        elif run.seconds_left is not None:
            time = duration(run.seconds_left)
            text = _("%(finished)s, %(time)s left") % {"finished": text, "time": time}
        self._bar.set_text(text)

    def end(self, run: BatchRun) -> None:
        """What came of it."""
        self._run = None
        tally = run.tally
        self.tell(_summary(tally, self._why, cancelled=run.cancelled))
        self._report = tally.report
        self._buttons.set_visible(tally.report is not None)

    def _paused(self, _button: Gtk.Button) -> None:
        run = self._run
        if run is None:
            return
        if run.paused:
            run.resume()
        else:
            run.pause()
        self._pause.set_label(_RESUME if run.paused else _PAUSE)
        self.show(run)

    def _open(self, _button: Gtk.Button, file: Callable[[Path], Path]) -> None:
        """Have the desktop show the report, or its folder."""
        assert self._report is not None
        path = file(self._report)
        try:
            Gio.AppInfo.launch_default_for_uri(path.as_uri(), None)
        except GLib.Error:
            told = _("No program was found that shows it. It is here: %(path)s")
            self._words.set_text(told % {"path": path})


def _summary(tally: Tally, why: Callable[[Result], Why], *, cancelled: bool) -> str:
    """What came of a run, in lines."""
    if tally.report is None:
        if cancelled:
            return _("Cancelled before anything was made.")
        return _("%(problem)s. Nothing more was made.") % {"problem": tally.problem.rstrip(".")}
    lines = [f"{counted(tally)}."]
    if cancelled and tally.unfinished:
        lines.append(_("Cancelled. What is finished is kept; Begin goes on from there."))
    told, hints = list(tally.to_be_told), set()
    for reason in map(why, told[:_NAMED]):
        # What to do is often the same for all.
        lines.append(f"{reason.what if reason.hint in hints else reason}.")
        hints.add(reason.hint)
    if len(told) > _NAMED:
        more = _("And %(count)d more; the report has all of them.")
        lines.append(more % {"count": len(told) - _NAMED})
    return "\n".join(lines)
