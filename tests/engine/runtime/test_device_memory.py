# SPDX-License-Identifier: GPL-3.0-or-later
# ruff: noqa: ANN401 - features have a type of the backend's own
"""Features that stay on a device, and what becomes of a picture when its memory is short."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.testing import assert_array_equal

from liif_core.registry.models import ModelEntry, find
from liif_core.runtime import one_pass as engine
from liif_core.runtime.backends import onnx_backend, onnx_binding, openvino_network
from liif_core.runtime.backends.interface import DeviceMemoryError, Pixels
from liif_core.runtime.backends.onnx_backend import OnnxBackend
from liif_core.runtime.backends.opening import open_backend
from liif_core.runtime.blocks import FAST, FAST_ON_GPU, PUBLISHED, PUBLISHED_ON_GPU, choose_block
from tests.engine.pictures import noise
from tests.engine.running import difference, enlarge

pytestmark = pytest.mark.slow


class SmallGpu(OnnxBackend):
    """A GPU, as the engine sees it, that cannot hold a tile of more than ``largest`` pixels."""

    largest = 0
    seen: list[int]

    def __init__(self, entry: ModelEntry, *arguments: Any) -> None:
        super().__init__(entry, "cpu", *arguments[1:])
        self.provider = "CUDA"

    def encode(self, pixels: Pixels, strength: int, *, lasting: bool = False) -> Any:
        self.seen.append(pixels.shape[1] * pixels.shape[2])
        if self.seen[-1] > self.largest:
            raise DeviceMemoryError
        return super().encode(pixels, strength, lasting=lasting)


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> type[SmallGpu]:
    def opened(entry: ModelEntry, device: str, *arguments: Any) -> OnnxBackend:
        kind = OnnxBackend if device == "cpu" else SmallGpu
        return kind(entry, device, *arguments[:2])

    SmallGpu.seen = []
    monkeypatch.setattr(engine, "open_backend", opened)
    return SmallGpu


SOURCE = noise(300, 260)
GRID = (520, 600)


def test_too_large_tiles_become_smaller(gpu: type[SmallGpu]) -> None:
    gpu.largest = 20_000  # pixels: not the first tiles, but their quarters
    warnings: list[str] = []
    shares: list[float] = []
    result = enlarge(SOURCE, GRID, tile=256, strength=30, warn=warnings.append,
                     progress=shares.append)  # fmt: skip
    assert max(gpu.seen) > gpu.largest
    assert len(gpu.seen) > 2
    assert warnings == []
    assert shares[-1] == 1
    assert max(shares) == 1
    expected = enlarge(SOURCE, GRID, device="cpu", tile=256, strength=30)
    assert difference(result, expected) < 1e-4


def test_where_nothing_fits_the_cpu_computes_and_says_so(gpu: type[SmallGpu]) -> None:
    gpu.largest = 0
    warnings: list[str] = []
    shares: list[float] = []
    result = enlarge(SOURCE, GRID, strength=30, warn=warnings.append, progress=shares.append)
    assert warnings == ["the GPU has too little memory left; the picture is computed on the CPU"]
    assert shares[-1] == 1
    assert difference(result, enlarge(SOURCE, GRID, device="cpu", strength=30)) < 1e-6


def test_memory_that_runs_out_in_the_middle_loses_nothing(
    gpu: type[SmallGpu], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when another program takes it: some tiles are done by then."""
    gpu.largest = 1 << 30
    whole = SmallGpu.encode

    def until_the_third(self: SmallGpu, pixels: Pixels, strength: int, **options: Any) -> Any:
        if len(self.seen) >= 2:
            self.largest = 0
        return whole(self, pixels, strength, **options)

    monkeypatch.setattr(SmallGpu, "encode", until_the_third)
    warnings: list[str] = []
    result = enlarge(SOURCE, GRID, tile=128, strength=30, warn=warnings.append)
    assert len(warnings) == 1
    expected = enlarge(SOURCE, GRID, device="cpu", tile=128, strength=30)
    assert difference(result, expected) < 1e-4


def test_a_gpu_without_room_for_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(entry: ModelEntry, device: str, *arguments: Any) -> OnnxBackend:
        if device == "auto":
            raise DeviceMemoryError
        return OnnxBackend(entry, device, *arguments[:2])

    monkeypatch.setattr(engine, "open_backend", opened)
    warnings: list[str] = []
    result = enlarge(noise(9, 8), (16, 18), device="auto", warn=warnings.append)
    assert len(warnings) == 1
    assert_array_equal(result, enlarge(noise(9, 8), (16, 18), device="cpu"))


