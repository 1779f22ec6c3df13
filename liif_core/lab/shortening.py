# SPDX-License-Identifier: Apache-2.0
"""The decoder of LIIF with fewer layers (EASIER, Quetu et al., arXiv 2404.18949).

A unit whose ReLU is always on, or always off, is linear; the entropy of on and off says how far a
layer is from that. The layer of the lowest entropy loses its activation, and the two linear layers
that then touch become one, fitted to what both did together before all is tuned. That saves a
product of 256 x 256 for each query and corner. In a convolutional encoder there is nothing to save:
two 3x3 convolutions make one of 5x5, which costs 25 multiplications where they took 18.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from liif_core.errors import LiifError
from liif_core.lab.training import photos
from liif_core.lab.training.batches import LARGEST_CROP, Batches
from liif_core.lab.training.degradations import MIXED
from liif_core.lab.training.precision import autocast
from liif_core.lab.training.teaching import RIDGE, Lesson, Whitening, learn, places
from liif_core.networks.architectures import load_network
from liif_core.networks.liif import Liif, Mlp
from liif_core.networks.publish import publish, round_to_half
from liif_core.registry.models import ModelEntry, check_alone

PICTURES = 4
"""In a lesson: the encoder takes most of the time that one takes."""
LESSONS = 4
"""From which the entropy is measured, and the first that are learned."""
PEAK = 2e-4
"""Highest learning rate: a tenth of that from scratch, for most is known."""


@dataclass(frozen=True)
class Activation:
    """What a ReLU does to each of its units, and the line that is nearest to it."""

    entropy: float
    """Mean over the units, in bits: 0 when each is always on or always off, at most 1."""
    slope: Tensor
    offset: Tensor
    """Of each unit; 1 and 0 where it is always on, 0 and 0 where it is always off."""


@dataclass(frozen=True)
class Report:
    """What was done to a decoder."""

    entropies: list[list[float]]
    """Of all activations, before each removal."""
    removed: list[int]
    """Which of them went, counted from 0 in what was there then."""
    before: float
    """Mean difference from the whole decoder's answers after the removals, in levels of 255."""
    after: float
    """The same at the end of the tuning."""


def shorten_model(
    entry: ModelEntry, remove: int, data: list[Path], minutes: float, folder: Path
) -> tuple[ModelEntry, Report]:
    """Write ``entry``, a LIIF, into ``folder`` with ``remove`` activations less in its decoder,
    tuned for ``minutes`` on the photos in ``data``, folders or tar files.

    Raises :class:`LiifError` when it is no LIIF, when too few activations would be left, when
    ``folder`` holds another model, or when there are no photos.
    """
    network = load_network(entry).requires_grad_(False)
    if not isinstance(network, Liif):
        raise LiifError(
            f"the decoder of {entry.name} has no layers that could be merged",
            "name a model of the architecture edsr-liif or rdn-liif",
        )
    there = sum(isinstance(layer, nn.ReLU) for layer in network.imnet.layers)
    if remove >= there:
        raise LiifError(f"the decoder has {there} activations; one must stay", "remove fewer")
    name = f"{entry.name}-shorter{remove}"
    check_alone(name, folder)
    batches = Batches(photos.load(data, LARGEST_CROP), PICTURES, np.random.default_rng(0))
    start = time.monotonic()

    def passed() -> float:
        return (time.monotonic() - start) / (60 * minutes) if minutes else 1

    report = shorten(network, remove, batches, passed)
    round_to_half(network)
    made = publish(
        network,
        folder,
        name=name,
        architecture=entry.architecture,
        licence=entry.licence,
        description=f"{entry.name} with {remove} of {there} activations of its decoder removed, "
        f"tuned for {minutes:g} minutes.",
        trained_on=entry.trained_on,
    )
    return made, report


