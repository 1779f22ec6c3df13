# SPDX-License-Identifier: GPL-3.0-or-later
"""GIMP's context: colours, brush, feather, interpolation, ..."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gimpfu.introspection import Gimp


@contextmanager
def kept() -> Iterator[None]:
    """Whatever is set meanwhile is as before afterwards."""
    Gimp.context_push()
    try:
        yield
    finally:
        Gimp.context_pop()
