# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen without a monitor, with GIMP on it, and a user's hands and eyes.

Runs in the root, beside GIMP. The photo is opened as a user opens it; a batch within GIMP writes
down its state whenever it is asked to.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

_DISPLAY: Final = ":7"
_SCALE: Final = int(os.environ.get("GDK_SCALE", "1"))
"""Pixels of the screen for one of GTK's, along a side."""
_SIZE: Final = (1280, 900) if _SCALE == 1 else (2048, 1536)
_PATIENCE: Final = 180.0
"""Seconds to wait for anything; a window test takes far longer than this one wait only if it
fails."""

_AT_REST: Final = 0.2
"""Share of a core below which GIMP has nothing to do."""

_LOG: Final = Path.home() / ".local/share/liif-for-gimp/log/plug-in.log"

_BATCH: Final = """
import json, pathlib, sys, time
sys.path.insert(0, {tests!r})
sys.dont_write_bytecode = True
import gi
gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, Gio
from inside import state
folder = pathlib.Path({folder!r})
while not Gimp.get_images():
    time.sleep(0.1)
(image,) = Gimp.get_images()
while not (folder / "quit").exists():
    time.sleep(0.1)
    for asked in folder.glob("*.call"):
        asked.unlink()
        procedure = Gimp.get_pdb().lookup_procedure(asked.stem)
        config = procedure.create_config()
        config.set_property("image", image)
        if procedure.find_argument("drawables"):
            config.set_core_object_array("drawables", image.get_layers()[:1])
        config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
        procedure.run(config)
    for asked in folder.glob("*.open"):
        # The image that others are asked about stays the first one.
        other = pathlib.Path(asked.read_text())
        file = Gio.File.new_for_path(str(other))
        opened = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file)
        opened.set_file(Gio.File.new_for_path(str(other.with_suffix(".xcf"))))
        Gimp.Display.new(opened)
        asked.unlink()
    for asked in folder.glob("*.dialogs"):
        from inside import dialogs
        asked.unlink()
        written = folder / (asked.stem + ".part")
        written.write_text(json.dumps(dialogs.describe(image, asked.stem)))
        written.rename(folder / (asked.stem + ".json"))
    for asked in folder.glob("*.asked"):
        asked.unlink()
        answer = folder / (asked.stem + ".json")
        written = folder / (asked.stem + ".part")
        written.write_text(json.dumps(state.describe(image, folder, asked.stem)))
        written.rename(answer)
"""


