# SPDX-License-Identifier: Apache-2.0
"""The ``liif`` command."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

__all__ = ["main"]

_INTERRUPTED = 130
_SAID = "liif: interrupted; nothing was written\n"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; see :func:`liif_core.cli.app.main`, whose libraries are loaded only here:
    one that is missing, or Ctrl-C meanwhile, is told as if they were there already.
    """
    try:
        with _leaving_at_once():
            from liif_core.cli.outcome import FAILED, complain, prepare

            prepare()
            from liif_core.cli.app import main as run
    except KeyboardInterrupt:
        sys.stderr.write(_SAID)
        return _INTERRUPTED
    except ImportError as error:
        from liif_core.packages import missing

        complain(str(missing(error)))
        return FAILED
    return run(arguments)


@contextlib.contextmanager
def _leaving_at_once() -> Iterator[None]:
    """Ctrl-C ends the process: an exception can get lost within Python's own import, and there is
    nothing to clean up yet."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield  # in the background, or where a program has its own ways
        return

    def leave(*_: object) -> None:
        os.write(2, _SAID.encode())
        os._exit(_INTERRUPTED)

    signal.signal(signal.SIGINT, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