@pytest.mark.parametrize("model", ["fast", "edsr_model"])
def test_features_that_stay_on_their_device_give_the_same(
    model: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if model != "fast":
        pytest.importorskip("torch")
        model = request.getfixturevalue(model).name
    source = noise(40, 33)
    options = {"model": model, "tile": 20, "device": "cpu"}
    expected = enlarge(source, (80, 97), **options)
    left: list[Any] = []

    def noted(*arguments: Any) -> Any:
        left.append(onnx_binding.to_device(*arguments))
        return left[-1]

    # The processor as a device: all but the copy is as with a GPU.
    monkeypatch.setattr(onnx_backend, "ON_DEVICE", {"CPU": "cpu"})
    monkeypatch.setattr(onnx_backend, "to_device", noted)
    assert difference(enlarge(source, (80, 97), **options), expected) < 1e-5
    assert len(left) == 4
    assert {value.device_name() for value in left} == {"cpu"}


@pytest.mark.parametrize(
    ("text", "is_memory"),
    [
        ("CUDA failure 2: out of memory ; GPU=0 ; hostname=x", True),
        ("BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer", True),
        ("cuDNN error: CUDNN_STATUS_ALLOC_FAILED", True),
        ("Conv node. Status Message: std::bad_alloc", True),
        ("Not enough memory resources are available to complete this operation.", True),
        (
            "Check 'ptr' failed at cpu_memory.cpp:257: Failed to allocate 25165824 bytes of memory",
            True,
        ),
        ("Cannot load library libx.so: failed to map segment from shared object", True),
        ("Exception from plugin.cpp:54: Resource temporarily unavailable", True),
        ("Got invalid dimensions for input: features", False),
    ],
)
def test_an_engine_out_of_memory_is_understood(text: str, is_memory: bool) -> None:
    with (
        pytest.raises(DeviceMemoryError if is_memory else RuntimeError),
        onnx_binding.device_memory(),
    ):
        raise RuntimeError(text)


@pytest.mark.trust("Resources")
def test_openvino_without_memory_to_start_is_no_damaged_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("openvino")

    class Full:
        def read_model(self, _: bytes) -> None:
            pass

        def compile_model(self, *_: object) -> None:
            raise RuntimeError("Exception from core.cpp:105:\nLoading input model\nstd::bad_alloc")

    monkeypatch.setattr(openvino_network, "_core", Full)
    with pytest.raises(MemoryError) as raised:
        onnx_backend.OnnxBackend(find("fast"), "cpu", print, engine="openvino")
    assert not isinstance(raised.value, DeviceMemoryError), "smaller tiles would not help"


def test_torch_out_of_memory_is_understood() -> None:
    torch = pytest.importorskip("torch")
    from liif_core.runtime.backends.torch_backend import TorchBackend

    class Full(torch.nn.Module):  # type: ignore[misc, name-defined]
        def forward(self, *_: object) -> None:
            raise torch.OutOfMemoryError("CUDA out of memory")

    backend = TorchBackend(find("fast"), "cpu", print)
    backend._encoder = Full()
    with pytest.raises(DeviceMemoryError):
        backend.encode(np.zeros((3, 8, 8), np.float32), 0)


def test_blocks() -> None:
    assert choose_block("fast", "CPU") == FAST
    assert choose_block("rdn-liif", "CPU") == PUBLISHED
    assert choose_block("fast", "CUDA") == FAST_ON_GPU
    assert choose_block("edsr-liif", "DirectML") == PUBLISHED_ON_GPU


def test_a_gpu_is_opened_with_its_libraries_and_options(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the processor behind it, for what it cannot do."""
    asked: list[Any] = []

    def session(model: bytes, options: object, providers: list[Any], **more: Any) -> Any:
        asked.append(providers)
        return whole(model, options, ["CPUExecutionProvider"], **more)

    whole = onnxruntime.InferenceSession
    monkeypatch.setattr(onnxruntime, "InferenceSession", session)
    monkeypatch.setattr(onnx_backend, "available_gpu", lambda: "CUDA")
    monkeypatch.setattr(onnxruntime, "preload_dlls", lambda: sys.stdout.write("no cuDNN here\n"))
    open_backend(find("fast"), "auto", lambda _: None)
    assert capsys.readouterr() == ("", "no cuDNN here\n")
    name, options = asked[0][0]
    assert name == "CUDAExecutionProvider"
    assert options["cudnn_conv_algo_search"] == "HEURISTIC"
    assert asked[0][1:] == ["CPUExecutionProvider"]


@pytest.mark.trust("Resources")
def test_want_of_memory_without_a_gpu(gpu: type[SmallGpu], monkeypatch: pytest.MonkeyPatch) -> None:
    """Smaller tiles, too, and no word of a GPU; at last the truth."""
    monkeypatch.setattr(
        SmallGpu, "provider", property(lambda _: "CPU", lambda *_: None), raising=False
    )
    gpu.largest = 20_000
    warnings: list[str] = []
    result = enlarge(SOURCE, GRID, tile=256, strength=30, warn=warnings.append)
    assert len(gpu.seen) > 2
    expected = enlarge(SOURCE, GRID, device="cpu", tile=256, strength=30)
    assert difference(result, expected) < 1e-4
    gpu.largest = 0
    with pytest.raises(MemoryError):
        enlarge(SOURCE, GRID, strength=30, warn=warnings.append)
    assert warnings == []
