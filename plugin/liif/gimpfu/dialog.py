# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that asks for a procedure's parameters; imported for interactive runs only."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext

import gi

from gimpfu import arguments, widgets
from gimpfu.errors import error
from gimpfu.introspection import Gimp, GObject
from gimpfu.params import Kind, Param, Value
from gimpfu.registration import Registration
from gimpfu.translation import translated

gi.require_version("Gtk", "3.0")
gi.require_version("GimpUi", "3.0")

from gi.repository import GimpUi, Gtk  # noqa: E402 - needs the versions above

_SPACING = 6
_SLIDER_WIDTH = 200
"""Smallest width of a slider, in pixels."""


class Questions:
    """The open dialog: a grid with a row for each parameter, and what a script adds to it."""

    def __init__(
        self,
        dialog: GimpUi.ProcedureDialog,
        config: Gimp.ProcedureConfig,
        params: tuple[Param, ...],
        image: Gimp.Image | None,
        drawables: Sequence[Gimp.Drawable],
    ) -> None:
        self.config = config
        self._dialog = dialog
        self._image = image
        self.drawables = drawables
        """What the procedure was called on."""
        self._params = params
        self._grid = Gtk.Grid(row_spacing=_SPACING, column_spacing=_SPACING)
        self._rows = {param.name: row for row, param in enumerate(params)}
        for row, param in enumerate(params):
            if param.kind is Kind.DISPLAY:
                continue  # the one from which the procedure was called
            known = widgets.labelled(dialog, param)
            if known is None:
                _add(self._grid, row, param, config)
            else:
                self._grid.attach(known, 0, row, 3, 1)
        self._grid.show_all()
        self.beside = Gtk.Box(spacing=2 * _SPACING, border_width=2 * _SPACING)
        """Left of the grid is room for more."""
        self.beside.pack_end(self._grid, True, True, 0)
        self.beside.show()
        dialog.get_content_area().pack_start(self.beside, True, True, 0)

    @property
    def image(self) -> Gimp.Image:
        """The image of the procedure. Raises :class:`gimpfu.errors.error` when it has none."""
        if self._image is None:
            raise error("this procedure was not called on an image")
        return self._image

    @property
    def given_image(self) -> Gimp.Image | None:
        """The image that it was called on, if on any."""
        return self._image

    @property
    def drawable(self) -> Gimp.Drawable:
        """The first of them. Raises :class:`gimpfu.errors.error` when there is none."""
        if not self.drawables:
            raise error("this procedure was not called on a layer")
        return self.drawables[0]

    def values(self) -> list[Value]:
        """Of all parameters, as they stand. Raises :class:`gimpfu.errors.ArgumentError`."""
        return [arguments.read(self.config, param) for param in self._params]

    def show_beside(self, widget: Gtk.Widget) -> None:
        """Put a widget left of the grid, which grows with the window in place of the grid."""
        self.beside.pack_start(widget, True, True, 0)
        self.beside.set_child_packing(self._grid, False, False, 0, Gtk.PackType.END)

    def allow(self, sensible: bool) -> None:
        """Whether OK can be pressed."""
        self._dialog.set_response_sensitive(Gtk.ResponseType.OK, sensible)

    def call_buttons(self, accept: str, leave: str | None = None) -> None:
        """Put these words on the buttons for OK and, if any are given, for Cancel."""
        for response, words in (
            (Gtk.ResponseType.OK, accept),
            (Gtk.ResponseType.CANCEL, leave),
        ):
            button = self._dialog.get_widget_for_response(response)
            if words is not None and isinstance(button, Gtk.Button):
                button.set_label(words)

    def ask_before_leaving(self, stays: Callable[[int], bool]) -> None:
        """Have ``stays`` told of each answer, a :class:`Gtk.ResponseType`; the dialog stays open
        where it says so."""

        def answered(dialog: Gtk.Dialog, response: int) -> None:
            open_still = True  # also where it fails, or the work would be done unasked
            try:
                open_still = stays(response)
            finally:
                if open_still:
                    dialog.stop_emission_by_name("response")

        # Before GIMP listens to them, which is from the moment on when the dialog runs.
        self._dialog.connect("response", answered)
        self._dialog.connect("delete-event", lambda *_: stays(Gtk.ResponseType.DELETE_EVENT))

    def on_return(self, then: Callable[[], None]) -> None:
        """Have ``then`` called whenever the window gets the focus."""

        def returned(*_signal: object) -> bool:
            then()
            return False  # the window itself listens as well

        self._dialog.connect("focus-in-event", returned)

    def accept(self) -> None:
        """Close the dialog as OK does."""
        self._dialog.response(Gtk.ResponseType.OK)

    def reject(self) -> None:
        """Close the dialog as Cancel does."""
        self._dialog.response(Gtk.ResponseType.CANCEL)

    def enable_all(self, sensible: bool) -> None:
        """Whether any of them can be."""
        self._grid.set_sensitive(sensible)

    def fold(self, names: Iterable[str], label: str) -> None:
        """Move the rows of these parameters, of those that there are, below a line that opens."""
        inner = Gtk.Grid(row_spacing=_SPACING, column_spacing=_SPACING, border_width=_SPACING)
        for row in [self._rows[name] for name in names if name in self._rows]:
            cells = [self._grid.get_child_at(column, row) for column in range(3)]
            for widget in dict.fromkeys(each for each in cells if each is not None):
                self._grid.remove(widget)
                inner.attach(widget, cells.index(widget), row, cells.count(widget), 1)
        if inner.get_children():
            expander = Gtk.Expander(label=label)
            expander.add(inner)
            expander.show_all()
            self._grid.attach(expander, 0, 1 + max(self._rows.values()), 3, 1)

    def insert(self, widget: Gtk.Widget, before: str) -> None:
        """Put a widget, as wide as the grid, above the row of a parameter."""
        new = self._rows[before]
        self._rows = {name: row + (row >= new) for name, row in self._rows.items()}
        self._grid.insert_row(new)
        self._grid.attach(widget, 0, new, 3, 1)
        widget.show_all()

    def replace(self, name: str, label: str, widget: Gtk.Widget, focus: Gtk.Widget) -> None:
        """Put another label and widget in place of those for a parameter.

        ``focus`` is the part of the widget that the mnemonic leads to.
        """
        row = self._rows[name]
        for column in (2, 1):
            old = self._grid.get_child_at(column, row)
            if old is not None:
                self._grid.remove(old)
        self._grid.attach(widget, 1, row, 2, 1)
        words = self._label(name)
        words.set_text_with_mnemonic(label)
        words.set_mnemonic_widget(focus)
        widget.show_all()

    def rename(self, name: str, label: str) -> None:
        """Give a parameter whose widget was replaced another label."""
        self._label(name).set_text_with_mnemonic(label)

    def enable(self, name: str, sensible: bool) -> None:
        """Whether a parameter can be set."""
        for column in range(3):
            cell = self._grid.get_child_at(column, self._rows[name])
            if cell is not None:
                cell.set_sensitive(sensible)

    def _label(self, name: str) -> Gtk.Label:
        words = self._grid.get_child_at(0, self._rows[name])
        assert isinstance(words, Gtk.Label)
        return words


