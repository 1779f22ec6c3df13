# SPDX-License-Identifier: Apache-2.0
"""Three ways to tell a network how strongly a picture was compressed, from one state of ``fast``.

``python compare_modulations.py STATE.pt SETS PHOTOS... [--steps N]``

* ``plane``: a constant plane beside the colours (FFDNet), which the state was trained with;
* ``affine``: besides, each block's output is scaled and shifted (FBCNN's quality attention);
* ``low-rank``: besides, each block's convolutions get a weight delta of rank 4 whose four factors
  follow the strength (Instruct-IPT).

All begin as the same function and see the same batches. Printed: the mean loss over the last
fifth of the steps and, with the averaged weights, the PSNR on a few tasks. What was found:
README.md here.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from liif_core.benchmark import tasks as benchmark
from liif_core.benchmark.metrics import compare
from liif_core.benchmark.tasks import Task
from liif_core.coordinates import positions, taps
from liif_core.networks.fast import FastNetwork, ResidualBlock
from liif_core.training import photos
from liif_core.training.batches import LARGEST_CROP, Batches
from liif_core.training.degradations import MIXED
from liif_core.training.objective import decode
from liif_core.training.state import TrainingState
from liif_core.training.steps import FaithfulStep
from liif_core.training.workers import Workers

CHANNELS, BLOCKS, RANK = 48, 10, 4
BATCH, PEAK, WARM_UP, DECAY = 16, 1e-3, 50, 0.4
EVERY = 4
"""Only each fourth picture of LIVE1, which is large."""
TASKS = (
    Task("set5", 2.0),
    Task("set5", 4.0),
    Task("set14", 4.0),
    Task("set5", 4.0, (30,)),
    Task("live1", qualities=(10,)),
    Task("live1", qualities=(10, 50)),
    Task("live1", qualities=(90,)),
)


class Told(nn.Module):
    """Strength (n, 1) to ``outputs`` values, all zero at first."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        last = nn.Linear(64, outputs)
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)
        self.layers = nn.Sequential(nn.Linear(1, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), last)
        self.strength = torch.zeros(1, 1)

    def forward(self) -> Tensor:
        return self.layers(self.strength * 2 - 1)[..., None, None]


class AffineBlock(nn.Module):
    def __init__(self, block: ResidualBlock) -> None:
        super().__init__()
        self.first, self.second = block.first, block.second
        self.told = Told(2 * CHANNELS)

    def forward(self, features: Tensor) -> Tensor:
        scale, shift = self.told().chunk(2, 1)
        return features + (1 + scale) * self.second(functional.relu(self.first(features))) + shift


class LowRankConv(nn.Module):
    def __init__(self, conv: nn.Conv2d) -> None:
        super().__init__()
        self.conv = conv
        self.into = nn.Conv2d(CHANNELS, RANK, 3, padding=1, bias=False)
        self.out = nn.Conv2d(RANK, CHANNELS, 1, bias=False)
        self.told = Told(RANK)

    def forward(self, features: Tensor) -> Tensor:
        return self.conv(features) + self.out(self.into(features) * self.told())


def modulated(network: FastNetwork, kind: str) -> FastNetwork:
    """``network`` with the blocks of ``kind``, computing what it did."""
    blocks = network.encoder.blocks
    for index in range(BLOCKS):
        block = blocks[index]
        assert isinstance(block, ResidualBlock)
        if kind == "affine":
            blocks[index] = AffineBlock(block)
        if kind == "low-rank":
            block.first = LowRankConv(block.first)  # type: ignore[assignment]
            block.second = LowRankConv(block.second)  # type: ignore[assignment]
    listeners = [module for module in network.modules() if isinstance(module, Told)]

    def tell(_: nn.Module, inputs: tuple[Tensor, Tensor]) -> None:
        for listener in listeners:
            listener.strength = inputs[1]

    network.encoder.register_forward_pre_hook(tell)
    return network


def train(
    kind: str, start: dict[str, Tensor], pictures: list[Tensor], sets: Path, steps: int
) -> None:
    """Train one kind, and print what became of it."""
    torch.manual_seed(0)
    network = FastNetwork()
    network.load_state_dict(start)
    state = TrainingState(modulated(network, kind), torch.device("cpu"), seed=1)
    step = FaithfulStep(state, Workers(0, 1), compiled=False)
    batches = Batches(pictures, BATCH, state.rng)
    losses = []
    for done in range(steps):
        state.rate = PEAK * min(1, (done + 1) / WARM_UP, (steps - done) / (steps * DECAY))
        losses.append(float(step(batches.draw(MIXED))))
        state.step += 1
        state.update_average()
    network.load_state_dict(state.average.state_dict())
    print(f"{kind:9} loss {np.mean(losses[-steps // 5 :]):.6f}", flush=True)  # noqa: T201
    for task in TASKS:
        print(f"{kind:9} {task.name:26} {measured(network, task, sets):.3f} dB", flush=True)  # noqa: T201


@torch.inference_mode()
def measured(network: FastNetwork, task: Task, sets: Path) -> float:
    """Mean PSNR in dB of ``network``, told the true strength."""
    values = []
    for index, (_, small, truth) in enumerate(benchmark.pairs(task, sets)):
        if task.set == "live1" and index % EVERY:
            continue
        pixels = torch.from_numpy(small.copy()).permute(2, 0, 1)[None].float() / 255
        strength = 1 - min(task.qualities, default=100) / 100
        features = network.encoder(pixels, torch.tensor([[strength]]))
        axes = [
            taps(positions(few, many, 0, many), few)
            for few, many in zip(small.shape[:2], truth.shape[:2], strict=True)
        ]
        output = decode(network.decoder, features, axes[0], axes[1], task.scale)[0]
        result = (output.permute(1, 2, 0).clamp(0, 1) * 255).round().byte().numpy()
        values.append(compare(result, truth, task.border, task.colour)[0])
    return float(np.mean(values))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("state", type=Path)
    parser.add_argument("sets", type=Path)
    parser.add_argument("photos", type=Path, nargs="+")
    parser.add_argument("--steps", type=int, default=500)
    options = parser.parse_args()
    weights = torch.load(options.state, weights_only=True)["average"]
    loaded = photos.load(options.photos, LARGEST_CROP)
    for way in ("plane", "affine", "low-rank"):
        train(way, weights, loaded, options.sets, options.steps)
