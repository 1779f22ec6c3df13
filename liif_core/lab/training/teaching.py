# SPDX-License-Identifier: Apache-2.0
"""Teaches the decoder of LIIF what the decoder of a ``fast`` with the same encoder answers.

From scratch the MLP needs hundreds of thousands of steps; most of what it must learn is how to
read the latent codes, for which no photo's truth is needed. Each corner is taught on its own, at
random coordinates and cells: four times as many lessons as queries of the local ensemble, and
none of them noisy.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from liif_core.lab.training.batches import MAX_SCALE, Batches
from liif_core.lab.training.degradations import MIXED
from liif_core.lab.training.growing import BLIND
from liif_core.lab.training.precision import autocast
from liif_core.networks.fast import BASIS, LATENTS, Decoder, FastNetwork, cubic_weight
from liif_core.networks.liif import Liif, Mlp

PLACES = 1536
"""Corners of each picture that are asked in a step."""
PEAK = 2e-3
"""Highest learning rate; it falls to nothing by a cosine."""
LOT = 8192
"""Queries in a step."""
POOL = 32
"""Lessons from which they are chosen."""
FIRST_LESSONS = 4
"""How many there are at first, for the whitening and the linear beginning as well."""
STEPS_A_LESSON = 8
"""Steps until the oldest lesson is replaced: to draw one takes as long as several."""
RIDGE = 1e-4
"""Share of the mean variance below which differences between features are not made larger."""
QUIET = 0.1
"""How much of their random part the answers have at the beginning."""
BORDER = 2
"""Pixels at the sides that are not asked: their surroundings are not whole."""


@dataclass(frozen=True)
class Lesson:
    """What the decoder is ``asked``, (q, 580) as LIIF's MLP takes it, and the ``answer`` (q, 3)
    in 0..1.
    """

    asked: Tensor
    answer: Tensor

    def some(self, rng: np.random.Generator, count: int) -> Lesson:
        """``count`` of its queries by chance, or all where it has fewer."""
        chosen = torch.from_numpy(rng.permutation(len(self.asked))[:count]).to(self.asked.device)
        return Lesson(self.asked[chosen], self.answer[chosen])


class Whitening:
    """Makes what a decoder is asked uncorrelated, of mean 0 and variance 1.

    The features of neighbouring pixels hardly differ, and what differs is what counts: whitened,
    the first layer learns it several times as fast. It is a change of coordinates only, taken
    back by :meth:`folded`.
    """

    def __init__(self, asked: Tensor) -> None:
        """Found from ``asked`` (q, c)."""
        values = asked.double()
        mean = values.mean(0)
        variances, axes = torch.linalg.eigh((values - mean).T @ (values - mean) / len(values))
        lengths = (variances + RIDGE * variances.mean()).sqrt()
        self.mean = mean.float()
        self.axes = (axes / lengths).float()
        self._back = (axes * lengths).float()

    def __call__(self, asked: Tensor) -> Tensor:
        """(q, c) to (q, c)."""
        return (asked - self.mean) @ self.axes

    @torch.no_grad()
    def unfolded(self, first: nn.Linear) -> None:
        """Let ``first``, which takes values as they are, take whitened ones."""
        first.bias.add_(first.weight @ self.mean)
        first.weight.copy_(first.weight @ self._back)

    @torch.no_grad()
    def folded(self, first: nn.Linear) -> None:
        """Let ``first``, which takes whitened values, take them as they are."""
        first.weight.copy_(first.weight @ self.axes.T)
        first.bias.sub_(first.weight @ self.mean)


def teach(
    network: Liif, master: FastNetwork, batches: Batches, going_on: Callable[[], float]
) -> float:
    """Train the decoder of ``network``, whose encoder is that of ``master``.

    ``going_on`` is asked before each step how much of the time has passed, 0 to 1. Returns the
    mean error of the last steps, in levels of 255.
    """
    master.requires_grad_(False)
    decoder = network.imnet
    first = decoder.layers[0]
    assert isinstance(first, nn.Linear)
    lessons = [draw(master, batches) for _ in range(FIRST_LESSONS)]
    whitened = Whitening(torch.cat([lesson.asked for lesson in lessons]))
    begin_linear(decoder, [Lesson(whitened(each.asked), each.answer) for each in lessons])
    error = learn(
        decoder, lessons, lambda: draw(master, batches), batches.rng, going_on, PEAK, whitened
    )
    whitened.folded(first)
    _alike_for_both_axes(first)
    return error


@torch.no_grad()
def _alike_for_both_axes(first: nn.Linear) -> None:
    """Have ``first`` look at the mean of the two cells.

    They are the same in every lesson, so that nothing is learned about their difference, and what
    the whitening leaves there by chance is huge: pictures enlarged a little more in one direction
    than in the other, as rounding to whole pixels has it, would be nothing but white.
    """
    first.weight[:, -2:] = first.weight[:, -2:].mean(1, keepdim=True)


def learn(
    decoder: Mlp,
    lessons: list[Lesson],
    draw: Callable[[], Lesson],
    rng: np.random.Generator,
    going_on: Callable[[], float],
    peak: float,
    seen: Callable[[Tensor], Tensor] = lambda asked: asked,
) -> float:
    """Train ``decoder`` on ``lessons`` and more that ``draw`` gives, from the learning rate
    ``peak`` down to nothing; ``seen`` changes what is asked. Returns the mean error of the last
    steps in levels of 255, NaN if there was no time for one.
    """
    pool = deque(lessons, maxlen=POOL)
    optimiser = torch.optim.AdamW(decoder.parameters(), betas=(0.9, 0.99), weight_decay=0)
    recent: deque[Tensor] = deque(maxlen=100)
    step = 0
    while (passed := going_on()) < 1:
        for group in optimiser.param_groups:
            group["lr"] = peak * (1 + np.cos(np.pi * passed)) / 2
        if step % STEPS_A_LESSON == 0:
            pool.append(draw())
        step += 1
        lesson = pool[rng.integers(len(pool))].some(rng, LOT)
        asked = seen(lesson.asked)
        with autocast(asked.device):
            answer = decoder(asked)
        error = (answer.float() * 0.5 + 0.5 - lesson.answer).abs().mean()
        optimiser.zero_grad(set_to_none=True)
        error.backward()
        optimiser.step()
        recent.append(error.detach())
    return float(torch.tensor(list(recent)).mean()) * 255


@torch.no_grad()
def begin_linear(decoder: Mlp, lessons: list[Lesson]) -> None:
    """Let ``decoder`` begin as the linear function that answers ``lessons`` best.

    Two units for each colour, one for what is above nothing and one for what is below, carry it
    through the layers; the other units begin as they are.
    """
    asked, answer = (
        torch.cat([getattr(lesson, name) for lesson in lessons]).double()
        for name in ("asked", "answer")
    )
    asked = functional.pad(asked, (0, 1), value=1)
    found = torch.linalg.lstsq(asked, answer * 2 - 1).solution.float()
    first, *between, last = [layer for layer in decoder.layers if isinstance(layer, nn.Linear)]
    signed = torch.cat([found, -found], 1)
    carried = signed.shape[1]
    first.weight[:carried], first.bias[:carried] = signed[:-1].T, signed[-1]
    for layer in between:
        layer.weight[:carried] = 0
        layer.weight[:carried, :carried] = torch.eye(carried)
        layer.bias[:carried] = 0
    last.weight *= QUIET
    last.weight[:, :carried] = torch.cat([torch.eye(3), -torch.eye(3)], 1)
    last.bias.zero_()


@dataclass(frozen=True)
class Places:
    """Where the decoder is asked: corners at ``rows`` and ``columns`` (n, p), of each the relative
    coordinates ``rel`` (2, n, p) and one ``cell`` (), both in half input pixels.
    """

    rows: Tensor
    columns: Tensor
    rel: Tensor
    cell: Tensor

    def asked(self, features: Tensor) -> Tensor:
        """What LIIF's MLP is asked there of ``features`` (n, c, h, w); (n * p, 9 * c + 4)."""
        surroundings = _around(features, self.rows, self.columns, 1)
        cells = self.cell.expand(*self.rows.shape, 2)
        # The order of unfold: channels, then rows, then columns.
        parts = [surroundings.flatten(2), self.rel.movedim(0, -1), cells]
        return torch.cat(parts, -1).flatten(0, 1)


