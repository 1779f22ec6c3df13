# SPDX-License-Identifier: GPL-3.0-or-later
"""A hand-made stand-in for the part of GIMP's introspected API that the plug-in uses.

It keeps pixels as bytes, scales by its own rounding and writes down what changes an image, so
that tests can tell what was done and in which order. What GIMP really answers is the matter of
``tests/gimp``, not of this file.
"""

from __future__ import annotations

import itertools
import math
import struct
import sys
from enum import IntEnum, IntFlag
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

_ids = itertools.count(1)


Precision = IntEnum(
    "Precision",
    "U8_LINEAR U8_NON_LINEAR U8_PERCEPTUAL U16_LINEAR U16_NON_LINEAR U16_PERCEPTUAL "
    "U32_LINEAR U32_NON_LINEAR U32_PERCEPTUAL HALF_LINEAR HALF_NON_LINEAR HALF_PERCEPTUAL "
    "FLOAT_LINEAR FLOAT_NON_LINEAR FLOAT_PERCEPTUAL DOUBLE_LINEAR DOUBLE_NON_LINEAR "
    "DOUBLE_PERCEPTUAL",
    start=0,
)
ImageBaseType = IntEnum("ImageBaseType", "RGB GRAY INDEXED", start=0)
ImageType = IntEnum(
    "ImageType",
    "RGB_IMAGE RGBA_IMAGE GRAY_IMAGE GRAYA_IMAGE INDEXED_IMAGE INDEXEDA_IMAGE",
    start=0,
)
LayerMode = IntEnum("LayerMode", "NORMAL MULTIPLY PASS_THROUGH NORMAL_LEGACY", start=0)
AddMaskType = IntEnum("AddMaskType", "WHITE BLACK SELECTION", start=0)
ChannelOps = IntEnum("ChannelOps", "ADD SUBTRACT REPLACE INTERSECT", start=0)
MaskApplyMode = IntEnum("MaskApplyMode", "APPLY DISCARD", start=0)
PDBStatusType = IntEnum(
    "PDBStatusType", "EXECUTION_ERROR CALLING_ERROR PASS_THROUGH SUCCESS CANCEL", start=0
)
FileChooserAction = IntEnum("FileChooserAction", "ANY SELECT_FOLDER", start=0)
RunMode = IntEnum("RunMode", "INTERACTIVE NONINTERACTIVE WITH_LAST_VALS", start=0)
AbyssPolicy = IntEnum("AbyssPolicy", "NONE CLAMP", start=0)
ParamFlags = IntFlag("ParamFlags", {"READWRITE": 3})

DONT_SERIALIZE = 0x200
"""The flag that keeps a value out of GIMP's settings, which the header of libgimpbase has so."""

_CHANNELS = dict(zip(ImageType, (3, 4, 1, 2, 1, 2), strict=True))
_SAMPLE_BYTES = {"u8": 1, "u16": 2, "float": 4}


def _rounded(length: float) -> int:
    return math.floor(length + 0.5)


def pixel_bytes(format_name: str) -> int:
    """Bytes of a pixel of a format such as ``R'G'B'A u8-space``."""
    colours, sample = format_name.split("-")[0].split(" ")
    return len(colours.replace("'", "").replace("~", "")) * _SAMPLE_BYTES[sample]


class Buffer:
    """The pixels of one drawable, in the format in which they were last set."""

    def __init__(self, drawable: Drawable) -> None:
        self._drawable = drawable

    def get(
        self, area: tuple[int, int, int, int], scale: float, format_name: str, _abyss: int
    ) -> bytes:
        assert scale == 1.0
        x, y, width, height = area
        size = pixel_bytes(format_name)
        stride = self._drawable.width * size
        pixels = self._drawable.pixels or bytes(stride * self._drawable.height)
        assert len(pixels) == stride * self._drawable.height, "read in another format than set"
        rows = range(y, y + height)
        return b"".join(pixels[r * stride + x * size :][: width * size] for r in rows)

    def set(self, area: tuple[int, int, int, int], format_name: str, data: bytes) -> None:
        assert isinstance(data, bytes)
        x, y, width, height = area
        size = pixel_bytes(format_name)
        stride = self._drawable.width * size
        assert len(data) == width * height * size
        pixels = bytearray(self._drawable.pixels or bytes(stride * self._drawable.height))
        for row in range(height):
            start = (y + row) * stride + x * size
            pixels[start : start + width * size] = data[row * width * size :][: width * size]
        self._drawable.pixels = bytes(pixels)
        self._drawable.format_set = format_name

    def flush(self) -> None:
        self._drawable.flushed = True


