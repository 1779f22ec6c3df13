# SPDX-License-Identifier: GPL-3.0-or-later
# Made by python -m tests.gimp.stubs from the introspection data; do not edit.
# The libraries' classes change what their bases have, which Python's type system forbids.
# mypy: disable-error-code="override, misc"

from typing import Final

from gi.repository import GObject

class Atom:
    def name(self) -> str: ...

class Device(GObject.Object):
    def get_mode(self) -> InputMode: ...
    def get_name(self) -> str: ...
    def set_mode(self, mode: InputMode) -> bool: ...

class Display(GObject.Object): ...

class EventButton:
    button: int
    device: Device
    state: ModifierType
    type: EventType
    window: Window
    x: float
    y: float

class EventKey:
    keyval: int
    length: int
    state: ModifierType
    type: EventType
    window: Window

class EventMask(GObject.GFlags):
    EXPOSURE_MASK = 2
    POINTER_MOTION_MASK = 4
    POINTER_MOTION_HINT_MASK = 8
    BUTTON_MOTION_MASK = 16
    BUTTON1_MOTION_MASK = 32
    BUTTON2_MOTION_MASK = 64
    BUTTON3_MOTION_MASK = 128
    BUTTON_PRESS_MASK = 256
    BUTTON_RELEASE_MASK = 512
    KEY_PRESS_MASK = 1024
    KEY_RELEASE_MASK = 2048
    ENTER_NOTIFY_MASK = 4096
    LEAVE_NOTIFY_MASK = 8192
    FOCUS_CHANGE_MASK = 16384
    STRUCTURE_MASK = 32768
    PROPERTY_CHANGE_MASK = 65536
    VISIBILITY_NOTIFY_MASK = 131072
    PROXIMITY_IN_MASK = 262144
    PROXIMITY_OUT_MASK = 524288
    SUBSTRUCTURE_MASK = 1048576
    SCROLL_MASK = 2097152
    TOUCH_MASK = 4194304
    SMOOTH_SCROLL_MASK = 8388608
    TOUCHPAD_GESTURE_MASK = 16777216
    TABLET_PAD_MASK = 33554432
    ALL_EVENTS_MASK = 67108862

class EventMotion:
    device: Device
    state: ModifierType
    type: EventType
    window: Window
    x: float
    y: float

class EventScroll:
    device: Device
    direction: ScrollDirection
    state: ModifierType
    type: EventType
    window: Window
    x: float
    y: float

class EventType(GObject.GEnum):
    NOTHING = -1
    DELETE = 0
    DESTROY = 1
    EXPOSE = 2
    MOTION_NOTIFY = 3
    BUTTON_PRESS = 4
    _2BUTTON_PRESS = 5
    DOUBLE_BUTTON_PRESS = 5
    _3BUTTON_PRESS = 6
    TRIPLE_BUTTON_PRESS = 6
    BUTTON_RELEASE = 7
    KEY_PRESS = 8
    KEY_RELEASE = 9
    ENTER_NOTIFY = 10
    LEAVE_NOTIFY = 11
    FOCUS_CHANGE = 12
    CONFIGURE = 13
    MAP = 14
    UNMAP = 15
    PROPERTY_NOTIFY = 16
    SELECTION_CLEAR = 17
    SELECTION_REQUEST = 18
    SELECTION_NOTIFY = 19
    PROXIMITY_IN = 20
    PROXIMITY_OUT = 21
    DRAG_ENTER = 22
    DRAG_LEAVE = 23
    DRAG_MOTION = 24
    DRAG_STATUS = 25
    DROP_START = 26
    DROP_FINISHED = 27
    CLIENT_EVENT = 28
    VISIBILITY_NOTIFY = 29
    SCROLL = 31
    WINDOW_STATE = 32
    SETTING = 33
    OWNER_CHANGE = 34
    GRAB_BROKEN = 35
    DAMAGE = 36
    TOUCH_BEGIN = 37
    TOUCH_UPDATE = 38
    TOUCH_END = 39
    TOUCH_CANCEL = 40
    TOUCHPAD_SWIPE = 41
    TOUCHPAD_PINCH = 42
    PAD_BUTTON_PRESS = 43
    PAD_BUTTON_RELEASE = 44
    PAD_RING = 45
    PAD_STRIP = 46
    PAD_GROUP_MODE = 47
    EVENT_LAST = 48

class InputMode(GObject.GEnum):
    DISABLED = 0
    SCREEN = 1
    WINDOW = 2

KEY_F2: Final[int]

class ModifierType(GObject.GFlags):
    SHIFT_MASK = 1
    LOCK_MASK = 2
    CONTROL_MASK = 4
    MOD1_MASK = 8
    MOD2_MASK = 16
    MOD3_MASK = 32
    MOD4_MASK = 64
    MOD5_MASK = 128
    BUTTON1_MASK = 256
    BUTTON2_MASK = 512
    BUTTON3_MASK = 1024
    BUTTON4_MASK = 2048
    BUTTON5_MASK = 4096
    MODIFIER_RESERVED_13_MASK = 8192
    MODIFIER_RESERVED_14_MASK = 16384
    MODIFIER_RESERVED_15_MASK = 32768
    MODIFIER_RESERVED_16_MASK = 65536
    MODIFIER_RESERVED_17_MASK = 131072
    MODIFIER_RESERVED_18_MASK = 262144
    MODIFIER_RESERVED_19_MASK = 524288
    MODIFIER_RESERVED_20_MASK = 1048576
    MODIFIER_RESERVED_21_MASK = 2097152
    MODIFIER_RESERVED_22_MASK = 4194304
    MODIFIER_RESERVED_23_MASK = 8388608
    MODIFIER_RESERVED_24_MASK = 16777216
    MODIFIER_RESERVED_25_MASK = 33554432
    SUPER_MASK = 67108864
    HYPER_MASK = 134217728
    META_MASK = 268435456
    MODIFIER_RESERVED_29_MASK = 536870912
    RELEASE_MASK = 1073741824
    MODIFIER_MASK = 1543512063

class RGBA:
    def copy(self) -> RGBA: ...
    def parse(self, spec: str) -> bool: ...

class Rectangle:
    height: int
    width: int
    x: int
    y: int

SELECTION_CLIPBOARD: Final[Atom]

class ScrollDirection(GObject.GEnum):
    UP = 0
    DOWN = 1
    LEFT = 2
    RIGHT = 3
    SMOOTH = 4

class Window(GObject.Object):
    def destroy(self) -> None: ...
    def flush(self) -> None: ...
    def get_children(self) -> list[Window]: ...
    def get_height(self) -> int: ...
    def get_parent(self) -> Window: ...
    def get_scale_factor(self) -> int: ...
    def get_toplevel(self) -> Window: ...
    def get_width(self) -> int: ...
    def hide(self) -> None: ...
    def lower(self) -> None: ...
    @classmethod
    def new(
        cls, parent: Window | None, attributes: WindowAttr, attributes_mask: WindowAttributesType
    ) -> Window: ...
    def resize(self, width: int, height: int) -> None: ...
    def set_opacity(self, opacity: float) -> None: ...
    def set_title(self, title: str) -> None: ...
    def show(self) -> None: ...

class WindowAttr: ...

class WindowAttributesType(GObject.GFlags):
    TITLE = 2
    X = 4
    Y = 8
    CURSOR = 16
    VISUAL = 32
    WMCLASS = 64
    NOREDIR = 128
    TYPE_HINT = 256
