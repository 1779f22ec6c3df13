# SPDX-License-Identifier: Apache-2.0
"""Networks to ONNX: one file for the encoder, one for the decoder, with all sizes free.

Two files, because the encoder runs once a tile and the decoder once a band. Both kinds of
network keep one contract, so that the engine need not know which it runs:

* encoder: ``pixels`` (1, 3, h, w) in 0..1 [and ``strength`` (1, 1)] to ``features``;
* decoder: ``features``, the taps of rows and columns, ``cell`` (2,) to ``colours``
  (1, 3, rows, columns), 0..1 nominal;
* estimator, for networks that take a strength: ``pieces`` (n, 3, h, w) to ``strength`` (1, 1).
"""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import torch
from onnx_ir.passes.common import ClearMetadataAndDocStringPass
from torch import Tensor, nn
from torch.export import Dim

from liif_core.atomic import replacing
from liif_core.networks.estimator import Estimator, WholePicture

OPSET = 18
TAP_NAMES = (
    "row_index", "row_rel", "row_weight", "column_index", "column_rel", "column_weight",
)  # fmt: skip


def export(encoder: nn.Module, decoder: nn.Module, strength: bool, folder: Path, name: str) -> None:
    """Write ``name.encoder.onnx`` and ``name.decoder.onnx`` into ``folder``."""
    height, width = Dim("height", max=65536), Dim("width", max=65536)
    pixels = torch.rand(1, 3, 20, 24)
    inputs: tuple[Tensor, ...] = (pixels, torch.ones(1, 1)) if strength else (pixels,)
    features = encoder.eval()(*inputs)
    _write(
        encoder,
        inputs,
        ("pixels", "strength")[: len(inputs)],
        "features",
        ({2: height, 3: width}, {})[: len(inputs)],
        folder / f"{name}.encoder.onnx",
    )
    rows, columns = Dim("rows", max=1 << 20), Dim("columns", max=1 << 20)
    row_taps = (torch.zeros(2, 30, dtype=torch.int64), torch.rand(2, 30), torch.rand(2, 30))
    column_taps = (torch.zeros(2, 34, dtype=torch.int64), torch.rand(2, 34), torch.rand(2, 34))
    # Where the two sides of the picture lie among the axes of the features.
    first = 2 if features.shape[2:] == pixels.shape[2:] else 1
    _write(
        decoder.eval(),
        (features, *row_taps, *column_taps, torch.tensor([0.5, 0.5])),
        ("features", *TAP_NAMES, "cell"),
        "colours",
        ({first: height, first + 1: width}, *[{1: rows}] * 3, *[{1: columns}] * 3, {}),
        folder / f"{name}.decoder.onnx",
    )


def export_estimator(estimator: Estimator, folder: Path, name: str) -> None:
    """Write ``name.estimator.onnx`` into ``folder``."""
    sizes = {0: Dim("pieces", max=1024), 2: Dim("height", max=4096), 3: Dim("width", max=4096)}
    _write(
        WholePicture(estimator).eval(),
        (torch.rand(3, 3, 20, 24),),
        ("pieces",),
        "strength",
        (sizes,),
        folder / f"{name}.estimator.onnx",
    )


def _write(
    module: nn.Module,
    inputs: tuple[Tensor, ...],
    names: tuple[str, ...],
    output: str,
    shapes: tuple[dict[int, Dim], ...],
    path: Path,
) -> None:
    # The exporter warns of what is of no concern to the person who imports a model.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            module,
            tuple(value.detach() for value in inputs),
            input_names=list(names),
            output_names=[output],
            dynamic_shapes=shapes,
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
        )
    assert program is not None
    # Of each node it notes the lines of source it came from, with the folders of this machine.
    ClearMetadataAndDocStringPass()(program.model)
    with replacing(path) as staged:
        program.save(str(staged), external_data=False)
