# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``gimp`` object of the GIMP 2 API: progress, messages, displays."""

from __future__ import annotations

from gimpfu.introspection import Gimp


def progress_init(text: str = "") -> None:
    """Start the progress bar, with a line about what is being done."""
    Gimp.progress_init(text)


def progress_update(fraction: float) -> None:
    """Move the progress bar; ``fraction`` is 0 to 1."""
    Gimp.progress_update(min(max(fraction, 0.0), 1.0))


def progress_set_text(text: str) -> None:
    """Change the line in the progress bar."""
    Gimp.progress_set_text(text)


def message(text: str) -> None:
    """Tell the user something: in GIMP's window, or on standard error where there is none."""
    Gimp.message(text)


def displays_flush() -> None:
    """Show the changes made so far."""
    Gimp.displays_flush()
