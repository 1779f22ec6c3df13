# SPDX-License-Identifier: GPL-3.0-or-later
"""What a command loads before it begins: nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from PIL import Image

import liif_core

TELL = "import sys; from liif_core.cli import main; main(sys.argv[1:]); print(*sys.modules)"
HEAVY = {"numpy", "PIL", "onnxruntime", "openvino", "rich", "torch"}
NEEDED = {"numpy", "PIL", "onnxruntime"}
REST = {
    "PIL.AvifImagePlugin", "PIL.WebPImagePlugin", "OpenImageIO", "pillow_heif", "rawpy", "tifffile",
    "numpy.ma", "scipy", "skimage",
}  # fmt: skip
"""Readers of other formats, masked arrays, and what only the lab uses."""


def _loaded(*arguments: str) -> set[str]:
    """The modules that ``liif`` has loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", TELL, *arguments],
        cwd=Path(liif_core.__file__).parents[1],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_no_library() -> None:
    assert not _loaded("--help") & HEAVY


def test_a_jpeg_is_cleaned_by_what_it_needs(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    source = tmp_path / "small.jpg"
    Image.fromarray(pixels).save(source, quality=40)
    loaded = _loaded("clean", str(source), str(tmp_path / "clean.png"))
    assert loaded & HEAVY == NEEDED
    assert not loaded & REST
    if tuple(map(int, version("typer").split(".")[:2])) < (0, 29):
        # The versions that install.py takes do without it.
        assert "pydantic" not in loaded