def places(source: Tensor, rng: np.random.Generator) -> Places:
    """Random ones in the pictures ``source`` (n, 3, h, w)."""
    (count, _, height, width), device = source.shape, source.device
    rows = torch.from_numpy(rng.integers(BORDER, height - BORDER, (count, PLACES))).to(device)
    columns = torch.from_numpy(rng.integers(BORDER, width - BORDER, (count, PLACES))).to(device)
    # As often as the local ensemble gives weight to them.
    rel = 2 * (rng.random((2, count, PLACES)) - rng.random((2, count, PLACES)))
    cell = torch.tensor(2 / rng.uniform(1, MAX_SCALE), dtype=torch.float32, device=device)
    return Places(rows, columns, torch.from_numpy(rel.astype(np.float32)).to(device), cell)


@torch.no_grad()
def draw(master: FastNetwork, batches: Batches) -> Lesson:
    """Random corners of a batch, each asked at a random place around it."""
    source = batches.draw(MIXED).source.contiguous(memory_format=torch.channels_last)
    with autocast(source.device):
        features, latent, added = _seen(master, source)
    at = places(source, batches.rng)
    answer = _interpolated(source - added.float(), at.rows, at.columns, at.rel)
    answer = answer + _read(master.decoder, latent.float(), at.rows, at.columns, at.rel, at.cell)
    return Lesson(at.asked(features.float()), answer.flatten(0, 1))


