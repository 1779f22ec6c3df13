# SPDX-License-Identifier: Apache-2.0
"""The worker's process: from its greeting to its exit status."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import traceback

from liif_core import __version__
from liif_core.errors import Cancelled, LiifError
from liif_core.packages import missing, wants_memory
from liif_core.request.wire import PROTOCOL
from liif_core.runtime.backends.interruption import interrupt
from liif_core.runtime.backends.kept import Backends
from liif_core.worker import tasks
from liif_core.worker.messages import Messages
from liif_core.worker.requests import Requests

LONGEST_TEXT = 1000
"""Characters of a text; what a job held may be quoted in it, and a message has a longest line."""
_FULL = {
    "text": "there is not enough memory for this picture",
    "hint": "Close other programs, or choose a smaller enlargement",
}
_PR_SET_PDEATHSIG, _SIGKILL = 1, 9


def main() -> int:
    """Carry out jobs; returns the exit status, 0 unless one failed, which is then the last."""
    _die_with_parent()
    # Libraries that print must not break the protocol: they get standard error.
    messages = Messages(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    messages.send("hello", protocol=PROTOCOL, version=__version__)
    threading.Thread(target=_load_libraries, daemon=True).start()
    try:
        requests = Requests(messages, interrupt)
        backends = Backends()
        for job in requests.jobs():
            try:
                tasks.answer(job, messages, requests, backends)
            except Cancelled:
                messages.send("cancelled")
            if not job.stay:
                break
    except LiifError as error:
        text = str(error.args[0])[:LONGEST_TEXT]
        messages.send("error", text=text, hint=error.hint[:LONGEST_TEXT])
        return 1
    except MemoryError:
        messages.send("error", **_FULL)
        return 1
    except ImportError as error:
        text = str(missing(error).args[0])[:LONGEST_TEXT]
        told = {"text": text, "hint": "Install LIIF again"}
        messages.send("error", **(_FULL if wants_memory(error) else told))
        return 1
    except Exception as error:  # the last line of defence: the editor must learn of it
        traceback.print_exc()
        hint = "Please report this with the output of liif doctor"
        text = f"unexpected {type(error).__name__}: {error}"[:LONGEST_TEXT]
        messages.send("error", text=text, hint=hint)
        return 1
    return 0


def _load_libraries() -> None:
    """While the editor reads its pixels; whoever needs one meanwhile waits for it."""
    # What fails here fails again where it is needed, and is told there.
    with contextlib.suppress(Exception):
        from liif_core.runtime import run  # noqa: F401 - to be loaded
        from liif_core.runtime.backends import engines, onnx_backend  # noqa: F401

        if engines.chosen().engine == "openvino":
            import openvino  # noqa: F401


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL)


if __name__ == "__main__":
    # Not sys.exit: threads and libraries must not delay the end, and all is flushed.
    os._exit(main())
