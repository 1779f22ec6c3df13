# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting until changes pause, as a slider passes many values."""

from __future__ import annotations

from collections.abc import Callable

from gimpfu.introspection import GLib


class Pause:
    """Calls ``then`` once nothing has changed for so many ``milliseconds``."""

    def __init__(self, milliseconds: int, then: Callable[[], None]) -> None:
        self._milliseconds = milliseconds
        self._then = then
        self._timer = 0

    def begin(self) -> None:
        """Something changed."""
        self.stop()
        self._timer = GLib.timeout_add(self._milliseconds, self._over)

    def stop(self) -> None:
        """It does not matter any more."""
        if self._timer:
            GLib.source_remove(self._timer)
        self._timer = 0

    def _over(self) -> bool:
        """Not asked again by GLib, as it returns False."""
        self._timer = 0
        self._then()
        return False
