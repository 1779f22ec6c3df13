# SPDX-License-Identifier: GPL-3.0-or-later
"""One undo step for everything that a procedure changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gimpfu.introspection import Gimp


@contextmanager
def undo_step(image: Gimp.Image) -> Iterator[None]:
    """Group what happens within into one undo step.

    Only for changes that take no time: killed inside, GIMP would keep what was done so far.
    """
    image.undo_group_start()
    try:
        yield
    finally:
        image.undo_group_end()
