# SPDX-License-Identifier: Apache-2.0
"""Many short computations by several threads, their results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
AHEAD = 2
"""Items of each thread that are begun before the one that is waited for is done."""


def side_by_side(
    compute: Callable[[Item], Result], items: Iterable[Item], threads: int
) -> Iterator[Result]:
    """What ``compute`` makes of each of ``items``, in their order.

    Raises what it raises, and :class:`MemoryError` when a thread cannot be had. With one thread all
    is computed in that of the caller. When the iterator is closed, what has begun is waited for,
    and the rest is left out.
    """
    if threads == 1:
        yield from map(compute, items)
        return
    pool = ThreadPoolExecutor(threads)
    begun: deque[Future[Result]] = deque()
    try:
        for item in items:
            begun.append(_begin(pool, compute, item))
            if len(begun) > AHEAD * threads:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(
    pool: ThreadPoolExecutor, compute: Callable[[Item], Result], item: Item
) -> Future[Result]:
    try:
        return pool.submit(compute, item)
    except RuntimeError as error:  # "can't start new thread": there is no room for its stack
        raise MemoryError from error
