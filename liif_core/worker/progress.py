# SPDX-License-Identifier: Apache-2.0
"""How far a job is, told often enough to be a sign of life."""

from __future__ import annotations

import threading
import time

from liif_core.worker.messages import Messages

HEARTBEAT = 1.0
"""Seconds after which the last progress is told again, so that the editor knows we live."""
SHORTEST = 0.1
"""Seconds between two different ones at least."""


class Progress:
    """Turns shares done into messages with the time left, repeated as a sign of life."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._start = self._sent = time.monotonic()
        self._fraction = 0.0
        self._lock = threading.Lock()
        self._ended = threading.Event()
        threading.Thread(target=self._beat, daemon=True).start()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def update(self, fraction: float) -> None:
        self._fraction = fraction
        if fraction >= 1 or time.monotonic() - self._sent >= SHORTEST:
            self._send()

    def _beat(self) -> None:
        while not self._ended.wait(max(0.0, self._sent + HEARTBEAT - time.monotonic())):
            if time.monotonic() - self._sent >= HEARTBEAT:
                self._send()

    def _send(self) -> None:
        # Both threads come here: an older share must not be sent after a newer one.
        with self._lock:
            self._sent = now = time.monotonic()
            fraction = self._fraction
            left = round((now - self._start) * (1 / fraction - 1), 2) if fraction else None
            self._messages.send("progress", fraction=round(fraction, 4), seconds_left=left)
