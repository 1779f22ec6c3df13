# SPDX-License-Identifier: Apache-2.0
"""A model tuned to one collection of photos, by themselves (LCL, arXiv 2406.07543, in spirit).

Nobody has the undamaged originals of a collection. But at half its size a photo has lost most of
what compression did to it; compressed there as the collection is, it makes a pair to learn from.
Only low-rank changes of the encoder are learned, so that minutes and a few photos suffice; whether
it helps is measured on photos that were kept aside.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from liif_core.errors import LiifError
from liif_core.forensics.file_facts import read_facts
from liif_core.forensics.tables import find_nearest_quality
from liif_core.lab.benchmarks.metrics import Picture, compare
from liif_core.lab.benchmarks.tasks import compress
from liif_core.lab.training.batches import FIRST, MAX_SCALE, Batches
from liif_core.lab.training.degradations import Mixture
from liif_core.lab.training.photos import SUFFIXES
from liif_core.lab.training.schedule import Schedule
from liif_core.lab.training.state import TrainingState
from liif_core.lab.training.steps import FaithfulStep
from liif_core.lab.training.workers import Workers
from liif_core.networks.architectures import load_network
from liif_core.networks.fast import FastNetwork
from liif_core.networks.low_rank import learn_repair, merge_repair
from liif_core.networks.publish import publish
from liif_core.registry.adopting import adopt
from liif_core.registry.models import find
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.runtime.run import run

PEAK = 2e-4
"""Highest learning rate; with five times as much, enlarging lost more than cleaning gained."""
BATCH = 16
FEWEST = 8
"""Photos without which nothing can be learned and measured."""
KEPT = 4
"""Each fourth photo is kept aside."""
MEASURED = 512
"""Side of what is measured of a photo at most, in pixels."""
SCALES = (1, 2)
"""At which it is measured: cleaned, and enlarged."""
WORTH = 0.02
"""Mean gain in dB from which the tuned model is kept, if two thirds of the photos gain."""


@dataclass(frozen=True)
class Collection:
    """Photos at half their size, uint8 (3, h, w), and the JPEG qualities found among them."""

    learned: list[Tensor]
    kept: list[tuple[Tensor, int]]
    """To measure, each with a quality."""
    qualities: tuple[int, ...]


@dataclass(frozen=True)
class Gain:
    """PSNR in dB on what was kept aside, at each of :data:`SCALES`: means before and after."""

    before: tuple[float, ...]
    after: tuple[float, ...]
    photos: int
    gaining: int
    """How many of the photos are better on average."""
    steps: int

    @property
    def pays(self) -> bool:
        mean = np.mean(self.after) - np.mean(self.before)
        return bool(mean >= WORTH and 3 * self.gaining >= 2 * self.photos)


def read(folder: Path) -> Collection:
    """The JPEG photos in ``folder`` and below. Raises :class:`LiifError` when they are too few."""
    photos: list[tuple[Tensor, int]] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in SUFFIXES:
            continue
        try:
            facts = read_facts(path)
            if facts.table is None:
                continue
            half = _half(path)
        except (LiifError, OSError, Image.DecompressionBombError):
            continue  # one bad file must not stop the others; too few are told below
        if min(half.shape[1:]) >= FIRST:
            photos.append((half, find_nearest_quality(facts.table).value))
    if len(photos) < FEWEST:
        raise LiifError(
            f"{folder} holds {len(photos)} JPEG photos of at least {2 * FIRST} pixels a side, "
            f"{FEWEST} are needed",
            "name a folder with more of them",
        )
    kept = photos[::KEPT]
    learned = [photo for n, (photo, _) in enumerate(photos) if n % KEPT]
    return Collection(learned, kept, tuple(quality for _, quality in photos))


def adapt(
    collection: Collection,
    model: str,
    minutes: float,
    name: str,
    into: Path,
    progress: Callable[[float], None],
) -> Gain:
    """Tune ``model``, by name or folder, for so long; where that pays the result is put ``into``
    as model ``name``.

    Raises :class:`LiifError`.
    """
    entry = find(model)
    network = load_network(entry)
    if not isinstance(network, FastNetwork):
        raise LiifError(f"model {entry.name} cannot be tuned", "choose fast")
    learn_repair(network, network.encoder)
    steps = _learn(network, collection, Schedule(minutes), progress)
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        publish(
            merge_repair(network),
            Path(folder),
            name=name,
            architecture=entry.architecture,
            licence="your own",
            description=f"{entry.name}, tuned to {len(collection.learned)} photos.",
            trained_on=f"{entry.trained_on}; tuned to a collection of its user in {steps} steps",
        )
        gain = _measure(collection, model, folder, steps)
        if gain.pays:
            adopt(Path(folder), into)
    return gain


def _learn(
    network: FastNetwork,
    collection: Collection,
    schedule: Schedule,
    progress: Callable[[float], None],
) -> int:
    torch.manual_seed(0)
    state = TrainingState(network, torch.device("cpu"))
    largest = max(min(photo.shape[1:]) for photo in collection.learned)
    batches = Batches(collection.learned, BATCH, state.rng, min(MAX_SCALE, largest / FIRST))
    mixture = Mixture(clean=0.1, twice=0.0, same_size=0.4, qualities=collection.qualities)
    step = FaithfulStep(state, Workers(0, 1), compiled=False)
    start = time.monotonic()
    while (share := schedule.progress(state.seconds)) < 1:
        state.rate = PEAK * schedule.share(state.seconds, state.step)
        step(batches.draw(mixture))
        state.step += 1
        state.update_average()
        state.seconds = time.monotonic() - start
        progress(share)
    network.load_state_dict(state.average.state_dict())
    return state.step


def _measure(collection: Collection, before: str, after: str, steps: int) -> Gain:
    table = np.array(
        [
            [[_psnr(photo, quality, scale, model) for scale in SCALES] for model in (before, after)]
            for photo, quality in collection.kept
        ]
    )
    means = table.mean(0)
    gaining = int((table[:, 1].mean(1) > table[:, 0].mean(1)).sum())
    return Gain(tuple(means[0]), tuple(means[1]), len(table), gaining, steps)


def _psnr(photo: Tensor, quality: int, scale: int, model: str) -> float:
    height, width = (min(length, MEASURED) // scale * scale for length in photo.shape[1:])
    truth: Picture = photo[:, :height, :width].permute(1, 2, 0).numpy()
    size = width // scale, height // scale
    reduced = Image.fromarray(truth).resize(size, Image.Resampling.BICUBIC)
    small = np.asarray(compress(reduced, (quality,)))
    result = np.empty_like(truth)
    settings = Settings(model, 100 - quality, refocus=0, detail=0)
    run(Enlarge(Frame.of((width, height)), settings), small, result)
    return compare(result, truth, scale, True)[0]


def _half(path: Path) -> Tensor:
    with Image.open(path) as image:
        pixels = torch.from_numpy(np.array(image.convert("RGB"))).permute(2, 0, 1)[None].float()
    size = [length // 2 for length in pixels.shape[2:]]
    half = functional.interpolate(pixels, size, mode="bicubic", antialias=True)
    return half[0].round().clamp(0, 255).byte()
