# SPDX-License-Identifier: GPL-3.0-or-later
# Made by python -m tests.gimp.stubs from the introspection data; do not edit.
# The libraries' classes change what their bases have, which Python's type system forbids.
# mypy: disable-error-code="override, misc"

from gi.repository import GObject

class EllipsizeMode(GObject.GEnum):
    NONE = 0
    START = 1
    MIDDLE = 2
    END = 3

class WrapMode(GObject.GEnum):
    WORD = 0
    CHAR = 1
    WORD_CHAR = 2
    NONE = 3
