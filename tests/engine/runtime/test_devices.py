# SPDX-License-Identifier: GPL-3.0-or-later
"""Backends agree, and a device that is not there is replaced with a warning."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import onnxruntime
import pytest
from numpy.testing import assert_array_equal

from liif_core.errors import LiifError
from liif_core.registry.models import ModelEntry, find
from liif_core.runtime import one_pass
from liif_core.runtime.backends import onnx_backend
from liif_core.runtime.backends.interface import Backend, Kind
from liif_core.runtime.backends.opening import open_backend
from liif_core.runtime.blending import Blend
from tests.engine.pictures import noise
from tests.engine.running import difference, enlarge


@pytest.mark.torch
@pytest.mark.parametrize("model", ["fast", "edsr_model"])
@pytest.mark.parametrize("strength", [None, 60])
def test_torch_and_onnxruntime_agree(
    model: str,
    strength: int | None,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("torch")
    name: str = model if model == "fast" else request.getfixturevalue(model).name
    source = noise(22, 31)
    options = {"model": name, "strength": strength, "tile": 14, "device": "cpu"}
    expected = enlarge(source, (115, 81), **options)
    opened = []

    def by_torch(
        entry: ModelEntry, device: str, warn: Callable[[str], None], blend: Blend, _: Kind
    ) -> Backend:
        backend = open_backend(entry, device, warn, blend, kind="torch")
        opened.append(backend.name)
        return backend

    monkeypatch.setattr(one_pass, "open_backend", by_torch)
    assert difference(enlarge(source, (115, 81), **options), expected) < 1e-4
    assert opened == ["torch"]


@pytest.mark.torch
def test_a_strength_for_a_model_that_takes_none_is_told(edsr_model: ModelEntry) -> None:
    warnings: list[str] = []
    options = {"model": edsr_model.name, "warn": warnings.append}
    plain = enlarge(noise(5, 6), (10, 12), **options)
    assert warnings == []
    assert_array_equal(enlarge(noise(5, 6), (10, 12), strength=50, **options), plain)
    assert len(warnings) == 1
    assert edsr_model.name in warnings[0]


def test_without_cuda_the_cpu_computes_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_backend, "available_gpu", lambda: None)
    monkeypatch.setattr("liif_core.runtime.backends.opening._torch_cuda", lambda: False)
    warnings: list[str] = []
    source = noise(5, 6)
    found = enlarge(source, (12, 10), device="cuda", warn=warnings.append)
    assert len(warnings) == 1
    assert "CUDA" in warnings[0]
    assert "CPU" in warnings[0]
    assert_array_equal(found, enlarge(source, (12, 10), device="cpu"))


@pytest.mark.parametrize("device", ["auto", "cuda"])
def test_a_gpu_that_does_not_start_is_told(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """onnxruntime for CUDA on a machine without its libraries only falls back silently."""
    session = partial(_cpu_session, onnxruntime.InferenceSession)
    monkeypatch.setattr(onnx_backend, "available_gpu", lambda: "CUDA")
    monkeypatch.setattr(onnxruntime, "InferenceSession", session)
    warnings: list[str] = []
    backend = open_backend(find("fast"), device, warnings.append)
    assert backend.provider == "CPU"
    assert warnings == ["CUDA could not be started; the picture is computed on the CPU"]


def _cpu_session(
    session: type, model: bytes, options: object, providers: list[str], **more: object
) -> object:
    assert "CPUExecutionProvider" in providers
    return session(model, options, ["CPUExecutionProvider"], **more)


def test_the_cpu_alone_never_warns() -> None:
    warnings: list[str] = []
    backend = open_backend(find("fast"), "cpu", warnings.append)
    assert (backend.name, backend.provider, warnings) == ("onnxruntime", "CPU", [])


def test_a_network_gone_wild_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undefined values must not be turned into black pixels."""

    class Wild(onnx_backend.OnnxBackend):
        def decode(self, *arguments: object) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
            values = super().decode(*arguments)  # type: ignore[arg-type]
            values[0, 0, 0] = np.nan
            return values

    monkeypatch.setattr(onnx_backend, "OnnxBackend", Wild)
    with pytest.raises(LiifError, match="undefined values"):
        enlarge(np.zeros((4, 4, 3), np.uint8), (8, 8))
