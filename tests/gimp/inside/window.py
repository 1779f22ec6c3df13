# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user does in GIMP's window: ``python3 -m inside.window SCENARIO FOLDER GIMP PHOTO``.

Leaves states (JSON) and screenshots in the folder; the tests judge them. A scenario of another
module of this package is called ``MODULE:SCENARIO``.
"""

from __future__ import annotations

import signal
import sys
import time
from importlib import import_module
from pathlib import Path

from . import processes
from .desktop import Desktop, desktop

PHOTO = "imported"
DIALOG = "LIIF upscale"
DIALOGS = {
    "l": DIALOG,
    "t": "LIIF enhance selection",
    "c": "LIIF clean",
    "o": "LIIF restore",
    "z": "LIIF print size",
    "g": "LIIF diagnose",
}
"""By the letter that opens it in the menu."""
WITHOUT_PREVIEW = "t"
"""Nothing is selected, which the dialog says instead."""
LANGUAGES = ("en", "de", "es", "fr", "it", "ja", "zh_CN")
COMPARISON = "Compare"
GALLERY = "Get more models"
FETCH = "models get"
SMALLEST = ("Home", "Down", "Down")
"""Keys to a network of the gallery that is fast."""
GUEST = "animevideov3-x2"
"""Its name."""
JPEG_DIALOG = "LIIF smallest JPEG"
MESSAGE = "GIMP Message"
CANCEL_BUTTON = (990, 863)
"""Where it stands in a window that fills the screen."""
SIDE_BY_SIDE, NAVIGATOR = (131, 392), (85, 384)
"""From the corner of a dialog of 900 pixels; the second is the lower right of the navigator."""
SCALING = 8.0
"""Seconds in which GIMP has scaled the large photo, unless others keep the machine busy."""


def _open(screen: Desktop, letter: str) -> tuple[int, int]:
    """The dialog of ``DIALOGS`` with its preview, and how many previews there were before; notes
    the state before."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    screen.state("before")
    seen = screen.previews()
    screen.keys(image, "alt+r", "h", letter)
    dialog = screen.window(DIALOGS[letter])
    screen.wait("the preview", lambda: screen.previews() > seen)
    return dialog, seen


def _await_the_end(screen: Desktop) -> None:
    """Of the plug-in; notes the state after, no earlier, or it would be read in the middle of the
    change."""
    screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
    screen.state("after")


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
    _await_the_end(screen)
    screen.screenshot("result")
    screen.keys(image, "ctrl+z")
    screen.wait("the undo", lambda: len(screen.state("undone")["layers"]) == 1)
    screen.state("undone")
    screen.screenshot("undone")
    screen.keys(image, "ctrl+f")
    screen.wait("the repetition", lambda: len(screen.state("repeated")["layers"]) == 2)


def first_result(screen: Desktop) -> None:
    """From GIMP's start to the first result, as somebody new gets it, and what each step took."""
    steps: dict[str, float] = {}
    last = time.monotonic()

    def done(step: str) -> None:
        nonlocal last
        now = time.monotonic()
        steps[step] = round(now - last, 2)
        screen.screenshot(step)
        last = time.monotonic()

    image = screen.window(PHOTO)
    done("GIMP with the photo")
    screen.fill_screen(image)
    screen.keys(image, "alt+r", "h")
    screen.screenshot("the menu")
    last = time.monotonic()
    seen = screen.previews()
    screen.keys(image, "l")
    dialog = screen.window(DIALOG)
    done("the dialog")
    screen.wait("the preview", lambda: screen.previews() > seen)
    done("its first preview")
    screen.keys(dialog, "alt+o")
    screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
    done("the new layer")
    screen.note("steps", steps)


