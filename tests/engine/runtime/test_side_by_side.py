# SPDX-License-Identifier: GPL-3.0-or-later
"""The blocks of a tile are decoded by several threads, with the pixels that one would make."""

from __future__ import annotations

import mmap
import threading
import time
from collections.abc import Generator

import numpy as np
import pytest

from liif_core.errors import Cancelled
from liif_core.runtime import enlargement, threads
from liif_core.runtime.side_by_side import AHEAD, side_by_side
from tests.engine.pictures import photo
from tests.engine.running import enlarge


def test_results_come_in_order_whoever_is_done_first() -> None:
    def wait(turn: int) -> int:
        time.sleep(0.02 if turn % 3 == 0 else 0)
        return turn

    assert list(side_by_side(wait, range(20), 3)) == list(range(20))


def test_one_thread_is_that_of_the_caller() -> None:
    assert set(side_by_side(lambda _: threading.get_ident(), range(3), 1)) == {
        threading.get_ident()
    }


def test_several_compute_at_the_same_time() -> None:
    meeting = threading.Barrier(3, timeout=30)
    assert sorted(side_by_side(lambda _: meeting.wait(), range(3), 3)) == [0, 1, 2]


def test_what_fails_is_raised_at_its_place() -> None:
    results = side_by_side(lambda turn: 1 / (2 - turn), range(9), 2)
    assert [next(results), next(results)] == [0.5, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_what_nobody_wants_any_more_is_not_begun() -> None:
    begun: list[int] = []

    def compute(turn: int) -> None:
        begun.append(turn)
        time.sleep(0.2 if turn else 0)

    results = side_by_side(compute, range(1000), 2)
    next(results)
    assert isinstance(results, Generator)
    results.close()
    at_once = len(begun)
    # The two that had begun, of the four that were waiting.
    assert at_once < 2 * AHEAD + 1
    time.sleep(0.3)
    assert len(begun) == at_once


def test_a_thread_that_cannot_be_had_is_want_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(MemoryError):
        next(side_by_side(str, range(3), 2))


@pytest.mark.parametrize("even", [True, False])
@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_the_pixels_do_not_depend_on_the_threads(
    monkeypatch: pytest.MonkeyPatch, channels: int, kind: type[np.generic], even: bool
) -> None:
    source = np.concatenate([photo()[:90, :70]] * 2, -1)[..., :channels]
    if channels == 4:
        # Where it changes one thread answers.
        source[..., 3] = 200 if even else source[..., 3]
        source[20:40, 10:50, 3] *= even
    if kind == np.float32:
        # Beyond 1, where what exceeds is interpolated.
        source = source.astype(np.float32) / 200
    made = []
    for count in (1, 3):
        monkeypatch.setattr(enlargement, "products_at_once", lambda count=count: count)
        made.append(enlarge(source.astype(kind), (700, 900), device="cpu"))
    assert np.array_equal(made[0], made[1])


def test_several_threads_decode(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[int] = set()
    original = enlargement.Enlargement._decode

    def decode(*args: object, **kwargs: object) -> object:
        seen.add(threading.get_ident())
        return original(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(enlargement.Enlargement, "_decode", decode)
    monkeypatch.setattr(enlargement, "products_at_once", lambda: 3)
    enlarge(photo()[:90, :70], (700, 900), device="cpu")
    # That of the caller asks about flat colours only.
    assert len(seen - {threading.get_ident()}) in (2, 3)


def test_enlargements_in_turns_have_no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enlargement, "products_at_once", lambda: 3)
    before, most = threading.active_count(), []
    enlarge(
        photo()[:90, :70], (280, 360), device="cpu", shown="certainty",
        progress=lambda _: most.append(threading.active_count()),
    )  # fmt: skip
    assert max(most) == before


def test_a_computation_that_is_cancelled_leaves_no_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(enlargement, "products_at_once", lambda: 3)
    before = threading.active_count()
    answers = iter([False, False, True])
    with pytest.raises(Cancelled):
        enlarge(photo()[:90, :70], (700, 900), device="cpu", cancelled=lambda: next(answers))
    assert threading.active_count() == before


def test_one_thread_multiplies_where_memory_for_more_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def refuse(_: int, size: int) -> None:
        asked.append(size)
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(threads, "usable_cores", lambda: 16)
    assert threads.products_at_once.__wrapped__() == threads.MOST_AT_ONCE
    monkeypatch.setattr(mmap, "mmap", refuse)
    assert threads.products_at_once.__wrapped__() == 1
    # For each 32 MiB of OpenBLAS, 8 of stack, 64 of the system's library.
    assert asked[0] >= threads.MOST_AT_ONCE * (104 << 20)
