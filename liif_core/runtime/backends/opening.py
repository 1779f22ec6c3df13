# SPDX-License-Identifier: Apache-2.0
"""The choice between the backends."""

from __future__ import annotations

from collections.abc import Callable

from liif_core.registry.models import ModelEntry
from liif_core.runtime.backends.interface import Backend, Kind
from liif_core.runtime.blending import PURE, Blend


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
    is replaced by the CPU, and ``warn`` is told so. A guest never runs by torch.
    """
    from liif_core.runtime.backends.engines import DEFAULT, chosen
    from liif_core.runtime.backends.onnx_backend import OnnxBackend, available_gpu

    if entry.guest is not None:
        from liif_core.runtime.backends.guest_backend import GuestBackend

        engine = (
            chosen().engine if kind == "auto" else "openvino" if kind == "openvino" else DEFAULT
        )
        return GuestBackend(entry, device, warn, engine)
    only_torch = device == "cuda" and available_gpu() != "CUDA" and _torch_cuda()
    if kind == "torch" or (only_torch and kind in ("auto", "exact")):
        from liif_core.runtime.backends.torch_backend import TorchBackend

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
