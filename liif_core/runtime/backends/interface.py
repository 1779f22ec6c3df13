# SPDX-License-Identifier: Apache-2.0
"""What the engine needs of whatever runs the networks."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from liif_core.coordinates import Taps

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
    decodes_by_one_core: bool
    """Whether several threads may decode at the same time, and better do: each uses one core."""

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
