# SPDX-License-Identifier: Apache-2.0
"""What the engine needs of whatever runs the networks, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from liif_core.coordinates import Taps
from liif_core.models import ModelEntry
from liif_core.runtime.blending import PURE, Blend

Pixels = NDArray[np.float32]
Kind = Literal["auto", "exact", "onnxruntime", "openvino", "torch"]


class Window(NamedTuple):
    """Rows ``top`` to ``bottom`` and columns ``left`` to ``right`` of a tile, in pixels."""

    top: int
    bottom: int
    left: int
    right: int


class DeviceMemoryError(MemoryError):
    """The memory of a GPU, or the machine's, does not suffice for what an engine was asked.

    Smaller tiles may fit.
    """


class Backend(Protocol):
    """Encoder and decoder of one model, ready to run. Features stay where they were made.

    Both raise :class:`DeviceMemoryError`.
    """

    name: str
    """``onnxruntime``, ``OpenVINO`` or ``torch``."""
    provider: str
    """What it runs on, for people: ``CPU``, ``CUDA``, ``DirectML``, ``CoreML``."""

    def estimate(self, pieces: Pixels) -> float:
        """Strength in 0..1 of the compression seen in ``pieces`` (n, 3, h, w) in 0..1."""

    def encode(self, pixels: Pixels, strength: int, *, lasting: bool = False) -> Any:  # noqa: ANN401
        """Features of ``pixels`` (3, h, w) in 0..1, in a form of the backend's own.

        They hold until the next call, or longer if they shall be ``lasting``. ``strength`` 0 to
        100 is how much compression is removed, by models that take it.
        """

    def decode(
        self,
        features: Any,  # noqa: ANN401
        window: Window,
        rows: Taps,
        columns: Taps,
        cell: tuple[float, float],
    ) -> Pixels:
        """Colours (3, rows, columns), 0..1 nominal, from the ``window`` of ``features``.

        ``rows`` and ``columns`` count from the corner of the window.
        """


def open_backend(
    entry: ModelEntry,
    device: str,
    warn: Callable[[str], None],
    blend: Blend = PURE,
    kind: Kind = "auto",
) -> Backend:
    """The best backend for ``device`` (``auto``, ``cpu`` or ``cuda``).

    ``blend`` is what is mixed into the model. ``kind`` names an engine or
    ``torch``; by itself it is the one chosen for this machine's processor, if it need not be
    ``exact``, and torch where CUDA is wanted and only torch has it. A device that is not there
    is replaced by the CPU, and ``warn`` is told so.
    """
    from liif_core.runtime.engines import DEFAULT, chosen
    from liif_core.runtime.onnx_backend import OnnxBackend, available_gpu

    only_torch = device == "cuda" and available_gpu() != "CUDA" and _torch_cuda()
    if kind == "torch" or (only_torch and kind in ("auto", "exact")):
        from liif_core.runtime.torch_backend import TorchBackend

        return TorchBackend(entry, device, warn, blend, half=kind == "auto")
    if kind == "auto":
        kind = chosen().engine
    return OnnxBackend(entry, device, warn, blend, DEFAULT if kind == "exact" else kind)


def _torch_cuda() -> bool:
    try:
        import torch
    except ImportError:
        return False
    return torch.cuda.is_available()
