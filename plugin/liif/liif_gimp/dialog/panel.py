# SPDX-License-Identifier: GPL-3.0-or-later
"""The preview beside a dialog's parameters, and below it what they will make of the image."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import gi
from gimpfu import error

from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.request.wire import Job
from liif_gimp import carry_out, evidence, pixels
from liif_gimp.call import Call, Dialog
from liif_gimp.dialog import split_view
from liif_gimp.dialog.automatic import Automatic
from liif_gimp.dialog.beside import beside, layer_shown
from liif_gimp.dialog.compare import Comparison
from liif_gimp.dialog.known import Known
from liif_gimp.dialog.looking import Looking
from liif_gimp.dialog.model_list import show_models
from liif_gimp.dialog.navigator import Navigator, Shares
from liif_gimp.dialog.paper import Paper
from liif_gimp.dialog.pause import Pause
from liif_gimp.dialog.renderer import Renderer
from liif_gimp.dialog.sharpening import show_amounts
from liif_gimp.dialog.sizes import Sizes
from liif_gimp.dialog.split_view import SplitView
from liif_gimp.dialog.summary import duration, extent, memory
from liif_gimp.dialog.surroundings import State, Surroundings, memory_for_patches, patch_of
from liif_gimp.dialog.trouble import Trouble
from liif_gimp.engine import Engine
from liif_gimp.estimate import Pace
from liif_gimp.geometry import Rectangle, Size
from liif_gimp.layers import Source
from liif_gimp.orders import Order, resolution_of, size_of
from liif_gimp.parameters import RARE
from liif_gimp.pixelfile import PixelFile
from liif_gimp.tasks import Task
from liif_gimp.variants import variants
from liif_gimp.words import _, short

gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gtk", "3.0")

from gi.repository import GdkPixbuf, Gtk  # noqa: E402 - needs the versions above

_PATIENCE = 20
"""Milliseconds without a change after which the preview is computed: what comes together is heard
together, and nobody has to wait for more, as what runs already can be cancelled."""
_REACH = 2
"""Source pixels around the crop that plain interpolation takes into account."""
_SPACING = 6
_LEFT, _ACCEPTED = 0.1, 1.0
"""Seconds that the engine has to end what it does when the dialog is left, and when its worker can
go on with the work itself."""
_COMPARED = Size(400, 270)
"""GTK's pixels of each answer when several are compared."""


def panel(dialog: Dialog, order: Callable[[Call], Order]) -> AbstractContextManager[None]:
    """Keep the preview of what ``order`` makes of the parameters up to date while the dialog is
    open."""
    return beside(
        dialog,
        layer_shown,
        lambda engine, source, trouble: _Panel(engine, dialog, source, order, trouble),
    )


