# SPDX-License-Identifier: Apache-2.0
"""The training loop: L1 loss on all output pixels of mixed, randomly scaled pictures."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from liif_core.coordinates import Taps
from liif_core.networks.fast import FastNetwork
from liif_core.training import photos
from liif_core.training.batches import CLEAN, LARGEST_CROP, MIXED, Batch, Batches
from liif_core.training.schedule import Schedule
from liif_core.training.state import TrainingState

SAVE_EVERY = 300.0
"""Seconds between two checkpoints."""
CLIP = 0.5
"""Largest norm of a gradient."""


@dataclass(frozen=True)
class Settings:
    """One training run; ``out`` is the folder for the weights, the states and the log."""

    data: list[Path]
    out: Path
    schedule: Schedule
    batch: int = 16
    device: str = "cpu"


def train(settings: Settings, resume: Path | None = None, start: Path | None = None) -> Path:
    """Train ``fast`` until the schedule ends; returns the file of the averaged weights.

    ``resume`` continues an earlier run exactly; ``start`` begins with given weights
    (safetensors). In ``out``: ``resume.pt`` (newest state), ``stable.pt`` (the state before the
    rate decays, to continue from with more minutes), ``log.jsonl`` and ``fast.safetensors``.
    """
    device = torch.device(settings.device)
    state = TrainingState(FastNetwork(), device)
    if resume is not None:
        state.load(resume)
    elif start is not None:
        from safetensors.torch import load_file

        state.start_from(load_file(start))
    truths = photos.load(settings.data, LARGEST_CROP)
    batches = Batches(truths, settings.batch, device, state.rng)
    settings.out.mkdir(parents=True, exist_ok=True)
    with (settings.out / "log.jsonl").open("a", buffering=1) as log:
        _loop(settings, state, batches, log.write)
    state.save(settings.out / "resume.pt")
    weights = settings.out / "fast.safetensors"
    save_file({k: v.contiguous() for k, v in state.average.state_dict().items()}, weights)
    return weights


def _loop(settings: Settings, state: TrainingState, batches: Batches, write) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    schedule = settings.schedule
    before, clock = state.seconds, time.monotonic()
    saved, loss_mean = clock, 0.0
    while schedule.progress(state.seconds) < 1:
        was_decaying = schedule.decaying(state.seconds)
        for group in state.optimiser.param_groups:
            group["lr"] = schedule.rate(state.seconds, state.step)
        mixture = CLEAN if schedule.clean_only(state.seconds) else MIXED
        loss = _step(state, batches.draw(mixture))
        loss_mean = loss if loss_mean == 0 else 0.99 * loss_mean + 0.01 * loss
        state.step += 1
        state.update_average()
        now = time.monotonic()
        state.seconds = before + now - clock
        if schedule.decaying(state.seconds) and not was_decaying:
            state.save(settings.out / "stable.pt")
        if now - saved > SAVE_EVERY:
            saved = now
            state.save(settings.out / "resume.pt")
        if state.step % 100 == 0:
            rate = state.optimiser.param_groups[0]["lr"]
            entry = {"step": state.step, "seconds": round(state.seconds), "rate": rate}
            write(json.dumps({**entry, "loss": round(loss_mean, 6)}) + "\n")


def _step(state: TrainingState, batch: Batch) -> float:
    device = batch.source.device
    with torch.autocast(device.type, dtype=torch.bfloat16):
        source = batch.source.contiguous(memory_format=torch.channels_last)
        features = state.network.encoder(source, batch.strength)
        output = decode(state.network.decoder, features, batch.rows, batch.columns, batch.scale)
    loss = (output.float() - batch.truth).abs().mean()
    state.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(state.network.parameters(), CLIP)
    state.optimiser.step()
    return loss.item()


def decode(decoder: nn.Module, features: Tensor, rows: Taps, columns: Taps, scale: float) -> Tensor:
    """``features`` at the crossings of ``rows`` and ``columns``, (n, 3, rows, columns)."""
    axes = [
        torch.from_numpy(array).to(features.device)
        for axis in (rows, columns)
        for array in (axis.index, axis.rel, axis.weight)
    ]
    cell = torch.full((2,), 2 / scale, device=features.device)
    return decoder(features, *axes, cell)
