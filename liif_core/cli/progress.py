# SPDX-License-Identifier: Apache-2.0
"""The progress bar."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console


@contextlib.contextmanager
def progress_bar(title: str) -> Iterator[Callable[[float], None]]:
    """A bar with the time left on a terminal's standard error; nothing elsewhere.

    Yields the function to tell the fraction done, 0 to 1.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeLeft())
    with _terminal() as console, Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(escape(title), total=1.0)
        yield lambda fraction: bar.update(task, completed=fraction)


@contextlib.contextmanager
def moving_bar(title: str) -> Iterator[None]:
    """A bar that only shows that something is done, like :func:`progress_bar`."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with _terminal() as console, Progress(*columns, console=console, transient=True) as bar:
        bar.add_task(escape(title), total=None)
        yield


@contextlib.contextmanager
def counting_bar(total: int) -> Iterator[Callable[[int, str], None]]:
    """A bar with the count, a rate and the time left, like :func:`progress_bar`.

    Yields the function to tell how many of ``total`` are done, and at which rate.
    """
    if not sys.stderr.isatty():
        yield lambda count, rate: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeLeft())
    with _terminal() as console, Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, rate="")
        yield lambda count, rate: bar.update(task, completed=count, rate=rate)


@contextlib.contextmanager
def _terminal() -> Iterator[Console]:
    """The terminal of standard error.

    By a descriptor of its own: while a file is read, what comes by the other one is heard by
    :func:`liif_core.pictures.hearing.hearing`, and a bar would stand still.
    """
    from rich.console import Console

    copy = os.dup(sys.stderr.fileno())
    with os.fdopen(copy, "w", encoding=sys.stderr.encoding, errors="replace") as terminal:
        yield Console(file=terminal)
