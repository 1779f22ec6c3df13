# SPDX-License-Identifier: Apache-2.0
"""Another way to enlarge a file, as a program:
``python -m liif_core.lab.benchmarks.job.others NAME IN OUT SCALE``.

NAME is ``Lanczos``, or the .param file of a network for ncnn.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

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
    from liif_core.lab.benchmarks.look.rivals import Rival

    rival = Rival(Path(name))
    return lambda picture, size: Image.fromarray(rival.enlarge(np.asarray(picture), size))


def _do(enlarge: Enlarge, source: Path, target: Path, scale: float) -> None:
    picture = Image.open(source).convert("RGB")
    size = round(picture.width * scale), round(picture.height * scale)
    enlarge(picture, size).save(target, "PNG", compress_level=_LEVEL)


if __name__ == "__main__":
    main(*sys.argv[1:])
