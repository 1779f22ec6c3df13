# SPDX-License-Identifier: GPL-3.0-or-later
"""Every public name of GIMP 2.10's Python modules in the real GIMP, and as ``NAMES.md`` says."""

from __future__ import annotations

import pytest

from . import names
from .runner import Gimp
from .sandbox import Sandbox


@pytest.fixture(scope="module")
def found(sandbox: Sandbox) -> dict[str, str | None]:
    gimp = Gimp(sandbox)
    gimp.configure()
    return names.look(gimp)


def test_every_name_is_there_or_says_what_to_do(found: dict[str, str | None]) -> None:
    assert len(found) > 850
    assert [name for name, answer in found.items() if answer is None] == []


def test_the_table_says_what_was_found(found: dict[str, str | None]) -> None:
    """If not: ``python -m tests.gimp.names HOME`` writes it anew."""
    assert names.TABLE.read_text() == names.table(found)
