# SPDX-License-Identifier: Apache-2.0
"""Networks of others that answer where the truth cannot be guessed: what ``crisp`` learns first.

Of a soft or compressed picture the truth has more than can be told from it, and whoever learns it
by the pixel answers the mean of all that may be there, which is soft. A network that was trained by
critics for weeks answers one of them, always the same for the same picture: that can be learned.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from liif_core.errors import LiifError
from liif_core.guests.ncnn_graph import Layer, parse_graph
from liif_core.guests.ncnn_weights import Weights
from liif_core.lab.training.batches import Batch
from liif_core.lab.training.precision import brief

SCALE: Final = 4
"""Of the masters; what is judged is at this factor, or at one that it can be divided by."""
FINE: Final = "4xLSDIRCompactC3"
"""By helaman, CC BY 4.0: keeps and guesses texture of undamaged and of compressed photos."""
ROBUST: Final = "RealESRGAN_General_x4_v3"
"""BSD-3: makes clean edges of soft, noisy and strongly compressed photos."""


FACTORS: Final = (4, 4, 4, 2, 2, 1)
"""Those that are trained, as often as they stand here."""


ROUGH: Final = 0.5
"""How roughly a picture must be treated at least for the masters to be asked at smaller factors:
reduced, what they make of slightly damaged ones is smoother than the truth, which can be told."""


class Master(nn.Module):
    """A plain network of convolutions (SRVGGNetCompact of Real-ESRGAN), from a pair for ncnn."""

    def __init__(self, folder: Path, name: str) -> None:
        """Raises :class:`LiifError` if the pair is missing or another kind of network."""
        super().__init__()
        try:
            layers = parse_graph((folder / f"{name}.param").read_text())
            weights = Weights((folder / f"{name}.bin").read_bytes())
        except OSError as error:
            raise LiifError(f"the master {name} cannot be read ({error})") from error
        body: list[nn.Module] = []
        width = 3
        for layer in layers:
            if layer.kind == "Convolution":
                made = _convolution(layer, weights, width)
                body.append(made)
                width = made.out_channels
            elif layer.kind == "PReLU":
                slopes = nn.PReLU(width)
                slopes.weight.data = torch.from_numpy(weights.take_plain(width).copy())
                body.append(slopes)
        weights.finish()
        self.body = nn.Sequential(*body).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.requires_grad_(False)

    @torch.no_grad()
    def forward(self, pixels: Tensor) -> Tensor:
        """``pixels`` (n, 3, h, w) in 0..1, enlarged by :data:`SCALE`."""
        kind = brief(pixels.device)
        if kind != next(self.parameters()).dtype:
            self.to(kind)
        values = pixels.to(kind).contiguous(memory_format=torch.channels_last)
        detail = functional.pixel_shuffle(self.body(values).float(), SCALE)
        return (detail + functional.interpolate(pixels, scale_factor=SCALE)).clamp(0, 1)


def _convolution(layer: Layer, weights: Weights, width: int) -> nn.Conv2d:
    made = nn.Conv2d(width, layer.whole(0, 0), layer.whole(1, 3), padding=layer.whole(4, 0))
    values = weights.take(layer.whole(6, 0))
    made.weight.data = torch.from_numpy(values.copy()).view_as(made.weight)
    made.bias = nn.Parameter(torch.from_numpy(weights.take_plain(layer.whole(0, 0)).copy()))
    return made


class Masters(nn.Module):
    """Both: the rougher a picture was treated, the more the second one says. Of undamaged ones, and
    at smaller factors of all but :data:`ROUGH` ones, the truth is the answer: what :data:`FINE`
    makes of them hangs on more than ``crisp`` can see."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds the pairs :data:`FINE` and :data:`ROBUST`. Raises :class:`LiifError`."""
        super().__init__()
        self.fine, self.robust = Master(folder, FINE), Master(folder, ROBUST)

    @torch.no_grad()
    def forward(self, batch: Batch) -> Batch:
        """The same with their answers in place of the truths of damaged pictures."""
        answers = batch.source.new_zeros(
            len(batch.source), 3, *(SCALE * side for side in batch.source.shape[2:])
        )
        rough = batch.roughness
        assert rough is not None
        told = rough > 0 if round(batch.scale) >= SCALE else rough >= ROUGH
        for master, shares in ((self.fine, (1 - rough) * told), (self.robust, rough * told)):
            asked = shares.flatten() > 0
            if asked.any():
                answers[asked] += shares[asked, :, None, None] * master(batch.source[asked])
        smaller = functional.avg_pool2d(answers, SCALE // round(batch.scale))
        top, left = batch.corner
        rows, columns = batch.truth.shape[2:]
        found = smaller[..., top : top + rows, left : left + columns]
        return batch.with_truth(torch.where(told[:, :, None, None], found, batch.truth))
