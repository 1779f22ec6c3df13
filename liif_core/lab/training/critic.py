# SPDX-License-Identifier: Apache-2.0
"""The critic of ``crisp``: it tells from features whether a picture is a photo or was computed."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

CHANNELS = (64, 128, 256)
"""Of the features that it looks at, finest first."""
WIDTH = 64


class Critic(nn.Module):
    """Says of each place how real it looks, at three sizes of detail.

    After Projected GAN (arXiv 2111.01007): it looks at features that :class:`Features` has found
    already, of which it must only learn which ones tell photos, so that it has an opinion after
    some ten steps. One that looked at the pixels was still at chance after a thousand.
    """

    def __init__(self, channels: Sequence[int] = CHANNELS) -> None:
        super().__init__()
        self.heads = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(count, WIDTH, 1),
                nn.LeakyReLU(0.2),
                nn.Conv2d(WIDTH, WIDTH, 3, stride=2),
                nn.LeakyReLU(0.2),
                nn.Conv2d(WIDTH, 1, 1),
            )
            for count in channels
        )

    def forward(self, seen: Sequence[Tensor]) -> list[Tensor]:
        """Scores (n, 1, h, w) for each of ``seen`` (n, c, 2h + 1, 2w + 1), or one more; higher is
        more real.

        ``seen`` may have more features, at the end, than it looks at.
        """
        return [head(each) for head, each in zip(self.heads, seen, strict=False)]


def discernment(critic: Critic, made: Sequence[Tensor], true: Sequence[Tensor]) -> Tensor:
    """How badly ``critic`` tells what was ``made`` from what is ``true``: its loss ().

    By hinges: of what it tells well it learns no more.
    """
    losses = [
        functional.relu(1 + ours).mean() + functional.relu(1 - theirs).mean()
        for ours, theirs in zip(critic(made), critic(true), strict=True)
    ]
    return torch.stack(losses).mean()


def pull(critic: Critic, made: Sequence[Tensor], strengths: Sequence[float]) -> Tensor:
    """A loss () whose slopes at ``made`` point to where ``critic`` finds it more real.

    They have the norms ``strengths``, whatever the critic's own slopes: these grow and shrink as
    it learns, and its word shall neither drown nor be drowned by the other losses.
    """
    loss = made[0].new_zeros((), dtype=torch.float32)
    for features, scores, strength in zip(made, critic(made), strengths, strict=False):
        (slope,) = torch.autograd.grad(-scores.float().mean(), features, retain_graph=True)
        slope = slope.float()
        loss = loss + (strength / slope.norm().clamp(min=1e-12) * slope * features.float()).sum()
    return loss
