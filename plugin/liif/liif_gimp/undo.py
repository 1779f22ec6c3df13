# SPDX-License-Identifier: GPL-3.0-or-later
"""One undo step for everything that a procedure changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gimpfu.introspection import Gimp


@contextmanager
def undo_step(image: Gimp.Image) -> Iterator[None]:
    """Group what happens within into one undo step.

    Killed inside, GIMP would keep what was done so far. Hence the progress bar goes first, and
    with it the Cancel button, which kills; and everything is computed before.
    """
    Gimp.progress_end()
    image.undo_group_start()
    try:
        yield
    finally:
        image.undo_group_end()