class Desktop:
    """A running GIMP with one open image."""

    def __init__(self, folder: Path, gimp: subprocess.Popen[bytes]) -> None:
        self._folder = folder
        self._gimp = gimp

    def keys(self, window: int, *names: str) -> None:
        """Presses keys, one after the other, in a window."""
        self._tool("windowactivate", "--sync", str(window))
        for name in names:
            self._tool("key", "--clearmodifiers", name)
            time.sleep(0.4)  # a menu takes a moment to open

    def press(self, name: str) -> None:
        """Presses one key in the window that has the focus, and does not wait."""
        self._tool("key", name)

    def is_there(self, title: str) -> bool:
        """Whether there is a visible window with this (part of a) title."""
        return bool(self._find(title))

    @contextmanager
    def held(self, window: int, key: str) -> Iterator[None]:
        """Keeps a key down in a window."""
        self._tool("windowactivate", "--sync", str(window))
        self._tool("keydown", key)
        time.sleep(0.4)
        try:
            yield
        finally:
            self._tool("keyup", key)
            time.sleep(0.4)

    def click(self, x: int, y: int) -> None:
        """Clicks at a place on the screen, then parks the pointer in a corner."""
        self._tool("mousemove", str(x), str(y), "click", "1")
        self._park()

    def scroll_up(self, x: int, y: int) -> None:
        """Turns the wheel by a notch at a place on the screen, then parks the pointer."""
        self._tool("mousemove", str(x), str(y), "click", "4")
        self._park()

    def resize(self, window: int, width: int, height: int) -> None:
        """As by a drag of the window's corner."""
        self._tool("windowsize", str(window), str(width), str(height))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drags from a place on the screen to another, then parks the pointer in a corner."""
        for command in (
            ("mousemove", *start),
            ("mousedown", 1),
            # In two steps: the first only tells GTK that this is a drag.
            ("mousemove", (start[0] + end[0]) // 2, (start[1] + end[1]) // 2),
            ("mousemove", *end),
            ("mouseup", 1),
            ("mousemove", *(side - 1 for side in _SIZE)),
        ):
            self._tool(*map(str, command))
            time.sleep(0.1)

    def call(self, procedure: str) -> None:
        """Opens a procedure's dialog; no state can be asked for before that is closed."""
        (self._folder / f"{procedure}.call").touch()

    def open(self, photo: str) -> None:
        """Opens another photo, as ``photo.xcf``, in the same window."""
        asked = self._folder / "photo.open"
        asked.with_suffix(".part").write_text(photo)
        asked.with_suffix(".part").rename(asked)
        self.wait(f"the photo {photo!r}", lambda: not asked.exists())

    def dialogs(self, language: str) -> None:
        """Leaves what the plug-in's dialogs hold in a language, in ``LANGUAGE.json``."""
        (self._folder / f"{language}.dialogs").touch()
        answer = self._folder / f"{language}.json"
        self.wait(f"the dialogs in {language!r}", answer.exists)

    def previews(self) -> int:
        """How many previews and reports were shown so far, by any dialog."""
        return self.said(" shown")

    def said(self, words: str) -> int:
        """How often these words stand in the log."""
        return _LOG.read_text().count(words) if _LOG.exists() else 0

    def last_shown(self) -> str:
        """What the log says of the last of them."""
        return [line for line in _LOG.read_text().splitlines() if " shown" in line][-1]

    def last_promised(self) -> float:
        """The seconds that a dialog promised last, when it was accepted."""
        said = [line for line in _LOG.read_text().splitlines() if " promised: " in line][-1]
        return float(said.rpartition(": ")[2].removesuffix(" s"))

    def last_said(self) -> str:
        """The last line of the log."""
        return _LOG.read_text().splitlines()[-1]

    def window(self, title: str) -> int:
        """The visible window with this (part of a) title, when it is there.

        Raises :class:`TimeoutError`.
        """
        found: list[int] = self.wait(f"a window {title!r}", lambda: self._find(title))
        return found[-1]

    def corner(self, window: int) -> tuple[int, int]:
        """Where the upper left corner of a window's content is on the screen."""
        command = ["xdotool", "getwindowgeometry", "--shell", str(window)]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        values = dict(line.split("=") for line in printed.split())
        return int(values["X"]), int(values["Y"])

    def keep(self, file: str, name: str) -> None:
        """Copies a file of the user's home for the test to compare."""
        shutil.copyfile(Path.home() / file, self._folder / name)

    def note(self, name: str, values: object) -> None:
        """Leaves something for the test to judge."""
        (self._folder / f"{name}.json").write_text(json.dumps(values))

    def fill_screen(self, window: int) -> None:
        self._tool("windowmove", str(window), "0", "0")
        self._tool("windowsize", "--sync", str(window), str(_SIZE[0] - 10), str(_SIZE[1] - 40))
        self._park()  # where it gets no tooltip to show

    def _park(self) -> None:
        """The pointer, in a corner."""
        self._tool("mousemove", str(_SIZE[0] - 1), str(_SIZE[1] - 1))

    def gone(self, title: str) -> None:
        """Waits until no such window is left. Raises :class:`TimeoutError`."""
        self.wait(f"the end of the window {title!r}", lambda: not self._find(title))

    def state(self, name: str) -> dict[str, Any]:
        """The state of the image, as ``state.describe`` writes it."""
        answer = self._folder / f"{name}.json"
        answer.unlink(missing_ok=True)
        (self._folder / f"{name}.asked").touch()
        self.wait(f"the state {name!r}", answer.exists)
        state: dict[str, Any] = json.loads(answer.read_text())
        return state

    def rest(self) -> None:
        """Waits until GIMP has nothing to do, but no longer than for anything."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            before = self._computed()
            time.sleep(1)
            if self._computed() - before < _AT_REST:
                return

    def _computed(self) -> float:
        """Seconds of a core that GIMP has taken."""
        values = Path(f"/proc/{self._gimp.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")

    def screenshot(self, name: str) -> None:
        """Saves the whole screen as a small PNG."""
        time.sleep(0.5)  # until everything is drawn
        file = str(self._folder / f"{name}.png")
        subprocess.run(["import", "-window", "root", "-colors", "128", f"PNG8:{file}"], check=True)

    def wait(self, what: str, ready: Callable[[], Any], patience: float = _PATIENCE) -> Any:  # noqa: ANN401 - as ``ready``
        """Waits until ``ready`` gives something true, and returns that.

        Raises :class:`TimeoutError`, with a screenshot beside the other files.
        """
        deadline = time.monotonic() + patience
        while not (found := ready()):
            if self._gimp.poll() is not None:
                raise RuntimeError(f"GIMP ended with status {self._gimp.returncode}")
            if time.monotonic() > deadline:
                self.screenshot("timeout")
                raise TimeoutError(f"{what} did not come within {patience:.0f} seconds")
            time.sleep(0.1)
        return found

    def _find(self, title: str) -> list[int]:
        command = ["xdotool", "search", "--onlyvisible", "--name", title]
        found = subprocess.run(command, capture_output=True, text=True).stdout
        return [int(line) for line in found.split()]

    def _tool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], check=True)


@contextmanager
def desktop(folder: Path, program: str, photo: str) -> Iterator[Desktop]:
    """Starts the screen, a window manager and GIMP with ``photo``; ends them all on leaving."""
    os.environ.update(DISPLAY=_DISPLAY, GDK_BACKEND="x11")
    tests = str(Path(__file__).parents[1])
    batch = _BATCH.format(tests=tests, folder=str(folder))
    with ExitStack() as running:
        # Without "-noreset" it starts anew when its last client leaves, and turns away whoever
        # comes in that moment.
        screen = f"{_SIZE[0]}x{_SIZE[1]}x24"
        _start(running, "Xvfb", _DISPLAY, "-screen", "0", screen, "-nolisten", "tcp", "-noreset")
        _wait_for("getmouselocation")
        _start(running, "openbox")
        _wait_for("get_num_desktops")  # only a window manager can tell
        gimp = _start(
            running,
            *(program, "--new-instance", "--no-splash", "--quit"),
            *("--batch-interpreter", "python-fu-eval", "-b", f"exec({batch!r})"),
            photo,
        )
        yield Desktop(folder, gimp)
        (folder / "quit").touch()


def _wait_for(question: str) -> None:
    """Until xdotool has an answer. Raises :class:`TimeoutError`."""
    deadline = time.monotonic() + _PATIENCE
    while subprocess.run(["xdotool", question], capture_output=True).returncode:
        if time.monotonic() > deadline:
            raise TimeoutError(f"no answer to xdotool {question}")
        time.sleep(0.05)


def _start(running: ExitStack, *command: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(command)
    running.callback(process.wait)
    running.callback(process.terminate)
    return process