class Item:
    """What is listed in an image."""

    parasites: dict[str, Parasite]

    def attach_parasite(self, parasite: Parasite) -> None:
        self.parasites[parasite.name] = parasite

    def detach_parasite(self, name: str) -> None:
        self.parasites.pop(name, None)

    def get_parasite(self, name: str) -> Parasite | None:
        return self.parasites.get(name)

    def get_parasite_list(self) -> list[str]:
        return list(self.parasites)


class Parasite:
    """Data under a name."""

    def __init__(self, name: str, flags: int, data: list[int]) -> None:
        self.name, self.flags, self.data = name, flags, data

    @classmethod
    def new(cls, name: str, flags: int, data: list[int]) -> Parasite:
        return cls(name, flags, data)

    def get_name(self) -> str:
        return self.name

    def get_flags(self) -> int:
        return self.flags

    def get_data(self) -> list[int]:
        return self.data


class Path(Item):
    """Only there to be known."""


class Display:
    """Only there to be known."""


class Resource:
    """A brush or font, known by its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get_name(self) -> str:
        return self.name


class Color:
    """A colour, kept as the bytes of four doubles."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data = struct.pack("4d", *((1, 1, 1, 1) if name == "white" else (0, 0, 0, 1)))

    @classmethod
    def new(cls, name: str) -> Color:
        return cls(name)

    def set_bytes(self, _format: str, data: Bytes) -> None:
        self.data = data.get_data()

    def get_bytes(self, _format: str) -> Bytes:
        return Bytes(self.data)