def keep_settings(screen: Desktop) -> None:
    """Saved settings, the factory's and the last ones: each is what the next run takes."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    screen.state("before")

    def run(name: str, *keys: str) -> None:
        seen = screen.previews()
        screen.keys(image, "alt+r", "h", "l")
        dialog = screen.window(DIALOG)
        # What GIMP's buttons open takes no keys while the dialog is still busy.
        screen.wait("the preview", lambda: screen.previews() > seen)
        screen.keys(dialog, *keys)
        screen.screenshot(name)
        screen.keys(dialog, "alt+o")
        screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
        screen.state(name)
        screen.keys(image, "ctrl+z")
        screen.wait("the undo", lambda: len(screen.state("undone")["layers"]) == 1)

    # GIMP's own buttons, by their mnemonics.
    run("saved", "alt+f", "4", "Tab", "alt+s")
    run("last")
    run("reset", "alt+r", "Tab", "Return")
    run("loaded", "alt+l")


def watch_the_preview(screen: Desktop) -> None:
    """The preview follows the factor, the pointer, the wheel and the window; then OK, by the same
    worker."""
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
    screen.scroll_up(x + 100, y + 100)
    previewed(4)
    screen.resize(dialog, 900, 560)
    previewed(5)
    with screen.held(dialog, "F2"):
        screen.screenshot("before alone")
    screen.screenshot("both again")
    x, y = screen.corner(dialog)
    screen.click(x + SIDE_BY_SIDE[0], y + SIDE_BY_SIDE[1])
    previewed(6)
    screen.click(x + NAVIGATOR[0], y + NAVIGATOR[1])
    previewed(7)
    screen.keys(dialog, "alt+o")
    _await_the_end(screen)
    screen.note("workers", workers)


def look_around(screen: Desktop) -> None:
    """What lies around is computed meanwhile, and is there when the picture is dragged; a change
    throws it away, and Escape leaves in the middle of it."""
    known = screen.said("surroundings are known")
    dialog, _ = _open(screen, "l")
    screen.screenshot("at first")
    screen.wait("the surroundings", lambda: screen.said("surroundings are known") > known)
    screen.screenshot("all known")
    seen = screen.previews()
    x, y = screen.corner(dialog)
    screen.drag((x + 100, y + 100), (x + 330, y + 260))
    screen.wait("the other place", lambda: screen.previews() > seen)
    screen.note("dragged", screen.last_shown())
    screen.screenshot("dragged")
    seen = screen.previews()
    # None that another scenario has left as the last one.
    screen.keys(dialog, "alt+f", "2", "period", "5", "Tab")
    screen.wait("the new size", lambda: screen.previews() > seen)
    screen.note("changed", screen.last_shown())
    screen.screenshot("changed")
    screen.press("Escape")
    screen.gone(DIALOG)
    _await_the_end(screen)


def print_on_paper(screen: Desktop) -> None:
    """The next paper in the list, which is A6, and OK."""
    dialog, seen = _open(screen, "z")
    screen.keys(dialog, "alt+e", "Down")
    screen.wait("the preview of the paper", lambda: screen.previews() > seen + 1)
    screen.screenshot("paper")
    screen.keys(dialog, "alt+o")
    _await_the_end(screen)


def restore_noise_and_haze(screen: Desktop) -> None:
    """Two repairs, one after the other, and OK."""
    dialog, seen = _open(screen, "o")
    screen.keys(dialog, "alt+n", "ctrl+a", "9", "0", "Tab")
    screen.wait("the preview without noise", lambda: screen.previews() > seen + 1)
    screen.keys(dialog, "alt+z", "ctrl+a", "4", "0", "Tab")
    screen.wait("the preview without haze", lambda: screen.previews() > seen + 2)
    screen.screenshot("restore")
    screen.keys(dialog, "alt+o")
    _await_the_end(screen)


def write_a_small_jpeg(screen: Desktop) -> None:
    """File > LIIF smallest JPEG, a click down on the slider, and OK."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    screen.state("before")
    seen = screen.previews()
    screen.keys(image, "alt+f")
    screen.screenshot("file menu")
    screen.keys(image, "j")
    dialog = screen.window(JPEG_DIALOG)
    screen.wait("the size", lambda: screen.previews() > seen)
    screen.note("first", screen.last_shown())
    screen.keys(dialog, "alt+k", "ctrl+a", "0", "period", "9", "7", "Tab")
    screen.wait("the other size", lambda: screen.previews() > seen + 1)
    screen.note("second", screen.last_shown())
    screen.screenshot("smallest jpeg")
    screen.keys(dialog, "alt+o")
    screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
    screen.screenshot("written")
    screen.state("after")


