# SPDX-License-Identifier: Apache-2.0
"""Networks for PyTorch, of any architecture that spandrel knows.

The file's weights are read by us and handed to spandrel: that reads files too, but we let no
pickle say more than which numbers lie where, and no archive be larger than it looks.
"""

from __future__ import annotations

import contextlib
import logging
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.export import Dim

from liif_core.errors import LiifError
from liif_core.guests.onnx_building import OPSET
from liif_core.guests.onnx_files import check_safe, normalise
from liif_core.guests.running import Engine
from liif_core.guests.taking_in import Converted
from liif_core.networks.importer import load_checkpoint

SIDES = (64, 96)
"""Height and width of the picture that the network is followed with."""


def read_torch(path: Path) -> Converted:
    """The network in a .pth, .ckpt or .safetensors file. Raises :class:`LiifError`."""
    found = _recognise(_read_weights(path))
    channels, answered = found.input_channels, found.output_channels
    if channels != answered:
        raise LiifError(f"it makes {answered} channels out of {channels}")
    network = found.model.eval().float().cpu().requires_grad_(False)
    _settle(network)
    least = max(found.size_requirements.minimum, *SIDES)
    step = found.size_requirements.multiple_of
    sides = [-(-side // step) * step for side in (least, least + 32)]
    if found.size_requirements.square:
        raise LiifError("it takes square pictures only")
    model = normalise(_export(network, channels, (sides[0], sides[1])), channels)
    check_safe(model)
    return Converted(model, channels, _engine(network), (sides[0], sides[1]))


def _read_weights(path: Path) -> dict[str, Any]:
    if path.suffix.lower() == ".safetensors":
        from safetensors.torch import load_file

        try:
            return dict(load_file(path))
        except OSError as error:
            raise LiifError(f"{path.name} cannot be read ({error.strerror})") from error
        except Exception as error:  # its own
            raise LiifError("it is no safetensors file, or damaged") from error
    try:
        values = load_checkpoint(path)
    except LiifError as error:
        raise LiifError(
            "it is no checkpoint of plain weights", "Only files without program code are read."
        ) from error
    if not isinstance(values, dict):
        raise LiifError("it holds no weights")
    return values


def _recognise(values: dict[str, Any]) -> Any:  # noqa: ANN401 - spandrel's description of a model
    from spandrel import ImageModelDescriptor, ModelLoader, UnsupportedModelError
    from spandrel.__helpers.canonicalize import canonicalize_state_dict

    try:
        weights = canonicalize_state_dict(values)
        if not weights or not all(isinstance(each, Tensor) for each in weights.values()):
            raise LiifError("it holds no weights")
        if not all(each.isfinite().all() for each in weights.values()):
            raise LiifError("its weights are damaged: some are no numbers")
        found = ModelLoader("cpu").load_from_state_dict(weights)
    except LiifError:
        raise
    except UnsupportedModelError as error:
        raise LiifError("spandrel knows no network with such weights") from error
    except Exception as error:  # whatever the network of wrong weights raises
        raise LiifError("its weights fit no network that spandrel knows") from error
    if not isinstance(found, ImageModelDescriptor):
        raise LiifError("it takes more than a picture, such as a mask")
    return found


def _settle(network: nn.Module) -> None:
    """Have layers that put their weights together anew in each run (SPAN's) do so once, here.

    The exporter crashed at that, with the whole process.
    """
    for module in network.modules():
        if callable(update := getattr(module, "update_params", None)):
            update()
            module.update_params = _nothing  # type: ignore[assignment]


def _nothing() -> None:
    pass


def _engine(network: nn.Module) -> Engine:
    @torch.inference_mode()
    def run(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        return network(torch.from_numpy(np.ascontiguousarray(pixels))[None])[0].numpy()

    return run


def _export(network: nn.Module, channels: int, sides: tuple[int, int]) -> onnx.ModelProto:
    """By torch's exporter; by its older one where that does not understand the network."""
    pixels = torch.rand(1, channels, *sides)
    problem: Exception | None = None
    with tempfile.TemporaryDirectory(prefix="liif-") as folder, _quiet():
        path = str(Path(folder) / "network.onnx")
        for dynamo in (True, False):
            sizes: dict[str, Any] = {"dynamic_axes": {"pixels": {2: "height", 3: "width"}}}
            if dynamo:
                sides_of = {2: Dim("height", max=65536), 3: Dim("width", max=65536)}
                sizes = {"dynamic_shapes": (sides_of,)}
            try:
                torch.onnx.export(
                    network, (pixels,), path, input_names=["pixels"], output_names=["answer"],
                    opset_version=OPSET, dynamo=dynamo, external_data=False, **sizes,
                )  # fmt: skip
                return onnx.load_model(path)
            except Exception as error:  # of many kinds
                problem = problem or error
    raise LiifError("its network cannot be converted to ONNX") from problem


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """The exporter warns, and prints, of what is of no concern to who imports a network."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), contextlib.redirect_stdout(None):
        warnings.simplefilter("ignore")
        yield
