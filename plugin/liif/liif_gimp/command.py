# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting a command of the engine, as a person does in a terminal."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gimpfu import error

from liif_gimp.installation import REINSTALL, Installation
from liif_gimp.words import _
from liif_gimp.worker import environment

_SAID: Final = "liif: "
"""How the engine's command line begins what it has to say; what went wrong comes last."""


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """The running ``liif WORDS`` of the engine that the plug-in in ``folder`` has.

    Raises :class:`gimpfu.error` when there is none.
    """
    python = Installation.load(folder).python
    try:
        with _interrupts_taken():
            return subprocess.Popen(
                [str(python), "-I", "-m", "liif_core.cli", *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
    except OSError as problem:
        told = _("LIIF's engine could not be started: %(reason)s.") % {"reason": problem}
        raise error(f"{told} {REINSTALL}") from None


def what_it_said(errors: str) -> list[str]:
    """The lines for people among what a command wrote to its standard error."""
    return [line.removeprefix(_SAID) for line in errors.splitlines() if line.startswith(_SAID)]


@contextlib.contextmanager
def _interrupts_taken() -> Iterator[None]:
    """A process started in this block can be interrupted, even if this one is deaf to it."""
    deaf = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if not deaf or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