def can_ask() -> bool:
    """Whether there is a screen for a dialog."""
    return bool(Gtk.init_check(None)[0])


def ask(
    procedure: Gimp.Procedure,
    config: Gimp.ProcedureConfig,
    registration: Registration,
    image: Gimp.Image | None,
    drawables: Sequence[Gimp.Drawable],
) -> bool:
    """Let the user set the parameters in ``config``; False when the dialog was cancelled.

    ``image`` and ``drawables`` are those that the procedure was called on, if on any.
    """
    GimpUi.init(registration.name)
    arguments.complete(config, registration.params)
    dialog = GimpUi.ProcedureDialog.new(procedure, config, _title(registration))
    questions = Questions(dialog, config, registration.params, image, drawables)
    with registration.customise(questions) if registration.customise else nullcontext():
        accepted = bool(dialog.run())
    dialog.destroy()
    return accepted


def _title(registration: Registration) -> str:
    """What the menu shows, as a window title."""
    label = translated(registration.label, registration.domain)
    return label.replace("_", "").rstrip("…. \N{NO-BREAK SPACE}")


def _add(grid: Gtk.Grid, row: int, param: Param, config: Gimp.ProcedureConfig) -> None:
    """One row with the widget for a parameter; each widget follows and sets the property."""
    if param.kind is Kind.BOOL:
        widget = GimpUi.prop_check_button_new(config, param.name, param.label)
        grid.attach(widget, 0, row, 3, 1)
        _explain(param, widget)
        return
    label = Gtk.Label(label=param.label, use_underline=True, xalign=0.0)
    widget = _widget(param, config)
    label.set_mnemonic_widget(widget)
    grid.attach(label, 0, row, 1, 1)
    if param.kind is Kind.SLIDER:
        slider = _slider(param, config)
        grid.attach(slider, 1, row, 1, 1)
        grid.attach(widget, 2, row, 1, 1)
        _explain(param, label, slider, widget)
    else:
        grid.attach(widget, 1, row, 2, 1)
        _explain(param, label, widget)


