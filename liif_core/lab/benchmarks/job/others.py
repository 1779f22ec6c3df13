# SPDX-License-Identifier: Apache-2.0
"""Another way to enlarge a file, as a program:
``python -m liif_core.lab.benchmarks.job.others NAME IN OUT.png SCALE``.

NAME is ``Lanczos``, or the .param file of a network for ncnn.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from liif_core.lab.benchmarks.job.contenders import LANCZOS

_LEVEL = 1
"""Of the PNG's compression: the fastest, as none of them shall be judged by that."""


def main(name: str, source: str, target: str, scale: str) -> None:
    """Read, enlarge, write."""
    picture = Image.open(source).convert("RGB")
    size = round(picture.width * float(scale)), round(picture.height * float(scale))
    if name == LANCZOS:
        large = picture.resize(size, Image.Resampling.LANCZOS)
    else:
        from liif_core.lab.benchmarks.look.rivals import Rival

        large = Image.fromarray(Rival(Path(name)).enlarge(np.asarray(picture), size))
    large.save(target, "PNG", compress_level=_LEVEL)


if __name__ == "__main__":
    main(*sys.argv[1:])
