# SPDX-License-Identifier: Apache-2.0
"""Another way to enlarge a file, as a program:
``python -m liif_core.lab.benchmarks.job.others NAME IN OUT SCALE``.

NAME is ``Lanczos``, the .param file of a network for ncnn, or a graph for OpenCV's module
dnn_superres, whose name says what it is: ``FSRCNN_x4.pb``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from liif_core.errors import LiifError
from liif_core.lab.benchmarks.job.contenders import LANCZOS

_LEVEL = 1
"""Of the PNG's compression: the fastest, as none of them shall be judged by that."""


def main(name: str, source: str, target: str, scale: str) -> None:
    """Read, enlarge, write; all pictures where ``source`` is a folder."""
    enlarge = _find(name)
    path, made = Path(source), Path(target)
    if not path.is_dir():
        _do(enlarge, path, made, float(scale))
        return
    made.mkdir()
    for each in sorted(path.iterdir()):
        _do(enlarge, each, made / f"{each.stem}.png", float(scale))


Enlarge = Callable[[Image.Image, tuple[int, int]], Image.Image]


def _find(name: str) -> Enlarge:
    if name == LANCZOS:
        return lambda picture, size: picture.resize(size, Image.Resampling.LANCZOS)
    if name.endswith(".pb"):
        return _open_graph(Path(name))
    from liif_core.lab.benchmarks.look.rivals import Rival

    rival = Rival(Path(name))
    return lambda picture, size: Image.fromarray(rival.enlarge(np.asarray(picture), size))


def _open_graph(path: Path) -> Enlarge:
    import cv2

    from liif_core.lab.benchmarks.look.rivals import repeat

    if not hasattr(cv2, "dnn_superres"):
        raise LiifError(
            f"this OpenCV has no dnn_superres to run {path.name} by",
            "install opencv-contrib-python-headless after all other packages of OpenCV",
        )
    method, _, scale = path.stem.rpartition("_x")
    if not method or not scale.isdecimal():
        raise LiifError(f"{path.name} does not tell its method and factor", "as FSRCNN_x4.pb does")
    graph = cv2.dnn_superres.DnnSuperResImpl.create()
    graph.readModel(str(path))
    graph.setModel(method.lower(), int(scale))

    def enlarge(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
        # OpenCV has the colours the other way round.
        source = np.ascontiguousarray(np.asarray(picture)[..., ::-1])
        made = repeat(lambda pixels: np.asarray(graph.upsample(pixels), np.uint8), source, size)
        return Image.fromarray(made[..., ::-1])

    return enlarge


def _do(enlarge: Enlarge, source: Path, target: Path, scale: float) -> None:
    picture = Image.open(source).convert("RGB")
    size = round(picture.width * scale), round(picture.height * scale)
    enlarge(picture, size).save(target, "PNG", compress_level=_LEVEL)


if __name__ == "__main__":
    main(*sys.argv[1:])