def repeat_the_jpeg(screen: Desktop) -> None:
    """The smallest JPEG of one image, with the tick to replace; Filters > Repeat on another."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    screen.state("before")
    seen = screen.previews()
    screen.keys(image, "alt+f", "j")
    dialog = screen.window(JPEG_DIALOG)
    screen.wait("the size", lambda: screen.previews() > seen)
    screen.keys(dialog, "alt+p")
    screen.screenshot("replacing")
    screen.keys(dialog, "alt+o")
    screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
    screen.keep("photo-2.jpg", "first.jpg")
    jobs = screen.said(" job: ")
    screen.open(str(Path.home() / "other.jpg"))
    time.sleep(1)
    screen.keys(image, "ctrl+f")
    screen.wait("the repetition", lambda: screen.said(" job: ") > jobs)
    screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
    screen.screenshot("repeated")


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
        else:
            screen.keys(dialog, "alt+o")
            screen.note("refused", bool(processes.running(processes.PLUG_IN)))
        screen.screenshot(title)
        screen.keys(dialog, "Escape")
        screen.gone(title)
        screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
        screen.wait("the worker's end", lambda: not processes.running(processes.WORKER))
    screen.state("after")


def compare(screen: Desktop) -> None:
    """The answers of several models beside each other; the last is chosen, and the dialog left."""
    dialog, seen = _open(screen, "l")
    screen.keys(dialog, "alt+f", "shift+Tab", "shift+Tab", "space")
    window = screen.window(COMPARISON)
    time.sleep(8)
    screen.screenshot("compare")
    screen.keys(window, "Tab", "Tab", "space")
    screen.gone(COMPARISON)
    screen.wait("the other preview", lambda: screen.previews() > seen + 1)
    screen.screenshot("chosen")
    screen.keys(dialog, "Escape")
    screen.gone(DIALOG)
    _await_the_end(screen)


def get_more_models(screen: Desktop) -> None:
    """The list of models in a dialog, and the gallery behind the button beside it."""
    dialog, _ = _open(screen, "c")
    screen.keys(dialog, "alt+m", "Tab", "space")
    gallery = screen.window(GALLERY)
    screen.keys(gallery, "Down", "Down")
    screen.screenshot("gallery")
    screen.keys(gallery, "alt+g")
    screen.wait("the fetch", lambda: processes.running(FETCH))
    screen.screenshot("fetching")
    # The window stays open meanwhile, and leaving it ends what runs.
    gallery = screen.window(GALLERY)
    screen.keys(gallery, "Escape")
    screen.gone(GALLERY)
    screen.wait("the fetch's end", lambda: not processes.running(FETCH))
    screen.keys(dialog, "alt+m", "alt+Down")
    screen.screenshot("models")
    screen.keys(dialog, "Escape", "Escape")
    screen.gone(DIALOGS["c"])
    _await_the_end(screen)


def fetch_a_model(screen: Desktop) -> None:
    """The first network of the gallery is fetched to its end, and taken for a layer."""
    dialog, _ = _open(screen, "l")
    screen.keys(dialog, "alt+f", "2", "alt+m", "Tab", "space")
    gallery = screen.window(GALLERY)
    screen.keys(gallery, *SMALLEST, "alt+g")
    screen.wait("the fetch", lambda: processes.running(FETCH))
    screen.wait("the fetch's end", lambda: not processes.running(FETCH))
    time.sleep(1)  # the window looks now and then
    screen.screenshot("fetched")
    screen.keys(gallery, "Escape")
    screen.gone(GALLERY)
    # It is the one that is chosen now.
    screen.wait("its preview", lambda: GUEST in screen.last_shown())
    screen.screenshot("chosen")
    screen.note("shown", screen.last_shown())
    screen.keys(dialog, "alt+o")
    _await_the_end(screen)


def read_german(screen: Desktop) -> None:
    """The dialog is opened by its German letter; then all dialogs are read in all languages."""
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
    read_all(screen)


def read_all(screen: Desktop) -> None:
    """All dialogs are read in all languages."""
    screen.fill_screen(screen.window(PHOTO))
    for language in LANGUAGES:
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
    screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
    screen.screenshot("refused")
    screen.state("after")


def cancel_in_the_middle(screen: Desktop) -> None:
    """The button beside the progress bar is pressed while the worker works."""
    dialog, _ = _open(screen, "l")
    jobs = screen.said(" job: ")
    # Four times as large, or a quick machine might have finished before the click.
    screen.keys(dialog, "alt+f", "4", "Tab", "alt+o")
    # GIMP shows the button before the plug-in gives the job to the worker.
    screen.wait("the job", lambda: screen.said(" job: ") > jobs)
    workers = processes.running(processes.WORKER)
    processes.send(workers, signal.SIGSTOP)
    screen.gone(DIALOG)
    screen.screenshot("working")
    processes.send(workers, signal.SIGCONT)
    begun = time.monotonic()
    screen.click(*CANCEL_BUTTON)
    screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
    screen.wait("the worker's end", lambda: not processes.running(processes.WORKER))
    screen.note("seconds to cancel", time.monotonic() - begun)
    screen.state("after")
    screen.screenshot("cancelled")


def kill_in_the_change(screen: Desktop) -> None:
    """The plug-in dies while it changes the image; Undo, once."""
    image = screen.window(PHOTO)
    screen.fill_screen(image)
    before = screen.state("before")
    seen = screen.previews()
    screen.keys(image, "alt+r", "h", "l")
    dialog = screen.window(DIALOG)
    screen.wait("the preview", lambda: screen.previews() > seen)
    screen.keys(dialog, "alt+f", "4", "Tab", "alt+o")
    # GIMP now has to scale the image, which takes it a moment, before it gets the layer.
    screen.wait("the result", lambda: "seconds to read, compute and write" in screen.last_said())
    time.sleep(0.2)
    processes.send(processes.running(processes.PLUG_IN), signal.SIGKILL)
    screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
    for _ in range(2):
        screen.keys(screen.window(MESSAGE), "Escape")
    screen.gone(MESSAGE)
    # GIMP itself goes on with what it was asked for; until then nothing can be read.
    time.sleep(SCALING)
    screen.rest()
    screen.state("after")
    # GIMP's menu learns that there is something to undo when the user zooms, or draws, or the like.
    screen.keys(image, "ctrl+shift+j")
    screen.screenshot("killed")
    screen.keys(image, "ctrl+z")
    screen.wait("the undo", lambda: screen.state("undone")["width"] == before["width"])
    screen.screenshot("undone")


if __name__ == "__main__":
    scenario, folder, program, photo = sys.argv[1:]
    with desktop(Path(folder), program, photo) as screen:
        module, _, name = scenario.rpartition(":")
        found = vars(import_module(f"inside.{module}")) if module else globals()
        found[name](screen)
