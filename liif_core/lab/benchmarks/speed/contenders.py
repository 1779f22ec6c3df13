# SPDX-License-Identifier: Apache-2.0
"""What is timed: ways to enlarge a picture, each opened once and then called."""

from __future__ import annotations

import atexit
import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from liif_core.lab.benchmarks.metrics import Picture
from liif_core.registry.models import MODELS, ModelEntry
from liif_core.request import questions
from liif_core.request.frame import Frame
from liif_core.request.settings import Settings
from liif_core.runtime.backends.engines import Engine, available
from liif_core.runtime.backends.interface import Backend, Kind
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.blending import Blend
from liif_core.sizes.print_size import Size

Enlarge = Callable[[Picture, Size], Picture]
"""An 8-bit picture (rows, columns, 3), enlarged to (width, height)."""
CORNERS = 4
PUBLISHED = "edsr-liif"
"""Architecture of the published network that is timed."""
QUERIES = 30_000
"""Asked at once, as the published code does it."""
TILE = 256
"""Side of the rival's tiles in input pixels, which have no margin: its borders are not exact."""


@dataclass(frozen=True)
class Contender:
    """One of them."""

    name: str
    what: str
    """For people."""
    open: Callable[[], Enlarge]
    """All that a user waits for once: libraries, weights, compilation."""
    macs: Callable[[float], float]
    """Multiplications for an output pixel at a factor; 0 where there is no network."""
    scales: tuple[float, ...] | None = None
    """The only factors it can do; None for all."""
    bfloat16: bool = False
    """Whether its products are made in bfloat16, where the processor can."""


