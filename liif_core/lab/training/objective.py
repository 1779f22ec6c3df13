# SPDX-License-Identifier: Apache-2.0
"""What is minimised, as modules that DistributedDataParallel can wrap: a batch in, a loss out."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from liif_core.coordinates import Taps
from liif_core.jfif import BT601
from liif_core.lab.training.batches import Batch
from liif_core.lab.training.critic import Critic, discernment, pull
from liif_core.lab.training.degradations import Damaged
from liif_core.lab.training.features import distance
from liif_core.lab.training.state import See
from liif_core.lab.training.steadiness import unsteadiness
from liif_core.networks.architectures import parts
from liif_core.networks.estimator import Estimator
from liif_core.networks.fast import FastNetwork

Seen = list[Tensor]
Distance = Callable[[Tensor, Tensor], Tensor]
"""Of outputs and truths (n, 3, h, w) the loss ()."""
CHROMA_WEIGHT = 0.5
"""Weight of the colour differences on their own: in the three colours the sign of an error is
mostly that of the luma, and the blotches that JPEG leaves in the chroma would hardly count."""
LEAST_ERROR = 1e-3
"""Root mean square, a quarter of a level, below which a picture's error counts less and less: the
root of nothing has no slope."""
FIDELITY_WEIGHT = 0.4
TONES_WEIGHT = 2.0
STEADINESS_WEIGHT = 10.0
FEATURES_WEIGHT = 0.9
"""Weights in the loss of ``crisp``."""
SEEN = 88
"""Side in pixels of what the features see of a picture: parts of many tell more than few wholes."""
PULLS = (0.1, 0.2, 0.4)
"""How hard the critic pulls at each of what it looks at. With a third of this, two thirds of
``FEATURES_WEIGHT`` and ``FIDELITY_WEIGHT`` 1, 5,300 steps on soft photos hardly gained any more;
1,400 with these gained twice as much, and in PSNR as well."""


class Fidelity(nn.Module):
    """A ``distance`` of the output, such as :func:`rms_distance`."""

    def __init__(self, network: nn.Module, compiled: bool, distance: Distance) -> None:
        super().__init__()
        self.render, self.distance = Renderer(network, compiled), distance

    def forward(self, batch: Batch) -> Tensor:
        """The loss (), in nominal units of 0..1."""
        return self.distance(self.render(batch), batch.truth)


class Judgement(nn.Module):
    """L1 on the strength that the estimator finds."""

    def __init__(self, estimator: Estimator) -> None:
        super().__init__()
        self.estimator = estimator

    def forward(self, damaged: Damaged) -> Tensor:
        """The loss (), of strengths in 0..1."""
        return functional.l1_loss(self.estimator(damaged.pixels / 255), damaged.strength)


class Crisp(nn.Module):
    """:func:`rms_distance` of pixels and tones, the distance of features, a critic's opinion, and
    a brake on what moves along with the source pixels.
    """

    def __init__(self, network: nn.Module, see: See, critic: Critic, compiled: bool) -> None:
        super().__init__()
        self.render = Renderer(network, compiled)
        # In tuples, so that their weights are not this module's: here they are only asked.
        self.see, self.critic = (see,), (critic,)

    def forward(self, batch: Batch, heard: float) -> tuple[Tensor, Seen, Seen]:
        """The loss (), and the features of outputs and truths for the critic's own step.

        ``heard``, 0 to 1, is how much the critic counts.
        """
        output, truth = self.render(batch), batch.truth
        (see,), (critic,) = self.see, self.critic
        some = _some(output)
        with torch.no_grad():
            true = see(truth[some])
        made = see(output[some])
        loss = FIDELITY_WEIGHT * rms_distance(output, truth)
        loss = loss + TONES_WEIGHT * rms_distance(*(_tones(each) for each in (output, truth)))
        loss = loss + FEATURES_WEIGHT * distance(made, true)
        loss = loss + STEADINESS_WEIGHT * unsteadiness(output, truth, batch.shift, batch.scale)
        if heard:
            # As L1 would, whose slopes are all of one size.
            strengths = [
                weight * heard / math.sqrt(each.numel())
                for weight, each in zip(PULLS, made, strict=False)
            ]
            loss = loss + pull(critic, made, strengths)
        return loss, [each.detach() for each in made], true


def _some(output: Tensor) -> tuple[slice, ...]:
    """What is costly looks at a part of each scene; the second half has the same as the first."""
    top, left = (int(torch.randint(max(1, side - SEEN + 1), ())) for side in output.shape[2:])
    return np.s_[: max(1, len(output) // 2), :, top : top + SEEN, left : left + SEEN]


class Discernment(nn.Module):
    """How badly the critic tells truths from outputs."""

    def __init__(self, critic: Critic) -> None:
        super().__init__()
        self.critic = critic

    def forward(self, made: Seen, true: Seen) -> Tensor:
        """The loss () of the critic on the features of outputs and truths."""
        return discernment(self.critic, made, true)


def rms_distance(output: Tensor, truth: Tensor) -> Tensor:
    """The root mean square () of each picture's error, which PSNR is made of, in red, green and
    blue, and again in the two colour differences; of (n, 3, h, w), the mean over n.

    L1, which LIIF has, finds the median of what may have been there: of faint texture, that there
    was none. The root lets each picture, rough or smooth, count as much as by L1.
    """
    error = output - truth
    return _rms(error) + CHROMA_WEIGHT * _rms(_chroma(error))


def mean_distance(output: Tensor, truth: Tensor) -> Tensor:
    """L1 (), as LIIF has it, of (n, 3, h, w), and again of the colour differences.

    Of what may have been there it finds the median: where a drawing has one colour or another, one
    of the two, and no mixture.
    """
    error = output - truth
    return error.abs().mean() + CHROMA_WEIGHT * _chroma(error).abs().mean()


def _tones(colours: Tensor) -> Tensor:
    """Of (n, 3, h, w) what is left at an eighth of the size. Features care for edges, and the error
    of single pixels is mostly that of fine detail: without it, pictures take on a tint."""
    return functional.avg_pool2d(colours, 8)


def _chroma(colours: Tensor) -> Tensor:
    """The two colour differences (n, 2, h, w) of (n, 3, h, w)."""
    red, green, blue = colours.unbind(1)
    luma = BT601[0] * red + BT601[1] * green + BT601[2] * blue
    return torch.stack((0.564 * (blue - luma), 0.713 * (red - luma)), 1)


def _rms(error: Tensor) -> Tensor:
    """The mean () over the pictures of (n, c, h, w)."""
    return (error.square().mean((1, 2, 3)) + LEAST_ERROR**2).sqrt().mean()


class Renderer(nn.Module):
    """A batch through encoder and decoder, to colours (n, 3, rows, columns)."""

    def __init__(self, network: nn.Module, compiled: bool) -> None:
        super().__init__()
        encoder, self.decoder = parts(network)
        # The decoder stays as it is: its shapes change with every batch.
        self.encoder = torch.compile(encoder) if compiled else encoder
        self.takes_strength = isinstance(network, FastNetwork)

    def forward(self, batch: Batch) -> Tensor:
        source = batch.source.contiguous(memory_format=torch.channels_last)
        told = (batch.told,) if self.takes_strength else ()
        features = self.encoder(source, *told)
        # The decoder of ``fast`` adds the interpolated pixels, which bfloat16 would round to
        # whole levels.
        half = torch.is_autocast_enabled(source.device.type) and not self.takes_strength
        with torch.autocast(source.device.type, enabled=half):
            return decode(self.decoder, features, batch.rows, batch.columns, batch.scale).float()


def decode(decoder: nn.Module, features: Tensor, rows: Taps, columns: Taps, scale: float) -> Tensor:
    """``features`` at the crossings of ``rows`` and ``columns``, (n, 3, rows, columns)."""
    axes = [
        torch.from_numpy(array).to(features.device)
        for axis in (rows, columns)
        for array in axis.arrays
    ]
    cell = torch.full((2,), 2 / scale, device=features.device)
    return decoder(features, *axes, cell)
