# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user does in GIMP's window: ``python3 -m inside.window SCENARIO FOLDER GIMP PHOTO``.

Leaves states (JSON) and screenshots in the folder; the tests judge them.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from . import processes
from .desktop import Desktop, desktop

PHOTO = "imported"
DIALOG = "LIIF upscale"
DIALOGS = {
    "l": DIALOG,
    "t": "LIIF enhance selection",
    "c": "LIIF clean",
    "z": "LIIF print size",
    "g": "LIIF diagnose",
}
"""By the letter that opens it in the menu."""
WITHOUT_PREVIEW = "t"
"""Nothing is selected, which the dialog says instead."""
PLUG_IN = "plug-ins/liif/liif.py"
CANCEL_BUTTON = (990, 863)
"""Where it stands in a window that fills the screen."""


def upscale_undo_repeat(screen: Desktop) -> None:
    """Filters > Enhance > LIIF upscale, OK, Undo, once, and Filters > Repeat Last."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    screen.state("before")
    screen.keys(image, "alt+r", "h")
    screen.screenshot("menu")
    screen.keys(image, "l")
    dialog = screen.window(DIALOG)
    screen.screenshot("dialog")
    screen.keys(dialog, "alt+o")
    # No earlier, or the state would be read in the middle of the change.
    screen.wait("the plug-in's end", lambda: not processes.running(PLUG_IN))
    screen.state("after")
    screen.screenshot("result")
    screen.keys(image, "ctrl+z")
    screen.wait("the undo", lambda: len(screen.state("undone")["layers"]) == 1)
    screen.state("undone")
    screen.screenshot("undone")
    screen.keys(image, "ctrl+f")
    screen.wait("the repetition", lambda: len(screen.state("repeated")["layers"]) == 2)


def watch_the_preview(screen: Desktop) -> None:
    """The preview follows the factor and the pointer; then OK, by the same worker."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    screen.state("before")
    workers = []

    def previewed(number: int) -> None:
        screen.wait("the preview", lambda: screen.previews() >= seen + number)
        workers.append(processes.running(processes.WORKER))
        screen.screenshot(f"preview {number}")

    seen = screen.previews()
    screen.keys(image, "alt+r", "h", "l")
    dialog = screen.window(DIALOG)
    previewed(1)
    screen.keys(dialog, "alt+f", "3", "Tab")
    previewed(2)
    x, y = screen.corner(dialog)
    screen.drag((x + 100, y + 100), (x + 200, y + 160))
    previewed(3)
    screen.keys(dialog, "alt+o")
    screen.wait("the plug-in's end", lambda: not processes.running(PLUG_IN))
    screen.state("after")
    screen.note("workers", workers)


def print_on_paper(screen: Desktop) -> None:
    """The next paper in the list, which is A6, and OK."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    screen.state("before")
    seen = screen.previews()
    screen.keys(image, "alt+r", "h", "z")
    dialog = screen.window(DIALOGS["z"])
    screen.wait("the preview", lambda: screen.previews() > seen)
    screen.keys(dialog, "alt+e", "Down")
    screen.wait("the preview of the paper", lambda: screen.previews() > seen + 1)
    screen.screenshot("paper")
    screen.keys(dialog, "alt+o")
    screen.wait("the plug-in's end", lambda: not processes.running(PLUG_IN))
    screen.state("after")


def change_one_s_mind(screen: Desktop) -> None:
    """Every dialog is opened and left with Escape."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    screen.state("before")
    for letter, title in DIALOGS.items():
        seen = screen.previews()
        screen.keys(image, "alt+r", "h", letter)
        dialog = screen.window(title)
        if letter != WITHOUT_PREVIEW:
            screen.wait("the preview", lambda: screen.previews() > seen)  # noqa: B023 - called now
            screen.note(title, screen.last_shown())
        screen.screenshot(title)
        screen.keys(dialog, "Escape")
        screen.gone(title)
        screen.wait("the plug-in's end", lambda: not processes.running(PLUG_IN))
        screen.wait("the worker's end", lambda: not processes.running(processes.WORKER))
    screen.state("after")


def read_german(screen: Desktop) -> None:
    """The dialog is opened by its German letter; then all dialogs are read, in English as well."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    seen = screen.previews()
    screen.keys(image, "alt+r", "h")
    screen.screenshot("german menu")
    screen.keys(image, "l")
    dialog = screen.window("LIIF: Vergrößern")
    screen.wait("the preview", lambda: screen.previews() > seen)
    screen.screenshot("german")
    screen.keys(dialog, "Escape")
    screen.gone("LIIF: Vergrößern")
    for language in ("de", "en"):
        screen.dialogs(language)


def classic_dialogs(screen: Desktop) -> None:
    """The dialogs that gimpfu makes for other people's scripts; the first is left by OK."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    screen.state("before")
    for procedure, title, key in (
        ("python-fu-frame", "Frame", "Return"),
        ("python-fu-every-type", "Every type", "Escape"),
    ):
        screen.call(procedure)
        dialog = screen.window(title)
        screen.screenshot(title)
        screen.keys(dialog, key)
        screen.gone(title)
    screen.state("after")


def without_an_engine(screen: Desktop) -> None:
    """The dialog says what is missing and what to do; OK ends in the same words."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    screen.state("before")
    screen.keys(image, "alt+r", "h", "c")
    dialog = screen.window(DIALOGS["c"])
    screen.screenshot("without an engine")
    screen.keys(dialog, "alt+o")
    screen.wait("the plug-in's end", lambda: not processes.running(PLUG_IN))
    screen.screenshot("refused")
    screen.state("after")


def cancel_in_the_middle(screen: Desktop) -> None:
    """The button beside the progress bar is pressed while the worker works."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    screen.state("before")
    seen = screen.previews()
    screen.keys(image, "alt+r", "h", "l")
    dialog = screen.window(DIALOG)
    screen.wait("the preview", lambda: screen.previews() > seen)
    screen.keys(dialog, "alt+o")
    screen.gone(DIALOG)
    workers = screen.wait("the worker", lambda: processes.running(processes.WORKER))
    processes.send(workers, signal.SIGSTOP)  # or it might have finished before the click
    screen.screenshot("working")
    screen.click(*CANCEL_BUTTON)
    screen.wait("the plug-in's end", lambda: not processes.running(PLUG_IN))
    processes.send(workers, signal.SIGCONT)
    screen.wait("the worker's end", lambda: not processes.running(processes.WORKER))
    screen.state("after")
    screen.screenshot("cancelled")


if __name__ == "__main__":
    scenario, folder, program, photo = sys.argv[1:]
    with desktop(Path(folder), program, photo) as screen:
        globals()[scenario](screen)
