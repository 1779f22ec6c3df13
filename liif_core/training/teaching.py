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

from liif_core.networks.fast import BASIS, Decoder, FastNetwork, cubic_weight
from liif_core.networks.liif import Liif, Mlp
from liif_core.training.batches import MAX_SCALE, Batches
from liif_core.training.degradations import MIXED
from liif_core.training.growing import BLIND

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
        self.mean = mean.float()
        self.axes = (axes * (variances + RIDGE * variances.mean()).rsqrt()).float()

    def __call__(self, asked: Tensor) -> Tensor:
        """(q, c) to (q, c)."""
        return (asked - self.mean) @ self.axes

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
    pool = deque(lessons, maxlen=POOL)
    optimiser = torch.optim.AdamW(decoder.parameters(), betas=(0.9, 0.99), weight_decay=0)
    recent: deque[Tensor] = deque(maxlen=100)
    rng, step = batches.rng, 0
    while (passed := going_on()) < 1:
        for group in optimiser.param_groups:
            group["lr"] = PEAK * (1 + np.cos(np.pi * passed)) / 2
        if step % STEPS_A_LESSON == 0:
            pool.append(draw(master, batches))
        step += 1
        lesson = pool[rng.integers(len(pool))].some(rng, LOT)
        asked = whitened(lesson.asked)
        with torch.autocast(asked.device.type, torch.bfloat16):
            answer = decoder(asked)
        error = (answer.float() * 0.5 + 0.5 - lesson.answer).abs().mean()
        optimiser.zero_grad(set_to_none=True)
        error.backward()
        optimiser.step()
        recent.append(error.detach())
    whitened.folded(first)
    return float(torch.stack(list(recent)).mean()) * 255


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


@torch.no_grad()
def draw(master: FastNetwork, batches: Batches) -> Lesson:
    """Random corners of a batch, each asked at a random place around it."""
    source = batches.draw(MIXED).source.contiguous(memory_format=torch.channels_last)
    count, _, height, width = source.shape
    rng, device = batches.rng, source.device
    with torch.autocast(device.type, torch.bfloat16):
        features, latent = _seen(master, source)
    rows = torch.from_numpy(rng.integers(BORDER, height - BORDER, (count, PLACES))).to(device)
    columns = torch.from_numpy(rng.integers(BORDER, width - BORDER, (count, PLACES))).to(device)
    # In half input pixels, as LIIF has them; as often as the local ensemble gives weight to them.
    places = 2 * (rng.random((2, count, PLACES)) - rng.random((2, count, PLACES)))
    rel = torch.from_numpy(places.astype(np.float32)).to(device)
    cell = torch.tensor(2 / rng.uniform(1, MAX_SCALE), dtype=torch.float32, device=device)
    surroundings = _around(features.float(), rows, columns, 1)
    # The order of unfold: channels, then rows, then columns.
    asked = torch.cat(
        [
            surroundings.flatten(2),
            rel.movedim(0, -1),
            cell.expand(count, PLACES, 2),
        ],
        -1,
    )
    answer = _interpolated(source, rows, columns, rel)
    answer = answer + _read(master.decoder, latent.float(), rows, columns, rel, cell)
    return Lesson(asked.flatten(0, 1), answer.flatten(0, 1))


def _seen(master: FastNetwork, source: Tensor) -> tuple[Tensor, Tensor]:
    """What reaches the tail of the encoder, (n, c, h, w), and the latent codes it makes."""
    seen: list[Tensor] = []
    hook = master.encoder.tail.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    told = torch.full((len(source), 1), BLIND, device=source.device)
    latent = master.encoder(source, told)[:, :-3]
    hook.remove()
    return seen[0], latent


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
