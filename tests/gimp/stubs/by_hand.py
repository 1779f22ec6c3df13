# SPDX-License-Identifier: GPL-3.0-or-later
"""What PyGObject itself is or puts in place of what is introspected: no data describe it.

The generator refuses to write a stub for anything of that kind that has no entry here.
"""

from __future__ import annotations

from typing import Final

ENTRIES: Final = {
    "GLib.Error": """
class Error(RuntimeError):
    message: str
    domain: str
    code: int
    def __init__(self, message: str = ..., domain: str | int = ..., code: int = ...) -> None: ...
    @staticmethod
    def new_literal(domain: int, message: str, code: int) -> Error: ...
""",
    "GLib.idle_add": """
def idle_add(
    function: Callable[[Unpack[_Given]], object],
    *user_data: Unpack[_Given],
    priority: int = ...,
) -> int: ...
""",
    "GLib.timeout_add": """
def timeout_add(
    interval: int,
    function: Callable[[Unpack[_Given]], object],
    *user_data: Unpack[_Given],
    priority: int = ...,
) -> int: ...
""",
    "GObject.GEnum": """
class GEnum(enum.IntEnum):
    __gtype__: ClassVar[GType]
    @property
    def value_nick(self) -> str: ...
""",
    "GObject.GFlags": """
class GFlags(enum.IntFlag):
    __gtype__: ClassVar[GType]
""",
    "GObject.GType": """
class GType:
    @property
    def name(self) -> str: ...
""",
    "GObject.Object": """
class Object:
    __gtype__: ClassVar[GType]
    def connect(
        self, detailed_signal: str, handler: Callable[..., object], *args: object
    ) -> int: ...
    def disconnect_by_func(self, func: Callable[..., object]) -> None: ...
    def find_property(self, property_name: str) -> ParamSpec | None: ...
    def get_property(self, property_name: str) -> Any: ...
    @classmethod
    def list_properties(cls) -> list[ParamSpec]: ...
    def set_property(self, property_name: str, value: object) -> None: ...
    def stop_emission_by_name(self, detailed_signal: str) -> None: ...
""",
    "GObject.ParamSpec": """
class ParamSpec:
    __gtype__: ClassVar[GType]
    name: str
    blurb: str
    value_type: GType
    def get_default_value(self) -> Any: ...
""",
    "GObject.Value": """
class Value:
    def __init__(self, value_type: GType | type | None = None, py_value: object = None) -> None: ...
""",
    "GObject.new": """
def new(gtype: type[_Class], **properties: object) -> _Class: ...
""",
}
"""By the full name."""

MEMBERS: Final = {
    # Where it says no, nothing more is asked for.
    "Gimp.PlugIn.do_set_i18n": """
def do_set_i18n(self, procedure_name: str) -> bool | tuple[bool, str, str | None]: ...
""",
    "Gtk.Dialog.run": """
def run(self) -> int: ...
""",
    "Gtk.ListStore.__init__": """
def __init__(self, *column_types: type) -> None: ...
""",
    "Gtk.ListStore.append": """
def append(self, row: Sequence[object] | None = None) -> TreeIter: ...
""",
    "Gtk.ListStore.insert": """
def insert(self, position: int, row: Sequence[object] | None = None) -> TreeIter: ...
""",
    "Gtk.ListStore.set_value": """
def set_value(self, treeiter: TreeIter, column: int, value: object) -> None: ...
""",
    "Gtk.ListStore.set": """
def set(self, treeiter: TreeIter, columns: Sequence[int], values: Sequence[object]) -> None: ...
""",
    "Gtk.TextBuffer.insert": """
def insert(self, iter: TextIter, text: str, length: int = -1) -> None: ...
""",
    "Gtk.TextBuffer.set_text": """
def set_text(self, text: str, length: int = -1) -> None: ...
""",
    "Gtk.TreeModel.iter_nth_child": """
def iter_nth_child(self, parent: TreeIter | None, n: int) -> TreeIter | None: ...
""",
    "Gtk.TreeView.get_visible_range": """
def get_visible_range(self) -> tuple[TreePath, TreePath] | None: ...
""",
    "Gtk.TreeSelection.get_selected_rows": """
def get_selected_rows(self) -> tuple[TreeModel, list[TreePath]]: ...
""",
}
"""By the class and the name."""

CONCEALED: Final = frozenset(
    {
        *("Gimp.Image.floating_sel_attached_to", "Gimp.Image.get_channel_by_tattoo"),
        *("Gimp.Image.get_color_profile", "Gimp.Image.get_exported_file", "Gimp.Image.get_file"),
        *("Gimp.Image.get_floating_sel", "Gimp.Image.get_imported_file"),
        *("Gimp.Image.get_layer_by_tattoo", "Gimp.Image.get_palette", "Gimp.Image.get_parasite"),
        *("Gimp.Image.get_xcf_file", "Gimp.Image.pick_correlate_layer"),
        *("Gimp.Item.get_parasite", "Gimp.Item.get_parent", "Gimp.Layer.get_mask"),
    }
)
"""Methods that give None where there is nothing, though the data do not say so."""
NEVER_NONE: Final = frozenset({"Gimp.get_pdb"})
"""What the data say can be None, and is not within a plug-in: all of our code is in one."""

HEADS: Final = {
    "GLib": '_Given = TypeVarTuple("_Given")',
    "GObject": '_Class = TypeVar("_Class")',
}
"""What stands above the entries of a library."""