def shorten(network: Liif, remove: int, batches: Batches, going_on: Callable[[], float]) -> Report:
    """Remove ``remove`` activations of the decoder of ``network``, then train what is left of it to
    answer as it did before.

    ``going_on`` is asked before each step of that how much of its time has passed, 0 to 1.
    """
    whole = network.imnet

    def draw() -> Lesson:
        return lesson(network.encoder, whole, batches)

    lessons = [draw() for _ in range(LESSONS)]
    asked = torch.cat([each.asked for each in lessons])
    entropies, removed = [], []
    for _ in range(remove):
        found = activations(network.imnet, asked)
        entropies.append([each.entropy for each in found])
        removed.append(min(range(len(found)), key=entropies[-1].__getitem__))
        longer, place = network.imnet, removed[-1]
        network.imnet = without(longer, place, found[place])
        fit(network.imnet, longer, place, asked)
    unseen = draw()
    before = after = _difference(network.imnet, unseen)
    if going_on() < 1:
        whitened = Whitening(asked)
        first = network.imnet.layers[0]
        assert isinstance(first, nn.Linear)
        whitened.unfolded(first)
        learn(network.imnet, lessons, draw, batches.rng, going_on, PEAK, whitened)
        whitened.folded(first)
        after = _difference(network.imnet, unseen)
    return Report(entropies, removed, before, after)


@torch.no_grad()
def lesson(encoder: nn.Module, decoder: Mlp, batches: Batches) -> Lesson:
    """Random corners of a batch, and what ``decoder`` answers there."""
    source = batches.draw(MIXED).source.contiguous(memory_format=torch.channels_last)
    with autocast(source.device):
        features = encoder(source * 2 - 1)
    asked = places(source, batches.rng).asked(features.float())
    return Lesson(asked, decoder(asked) * 0.5 + 0.5)


@torch.no_grad()
def activations(decoder: Mlp, asked: Tensor) -> list[Activation]:
    """All of ``decoder`` in turn, judged by what they do when it is ``asked`` (q, c)."""
    found, values = [], asked
    for layer in decoder.layers:
        result = layer(values)
        if isinstance(layer, nn.ReLU):
            found.append(judge(values, result))
        values = result
    return found


def judge(values: Tensor, results: Tensor) -> Activation:
    """The activation that made ``results`` of ``values``, (q, units) each."""
    on = (values > 0).double().mean(0)
    entropy = (torch.special.entr(on) + torch.special.entr(1 - on)) / torch.log(torch.tensor(2.0))
    means = values.mean(0), results.mean(0)
    spread = values - means[0]
    slope = (spread * (results - means[1])).mean(0) / spread.square().mean(0).clamp(min=1e-12)
    return Activation(float(entropy.mean()), slope, means[1] - slope * means[0])


@torch.no_grad()
def without(decoder: Mlp, place: int, activation: Activation) -> Mlp:
    """``decoder`` with the ``place``-th activation, counted from 0, replaced by its lines, and the
    linear layers on both sides of it merged.

    Lines, not the identity that EASIER takes: they are nearer, most of all for units that are
    always off, and cost nothing either once merged.
    """
    linear = [layer for layer in decoder.layers if isinstance(layer, nn.Linear)]
    first, second = linear[place : place + 2]
    slope, offset = activation.slope, activation.offset
    merged = nn.Linear(first.in_features, second.out_features)
    merged.weight.copy_(second.weight @ (slope[:, None] * first.weight))
    merged.bias.copy_(second.weight @ (slope * first.bias + offset) + second.bias)
    short = Mlp(linear[0].in_features, len(linear) - 2)
    kept = iter([*linear[:place], merged, *linear[place + 2 :]])
    for layer in short.layers:
        if isinstance(layer, nn.Linear):
            layer.load_state_dict(next(kept).state_dict())
    return short


@torch.no_grad()
def fit(short: Mlp, longer: Mlp, place: int, asked: Tensor) -> None:
    """Let the merged layer of ``short``, the ``place``-th, answer what the two did in ``longer``
    when it is ``asked`` (q, c), as nearly as a linear layer can: units that are not linear
    themselves are guessed from what the others are told. Ridge regression on what is missing.
    """
    layer = short.layers[2 * place]
    assert isinstance(layer, nn.Linear)
    told = short.layers[: 2 * place](asked)
    missing = longer.layers[: 2 * place + 3](asked) - layer(told)
    told = functional.pad(told, (0, 1), value=1).double()
    normal = told.T @ told
    normal.diagonal().add_(RIDGE * normal.diagonal().mean())
    found = torch.linalg.solve(normal, told.T @ missing.double()).float()
    layer.weight.add_(found[:-1].T)
    layer.bias.add_(found[-1])


@torch.no_grad()
def _difference(decoder: Mlp, lesson: Lesson) -> float:
    """In levels of 255."""
    return float((decoder(lesson.asked) * 0.5 + 0.5 - lesson.answer).abs().mean()) * 255
