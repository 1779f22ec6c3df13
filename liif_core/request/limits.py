# SPDX-License-Identifier: Apache-2.0
"""How large pictures may be."""

from __future__ import annotations

MAX_SIDE = 20_000
"""Largest width or height of a source, in pixels."""
MAX_RESULT_SIDE = 262_144
"""Largest width or height of an enlarged picture, in pixels (GIMP's own limit is 524,288)."""
MAX_SCALE = 64.0
