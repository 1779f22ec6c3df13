# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a user waits for the preview, which is opened, changed and left, several times; and how
long for the layer.

A module for :mod:`inside.window`: ``waiting:wait_for_previews``, ``waiting:wait_for_layer``.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from . import processes
from .desktop import Desktop
from .window import DIALOG, PHOTO

ROUNDS = 5
STEPS = 4
"""Of each slider in a round."""
_LONGEST = 900.0
"""Seconds for a layer."""
_TICK = os.sysconf("SC_CLK_TCK")


def wait_for_previews(screen: Desktop) -> None:
    """Notes for each round the log's line on every preview, and the processor seconds of plug-in
    and worker when the first one was there."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    rounds = []
    for _ in range(ROUNDS):
        seen = screen.previews()
        screen.keys(image, "alt+r", "h", "l")
        dialog = screen.window(DIALOG)
        _await_preview(screen, seen)
        found = {
            "first": screen.last_shown(),
            "plug-in": _seconds_of(processes.PLUG_IN),
            "worker": _seconds_of(processes.WORKER),
            "strength": _steps(screen, dialog, ("alt+a", "Tab", "Home")),
            "detail": _steps(screen, dialog, ("alt+d", "Tab", "Home")),
        }
        begun = time.monotonic()
        screen.press("Escape")
        while screen.is_there(DIALOG):
            time.sleep(0.005)
        found["left"] = time.monotonic() - begun
        screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
        rounds.append(found)
    screen.note("rounds", rounds)


def wait_for_layer(screen: Desktop) -> None:
    """Notes the seconds that the dialog has promised, and those from OK to the plug-in's end."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    seen = screen.previews()
    screen.keys(image, "alt+r", "h", "l")
    screen.window(DIALOG)
    _await_preview(screen, seen)
    time.sleep(2)  # as long as it is looked at, at least
    begun = time.monotonic()
    screen.press("Return")
    screen.wait("the layer", lambda: not processes.running(processes.PLUG_IN), _LONGEST)
    screen.note("layer", {"promised": screen.last_promised(), "taken": time.monotonic() - begun})


def _steps(screen: Desktop, dialog: int, way: tuple[str, ...]) -> list[str]:
    """What the log says after each step from the left of the slider to which the keys lead."""
    screen.keys(dialog, *way)
    time.sleep(2)  # the way there may change something, too
    said = []
    for _ in range(STEPS):
        seen = screen.previews()
        screen.press("Right")
        _await_preview(screen, seen)
        said.append(screen.last_shown())
        time.sleep(1)
    return said


def _await_preview(screen: Desktop, seen: int) -> None:
    screen.wait("the preview", lambda: screen.previews() > seen)


def _seconds_of(part: str) -> float:
    """Processor seconds that such processes took so far."""
    total = 0
    for process in processes.running(part):
        values = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        total += int(values[11]) + int(values[12])
    return total / _TICK
