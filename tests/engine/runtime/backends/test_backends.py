# SPDX-License-Identifier: GPL-3.0-or-later
"""A network is opened once for pictures with the same settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from liif_core.errors import LiifError
from liif_core.registry.models import ModelEntry, find
from liif_core.runtime.backends import opening
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.blending import Blend


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The details of what was opened."""
    details: list[int] = []

    def open_backend(
        _: ModelEntry, __: str, warn: Callable[[str], None], blend: Blend, ___: str
    ) -> object:
        detail = blend.detail
        if detail > 100:
            raise LiifError("too crisp")
        details.append(detail)
        warn(f"opened with {detail}")
        return object()

    monkeypatch.setattr(opening, "open_backend", open_backend)
    return details


def test_the_last_one_is_kept_and_its_warnings_are_repeated(opened: list[int]) -> None:
    backends = Backends()
    told: list[str] = []
    first, again, other, once_more = (
        backends.open(find("fast"), "cpu", told.append, Blend(detail), "auto")
        for detail in (0, 0, 5, 0)
    )
    assert first is again
    assert len({first, other, once_more}) == 3
    assert opened == [0, 5, 0]
    assert told == [f"opened with {detail}" for detail in (0, 0, 5, 0)]


def test_after_a_failure_the_next_one_is_opened(opened: list[int]) -> None:
    backends = Backends()
    for _ in range(2):
        with pytest.raises(LiifError, match="too crisp"):
            backends.open(find("fast"), "cpu", print, Blend(101), "auto")
        backends.open(find("fast"), "cpu", print, Blend(1), "auto")
    assert opened == [1, 1]
