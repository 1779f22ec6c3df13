# SPDX-License-Identifier: Apache-2.0
"""How many cores one network may use, and how to leave room for other programs."""

from __future__ import annotations

import functools
import mmap
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_LOWEST = 19
"""Nice value on Unix."""
_BELOW_NORMAL = 0x4000
"""Windows' priority class; the idle one below it may get no time at all."""
MOST_AT_ONCE = 4
"""Threads that multiply at the same time. More would wait for Python's lock between products."""
_FOR_PRODUCTS = 112 << 20
"""Bytes for a thread that multiplies: 32 MiB that OpenBLAS takes, 8 for its stack, 64 from which
the system's library serves it, and some more. Most are never touched."""


def threads() -> int:
    """Threads of one network as OMP_NUM_THREADS has it, 0 for all cores.

    numpy and torch heed the variable, the engines do not: several processes that share a
    machine are told by it how many cores each has.
    """
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    return int(wanted) if wanted.isdecimal() else 0


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return min(cores, threads() or cores)


@contextmanager
def products_by_one_core() -> Iterator[None]:
    """Numpy's matrix products by one core each while this lasts, in the whole process.

    OpenBLAS shares out products that take a millisecond, and its threads wait for each other by
    offering their core to whoever wants it. Beside another program that computes, each product then
    takes as long as that one keeps the core (``liif bench speed --busy``); and alone it gains
    nothing. Several threads with products of their own do (:func:`products_at_once`).
    """
    from threadpoolctl import ThreadpoolController

    with ThreadpoolController().select(internal_api="openblas").limit(limits=1):
        yield


@functools.cache
def products_at_once() -> int:
    """How many threads of this process may make numpy's matrix products at the same time.

    OpenBLAS takes memory for each of them and keeps it, and ends the process where it gets none. So
    one is all, if memory for all of them is not to be had when this is first asked.
    """
    wanted = min(usable_cores(), MOST_AT_ONCE)
    try:
        mmap.mmap(-1, wanted * _FOR_PRODUCTS).close()
    except OSError:
        return 1
    return wanted


def give_way() -> None:
    """Others first: a low priority for this process and those it starts, and one core fewer.

    To be called before networks are opened. Numpy may have been loaded; each of its products
    is made by one core anyway (:func:`products_by_one_core`).
    """
    os.environ["OMP_NUM_THREADS"] = str(max(1, usable_cores() - 1))
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_LOWEST)
