# SPDX-License-Identifier: GPL-3.0-or-later
"""One process of a training run of several: trains a small network, and leaves what it became.

``torchrun ... torchrun_process.py PHOTOS OUT``
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path

import torch

from liif_core.lab.training import recipes
from liif_core.lab.training import train as module
from liif_core.lab.training.batches import Batch, Batches
from liif_core.lab.training.degradations import Mixture
from liif_core.lab.training.schedule import Schedule
from liif_core.lab.training.workers import leave
from liif_core.networks.fast import FastNetwork


def main(photos: Path, out: Path) -> None:
    torch.set_num_threads(1)
    networks: list[FastNetwork] = []
    seen: list[str] = []

    def build(_: str) -> FastNetwork:
        networks.append(FastNetwork(channels=6, blocks=1))
        return networks[-1]

    class Noted(Batches):
        def draw(self, mixture: Mixture) -> Batch:
            batch = super().draw(mixture)
            seen.append(sha256(batch.source.numpy().tobytes()).hexdigest())
            return batch

    setattr(recipes, "build", build)  # noqa: B010 - not exported from there
    setattr(module, "Batches", Noted)  # noqa: B010
    schedule = Schedule(minutes=float(sys.argv[3]))
    settings = module.Settings("fast", [photos], out, schedule, batch=2)
    entry = module.train(settings)
    values = {
        "network": networks[0].state_dict(),
        "seen": seen,
        "published": None if entry is None else entry.name,
    }
    torch.save(values, out / f"process-{os.environ['RANK']}.pt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
    leave()
