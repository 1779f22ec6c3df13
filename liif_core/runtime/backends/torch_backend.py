# SPDX-License-Identifier: Apache-2.0
"""The optional backend: torch on the CPU or CUDA, from the safetensors weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from liif_core.coordinates import Taps
from liif_core.networks.architectures import load_network, parts
from liif_core.networks.estimator import WholePicture
from liif_core.networks.fast import FastNetwork
from liif_core.registry.models import ModelEntry
from liif_core.runtime.backends.interface import DeviceMemoryError, Pixels, Window
from liif_core.runtime.blending import PURE, Blend


class TorchBackend:
    """See :class:`liif_core.runtime.backends.interface.Backend`. Raises :class:`LiifError`.

    ``half`` lets CUDA make its products in half precision.
    """

    name = "torch"
    decodes_by_one_core = False

    def __init__(
        self,
        entry: ModelEntry,
        device: str,
        warn: Callable[[str], None],
        blend: Blend = PURE,
        half: bool = False,
    ) -> None:
        cuda = device != "cpu" and torch.cuda.is_available()
        if device == "cuda" and not cuda:
            warn("torch finds no CUDA; the picture is computed on the CPU")
        self.provider = "CUDA" if cuda else "CPU"
        self._device = torch.device("cuda" if cuda else "cpu")
        self._half = half and cuda
        network = load_network(entry, blend)
        encoder, decoder = parts(network)
        with _memory():
            self._encoder = encoder.eval().requires_grad_(False).to(self._device)
            self._decoder = decoder.eval().requires_grad_(False).to(self._device)
        self._estimator = None
        if isinstance(network, FastNetwork):
            # Small and run once: it stays on the processor.
            self._estimator = WholePicture(network.estimator.eval())
        self._first_axis = 2 if entry.architecture == "fast" else 1

    @torch.inference_mode()
    def estimate(self, pieces: Pixels) -> float:
        assert self._estimator is not None, "only asked of models that take a strength"
        return float(self._estimator(torch.from_numpy(pieces)))

    @torch.inference_mode()
    def encode(self, pixels: Pixels, strength: int, *, lasting: bool = False) -> Tensor:
        # They are never overwritten.
        with _memory(), self._autocast(self._half):
            inputs = [torch.from_numpy(pixels).to(self._device)[None]]
            if self._estimator is not None:
                inputs.append(torch.tensor([[strength / 100]], device=self._device))
            return self._encoder(*inputs)

    @torch.inference_mode()
    def decode(
        self,
        features: Tensor,
        window: Window,
        rows: Taps,
        columns: Taps,
        cell: tuple[float, float],
    ) -> Pixels:
        top, bottom, left, right = window
        part = features.narrow(self._first_axis, top, bottom - top)
        part = part.narrow(self._first_axis + 1, left, right - left)
        # The decoder of ``fast`` adds the interpolated pixels, which stay exact.
        with _memory(), self._autocast(self._half and self._estimator is None):
            axes = [
                torch.from_numpy(array).to(self._device)
                for axis in (rows, columns)
                for array in axis.arrays
            ]
            colours = self._decoder(part, *axes, torch.tensor(cell, device=self._device))
            return colours[0].float().cpu().numpy()

    def _autocast(self, half: bool) -> torch.autocast:
        return torch.autocast(self._device.type, torch.float16, enabled=half)


@contextmanager
def _memory() -> Iterator[None]:
    try:
        yield
    except torch.OutOfMemoryError as error:
        # What the failed attempt holds must be free for the next, smaller one.
        torch.cuda.empty_cache()
        raise DeviceMemoryError from error
