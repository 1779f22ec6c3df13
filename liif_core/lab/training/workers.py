# SPDX-License-Identifier: Apache-2.0
"""The processes of one training run: one, or as many as ``torchrun`` started."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel


@dataclass(frozen=True)
class Workers:
    """Which of ``count`` processes this is; the first one saves, logs and keeps the time."""

    rank: int
    count: int

    @property
    def first(self) -> bool:
        return self.rank == 0

    def wrap(self, objective: nn.Module) -> nn.Module:
        """``objective`` with gradients averaged over all processes."""
        return objective if self.count == 1 else DistributedDataParallel(objective)

    def agree(self, seconds: float) -> float:
        """The ``seconds`` of the first process, so that all stop after the same step."""
        if self.count == 1:
            return seconds
        value = torch.tensor(seconds, dtype=torch.float64)
        distributed.broadcast(value, 0)
        return float(value)


@contextmanager
def workers(device: torch.device) -> Iterator[Workers]:
    """Join the processes that ``torchrun`` started, if it did; leave them at the end."""
    if not _by_torchrun():
        yield Workers(0, 1)
        return
    if device.type == "cuda":
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    # gloo beside nccl, so that the time is agreed on without waiting for the GPU.
    distributed.init_process_group("cpu:gloo,cuda:nccl" if device.type == "cuda" else "gloo")
    try:
        yield Workers(distributed.get_rank(), distributed.get_world_size())
    finally:
        distributed.destroy_process_group()


def leave() -> None:
    """End a process that ``torchrun`` started, at once, when all it had to do is done.

    While Python shuts down, threads of gloo that let go of their last tensors abort it now and
    then, and for one that failed ``torchrun`` kills the others, which may still be writing.
    """
    if _by_torchrun():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _by_torchrun() -> bool:
    return "LOCAL_RANK" in os.environ