class _Panel:
    def __init__(
        self,
        engine: Engine,
        dialog: Dialog,
        source: Source,
        order: Callable[[Call], Order],
        trouble: Trouble,
    ) -> None:
        self._dialog = dialog
        self._source = source
        self._order = order
        self._trouble = trouble
        questions = dialog.questions
        self._layout = pixels.layout_of(questions.image, source.drawable)
        self._centre = (0.5, 0.5)
        """Of the crop, as a share of what is computed."""
        self._task: Task | None = None
        self._wanted: tuple[Call, Order] | None = None
        self._paces: dict[tuple[str, str], Pace] = {}
        self._showing: tuple[Size, Rectangle] | None = None
        """The grid and the crop whose result is seen."""
        self._computed: tuple[Task, Settings] | None = None
        """What :attr:`_known` is the result of."""
        self._known: Known | None = None
        self._surroundings: Surroundings | None = None
        self._pause = Pause(_PATIENCE, self._refresh)
        self._log = engine.log
        self._since = time.monotonic()
        """When the first change came that the preview does not show yet."""
        self._seen = True
        self._view = SplitView(self._moved, self._resized)
        self._looking = Looking(self._view)
        self._navigator = Navigator(self._go)
        self._words = Gtk.Label(xalign=0.0, wrap=True, max_width_chars=50)
        self._workplace = engine.workplace
        self._renderer = Renderer(self._workplace, self._load, self._done, self._failed)
        self._accepted = False
        self._promised: float | None = None
        """Seconds that all of it will take, as far as that is known."""
        questions.ask_before_leaving(self._answered)
        questions.config.connect("notify", self._changed)
        # First of all, so that the engine works while the widgets are made.
        self._refresh()
        self._amounts = self._furnish()

    def stop(self) -> None:
        """The dialog closes."""
        self._dialog.questions.config.disconnect_by_func(self._changed)
        self._pause.stop()
        self._renderer.stop(_ACCEPTED if self._accepted else _LEFT)

    def _answered(self, response: int) -> bool:
        """It closes, whatever the answer is."""
        self._accepted = response == Gtk.ResponseType.OK
        if self._accepted and self._promised is not None:
            self._log.info("promised: %.2f s", self._promised)
        return False

    def _furnish(self) -> dict[str, Automatic]:
        """What the engine can choose by itself, by name."""
        questions = self._dialog.questions
        frame = Gtk.Frame()
        frame.add(self._view.widget)
        hint = Gtk.Label(
            label=_(
                "Before | After. Drag the line, or the picture to see other parts; hold F2 to see "
                "what was before."
            ),
            wrap=True,
            max_width_chars=30,
            xalign=0.0,
        )
        hint.get_style_context().add_class("dim-label")
        compare = Gtk.Button(label=_("Compare…"), valign=Gtk.Align.CENTER)
        compare.set_tooltip_text(_("Up to four answers to this place, beside each other"))
        compare.connect("clicked", self._compare)
        if "model" in self._dialog.names:
            self._looking.add(compare)
        below = Gtk.Box(spacing=2 * _SPACING)
        below.pack_start(self._navigator.widget, False, False, 0)
        below.pack_start(self._looking.widget, True, True, 0)
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=_SPACING)
        for widget in (frame, hint, below, self._words):
            widget.show_all()
            column.pack_start(widget, widget is frame, True, 0)
        column.pack_start(self._trouble.widget, False, False, 0)
        questions.show_beside(column)
        column.show()
        config, image = questions.config, questions.image
        if config.find_property("scale") is not None:
            sizes = Sizes(config, size_of(image), resolution_of(image))
            questions.insert(sizes.widget, before="keep-print-size")
        if config.find_property("ppi") is not None:
            paper = Paper(config, size_of(image))
            questions.insert(paper.sizes, before="width")
            questions.insert(paper.resolutions, before="shape")
        amounts = show_amounts(self._dialog)
        show_models(self._dialog)
        questions.fold(RARE, _("More settings"))
        return amounts

    def _resized(self) -> None:
        """There is room for more or less of the result."""
        self._looking.follow()
        self._showing = None
        self._changed()

    def _changed(self, *_signal: object) -> None:
        """A parameter did, or the crop."""
        if self._seen:
            self._seen = False
            self._since = time.monotonic()
        self._renderer.hold()
        self._pause.begin()

    def _moved(self, across: float, down: float) -> None:
        """The picture was dragged by so many pixels."""
        if self._task is None:
            return
        size = self._task.region.size
        self._look_at(self._centre[0] + across / size.width, self._centre[1] + down / size.height)

    def _go(self, across: float, down: float) -> None:
        """A place of the grid was clicked, at these shares of it."""
        if self._task is None:
            return
        region, grid = self._task.region, self._task.grid
        self._look_at(
            (across * grid.width - region.x) / region.width,
            (down * grid.height - region.y) / region.height,
        )

    def _look_at(self, across: float, down: float) -> None:
        task = self._task
        assert task is not None
        self._centre = (min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0))
        self._show_known(task, self._crop(task))
        self._changed()

    def _show_known(self, task: Task, crop: Rectangle) -> None:
        """What there is before the network has answered."""
        before = self._plain(task, crop)
        known = None if self._known is None else self._known.carried(crop, before)
        self._view.show(before, known)
        self._show_place(task, crop)
        self._showing = None

    def _show_place(self, task: Task, crop: Rectangle) -> None:
        width, height = task.grid

        def shares(place: Rectangle) -> Shares:
            right, bottom = place.x + place.width, place.y + place.height
            return place.x / width, place.y / height, right / width, bottom / height

        known = () if self._known is None else map(shares, self._known.places)
        self._navigator.show(self._source.drawable, task.part, shares(crop), known)

    def _refresh(self) -> None:
        try:
            call = self._dialog.call()
            order = self._order(call)
            task = carry_out.task(call, self._source, order)
            crop = self._crop(task)
            job = self._job(task, order.settings, crop)
        except error as problem:
            # What the user can mend here, and could not be done.
            self._words.set_text("")
            self._trouble.tell(str(problem), mended_here=True)
            self._dialog.questions.allow(False)
            return
        self._dialog.questions.allow(True)
        if self._task is not None and task.part != self._task.part:
            self._renderer.forget()
            for amount in self._amounts.values():
                amount.found(None)
        self._task, self._wanted = task, (call, order)
        if self._computed != (task, order.settings):
            self._start_anew(task, order.settings)
        known = self._known
        assert known is not None
        self._tell()
        covered = known.covers(crop)
        if not covered:
            # Before anything is shown, which takes its time as well.
            self._renderer.ask(job)
        if self._showing != (task.grid, crop):
            self._show_known(task, crop)
        if covered:
            self._show_place(task, crop)
            self._told_shown(task, crop, "known before")
            self._renderer.go_on()

    def _start_anew(self, task: Task, settings: Settings) -> None:
        """Nothing is known of what these settings make."""
        self._computed = task, settings
        self._known = known = Known(task.region, patch_of(task), memory_for_patches())

        def told(state: State) -> None:
            if self._known is known:
                self._show_place(task, self._crop(task))
            if state != "more":
                self._log.info("the surroundings are known: %s", state)

        self._surroundings = Surroundings(
            known, lambda place: self._job(task, settings, place), self._after, self._time, told
        )
        self._renderer.besides = None

    def _job(self, task: Task, settings: Settings, place: Rectangle) -> Job:
        """For a part of the result. Raises :class:`gimpfu.error`."""
        return replace(task, region=place).job(self._layout, settings)

    def _told_shown(self, task: Task, crop: Rectangle, how: str, seconds: float = 0.0) -> None:
        """The result of the crop is seen, which took the engine so many seconds."""
        self._showing = (task.grid, crop)
        self._seen = True
        took = time.monotonic() - self._since
        self._log.info("preview shown %.3f s after the change: %s", took, how)
        surroundings = self._surroundings
        assert surroundings is not None
        surroundings.look(crop, seconds)
        self._renderer.besides = surroundings

    def _crop(self, task: Task, most: Size | None = None) -> Rectangle:
        """What is seen of the grid, or no more than ``most`` around its middle."""
        region = task.region
        seen = self._view.seen if most is None else most
        size = Size(min(seen.width, region.width), min(seen.height, region.height))
        left, top = (
            start + min(max(round(share * whole - part / 2), 0), whole - part)
            for start, share, whole, part in zip(
                region[:2], self._centre, region.size, size, strict=True
            )
        )
        return Rectangle(left, top, *size)

    def _plain(self, task: Task, crop: Rectangle) -> GdkPixbuf.Pixbuf:
        """The crop by plain interpolation."""
        scale = (task.grid.width / task.part.width, task.grid.height / task.part.height)
        left, top = (math.floor(crop[axis] / scale[axis]) - _REACH for axis in (0, 1))
        right, bottom = (
            math.ceil((crop[axis] + crop.size[axis]) / scale[axis]) + _REACH for axis in (0, 1)
        )
        part = Rectangle(0, 0, *task.part.size)
        area = Rectangle(left, top, right - left, bottom - top).within(part)
        seen = pixels.shown(self._source.drawable, area.moved(task.part.x, task.part.y))
        offset = (area.x * scale[0] - crop.x, area.y * scale[1] - crop.y)
        return split_view.on_checks(split_view.pixbuf(seen, area.size), crop.size, offset, scale)

    def _compare(self, button: Gtk.Button) -> None:
        task, wanted = self._task, self._wanted
        if task is None or wanted is None:
            return
        self._pause.stop()
        self._renderer.rest()
        settings = wanted[1].settings
        scale = button.get_scale_factor()
        crop = self._crop(task, Size(*(scale * side for side in _COMPARED)))
        jobs = [
            (each, self._job(task, replace(settings, model=each.model, detail=each.detail), crop))
            for each in variants(self._dialog.plugin.models, settings.model)
        ]
        window = button.get_toplevel()
        assert isinstance(window, Gtk.Window)
        chosen = Comparison(
            window, self._workplace, self._load, jobs, self._plain(task, crop), self._after
        ).run()
        self._renderer.forget()
        if chosen is not None:
            config = self._dialog.questions.config
            config.set_property("model", chosen.model)
            if config.find_property("detail") is not None:
                config.set_property("detail", chosen.detail)
        self._showing = None
        self._changed()

    def _after(self, job: Job, result: bytes) -> GdkPixbuf.Pixbuf:
        """The result as it is shown."""
        request = job.request
        assert isinstance(request, Enlarge)
        size = Rectangle(*request.frame.region).size
        after = split_view.pixbuf(pixels.as_shown(result, self._layout, size), size)
        return split_view.on_checks(after, size)

    def _load(self, file: PixelFile) -> Iterator[object]:
        assert self._task is not None
        return pixels.reading(self._source.drawable, self._task.part, self._layout, file)

    def _done(self, job: Job, result: bytes, said: dict[str, Any]) -> None:
        task, request = self._task, job.request
        assert isinstance(request, Enlarge)
        crop = Rectangle(*request.frame.region)
        if task is None or (task.grid, self._crop(task)) != (request.frame.grid, crop):
            return
        settings, known = request.settings, self._known
        if known is None or self._computed != (task, settings):
            return
        after = self._after(job, result)
        self._view.show(self._plain(task, crop), after)
        known.see(crop, after)
        self._show_place(task, crop)
        of_network = said["encoding"] + said["decoding"]
        self._told_shown(
            task,
            crop,
            f"{self._renderer.reading:.3f} to read, {self._renderer.answering:.3f} to answer, "
            f"{of_network:.3f} to compute, by {settings.model}, strength {said['strength']}",
            of_network,
        )
        for name, amount in self._amounts.items():
            if getattr(settings, name) is None and said[name] is not None:
                amount.found(said[name])
        self._time(job, said)

    def _time(self, job: Job, said: dict[str, Any]) -> None:
        """Judge from the last job how long all will take: the first ones are slower."""
        assert isinstance(job.request, Enlarge)
        settings = job.request.settings
        model = self._dialog.plugin.model(settings.model)
        self._paces[settings.model, settings.device] = Pace.of(job, said, model)
        self._tell()

    def _failed(self, text: str) -> None:
        self._words.set_text("")
        self._trouble.tell(text)

    def _tell(self) -> None:
        """What will be."""
        self._trouble.clear()
        task, wanted = self._task, self._wanted
        assert task is not None
        assert wanted is not None
        call, order = wanted
        image, count = call.image, len(call.chosen)
        lines = [_("Now: %(extent)s") % {"extent": extent(size_of(image), resolution_of(image))}]
        if (order.canvas, order.resolution) != (size_of(image), resolution_of(image)):
            then = extent(order.canvas, order.resolution)
            lines.append(_("Then: %(extent)s") % {"extent": then})
        if order.crop is not None:
            cut = _("Cut off: %(percent)s%% of the photo")
            lines.append(cut % {"percent": short(100 * order.cut_off)})
        layers = (
            _("New layer: %(memory)s")
            if count == 1
            else _("%(count)d new layers, the first: %(memory)s")
        )
        needed = memory(task.region.size, self._layout.pixel_bytes)
        lines.append(layers % {"count": count, "memory": needed})
        settings = order.settings
        pace = self._paces.get((settings.model, settings.device))
        self._promised = None
        estimate = "…"  # until then in its place, as a dialog that grows would jump
        if pace is not None:
            seconds = pace.seconds(task, call.plugin.model(settings.model))
            passes = max(1, len(settings.repairs))
            runs = passes + (evidence.RUNS if order.evidence else 0)
            # As if all were as large as the one that is seen.
            self._promised = count * runs * seconds
            estimate = duration(self._promised)
        lines.append(_("Time on this computer: %(duration)s") % {"duration": estimate})
        self._words.set_text("\n".join(lines))
