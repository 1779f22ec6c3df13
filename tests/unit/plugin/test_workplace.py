# SPDX-License-Identifier: GPL-3.0-or-later
"""Strength, softness and detail are looked for once in a source, while it is the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from liif_gimp.worker import Listener
from liif_gimp.workplace import Workplace

from liif_core.request.frame import Frame
from liif_core.request.layout import Layout
from liif_core.request.questions import Enlarge, Evidence, Mask, PictureRequest
from liif_core.request.settings import Settings
from liif_core.request.wire import Job

from .conftest import FAKE_WORKER
from .fake_worker import CRISP, FOUND, SOFT

LAYOUT = Layout(2, 2, "RGBA", "u8")
SOURCE = bytes(range(16))
WHOLE = Enlarge(Frame.of((4, 4)))
PART = Enlarge(Frame.of((4, 4), (1, 1, 2, 2)))


@pytest.fixture
def workplace() -> Iterator[Workplace]:
    with Workplace([sys.executable, str(FAKE_WORKER)]) as workplace:
        yield workplace


def told(workplace: Workplace, *asked: Any, **settings: Any) -> int | None:  # noqa: ANN401
    """The strength that the worker was told; None where it had to find it."""
    strength: int | None = ask(workplace, *asked, **settings)["strength"]
    return strength


def ask(
    workplace: Workplace,
    request: PictureRequest,
    source: bytes = SOURCE,
    kind: object = LAYOUT,
    **settings: Any,  # noqa: ANN401
) -> dict[str, Any]:
    """The job as the worker was told it."""
    request = replace(request, settings=Settings(**settings))
    job = Job(LAYOUT, request, "nowhere yet", stay=True)
    file = workplace.prepared(job.file_bytes)
    file.begin(kind)
    file.put(0, source)
    said = workplace.run(replace(job, pixels=file.name), Listener(lambda *_: None, lambda _: None))
    heard: dict[str, Any] = said["job"]
    return heard


def test_what_a_part_has_shown_is_told_for_the_whole(workplace: Workplace) -> None:
    assert told(workplace, PART) is None
    assert [told(workplace, PART), told(workplace, WHOLE)] == [FOUND, FOUND]
    # The network's other settings do not change what is found.
    assert told(workplace, WHOLE, detail=50, repairs=(("noise", 20),), seamless=True) == FOUND
    assert told(workplace, Evidence(WHOLE.frame)) == FOUND


def test_a_strength_that_is_set_stays(workplace: Workplace) -> None:
    assert told(workplace, PART, strength=80) == 80
    assert told(workplace, WHOLE) is None
    assert told(workplace, WHOLE, strength=80) == 80


def test_softness_is_found_once_for_each_size(workplace: Workplace) -> None:
    assert ask(workplace, PART)["refocus"] is None
    assert ask(workplace, WHOLE)["refocus"] == SOFT
    assert ask(workplace, WHOLE, refocus=0)["refocus"] == 0
    assert ask(workplace, WHOLE, refocus=70)["refocus"] == 70
    assert ask(workplace, WHOLE)["refocus"] == SOFT
    assert ask(workplace, Enlarge(Frame.of((2, 2))))["refocus"] is None
    assert ask(workplace, WHOLE, source=SOURCE[:-1] + b"\0")["refocus"] is None


def test_detail_is_found_once_for_each_size_and_refocus(workplace: Workplace) -> None:
    assert ask(workplace, PART)["detail"] is None
    assert ask(workplace, WHOLE)["detail"] == CRISP
    assert ask(workplace, WHOLE, detail=5)["detail"] == 5
    # What refocuses leaves less to it.
    assert ask(workplace, WHOLE, refocus=0)["detail"] is None
    assert ask(workplace, WHOLE, refocus=0)["detail"] == CRISP
    assert ask(workplace, Enlarge(Frame.of((2, 2))))["detail"] is None
    twice = (("noise", 20), ("haze", 20))
    assert ask(workplace, WHOLE, repairs=twice)["detail"] is None
    assert ask(workplace, WHOLE)["detail"] == CRISP


def test_softness_after_several_repairs_is_that_of_what_they_made(workplace: Workplace) -> None:
    twice = (("noise", 20), ("haze", 20))
    assert ask(workplace, WHOLE, repairs=twice)["refocus"] is None
    assert ask(workplace, WHOLE, repairs=twice[:1])["refocus"] is None
    assert ask(workplace, WHOLE)["refocus"] == SOFT
    assert ask(workplace, WHOLE, repairs=twice)["refocus"] is None


@pytest.mark.parametrize("other", [{"model": "warn"}, {"device": "cpu"}])
def test_each_model_finds_its_own(workplace: Workplace, other: dict[str, Any]) -> None:
    assert told(workplace, WHOLE) is None
    assert told(workplace, WHOLE, **other) is None
    assert told(workplace, WHOLE) == FOUND


def test_a_mask_lies_where_alpha_lay(workplace: Workplace) -> None:
    assert told(workplace, WHOLE) is None
    assert told(workplace, Mask(WHOLE.frame)) is None


def test_another_source_is_looked_at(workplace: Workplace) -> None:
    assert told(workplace, WHOLE) is None
    assert told(workplace, WHOLE, SOURCE[:-1] + b"\0") is None
    # The one before, again: what was found in it has been forgotten.
    assert told(workplace, WHOLE) is None
    assert told(workplace, WHOLE) == FOUND


def test_the_same_bytes_can_be_another_picture(workplace: Workplace) -> None:
    assert told(workplace, WHOLE) is None
    assert told(workplace, WHOLE, kind="one row") is None
