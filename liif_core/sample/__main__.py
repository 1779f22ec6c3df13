# SPDX-License-Identifier: Apache-2.0
"""Entry point, see the package's text."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from liif_core.errors import LiifError
from liif_core.pictures.saving import save_image
from liif_core.sample import PHOTO
from liif_core.sample.comparison import psnr, side_by_side
from liif_core.sample.worker_run import enlarge

SCALE = 4
QUALITY = 50


def run(folder: Path) -> dict[str, str | float]:
    """Write ``photo.jpg``, ``enlarged.png`` and ``before-after.png`` into ``folder``.

    Returns their paths, the worker's ``seconds`` and ``model``, the ``scale``, and the ``gain``
    in dB over a bicubic enlargement. Raises :class:`LiifError` and :class:`OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with Image.open(PHOTO) as opened:
        truth = opened.convert("RGB")
    small = truth.resize((truth.width // SCALE, truth.height // SCALE), Image.Resampling.BICUBIC)
    photo = folder / "photo.jpg"
    save_image(small, photo, "JPEG", quality=QUALITY)
    with Image.open(photo) as opened:
        compressed = opened.convert("RGB")
    result, done = enlarge(np.asarray(compressed), SCALE)
    bicubic = np.asarray(compressed.resize(truth.size, Image.Resampling.BICUBIC))
    target = np.asarray(truth)
    enlarged = folder / "enlarged.png"
    save_image(Image.fromarray(result), enlarged)
    comparison = folder / "before-after.png"
    page = side_by_side({f"before (bicubic, {SCALE}x)": bicubic, "after": result})
    save_image(page, comparison)
    return {
        "photo": str(photo),
        "enlarged": str(enlarged),
        "comparison": str(comparison),
        "scale": SCALE,
        "seconds": done["seconds"],
        "model": done["model"],
        "gain": psnr(result, target) - psnr(bicubic, target),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m liif_core.sample")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the pictures go")
    try:
        outcome = run(parser.parse_args().folder)
    except (LiifError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(outcome) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
