# SPDX-License-Identifier: GPL-3.0-or-later
# Made by python -m tests.gimp.stubs from the introspection data; do not edit.
# The libraries' classes change what their bases have, which Python's type system forbids.
# mypy: disable-error-code="override, misc"

from collections.abc import Callable, Sequence
from typing import Concatenate

from gi.repository import Gimp, GObject, Gtk

class ChannelComboBox(IntComboBox):
    @classmethod
    def new(
        cls,
        constraint: Callable[Concatenate[Gimp.Image, Gimp.Item, ...], bool] | None = None,
        *user_data: object,
    ) -> ChannelComboBox: ...

class Dialog(Gtk.Dialog):
    def add_button(self, button_text: str, response_id: int) -> Gtk.Widget: ...
    def run(self) -> int: ...

class DrawableComboBox(IntComboBox):
    @classmethod
    def new(
        cls,
        constraint: Callable[Concatenate[Gimp.Image, Gimp.Item, ...], bool] | None = None,
        *user_data: object,
    ) -> DrawableComboBox: ...

class ImageComboBox(IntComboBox):
    @classmethod
    def new(
        cls,
        constraint: Callable[Concatenate[Gimp.Image, ...], bool] | None = None,
        *user_data: object,
    ) -> ImageComboBox: ...

class IntComboBox(Gtk.ComboBox):
    def connect(self, value: int, callback: Callable[[], None], *user_data: object) -> int: ...
    def get_active(self) -> tuple[bool, int]: ...
    def get_label(self) -> str: ...
    @classmethod
    def new(cls, labels: Sequence[str]) -> IntComboBox: ...
    def set_active(self, value: int) -> bool: ...
    def set_label(self, label: str) -> None: ...

class IntStore(Gtk.ListStore):
    @classmethod
    def new(cls, labels: Sequence[str]) -> IntStore: ...

class IntStoreColumns(GObject.GEnum):
    VALUE = 0
    LABEL = 1
    ABBREV = 2
    ICON_NAME = 3
    PIXBUF = 4
    USER_DATA = 5
    NUM_COLUMNS = 6

class LayerComboBox(IntComboBox):
    @classmethod
    def new(
        cls,
        constraint: Callable[Concatenate[Gimp.Image, Gimp.Item, ...], bool] | None = None,
        *user_data: object,
    ) -> LayerComboBox: ...

class PathComboBox(IntComboBox):
    @classmethod
    def new(
        cls,
        constraint: Callable[Concatenate[Gimp.Image, Gimp.Item, ...], bool] | None = None,
        *user_data: object,
    ) -> PathComboBox: ...

class ProcedureDialog(Dialog):
    def fill(self, properties: Sequence[str] | None = None) -> None: ...
    def get_label(
        self, label_id: str, text: str, is_markup: bool, with_mnemonic: bool
    ) -> Gtk.Widget: ...
    def get_widget(self, property: str, widget_type: GObject.GType | type) -> Gtk.Widget: ...
    @classmethod
    def new(
        cls, procedure: Gimp.Procedure, config: Gimp.ProcedureConfig, title: str | None = None
    ) -> ProcedureDialog: ...
    def run(self) -> bool: ...
    def set_sensitive(
        self,
        property: str,
        sensitive: bool,
        config: GObject.Object | None,
        config_property: str | None,
        config_invert: bool,
    ) -> None: ...

def init(prog_name: str) -> None: ...
def prop_check_button_new(
    config: GObject.Object, property_name: str, label: str | None = None
) -> Gtk.Widget: ...
def prop_entry_new(config: GObject.Object, property_name: str, max_len: int) -> Gtk.Widget: ...
def prop_hscale_new(
    config: GObject.Object,
    property_name: str,
    step_increment: float,
    page_increment: float,
    digits: int,
) -> Gtk.Widget: ...
def prop_int_combo_box_new(
    config: GObject.Object, property_name: str, store: IntStore
) -> Gtk.Widget: ...
def prop_spin_button_new(
    config: GObject.Object,
    property_name: str,
    step_increment: float,
    page_increment: float,
    digits: int,
) -> Gtk.Widget: ...
def prop_string_combo_box_new(
    config: GObject.Object,
    property_name: str,
    model: Gtk.TreeModel,
    id_column: int,
    label_column: int,
) -> Gtk.Widget: ...
def prop_text_buffer_new(
    config: GObject.Object, property_name: str, max_len: int
) -> Gtk.TextBuffer: ...
