# SPDX-License-Identifier: Apache-2.0
"""The training loop: batches of mixed, randomly scaled pictures until the schedule ends."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO, cast

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from liif_core.errors import LiifError
from liif_core.lab.training import photos
from liif_core.lab.training.batches import LARGEST_CROP, Batches
from liif_core.lab.training.degradations import MIXED, Mixture
from liif_core.lab.training.features import Features
from liif_core.lab.training.growing import as_edsr, carrying_pixels, is_fast, widened
from liif_core.lab.training.lives import LARGEST_SCENE, Lives
from liif_core.lab.training.lives import batches as lived
from liif_core.lab.training.masters import FACTORS, Masters
from liif_core.lab.training.recipes import EDSR_BLOCKS, EDSR_CHANNELS, Recipe, recipe
from liif_core.lab.training.schedule import Schedule
from liif_core.lab.training.state import TrainingState
from liif_core.lab.training.steps import CrispStep, JudgingStep, KeepingStep, TaughtStep
from liif_core.lab.training.teaching import teach
from liif_core.lab.training.workers import Workers, workers
from liif_core.networks.fast import FastNetwork
from liif_core.networks.liif import Liif
from liif_core.networks.low_rank import collect_repair
from liif_core.networks.publish import compact, publish, round_to_half
from liif_core.registry.files import compute_digest, describe_file
from liif_core.registry.models import ModelEntry
from liif_core.registry.repairs import REPAIRS, Repair
from liif_core.runtime.blending import BALANCE

WEIGHTS = "weights.safetensors"
"""What a run leaves that makes no model of its own."""
SAVE_EVERY = 300.0
"""Seconds between two checkpoints."""
JUDGE_EVERY = 4
"""Steps between two of the estimator, which is small and learns fast."""
LOG_EVERY = 100
"""Steps between two lines of the log."""


@dataclass(frozen=True)
class Settings:
    """One training run; ``out`` is the folder for the model, the states and the log."""

    model: str
    """Which one, see :mod:`liif_core.lab.training.recipes`."""
    data: list[Path]
    out: Path
    schedule: Schedule
    mixture: Mixture = field(default=MIXED)
    name: str = ""
    """What the trained model is called; by default as ``model``."""
    origin: str = ""
    """What the manifest says about the data and its licences."""
    batch: int = 16
    """Pictures in a batch, of each process."""
    device: str = "cpu"
    perceptual: Path | None = None
    """Folder with the network whose features judge, for ``crisp``."""
    masters: Path | None = None
    """Folder with the networks that :mod:`liif_core.lab.training.masters` names."""
    processes: int = 1
    """How many make pictures that had a life, beside the training."""
    kept: list[Path] = field(default_factory=list)
    """More photos, whose answers by ``detail`` stay as they are by the weights of the start."""
    teach: float = 0.0
    """Minutes in which a decoder of LIIF is taught before, when the start is a ``fast``."""


def train(
    settings: Settings, resume: Path | None = None, start: Path | None = None
) -> ModelEntry | None:
    """Train until the schedule ends; the published model of the averaged weights.

    ``resume`` continues an earlier run exactly; ``start`` begins with given weights
    (safetensors), those of ``fast`` also for ``edsr-liif``. A repair is made for the weights of
    ``start``, and is no model, so that None is returned. ``out`` gets, besides the model,
    ``resume.pt`` (newest state), ``stable.pt`` (the state before the rate decays, to continue
    from with more minutes) and ``log.jsonl``.
    Under ``torchrun`` several processes train together; all but the first return None.
    Raises :class:`LiifError` when the device, ``resume``, ``start`` or the data cannot be used.
    """
    how = recipe(settings.model)
    device = torch.device(settings.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        raise LiifError("torch finds no CUDA on this machine", "train with --device cpu")
    with workers(device) as team:
        # Before the network draws its first weights: a run can be repeated.
        torch.manual_seed(0)
        state = how.state(how.architecture, device)
        master = None
        if how.harm and start is None:
            raise LiifError("a repair is made for a model", "name its weights by --start")
        if resume is not None:
            state.load(resume)
        elif start is not None:
            master = _start(state, start)
        if not team.first:
            # Each process its own pictures; the first's random state is the one that is kept.
            state.rng = np.random.default_rng((state.step, team.rank))
        if how.step is CrispStep:
            if settings.perceptual is None:
                raise LiifError("features judge this model", "name their folder by --perceptual")
            state.features = Features(settings.perceptual).to(device)
        if how.step is TaughtStep and settings.masters is None:
            raise LiifError("masters teach this model", "name their folder by --masters")
        if settings.kept and how.step is not KeepingStep:
            raise LiifError("only detail can keep answers", "leave --keep out")
        if how.step is KeepingStep:
            if start is None:
                raise LiifError(
                    "what is kept are answers of a model", "name its weights by --start"
                )
            before = how.state(how.architecture, device)
            _start(before, start)
            state.before = before.network.requires_grad_(False)
        if settings.masters is not None:
            state.masters = Masters(settings.masters).to(device)
        truths = photos.load(settings.data, LARGEST_SCENE if how.histories else LARGEST_CROP)
        if not how.histories:  # those are made from them by other processes, on the processor
            truths = [photo.to(device) for photo in truths]
        kept = photos.load(settings.kept, LARGEST_SCENE) if settings.kept else []
        batches = Batches(truths, settings.batch, state.rng)
        settings.out.mkdir(parents=True, exist_ok=True)
        with (settings.out / "log.jsonl").open("a", buffering=1) as log:
            if settings.teach and master is not None and isinstance(state.network, Liif):
                _teach(settings.teach, state, state.network, master.to(device), batches, log)
            _loop(settings, how, state, batches, kept, team, log)
        if not team.first:
            return None
        state.save(settings.out / "resume.pt")
        average = state.average.cpu()
        hours = f"{state.step} steps in {state.seconds / 3600:.1f} hours on {settings.device}"
        origin = f"{settings.origin or f'{len(truths)} pictures'}; {hours}"
        if how.harm and start:
            _save_repair(settings, how, average, start, origin)
            return None
        if how.compact:
            round_to_half(average)
        if not how.published:
            save_file(compact(average.state_dict()), settings.out / WEIGHTS)
            return None
        return publish(
            average,
            settings.out,
            name=settings.name or settings.model,
            architecture=how.architecture,
            licence="Apache-2.0",
            description=how.description,
            crisper_than=how.crisper_than,
            refocuses=how.refocuses,
            trained_on=origin,
        )


def _save_repair(
    settings: Settings, how: Recipe, network: nn.Module, base: Path, origin: str
) -> None:
    """What ``network`` learned beside the weights ``base``, and its line in the list."""
    name = settings.name or settings.model
    file = settings.out / f"{name}.repair.safetensors"
    round_to_half(network)
    save_file(compact(collect_repair(network)), file)
    repair = Repair(
        name, describe_file(file), compute_digest(base), "Apache-2.0", how.description, origin
    )
    REPAIRS.add(settings.out, repair)


def _start(state: TrainingState, weights: Path) -> FastNetwork | None:
    """Begin with ``weights``; returns who can teach the decoder, if they are those of a ``fast``.

    Raises :class:`LiifError`.
    """
    try:
        values = {key: value.float() for key, value in load_file(weights).items()}
        if learned := collect_repair(state.network):
            # As repairs are run: haze has changed the tones.
            unbalanced = torch.zeros_like(state.network.state_dict()[BALANCE])
            state.start_from({**values, **learned, BALANCE: unbalanced})
        elif not is_fast(values):
            state.start_from(values)
        elif isinstance(state.network, FastNetwork):
            state.start_from(widened(values, state.network))
            for network in (state.network, state.average):
                cast(FastNetwork, network).balance()
        else:
            master = FastNetwork(EDSR_CHANNELS, EDSR_BLOCKS)
            master.load_state_dict(carrying_pixels(widened(values, master)))
            master.balance()
            state.start_from(as_edsr(master.state_dict(), state.network))
            return master
    except Exception as error:  # safetensors and torch raise each their own
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise LiifError(f"{weights} cannot be started from ({why})") from error
    return None


def _teach(
    minutes: float,
    state: TrainingState,
    network: Liif,
    master: FastNetwork,
    batches: Batches,
    log: TextIO,
) -> None:
    """Teach the decoder for so long; the average of the weights begins after that."""
    start = time.monotonic()
    error = teach(network, master, batches, lambda: (time.monotonic() - start) / (60 * minutes))
    log.write(json.dumps({"taught": minutes, "error": round(error, 3)}) + "\n")
    state.average.load_state_dict(network.state_dict())


def _loop(
    settings: Settings,
    how: Recipe,
    state: TrainingState,
    batches: Batches,
    kept: list[Tensor],
    team: Workers,
    log: TextIO,
) -> None:
    schedule = settings.schedule
    step = how.step(state, team, compiled=settings.device == "cuda")
    judging = JudgingStep(state, team) if how.judges else None
    lives = None
    if how.histories:
        factors = () if state.masters is None else FACTORS
        twice = how.step is CrispStep
        made = Lives(batches.photos, settings.batch, team.rank, how.histories, factors, twice, kept)
        lives = iter(lived(made, state.step, settings.processes))
    before, clock = state.seconds, time.monotonic()
    saved = clock
    losses: list[Tensor] = []
    while schedule.progress(state.seconds) < 1:
        was_decaying = schedule.decaying(state.seconds)
        state.rate = how.peak * schedule.share(state.seconds, state.step)
        clean = schedule.clean_only(state.seconds)
        if lives is not None:
            batch = next(lives).to(state.device)
        elif how.harm:
            batch = batches.harmed(how.harm)
        else:
            batch = batches.draw(settings.mixture.undamaged() if clean else settings.mixture)
        if how.blind:
            batch = batch.blind()
        if how.samples:
            batch = batch.sampled(how.samples, state.rng)
        losses.append(step(batch))
        if judging is not None and state.step % JUDGE_EVERY == 0:
            judging(batches.judged())
        state.step += 1
        state.update_average()
        now = time.monotonic()
        state.seconds = team.agree(before + now - clock)
        if not team.first:
            continue
        if schedule.decaying(state.seconds) and not was_decaying:
            state.save(settings.out / "stable.pt")
        if now - saved > SAVE_EVERY:
            saved = now
            state.save(settings.out / "resume.pt")
        if state.step % LOG_EVERY == 0:
            # Looked at only now, as a look waits for the GPU.
            loss = round(torch.stack(losses).mean().item(), 6)
            values = {"step": state.step, "seconds": round(state.seconds), "rate": state.rate}
            log.write(json.dumps({**values, "loss": loss}) + "\n")
            losses.clear()
