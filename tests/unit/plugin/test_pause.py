# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes of a dialog's parameters: only when they rest something is done, and once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from liif_gimp.dialog import pause
from liif_gimp.dialog.pause import Pause


class Timers:
    """GLib's, by hand."""

    def __init__(self) -> None:
        self.running: dict[int, tuple[int, Callable[[], bool]]] = {}
        self._last = 0

    def timeout_add(self, milliseconds: int, call: Callable[[], bool]) -> int:
        self._last += 1
        self.running[self._last] = (milliseconds, call)
        return self._last

    def source_remove(self, timer: int) -> None:
        del self.running[timer]

    def run_out(self) -> None:
        """The one that runs comes to its end."""
        ((timer, (_milliseconds, call)),) = self.running.items()
        if not call():
            del self.running[timer]


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> Timers:
    timers = Timers()
    monkeypatch.setattr(pause, "GLib", timers)
    return timers


def test_many_changes_count_once(timers: Timers) -> None:
    done: list[str] = []
    resting = Pause(60, lambda: done.append("once"))
    for _ in range(3):
        resting.begin()
    assert [milliseconds for milliseconds, _ in timers.running.values()] == [60]
    timers.run_out()
    assert (done, timers.running) == (["once"], {})
    resting.begin()
    timers.run_out()
    assert done == ["once"] * 2


def test_what_is_stopped_does_nothing(timers: Timers) -> None:
    resting = Pause(60, lambda: pytest.fail("it was stopped"))
    resting.stop()
    resting.begin()
    resting.stop()
    assert timers.running == {}