def _explain(param: Param, *widgets: Gtk.Widget) -> None:
    """By the script's own words, where it has some; else stays what GIMP made of the label."""
    if param.tip:
        for widget in widgets:
            widget.set_tooltip_text(param.tip)


def _widget(param: Param, config: Gimp.ProcedureConfig) -> Gtk.Widget:
    if param.choices and param.textual:
        store = Gtk.ListStore(str, str)
        for choice in param.choices:
            store.append((choice.value, choice.label))
        return GimpUi.prop_string_combo_box_new(config, param.name, store, 0, 1)
    if param.choices:
        # Not by its Python constructor, which sets the columns that the store has set already.
        values = GObject.new(GimpUi.IntStore)
        columns = [GimpUi.IntStoreColumns.VALUE, GimpUi.IntStoreColumns.LABEL]
        for choice in param.choices:
            values.set(values.append(), columns, [choice.value, choice.label])
        return GimpUi.prop_int_combo_box_new(config, param.name, values)
    if param.kind is Kind.TEXT:
        return widgets.text_view(param, config)
    if param.kind is Kind.FILE:
        return widgets.file_button(param, config)
    if param.kind in widgets.CHOOSERS:
        return widgets.chooser(param, config)
    if param.textual:
        return GimpUi.prop_entry_new(config, param.name, -1)
    spin = GimpUi.prop_spin_button_new(config, param.name, *_steps(param))
    assert isinstance(spin, Gtk.SpinButton)
    if param.range is not None:
        spin.set_range(param.range.lowest, param.range.highest)
    spin.set_hexpand(param.kind is not Kind.SLIDER)
    spin.set_activates_default(True)
    return spin


def _slider(param: Param, config: Gimp.ProcedureConfig) -> Gtk.Widget:
    assert param.range is not None
    slider = GimpUi.prop_hscale_new(config, param.name, *_steps(param))
    assert isinstance(slider, Gtk.Scale)
    slider.set_range(param.range.lowest, param.range.highest)
    # Beside narrow widgets it would be too short to be set by single steps.
    slider.set_size_request(_SLIDER_WIDTH, -1)
    # The number is in the spin button beside it.
    slider.set_draw_value(False)
    slider.set_hexpand(True)
    return slider


def _steps(param: Param) -> tuple[float, float, int]:
    """Small step, large step, and decimal places: one more than a step has."""
    step = param.range.step if param.range is not None else 1.0
    places = 0 if param.whole else max(0, math.ceil(-math.log10(step))) + 1
    return step, 10 * step, places