def _seen(master: FastNetwork, source: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """What reaches the tail of the encoder, (n, c, h, w), the latent codes it makes, and what these
    add to tones."""
    seen: list[Tensor] = []
    hook = master.encoder.tail.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    told = torch.full((len(source), 1), BLIND, device=source.device)
    latent, added, _ = master.encoder(source, told).split((LATENTS, 3, 3), 1)
    hook.remove()
    return seen[0], latent, added


def _around(values: Tensor, rows: Tensor, columns: Tensor, reach: int) -> Tensor:
    """Of ``values`` (n, c, h, w) what is around each place, (n, p, c, side, side)."""
    steps = torch.arange(-reach, reach + 1, device=values.device)
    picture = torch.arange(len(values), device=values.device)[:, None, None, None]
    found = values[
        picture,
        :,
        rows[..., None, None] + steps[:, None],
        columns[..., None, None] + steps,
    ]
    return found.movedim(-1, 2)


def _read(
    decoder: Decoder, latent: Tensor, rows: Tensor, columns: Tensor, rel: Tensor, cell: Tensor
) -> Tensor:
    """What each place's own code says of the colour at the place plus ``rel``, (n, p, 3)."""
    code = _around(latent, rows, columns, 0).flatten(2).unflatten(2, (3, BASIS, BASIS))
    down, across = decoder.rows(rel[0], cell), decoder.columns(rel[1], cell)
    return torch.einsum("npcij,npi,npj->npc", code, across, down)


def _interpolated(source: Tensor, rows: Tensor, columns: Tensor, rel: Tensor) -> Tensor:
    """``source`` at each place plus ``rel``, by cubic convolution, (n, p, 3)."""
    pixels = _around(source, rows, columns, 2)
    steps = torch.arange(-2, 3, device=source.device)
    # At 2 pixels the weight is nothing, as it is beyond.
    weight = cubic_weight((rel[..., None] / 2 - steps).abs().clamp(max=2))
    return torch.einsum("npcij,npi,npj->npc", pixels, weight[0], weight[1])
