# SPDX-License-Identifier: Apache-2.0
"""What the worker says: whole lines, and none after a job's last."""

from __future__ import annotations

import os
import threading
from typing import Any, BinaryIO

from liif_core.request.wire import encode

LAST_WORD = frozenset({"done", "cancelled", "error"})


class Messages:
    """Writes messages, from any thread, one whole line at a time, and none after a job's last."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self.ended = threading.Event()

    def send(self, kind: str, **values: Any) -> None:  # noqa: ANN401 - what JSON can hold
        with self._lock:
            if self.ended.is_set():
                return
            if kind in LAST_WORD:
                self.ended.set()
            line = encode({"type": kind, **values})
            try:
                self._stream.write(line)
                self._stream.flush()
            except OSError:  # nobody listens any more, nobody needs the result
                os._exit(1)
