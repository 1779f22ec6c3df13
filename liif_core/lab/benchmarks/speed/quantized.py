# SPDX-License-Identifier: Apache-2.0
"""An encoder in 8 bits, to see what that would gain and cost."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime import quantization
from PIL import Image

from liif_core.sample import PHOTO

SIDE = 128
STRENGTHS = (0.0, 0.3, 0.7, 1.0)


class _Pieces(quantization.CalibrationDataReader):  # type: ignore[misc]
    """Pieces of the sample photo, told every strength."""

    def __init__(self, strength: bool) -> None:
        with Image.open(PHOTO) as photo:
            pixels = np.asarray(photo.convert("RGB"), np.float32) / np.float32(255)
        self._inputs = self._all(np.ascontiguousarray(pixels.transpose(2, 0, 1)), strength)

    @staticmethod
    def _all(
        pixels: NDArray[np.float32], strength: bool
    ) -> Iterator[dict[str, NDArray[np.float32]]]:
        for top in range(0, pixels.shape[1] - SIDE + 1, SIDE):
            for left in range(0, pixels.shape[2] - SIDE + 1, SIDE):
                piece = {"pixels": pixels[None, :, top : top + SIDE, left : left + SIDE]}
                for told in STRENGTHS if strength else (0.0,):
                    extra = {"strength": np.array([[told]], np.float32)} if strength else {}
                    yield {**piece, **extra}

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        return next(self._inputs, None)


def quantize(model: Path, target: Path, strength: bool) -> None:
    """Write ``model``, an encoder's ONNX file, with 8-bit convolutions to ``target``.

    The first and the last convolution keep single precision: they meet pixels, and a level of
    255 is what 8 bits resolve.
    """
    convolutions = [node.name for node in onnx.load(model).graph.node if node.op_type == "Conv"]
    logging.getLogger().setLevel(logging.ERROR)  # it advises on every model
    quantization.quantize_static(
        str(model),
        str(target),
        _Pieces(strength),
        quant_format=quantization.QuantFormat.QDQ,
        op_types_to_quantize=["Conv"],
        nodes_to_exclude=[convolutions[0], convolutions[-1]],
        per_channel=True,
        activation_type=quantization.QuantType.QUInt8,
        weight_type=quantization.QuantType.QInt8,
    )