class Bytes:
    """GLib.Bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @classmethod
    def new(cls, data: bytes) -> Bytes:
        return cls(data)

    def get_data(self) -> bytes:
        return self._data


class File:
    """Gio.File."""

    def __init__(self, path: str) -> None:
        self.path = path

    @classmethod
    def new_for_path(cls, path: str) -> File:
        return cls(path)

    def get_path(self) -> str:
        return self.path

    def get_basename(self) -> str:
        return self.path.rpartition("/")[2]


class Drawable(Item):
    """What layers and masks have in common."""

    def __init__(self, image: Image, name: str, width: int, height: int) -> None:
        self.id = next(_ids)
        self.image, self.name, self.width, self.height = image, name, width, height
        self.x = self.y = 0
        self.kind = int(ImageType.GRAY_IMAGE)
        self.parasites = {}
        self.pixels = b""
        self.shadow: Drawable | None = None
        self.format_set = ""
        self.flushed = False

    def get_id(self) -> int:
        return self.id

    def get_image(self) -> Image:
        return self.image

    def get_name(self) -> str:
        return self.name

    def get_width(self) -> int:
        return self.width

    def get_height(self) -> int:
        return self.height

    def get_offsets(self) -> tuple[bool, int, int]:
        return True, self.x, self.y

    def get_format(self) -> str:
        return "native-own"

    def type(self) -> ImageType:
        return ImageType(self.kind)

    def get_buffer(self) -> Buffer:
        return Buffer(self)

    def get_shadow_buffer(self) -> Buffer:
        if self.shadow is None:
            self.shadow = Drawable(self.image, "shadow", self.width, self.height)
            self.shadow.pixels = self.pixels
        return Buffer(self.shadow)

    def merge_shadow(self, _undo: bool) -> None:
        assert self.shadow is not None
        self.pixels, self.shadow = self.shadow.pixels, None

    def update(self, *_area: int) -> None:
        assert self.flushed


class Channel(Drawable):
    """Only there to be known."""


class LayerMask(Channel):
    """A mask that remembers how it was made."""

    def __init__(self, layer: Layer, kind: AddMaskType) -> None:
        super().__init__(layer.image, f"{layer.name} mask", layer.width, layer.height)
        self.x, self.y = layer.x, layer.y
        self.made: list[Any] = [kind]

    def combine_masks(self, other: LayerMask, operation: int, x: int, y: int) -> bool:
        self.made.append((operation, other, x, y))
        return True


class Layer(Drawable):
    """A layer, in the image or not yet."""

    def __init__(
        self, image: Image, name: str, width: int, height: int, kind: int, opacity: float, mode: int
    ) -> None:
        super().__init__(image, name, width, height)
        self.kind, self.opacity, self.mode = kind, opacity, mode
        self.visible = True
        self.mask: LayerMask | None = None
        self.apply_mask = True
        self.edits_mask = False
        self.parent: GroupLayer | None = None
        self.filters: list[SimpleNamespace] = []
        self.floating = False
        self.valid = True
        self.lock_visibility = False

    @classmethod
    def new(cls, *values: object) -> Layer:
        return cls(*values)  # type: ignore[arg-type]

    @classmethod
    def new_from_drawable(cls, source: Layer, image: Image) -> Layer:
        copy = Layer(image, source.name, source.width, source.height, source.kind, 100.0, 0)
        copy.x, copy.y, copy.pixels = source.x, source.y, source.pixels
        copy.filters = list(source.filters)
        copy.visible, copy.lock_visibility = source.visible, source.lock_visibility
        return copy

    def set_offsets(self, x: int, y: int) -> None:
        self.x, self.y = x, y

    def has_alpha(self) -> bool:
        return self.kind in (ImageType.RGBA_IMAGE, ImageType.GRAYA_IMAGE)

    def is_valid(self) -> bool:
        return self.valid

    def is_gray(self) -> bool:
        return self.kind in (ImageType.GRAY_IMAGE, ImageType.GRAYA_IMAGE)

    def is_group_layer(self) -> bool:
        return False

    def is_floating_sel(self) -> bool:
        return self.floating

    def get_filters(self) -> list[SimpleNamespace]:
        return self.filters

    def append_filter(self, added: DrawableFilter) -> None:
        self.filters.append(added)

    def get_parent(self) -> GroupLayer | None:
        return self.parent

    def get_opacity(self) -> float:
        return self.opacity

    def set_opacity(self, opacity: float) -> None:
        self.opacity = opacity

    def get_mode(self) -> int:
        return self.mode

    def set_mode(self, mode: int) -> None:
        self.mode = mode

    def get_blend_space(self) -> int:
        return 0

    get_composite_space = get_composite_mode = get_blend_space

    def set_blend_space(self, space: int) -> None:
        assert space == 0

    set_composite_space = set_composite_mode = set_blend_space

    def get_mask(self) -> LayerMask | None:
        return self.mask

    def create_mask(self, kind: AddMaskType) -> LayerMask:
        assert self in self.image.all_layers(), "GIMP makes masks for layers of an image only"
        return LayerMask(self, kind)

    def add_mask(self, mask: LayerMask) -> bool:
        self.mask = mask
        self.edits_mask = True
        return True

    def set_edit_mask(self, edits: bool) -> None:
        self.edits_mask = edits

    def remove_mask(self, _mode: int) -> bool:
        self.mask = None
        return True

    def get_apply_mask(self) -> bool:
        return self.apply_mask

    def set_apply_mask(self, apply_mask: bool) -> None:
        self.apply_mask = apply_mask

    def get_visible(self) -> bool:
        return self.visible

    def set_visible(self, visible: bool) -> None:
        if not self.lock_visibility:
            self.visible = visible

    def set_lock_visibility(self, locked: bool) -> None:
        self.lock_visibility = locked

    def set_lock_content(self, locked: bool) -> None:
        assert not locked

    set_lock_position = set_lock_content

    def get_lock_visibility(self) -> bool:
        return self.lock_visibility


class GroupLayer(Layer):
    """A group whose place follows from its children."""

    def __init__(self, image: Image, name: str | None) -> None:
        super().__init__(image, name or "group", 0, 0, ImageType.RGBA_IMAGE, 100.0, 0)
        self.children: list[Layer] = []

    @classmethod
    def new(cls, *values: object) -> GroupLayer:
        return cls(*values)  # type: ignore[arg-type]

    def is_group_layer(self) -> bool:
        return True

    def get_children(self) -> list[Layer]:
        return self.children

    def merge(self) -> Layer:
        """The first child, with alpha, and with the shadow if it has a filter of that name."""
        (child,) = self.children
        assert child.visible, "GIMP merges visible layers only"
        merged = Layer(self.image, child.name, child.width, child.height, 1, 100.0, 0)
        merged.x, merged.y, merged.pixels = child.x, child.y, child.pixels
        if any(each.name == "shadow" for each in child.filters):
            merged.x, merged.y = merged.x - 2, merged.y - 1
            merged.width, merged.height = merged.width + 5, merged.height + 4
            merged.pixels = b"\0\0\0\x80" * merged.width * merged.height
        return merged


class Image:
    """An image that notes what was done to it, in order, in ``history``."""

    images: ClassVar[set[Image]] = set()
    """All that are not deleted."""

    def __init__(
        self, width: int, height: int, base_type: int = 0, precision: int = Precision.U8_NON_LINEAR
    ) -> None:
        self.id = next(_ids)
        self.width, self.height = width, height
        self.base_type, self.precision = base_type, precision
        self.resolution = (72.0, 72.0)
        self.layers: list[Layer] = []
        self.selection: tuple[int, int, int, int] | None = None
        self.profile: SimpleNamespace | None = None
        self.history: list[str] = []
        self.imported = ""
        self.dirty = False
        self.images.add(self)

    @classmethod
    def new_with_precision(cls, *values: int) -> Image:
        return cls(*values)

    def get_id(self) -> int:
        return self.id

    def get_width(self) -> int:
        return self.width

    def get_height(self) -> int:
        return self.height

    def is_valid(self) -> bool:
        return self in self.images

    def is_dirty(self) -> bool:
        return self.dirty

    def get_file(self) -> None:
        return None

    get_xcf_file = get_file

    def get_name(self) -> str:
        return "[Untitled]"

    def get_exported_file(self) -> None:
        return None

    def get_imported_file(self) -> SimpleNamespace | None:
        return SimpleNamespace(get_path=lambda: self.imported) if self.imported else None

    def get_layers(self) -> list[Layer]:
        return self.layers

    def get_base_type(self) -> int:
        return self.base_type

    def get_precision(self) -> int:
        return self.precision

    def get_color_profile(self) -> SimpleNamespace | None:
        return self.profile

    get_effective_color_profile = get_color_profile

    def set_color_profile(self, profile: SimpleNamespace) -> None:
        self.profile = profile

    def get_resolution(self) -> tuple[bool, float, float]:
        return True, *self.resolution

    def set_resolution(self, across: float, down: float) -> None:
        self.history.append("resolution")
        self.resolution = (across, down)

    def all_layers(self) -> list[Layer]:
        found: list[Layer] = []
        for layer in self.layers:
            found.append(layer)
            if isinstance(layer, GroupLayer):
                found.extend(layer.children)
        return found

    def insert_layer(self, layer: Layer, parent: GroupLayer | None, position: int) -> bool:
        self.history.append("insert")
        layer.parent = parent
        (parent.children if parent else self.layers).insert(position, layer)
        return True

    def get_item_position(self, layer: Layer) -> int:
        return (layer.parent.children if layer.parent else self.layers).index(layer)

    def scale(self, width: int, height: int) -> bool:
        self.history.append("scale")
        across, down = width / self.width, height / self.height
        for layer in self.all_layers():
            right, bottom = layer.x + layer.width, layer.y + layer.height
            layer.x, layer.y = _rounded(across * layer.x), _rounded(down * layer.y)
            layer.width = _rounded(across * right) - layer.x
            layer.height = _rounded(down * bottom) - layer.y
            layer.pixels = b""
        self.width, self.height = width, height
        return True

    def crop(self, width: int, height: int, x: int, y: int) -> bool:
        self.history.append("crop")
        for layer in self.all_layers():
            layer.x, layer.y = layer.x - x, layer.y - y
        self.width, self.height = width, height
        return True

    def undo_group_start(self) -> None:
        self.history.append("undo start")

    def undo_group_end(self) -> None:
        self.history.append("undo end")

    def get_selection(self) -> SimpleNamespace:
        """All within its bounds is wholly selected."""

        def get(area: tuple[int, int, int, int], *_how: object) -> bytes:
            return b"\xff" * (area[2] * area[3])

        return SimpleNamespace(get_buffer=lambda: SimpleNamespace(get=get))

    def delete(self) -> None:
        self.images.remove(self)


class DrawableFilter(SimpleNamespace):
    """A filter that stays apart from the pixels; what it is set to is kept."""

    @classmethod
    def new(cls, _layer: Layer, operation: str, name: str) -> DrawableFilter:
        return cls(operation=operation, name=name, settings={}, get_visible=lambda: True)

    def get_config(self) -> SimpleNamespace:
        return SimpleNamespace(set_property=self.settings.__setitem__)


class PlugIn:
    """Only there to be subclassed."""

    @staticmethod
    def error_quark() -> int:
        return 7


def _selection_bounds(image: Image) -> tuple[bool, bool, int, int, int, int]:
    return (True, image.selection is not None, *(image.selection or (0, 0, 0, 0)))


END = -1.0
"""Stands in :attr:`Console.progress` for the end of the progress bar."""


class Console:
    """What was shown to the user."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.progress: list[float] = []
        self.texts: list[str] = []


