# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user does in the window of *LIIF folder*: scenarios of :mod:`inside.window`."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from . import processes
from .desktop import Desktop

TITLE = "LIIF folder"
BATCH = "liif_core.cli batch"


def _open(screen: Desktop, *others: str, pictures: int) -> int:
    """File > LIIF folder; its window, when so many pictures are listed.

    ``others`` are files of the user's home that are opened before.
    """
    image = screen.window("imported")
    screen.fill_screen(image)
    for name in others:
        screen.open(str(Path.home() / name))
    screen.keys(image, "alt+f", "d")
    dialog = screen.window(TITLE)
    _listed(screen, pictures)
    return dialog


def _listed(screen: Desktop, pictures: int) -> None:
    said = f" pictures shown: {pictures}"
    screen.wait("the list", lambda: screen.last_said().endswith(said))
    time.sleep(1)  # thumbnails come when nothing changes any more


def _begin(screen: Desktop, dialog: int) -> None:
    screen.keys(dialog, "alt+b")
    screen.wait("the batch", lambda: "batch at work " in screen.last_said())


def _ended(screen: Desktop, name: str) -> None:
    """Waits for the end of the batch, and notes what the window says of it."""
    screen.wait("the batch's end", lambda: "batch shown: " in screen.last_said())
    counts, _, words = screen.last_said().partition("batch shown: ")[2].partition("; ")
    screen.note(name, counts)
    screen.note("failed", words)
    screen.screenshot(name)


def _left(screen: Desktop, dialog: int) -> None:
    """Closes the window; nothing of it is left."""
    screen.keys(dialog, "Escape")
    screen.gone(TITLE)
    screen.wait("the batch's end", lambda: not processes.running(BATCH))
    screen.wait("the plug-in's end", lambda: not processes.running(processes.PLUG_IN))
    screen.note("temporary", processes.temporary_files())


def _stand_still() -> bool:
    """Whether all processes of the batch do, of which there are some."""
    states = [
        Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        for process in processes.running(BATCH)
    ]
    return bool(states) and set(states) == {"T"}


def work(screen: Desktop) -> None:
    """A folder with a broken picture, to the end; and again."""
    dialog = _open(screen, pictures=3)
    screen.screenshot("opened")
    _begin(screen, dialog)
    screen.screenshot("running")
    _ended(screen, "ended")
    _begin(screen, dialog)
    _ended(screen, "again")
    _left(screen, dialog)


def leave_one_out(screen: Desktop) -> None:
    """The first picture of the folder without its tick, and what is left of the broken one."""
    dialog = _open(screen, pictures=3)
    screen.keys(dialog, "alt+p", "shift+Tab", "Home", "space")
    _listed(screen, 2)
    screen.screenshot("unticked")
    _begin(screen, dialog)
    _ended(screen, "ended")
    _left(screen, dialog)


def _open_and_pause(screen: Desktop) -> int:
    """The window, with a batch that stands still."""
    dialog = _open(screen, pictures=3)
    _begin(screen, dialog)
    screen.keys(dialog, "space")
    screen.wait("the pause", _stand_still)
    return dialog


def pause_and_cancel(screen: Desktop) -> None:
    """Large photos: paused, resumed, and cancelled; then the window is closed in the middle."""
    dialog = _open_and_pause(screen)
    screen.screenshot("paused")
    screen.keys(dialog, "space")
    screen.wait("the resumption", lambda: not _stand_still())
    screen.screenshot("resumed")
    screen.keys(dialog, "alt+c")
    _ended(screen, "cancelled")
    _begin(screen, dialog)
    _left(screen, dialog)


def die_while_paused(screen: Desktop) -> None:
    """The plug-in dies while its batch stands still."""
    _open_and_pause(screen)
    processes.send(processes.running(processes.PLUG_IN), signal.SIGKILL)
    screen.wait("the batch's end", lambda: not processes.running(BATCH))


def open_images(screen: Desktop) -> None:
    """Three open images, one of them without its tick, and one that is opened meanwhile."""
    dialog = _open(screen, "deep.tif", "other.jpg", pictures=0)
    screen.keys(dialog, "alt+p", "Down")
    _listed(screen, 3)
    screen.screenshot("images")
    screen.keys(dialog, "shift+Tab", "Home", "space")
    _listed(screen, 2)
    screen.open(str(Path.home() / "later.jpg"))
    # The user looks at it, and comes back.
    screen.keys(screen.window("later"), "1")
    screen.keys(dialog, "Home")
    _listed(screen, 3)
    screen.screenshot("another")
    _begin(screen, dialog)
    _ended(screen, "ended")
    _left(screen, dialog)
