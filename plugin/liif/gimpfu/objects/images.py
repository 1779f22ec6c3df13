# SPDX-License-Identifier: GPL-3.0-or-later
"""Images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gimpfu import colormap as colormaps
from gimpfu import context
from gimpfu.errors import ArgumentError
from gimpfu.introspection import Gimp, Gio
from gimpfu.objects.channels import Channel
from gimpfu.objects.drawables import Drawable
from gimpfu.objects.items import Item
from gimpfu.objects.layers import GroupLayer, Layer
from gimpfu.objects.parasites import ParasiteHost
from gimpfu.objects.vectors import Vectors
from gimpfu.objects.wrapping import unwrap, wrap, wraps


@wraps(Gimp.Image)
class Image(ParasiteHost):
    """An image: ``gimp.Image(width, height, type)`` makes a new one, without a display.

    ``type`` is RGB, GRAY or INDEXED. Positions of layers are counted from the top, 0 first.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        _native: Gimp.Image

        @property
        def native(self) -> Gimp.Image: ...

    def __init__(self, width: int, height: int, type: int = 0) -> None:  # noqa: A002
        self._native = Gimp.Image.new(width, height, Gimp.ImageBaseType(int(type)))

    @staticmethod
    def from_id(number: int | Image) -> Image:
        """The image with a number, as procedures return them.

        Raises :class:`gimpfu.errors.ArgumentError` when there is none.
        """
        if isinstance(number, Image):
            return number
        # GIMP makes an object of any number, and finds out later.
        if not Gimp.Image.id_is_valid(number):
            raise ArgumentError(f"there is no image with the number {number}")
        image: Image = wrap(Gimp.Image.get_by_id(number))
        return image

    @property
    def width(self) -> int:
        return int(self.native.get_width())

    @property
    def height(self) -> int:
        return int(self.native.get_height())

    @property
    def base_type(self) -> int:
        """RGB, GRAY or INDEXED."""
        return int(self.native.get_base_type())

    @property
    def precision(self) -> int:
        return int(self.native.get_precision())

    @property
    def name(self) -> str:
        """The name of the file that a script opened or named, else what the title bar shows."""
        noted = _files.get(self.ID)
        if noted is not None and self.native.get_xcf_file() is None:
            return str(noted.get_basename())
        return str(self.native.get_name())

    @property
    def filename(self) -> str | None:
        """The file's path: where it was saved, else where it was opened from."""
        file = self._file()
        return None if file is None else file.get_path()

    @filename.setter
    def filename(self, filename: str) -> None:
        file = Gio.File.new_for_path(filename)
        if filename.lower().endswith(_OWN_FORMAT):
            self.do("set_file", file)
        else:
            # GIMP 3 takes names of its own format only.
            note_file(self, file)

    @property
    def uri(self) -> str | None:
        file = self._file()
        return None if file is None else file.get_uri()

    def _file(self) -> Gio.File | None:
        native = self.native
        saved = native.get_xcf_file() or _files.get(self.ID) or native.get_file()
        return saved or native.get_exported_file() or native.get_imported_file()

    @property
    def dirty(self) -> bool:
        """Whether there are changes that were not saved."""
        return bool(self.native.is_dirty())

    @property
    def resolution(self) -> tuple[float, float]:
        """Across and down, in pixels per inch."""
        _, across, down = self.native.get_resolution()
        return across, down

    @resolution.setter
    def resolution(self, resolution: tuple[float, float]) -> None:
        self.do("set_resolution", *(float(value) for value in resolution))

    @property
    def unit(self) -> int:
        """UNIT_PIXEL, UNIT_INCH, UNIT_MM, ..."""
        return int(self.native.get_unit().get_id())

    @unit.setter
    def unit(self, unit: int) -> None:
        self.do("set_unit", Gimp.Unit.get_by_id(int(unit)))

    @property
    def colormap(self) -> bytes:
        """Of an indexed image: 3 bytes for each colour."""
        return colormaps.read(self.native)

    @colormap.setter
    def colormap(self, data: bytes) -> None:
        colormaps.write(self.native, data)

    cmap = colormap

    @property
    def layers(self) -> list[Layer]:
        """The topmost first; those within groups are in their group's ``layers``."""
        return [wrap(layer) for layer in self.native.get_layers()]

    @property
    def channels(self) -> list[Channel]:
        return [wrap(channel) for channel in self.native.get_channels()]

    @property
    def vectors(self) -> list[Vectors]:
        return [wrap(path) for path in self.native.get_paths()]

    @property
    def selection(self) -> Channel:
        selection: Channel = wrap(self.native.get_selection())
        return selection

    @property
    def floating_selection(self) -> Layer | None:
        found: Layer | None = wrap(self.native.get_floating_sel())
        return found

    @property
    def floating_sel_attached_to(self) -> Drawable | None:
        found: Drawable | None = wrap(self.native.floating_sel_attached_to())
        return found

    @property
    def active_layer(self) -> Layer | None:
        """The selected layer, None when there is none or several are."""
        return _only(self.native.get_selected_layers())

    @active_layer.setter
    def active_layer(self, layer: Layer) -> None:
        self.do("set_selected_layers", [layer.native])

    @property
    def active_channel(self) -> Channel | None:
        return _only(self.native.get_selected_channels())

    @active_channel.setter
    def active_channel(self, channel: Channel | None) -> None:
        if channel is not None:
            self.do("set_selected_channels", [channel.native])
            return
        # GIMP 3 takes no empty list. A layer that is selected takes the place of the channel.
        native = self.native
        layers = native.get_selected_layers() or native.get_layers()[:1]
        if layers:
            self.do("set_selected_layers", layers)

    @property
    def active_vectors(self) -> Vectors | None:
        return _only(self.native.get_selected_paths())

    @active_vectors.setter
    def active_vectors(self, vectors: Vectors) -> None:
        self.do("set_selected_paths", [vectors.native])

    @property
    def active_drawable(self) -> Drawable | None:
        """The selected layer, mask or channel, None when there is none or several are."""
        return _only(self.native.get_selected_drawables())

    def unset_active_channel(self) -> None:
        self.active_channel = None

    def new_layer(
        self,
        name: str = "",
        width: int = 0,
        height: int = 0,
        offset_x: int = 0,
        offset_y: int = 0,
        alpha: bool = True,
        pos: int = -1,
        opacity: float = 100.0,
        mode: int = Gimp.LayerMode.NORMAL,
        fill_mode: int = -1,
    ) -> Layer:
        """A new layer, put in; as large as the image unless a size is given."""
        kind = 2 * self.base_type + bool(alpha)
        size = width or self.width, height or self.height
        layer = Layer(self, name or "New Layer", *size, kind, opacity, mode)
        clear = Gimp.FillType.TRANSPARENT if alpha else Gimp.FillType.BACKGROUND
        layer.fill(int(clear) if fill_mode == -1 else fill_mode)
        layer.set_offsets(offset_x, offset_y)
        self.insert_layer(layer, None, pos)
        return layer

    def insert_layer(
        self, layer: Layer, parent: GroupLayer | None = None, position: int = -1
    ) -> None:
        """Put a layer in; with -1 above the selected one."""
        self.do("insert_layer", layer.native, unwrap(parent), position)

    def add_layer(self, layer: Layer, position: int = -1) -> None:
        """As :meth:`insert_layer`, outside all groups."""
        self.insert_layer(layer, None, position)

    def remove_layer(self, layer: Layer) -> None:
        self.do("remove_layer", layer.native)

    def insert_channel(
        self, channel: Channel, parent: Item | None = None, position: int = -1
    ) -> None:
        """Put a channel in."""
        self.do("insert_channel", channel.native, unwrap(parent), position)

    def add_channel(self, channel: Channel, position: int = -1) -> None:
        self.insert_channel(channel, None, position)

    def remove_channel(self, channel: Channel) -> None:
        self.do("remove_channel", channel.native)

    def add_vectors(self, vectors: Vectors, position: int = -1) -> None:
        """Put a path in."""
        self.do("insert_path", vectors.native, None, position)

    insert_vectors = add_vectors

    def remove_vectors(self, vectors: Vectors) -> None:
        self.do("remove_path", vectors.native)

    def add_layer_mask(self, layer: Layer, mask: Channel) -> None:
        layer.add_mask(mask)

    def remove_layer_mask(self, layer: Layer, mode: int) -> None:
        layer.remove_mask(mode)

    def raise_layer(self, layer: Item) -> None:
        self.do("raise_item", layer.native)

    def lower_layer(self, layer: Item) -> None:
        self.do("lower_item", layer.native)

    def raise_layer_to_top(self, layer: Item) -> None:
        self.do("raise_item_to_top", layer.native)

    def lower_layer_to_bottom(self, layer: Item) -> None:
        self.do("lower_item_to_bottom", layer.native)

    raise_channel, lower_channel = raise_layer, lower_layer

    def get_layer_by_tattoo(self, tattoo: int) -> Layer | None:
        found: Layer | None = wrap(self.native.get_layer_by_tattoo(tattoo))
        return found

    def get_channel_by_tattoo(self, tattoo: int) -> Channel | None:
        found: Channel | None = wrap(self.native.get_channel_by_tattoo(tattoo))
        return found

    def pick_correlate_layer(self, x: int, y: int) -> Layer | None:
        """The topmost layer that is seen at a place."""
        found: Layer | None = wrap(self.native.pick_correlate_layer(x, y))
        return found

    def flatten(self) -> Layer:
        """Make all visible layers one without transparency."""
        layer: Layer = wrap(self.native.flatten())
        return layer

    def merge_visible_layers(self, merge_type: int) -> Layer:
        """EXPAND_AS_NECESSARY, CLIP_TO_IMAGE or CLIP_TO_BOTTOM_LAYER."""
        layer: Layer = wrap(self.native.merge_visible_layers(Gimp.MergeType(int(merge_type))))
        return layer

    def merge_down(self, layer: Layer, merge_type: int) -> Layer:
        """Make a layer and the visible one below it one."""
        merged: Layer = wrap(self.native.merge_down(layer.native, Gimp.MergeType(int(merge_type))))
        return merged

    def duplicate(self) -> Image:
        """A copy without a display."""
        copy: Image = wrap(self.native.duplicate())
        return copy

    def scale(self, width: int, height: int, interpolation: int | None = None) -> None:
        """Scale the image and all its layers to pixels."""
        with context.kept():
            if interpolation is not None:
                Gimp.context_set_interpolation(Gimp.InterpolationType(int(interpolation)))
            self.do("scale", width, height)

    def resize(self, width: int, height: int, offset_x: int = 0, offset_y: int = 0) -> None:
        """Change the canvas without scaling; what was at its corner comes to lie at the offsets."""
        self.do("resize", width, height, offset_x, offset_y)

    def resize_to_layers(self) -> None:
        self.do("resize_to_layers")

    def crop(self, width: int, height: int, offset_x: int = 0, offset_y: int = 0) -> None:
        """Cut the image and its layers down to a rectangle at the offsets."""
        self.do("crop", width, height, offset_x, offset_y)

    def clean_all(self) -> None:
        """Mark it as saved."""
        self.do("clean_all")

    @property
    def tattoo_state(self) -> int:
        """The tattoo that the next item will get, less one."""
        return int(self.native.get_tattoo_state())

    @tattoo_state.setter
    def tattoo_state(self, tattoo_state: int) -> None:
        self.do("set_tattoo_state", tattoo_state)

    def free_shadow(self) -> None:
        """Nothing to do: shadows belong to drawables, and go with them."""

    def get_component_active(self, component: int) -> bool:
        return bool(self.native.get_component_active(Gimp.ChannelType(int(component))))

    def set_component_active(self, component: int, active: bool) -> None:
        self.do("set_component_active", Gimp.ChannelType(int(component)), active)

    def get_component_visible(self, component: int) -> bool:
        return bool(self.native.get_component_visible(Gimp.ChannelType(int(component))))

    def set_component_visible(self, component: int, visible: bool) -> None:
        self.do("set_component_visible", Gimp.ChannelType(int(component)), visible)

    def add_hguide(self, y: int) -> int:
        """Add a guide across the image; returns its number."""
        return int(self.native.add_hguide(y))

    def add_vguide(self, x: int) -> int:
        """Add a guide down the image; returns its number."""
        return int(self.native.add_vguide(x))

    def delete_guide(self, guide: int) -> None:
        self.do("delete_guide", guide)

    def find_next_guide(self, guide: int) -> int:
        """The number of the guide after one, of the first after 0, and 0 after the last."""
        return int(self.native.find_next_guide(guide))

    def get_guide_orientation(self, guide: int) -> int:
        """ORIENTATION_HORIZONTAL or ORIENTATION_VERTICAL."""
        return int(self.native.get_guide_orientation(guide))

    def get_guide_position(self, guide: int) -> int:
        """In pixels from the top or left."""
        return int(self.native.get_guide_position(guide))

    def undo_group_start(self) -> None:
        """What follows until :meth:`undo_group_end` is undone in one step."""
        self.do("undo_group_start")

    def undo_group_end(self) -> None:
        self.do("undo_group_end")

    def undo_is_enabled(self) -> bool:
        return bool(self.native.undo_is_enabled())

    def disable_undo(self) -> bool:
        """Stop noting what could be undone; forgets what was."""
        return bool(self.native.undo_disable())

    def enable_undo(self) -> bool:
        return bool(self.native.undo_enable())

    def undo_freeze(self) -> bool:
        return bool(self.native.undo_freeze())

    def undo_thaw(self) -> bool:
        return bool(self.native.undo_thaw())


_OWN_FORMAT = (".xcf", ".xcf.gz", ".xcf.bz2", ".xcf.xz", ".xcfgz", ".xcfbz2", ".xcfxz")
_files: dict[int, Gio.File] = {}
"""The files of images by the images' numbers, where GIMP 3 does not keep them."""


def note_file(image: Image, file: Gio.File) -> None:
    """Keep the file that a script opened an image from, or gave it: GIMP 3.0 forgets it."""
    _files[image.ID] = file


def _only(items: Sequence[object]) -> Any:  # noqa: ANN401 - the class follows from the items
    """GIMP 2 knew one active item; where GIMP 3 has several selected there is none."""
    return wrap(items[0]) if len(items) == 1 else None
