# SPDX-License-Identifier: Apache-2.0
"""A network that was opened once, for all pictures with the same settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from liif_core.registry.models import ModelEntry
    from liif_core.runtime.backends.interface import Backend, Kind
    from liif_core.runtime.blending import Blend


class Backends:
    """Opens backends, and keeps the last one."""

    def __init__(self) -> None:
        self._last: tuple[object, Backend, list[str]] | None = None

    def open(
        self,
        entry: ModelEntry,
        device: str,
        warn: Callable[[str], None],
        blend: Blend,
        kind: Kind,
    ) -> Backend:
        """As :func:`liif_core.runtime.backends.opening.open_backend`.

        ``warn`` is told the same again.
        """
        from liif_core.runtime.backends.opening import open_backend

        settings = (entry, device, blend, kind)
        if self._last is None or self._last[0] != settings:
            self._last = None  # two at a time would need the memory of both
            texts: list[str] = []
            self._last = settings, open_backend(entry, device, texts.append, blend, kind), texts
        _, backend, warnings = self._last
        for text in warnings:
            warn(text)
        return backend