class Pixbuf:
    """A picture of one letter for a pixel."""

    def __init__(self, *rows: str) -> None:
        self.rows = list(rows)

    def copy(self) -> Pixbuf:
        return Pixbuf(*self.rows)

    def copy_area(
        self, x: int, y: int, width: int, height: int, target: Pixbuf, left: int, top: int
    ) -> None:
        assert min(x, y, left, top) >= 0
        for row in range(height):
            old, new = target.rows[top + row], self.rows[y + row][x : x + width]
            assert len(new) == width
            assert left + width <= len(old)
            target.rows[top + row] = old[:left] + new + old[left + width :]


console = Console()


def install() -> None:
    """Make ``import gi`` give this stand-in."""
    gimp = ModuleType("gi.repository.Gimp")
    for value in (
        *(Precision, ImageBaseType, ImageType, LayerMode, AddMaskType, ChannelOps, MaskApplyMode),
        *(PDBStatusType, RunMode, FileChooserAction),
        *(Item, Drawable, Channel, Layer, LayerMask, GroupLayer, Image, DrawableFilter, PlugIn),
        *(Path, Display, Parasite, Resource),
    ):
        setattr(gimp, value.__name__, value)
    gimp.Selection = SimpleNamespace(bounds=_selection_bounds)  # type: ignore[attr-defined]
    gimp.progress_init = console.texts.append  # type: ignore[attr-defined]
    gimp.progress_set_text = console.texts.append  # type: ignore[attr-defined]
    gimp.progress_update = console.progress.append  # type: ignore[attr-defined]
    gimp.progress_end = lambda: console.progress.append(END)  # type: ignore[attr-defined]
    gimp.message = console.messages.append  # type: ignore[attr-defined]
    known = {"white": Color("white"), "black": Color("black")}
    gimp.color_parse_css = known.get  # type: ignore[attr-defined]
    gimp.displays_flush = lambda: None  # type: ignore[attr-defined]
    repository = ModuleType("gi.repository")
    libraries: dict[str, Any] = {
        "Gimp": gimp,
        "Babl": SimpleNamespace(
            init=lambda: None,
            format=lambda name: name,
            get_name=lambda name: name,
            format_with_space=lambda name, space: f"{name}-{space.split('-')[1]}",
        ),
        "Gegl": SimpleNamespace(
            init=lambda _arguments: None,
            Rectangle=SimpleNamespace(new=lambda *sides: sides),
            AbyssPolicy=AbyssPolicy,
            Color=Color,
        ),
        "GdkPixbuf": SimpleNamespace(Pixbuf=Pixbuf),
        "Gio": SimpleNamespace(File=File),
        "GLib": SimpleNamespace(
            Bytes=Bytes,
            Error=SimpleNamespace(new_literal=lambda _domain, text, _code: text),
            get_language_names=lambda: ["C"],
            UserDirectory=SimpleNamespace(DIRECTORY_PICTURES=0),
            get_user_special_dir=lambda _directory: None,
        ),
        "GObject": SimpleNamespace(
            ParamFlags=ParamFlags,
            PARAM_USER_SHIFT=8,
            Value=lambda _type, value: value,
            ParamSpec=object,
        ),
    }
    for name, library in libraries.items():
        setattr(repository, name, library)
    gi = ModuleType("gi")
    gi.require_version = lambda _library, _version: None  # type: ignore[attr-defined]
    gi.repository = repository  # type: ignore[attr-defined]
    sys.modules.update({"gi": gi, "gi.repository": repository, "gi.repository.Gimp": gimp})
