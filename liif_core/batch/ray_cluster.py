# SPDX-License-Identifier: Apache-2.0
"""A Ray cluster that is there already: the way to it, and what it has to give."""

from __future__ import annotations

import contextlib
import math
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import liif_core
from liif_core.batch.local import ON_A_GPU
from liif_core.errors import LiifError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_START = (
    "Start one with 'ray start --head', let others join it by 'ray start --address=HOST:6379', "
    "and run this on one of its machines."
)
_ANSWERS_IN = 5.0
"""Seconds that the cluster has to take up a connection."""


@dataclass(frozen=True)
class Share:
    """What a picture at a time has of its machine."""

    cpus: int
    gpus: float = 0.0


@contextlib.contextmanager
def connect(address: str) -> Iterator[None]:
    """In this block Ray's functions mean the cluster at ``address``.

    ``host:port``, or ``auto`` for the one that RAY_ADDRESS names or that this machine belongs to.
    None is ever started. Raises :class:`LiifError` when there is none.
    """
    # Ray reads these when it is imported. What it says of dead processes the executor says itself.
    os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_DEDUP_LOGS_SKIP_REGEX=".*")
    try:
        import ray
    except ImportError:
        raise LiifError(
            "Ray is not installed in this Python", "Install this package with its extra 'ray'."
        ) from None
    if address == "auto":
        address = os.environ.get("RAY_ADDRESS") or address
    try:
        if address != "auto":
            _check_answers(address)
        with _away():
            ray.init(address, log_to_driver=False, logging_level="error")
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        reason = str(error).strip().split("\n")[0].rstrip(".")
        raise LiifError(f"no Ray cluster was found at {address} ({reason})", _START) from None
    try:
        yield
    finally:
        ray.shutdown()


def list_machines() -> list[Mapping[str, float]]:
    """What each machine of the connected cluster has, by the names that Ray gives it."""
    import ray

    return [node["Resources"] for node in ray.nodes() if node["Alive"]]


def share_out(machines: Sequence[Mapping[str, float]], most: int, device: str) -> tuple[int, Share]:
    """How many pictures at a time the cluster works on, ``most`` at most, and with what each.

    Where there are graphics cards these do the work, unless ``device`` is ``cpu``. Raises
    :class:`LiifError` when the cluster lacks what is asked for.
    """
    gpus = math.floor(sum(machine.get("GPU", 0) for machine in machines))
    if gpus and device != "cpu":
        return min(most, gpus * ON_A_GPU), Share(1, 1 / ON_A_GPU)
    if device == "cuda":
        raise LiifError(
            "no machine of the cluster has a graphics card",
            "Start Ray with --num-gpus there, or leave out --device.",
        )
    cpus = [math.floor(machine.get("CPU", 0)) for machine in machines]
    count = min(most, sum(cpus))
    if not count:
        raise LiifError("the cluster has no processors to give", "Let more machines join it.")
    # No process can span two machines.
    fits = (size for size in range(max(cpus), 0, -1) if sum(n // size for n in cpus) >= count)
    return count, Share(next(fits))


def _check_answers(address: str) -> None:
    """Raise ``OSError`` or ``ValueError`` unless something listens: Ray would try for minutes.

    To Ray other addresses may mean to start a cluster, or a way through a proxy.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or "/" in host:
        raise ValueError("it is not HOST:PORT")
    socket.create_connection((host.strip("[]"), int(port)), _ANSWERS_IN).close()


@contextlib.contextmanager
def _away() -> Iterator[None]:
    """Be in the folder of this package meanwhile.

    All workers import modules from the folder in which their program was when it connected: that
    may not be one of pictures, where anything can lie. From this one they get the same code, if
    they see it.
    """
    before = Path.cwd()
    os.chdir(Path(liif_core.__file__).parents[1])
    try:
        yield
    finally:
        os.chdir(before)
