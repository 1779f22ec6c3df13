# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing files whole or not at all, shared with the engine as :mod:`liif_gimp.jobs` is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liif_core.atomic import replacing
else:
    from atomic import replacing

__all__ = ["replacing"]
