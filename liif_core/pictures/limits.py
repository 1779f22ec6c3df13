# SPDX-License-Identifier: Apache-2.0
"""How large a file's picture may be; checked before a single pixel is decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liif_core.errors import LiifError
from liif_core.request.limits import MAX_SIDE

if TYPE_CHECKING:
    from pathlib import Path


def check_size(path: Path, width: int, height: int) -> None:
    """Raise :class:`LiifError` unless both sides are within 1 to ``MAX_SIDE`` pixels."""
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
        raise LiifError(
            f"{path} is {width} x {height} pixels",
            f"Each side must be within 1 to {MAX_SIDE:,} pixels; cut or shrink it first.",
        )