class _By(Backends):
    """Opens every model with one engine, whatever was chosen on this machine."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine

    def open(
        self, entry: ModelEntry, device: str, warn: Callable[[str], None], blend: Blend, kind: Kind
    ) -> Backend:
        return super().open(entry, device, warn, blend, self._engine)


def _ours(model: str, engine: Engine) -> Enlarge:
    from liif_core.runtime import run as runtime

    backends = _By(engine)

    def run(source: Picture, size: Size) -> Picture:
        result = np.empty((size[1], size[0], 3), np.uint8)
        request = questions.Enlarge(Frame.of(size), Settings(model, device="cpu"))
        runtime.run(request, source, result, backends=backends)
        return result

    return run


def _ours_untrained(architecture: str, engine: Engine) -> Enlarge:
    """As :func:`_ours` with random weights, where none are shipped: time does not depend on them.

    It is exported when it is opened, which its start-up includes.
    """
    from liif_core.networks.architectures import build
    from liif_core.networks.publish import publish

    folder = tempfile.TemporaryDirectory()
    publish(
        build(architecture), Path(folder.name), name=architecture, architecture=architecture,
        licence="", description="", trained_on="nothing",
    )  # fmt: skip
    atexit.register(folder.cleanup)
    return _ours(folder.name, engine)


def _published() -> Enlarge:
    """The algorithm as its authors have it; random weights, time does not depend on them."""
    import torch

    from liif_core.coordinates import cell
    from liif_core.networks.architectures import build
    from liif_core.networks.liif import Liif, make_coordinates, query

    network = build(PUBLISHED).eval()
    assert isinstance(network, Liif)

    @torch.inference_mode()
    def run(source: Picture, size: Size) -> Picture:
        pixels = torch.from_numpy(source).permute(2, 0, 1)[None].float() / 127.5 - 1
        features = network.encoder(pixels)
        height, width = source.shape[:2]
        coordinate = make_coordinates(size[1], size[0]).view(1, -1, 2)
        shape = torch.tensor([cell(height, size[1]) / height, cell(width, size[0]) / width])
        parts = [
            query(network, features, part, shape.expand_as(part))
            for part in coordinate.split(QUERIES, 1)
        ]
        colours = (torch.cat(parts, 1)[0] * 127.5 + 127.5).round().clamp(0, 255)
        return colours.view(size[1], size[0], 3).to(torch.uint8).numpy()

    return run


def _rival(engine: str) -> Enlarge:
    from liif_core.lab.benchmarks.speed import rival
    from liif_core.lab.benchmarks.speed.engines import ENGINES

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "general-x4.onnx"
        rival.save(path)
        network = ENGINES[engine](path, {"pixels": np.zeros((1, 3, TILE, TILE), np.float32)})

    def run(source: Picture, size: Size) -> Picture:
        result = np.empty((size[1], size[0], 3), np.uint8)
        for top in range(0, source.shape[0], TILE):
            for left in range(0, source.shape[1], TILE):
                # All tiles of one shape, for which the engine was prepared.
                tile = np.zeros((TILE, TILE, 3), np.uint8)
                part = source[top : top + TILE, left : left + TILE]
                tile[: part.shape[0], : part.shape[1]] = part
                pixels = tile.transpose(2, 0, 1)[None].astype(np.float32) / np.float32(255)
                large = np.rint(network({"pixels": pixels})[0] * 255).clip(0, 255)
                target = result[
                    rival.SCALE * top : rival.SCALE * (top + TILE),
                    rival.SCALE * left : rival.SCALE * (left + TILE),
                ]
                target[:] = large.transpose(1, 2, 0)[: target.shape[0], : target.shape[1]]
        return result

    return run


def _lanczos() -> Enlarge:
    return lambda source, size: np.asarray(
        Image.fromarray(source).resize(size, Image.Resampling.LANCZOS)
    )


def _opencv() -> Enlarge:
    import cv2

    return lambda source, size: np.asarray(
        cv2.resize(source, size, interpolation=cv2.INTER_CUBIC), np.uint8
    )


def contenders() -> list[Contender]:
    """All of them, the slowest first."""
    from liif_core.lab.benchmarks.speed import rival
    from liif_core.lab.benchmarks.speed.engines import ENGINES

    ours: list[tuple[str, str, Callable[[float], float], Callable[[str, Engine], Enlarge]]] = [
        (
            entry.name,
            "a guest" if entry.guest else f"ours, {entry.architecture}",
            _macs_of(entry),
            _ours,
        )
        for entry in MODELS.list_all()
        if not entry.crisper_than
    ]
    if PUBLISHED not in [name for name, *_ in ours]:
        macs = partial(_our_macs, PUBLISHED)
        ours.append((PUBLISHED, "ours, untrained", macs, _ours_untrained))
    return [
        Contender("published", "LIIF as published (EDSR), torch", _published, _published_macs),
        *(
            Contender(
                f"{name} {engine}", what, partial(opened, name, engine),
                macs, bfloat16=engine == "openvino",
            )
            for name, what, macs, opened in ours
            for engine in available()
        ),
        *(
            Contender(
                f"general-x4 {engine}", f"Real-ESRGAN General's graph, {engine}",
                partial(_rival, engine), lambda scale: rival.MACS / scale**2, (rival.SCALE,),
                engine.endswith("bf16"),
            )
            for engine in ENGINES
        ),
        Contender("Lanczos", "interpolation, Pillow", _lanczos, lambda _: 0),
        Contender("cubic", "interpolation, OpenCV", _opencv, lambda _: 0),
    ]  # fmt: skip


def _published_macs(scale: float) -> float:
    from liif_core.networks.architectures import build

    weights = build(PUBLISHED).state_dict()
    once = sum(value.numel() for value in weights.values() if value.ndim == 4)
    return once / scale**2 + CORNERS * sum(v.numel() for v in weights.values() if v.ndim == 2)


def _describe(entry: ModelEntry) -> str:
    return "a guest" if entry.guest else f"ours, {entry.architecture}"


def _macs_of(entry: ModelEntry) -> Callable[[float], float]:
    """Of a guest in one pass, without its margins; of another as its architecture has it."""
    guest = entry.guest
    if guest is None:
        return partial(_our_macs, entry.architecture)
    work = guest.work
    return lambda scale: work / scale**2


def _our_macs(architecture: str, scale: float) -> float:
    """Multiplications that the method needs; engines do some more, on zeros."""
    from liif_core.networks.architectures import build

    shapes = {key: value.shape for key, value in build(architecture).state_dict().items()}
    encoder = sum(
        math.prod(shape)
        for key, shape in shapes.items()
        if key.startswith("encoder.") and len(shape) == 4
    )
    if architecture == "fast":
        from liif_core.networks.fast import BASIS

        # Columns at every pixel; rows, each basis of the columns, at every column of the input.
        decoder = 3 * BASIS * 2 * (1 + BASIS / scale)
        return encoder / scale**2 + decoder + 3 * 4 * (1 + 1 / scale)
    layers = {
        key: math.prod(shape)
        for key, shape in shapes.items()
        if key.startswith("imnet.") and len(shape) == 2
    }
    first = layers.pop("imnet.layers.0.weight")
    return (encoder + first) / scale**2 + CORNERS * sum(layers.values())
