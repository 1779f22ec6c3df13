# SPDX-License-Identifier: GPL-3.0-or-later
# Made by python -m tests.gimp.stubs from the introspection data; do not edit.
# The libraries' classes change what their bases have, which Python's type system forbids.
# mypy: disable-error-code="override, misc"

from gi.repository import Gio, GLib, GObject

class Colorspace(GObject.GEnum):
    RGB = 0

class InterpType(GObject.GEnum):
    NEAREST = 0
    TILES = 1
    BILINEAR = 2
    HYPER = 3

class Pixbuf(GObject.Object, Gio.Icon, Gio.LoadableIcon):
    def add_alpha(self, substitute_color: bool, r: int, g: int, b: int) -> Pixbuf | None: ...
    def apply_embedded_orientation(self) -> Pixbuf | None: ...
    def composite_color(
        self,
        dest: Pixbuf,
        dest_x: int,
        dest_y: int,
        dest_width: int,
        dest_height: int,
        offset_x: float,
        offset_y: float,
        scale_x: float,
        scale_y: float,
        interp_type: InterpType,
        overall_alpha: int,
        check_x: int,
        check_y: int,
        check_size: int,
        color1: int,
        color2: int,
    ) -> None: ...
    def copy(self) -> Pixbuf | None: ...
    def copy_area(
        self,
        src_x: int,
        src_y: int,
        width: int,
        height: int,
        dest_pixbuf: Pixbuf,
        dest_x: int,
        dest_y: int,
    ) -> None: ...
    def fill(self, pixel: int) -> None: ...
    def get_height(self) -> int: ...
    def get_width(self) -> int: ...
    @classmethod
    def new(
        cls, colorspace: Colorspace, has_alpha: bool, bits_per_sample: int, width: int, height: int
    ) -> Pixbuf: ...
    @classmethod
    def new_from_bytes(
        cls,
        data: GLib.Bytes,
        colorspace: Colorspace,
        has_alpha: bool,
        bits_per_sample: int,
        width: int,
        height: int,
        rowstride: int,
    ) -> Pixbuf: ...
    @classmethod
    def new_from_file_at_scale(
        cls, filename: str, width: int, height: int, preserve_aspect_ratio: bool
    ) -> Pixbuf: ...
    def new_subpixbuf(self, src_x: int, src_y: int, width: int, height: int) -> Pixbuf: ...
    def scale(
        self,
        dest: Pixbuf,
        dest_x: int,
        dest_y: int,
        dest_width: int,
        dest_height: int,
        offset_x: float,
        offset_y: float,
        scale_x: float,
        scale_y: float,
        interp_type: InterpType,
    ) -> None: ...
    def scale_simple(
        self, dest_width: int, dest_height: int, interp_type: InterpType
    ) -> Pixbuf | None: ...
