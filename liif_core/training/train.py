# SPDX-License-Identifier: Apache-2.0
"""The training loop: L1 loss on all output pixels of mixed, randomly scaled pictures."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from liif_core.coordinates import Taps
from liif_core.models import ModelEntry
from liif_core.networks.fast import FastNetwork
from liif_core.networks.publish import publish
from liif_core.training import photos
from liif_core.training.batches import CLEAN, LARGEST_CROP, MIXED, Batch, Batches
from liif_core.training.schedule import Schedule
from liif_core.training.state import TrainingState

SAVE_EVERY = 300.0
"""Seconds between two checkpoints."""
CLIP = 0.5
"""Largest norm of a gradient."""


DESCRIPTION = "The default: compressed or clean photos, any factor, fastest."


@dataclass(frozen=True)
class Settings:
    """One training run; ``out`` is the folder for the model, the states and the log."""

    data: list[Path]
    out: Path
    schedule: Schedule
    origin: str = ""
    """What the manifest says about the data and its licences."""
    batch: int = 16
    device: str = "cpu"


def train(settings: Settings, resume: Path | None = None, start: Path | None = None) -> ModelEntry:
    """Train ``fast`` until the schedule ends; the published model of the averaged weights.

    ``resume`` continues an earlier run exactly; ``start`` begins with given weights
    (safetensors). ``out`` gets, besides the model, ``resume.pt`` (newest state), ``stable.pt``
    (the state before the rate decays, to continue from with more minutes) and ``log.jsonl``.
    Raises :class:`LiifError` when ``resume`` or the data cannot be used.
    """
    device = torch.device(settings.device)
    # Before the network draws its first weights: a run can be repeated.
    torch.manual_seed(0)
    state = TrainingState(FastNetwork(), device)
    if resume is not None:
        state.load(resume)
    elif start is not None:
        state.start_from(load_file(start))
    truths = photos.load(settings.data, LARGEST_CROP)
    batches = Batches(truths, settings.batch, device, state.rng)
    settings.out.mkdir(parents=True, exist_ok=True)
    with (settings.out / "log.jsonl").open("a", buffering=1) as log:
        _loop(settings, state, batches, log)
    state.save(settings.out / "resume.pt")
    hours = f"{state.step} steps in {state.seconds / 3600:.1f} hours on {settings.device}"
    return publish(
        state.average.cpu(),
        settings.out,
        name="fast",
        architecture="fast",
        licence="Apache-2.0",
        description=DESCRIPTION,
        trained_on=f"{settings.origin or f'{len(truths)} pictures'}; {hours}",
    )


def _loop(settings: Settings, state: TrainingState, batches: Batches, log: TextIO) -> None:
    schedule = settings.schedule
    before, clock = state.seconds, time.monotonic()
    saved, mean = clock, 0.0
    while schedule.progress(state.seconds) < 1:
        was_decaying = schedule.decaying(state.seconds)
        for group in state.optimiser.param_groups:
            group["lr"] = schedule.rate(state.seconds, state.step)
        mixture = CLEAN if schedule.clean_only(state.seconds) else MIXED
        loss = _step(state, batches.draw(mixture))
        mean = loss if mean == 0 else 0.99 * mean + 0.01 * loss
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
            log.write(json.dumps({**entry, "loss": round(mean, 6)}) + "\n")


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
        for array in axis.arrays
    ]
    cell = torch.full((2,), 2 / scale, device=features.device)
    return decoder(features, *axes, cell)
