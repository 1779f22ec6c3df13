# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks of others by ncnn: they answer as their graph says, in tiles as in one piece."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from liif_core.errors import LiifError

pytestmark = pytest.mark.torch
pytest.importorskip("ncnn")
pytest.importorskip("torch")

import torch  # noqa: E402
from torch.nn import functional  # noqa: E402

from liif_core.lab.benchmarks.look import rivals  # noqa: E402
from liif_core.lab.benchmarks.look.rivals import Rival, open_rivals  # noqa: E402

CHANNELS = 6
PARAM = f"""7767517
7 8
Input in 0 1 data
Split split 1 2 data one two
Convolution first 1 1 one a 0={CHANNELS} 1=3 4=1 5=1 6={27 * CHANNELS}
PReLU slopes 1 1 a b 0={CHANNELS}
Convolution second 1 1 b c 0=48 1=3 4=1 5=1 6={9 * 48 * CHANNELS}
PixelShuffle shuffle 1 1 c d 0=4
Interp nearest 1 1 two e 0=1 1=4.0 2=4.0
BinaryOp sum 2 1 d e output 0=0
"""


@pytest.fixture
def weights(tmp_path: Path) -> list[NDArray[np.float32]]:
    """Those of a small network of the same kind as the rivals, which lies in ``tmp_path``."""
    rng = np.random.default_rng(0)
    shapes = ((CHANNELS, 3, 3, 3), (CHANNELS,), (CHANNELS,), (48, CHANNELS, 3, 3), (48,))
    values = [rng.normal(0, 0.1, shape).astype(np.float32) for shape in shapes]
    (tmp_path / "small.param").write_text(PARAM.replace("7 8", "8 9"), "ascii")
    tag = np.zeros(1, np.uint32).tobytes()  # of kernels in single precision
    parts = [tag if value.ndim == 4 else b"" for value in values]
    data = b"".join(head + value.tobytes() for head, value in zip(parts, values, strict=True))
    (tmp_path / "small.bin").write_bytes(data)
    return values


def test_ncnn_answers_as_torch(tmp_path: Path, weights: list[NDArray[np.float32]]) -> None:
    source = np.random.default_rng(1).integers(0, 256, (21, 34, 3), dtype=np.uint8)
    kernel, bias, slope, last, last_bias = map(torch.from_numpy, weights)
    pixels = torch.from_numpy(source).permute(2, 0, 1)[None] / 255
    values = functional.prelu(functional.conv2d(pixels, kernel, bias, padding=1), slope)
    values = functional.conv2d(values, last, last_bias, padding=1)
    values = functional.pixel_shuffle(values, 4)
    values = values + functional.interpolate(pixels, scale_factor=4, mode="nearest")
    expected = (values[0].permute(1, 2, 0) * 255).round().clamp(0, 255).numpy()
    (rival,) = open_rivals(tmp_path)
    assert rival.name == "small"
    found = rival.enlarge(source, (136, 84))
    assert np.abs(found.astype(float) - expected).max() <= 1
    assert rival.enlarge(source, (68, 42)).shape == (42, 68, 3)


@pytest.mark.usefixtures("weights")
def test_tiles_make_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = np.random.default_rng(2).integers(0, 256, (50, 70, 3), dtype=np.uint8)
    rival = Rival(tmp_path / "small.param")
    whole = rival.enlarge(source, (280, 200))
    monkeypatch.setattr(rivals, "TILE", 24)
    monkeypatch.setattr(rivals, "MARGIN", 4)
    tiled = rival.enlarge(source, (280, 200))
    assert np.abs(tiled.astype(int) - whole).max() <= 1


def _write_doubling(folder: Path) -> Path:
    """A network that repeats each pixel, and loses two of them at each border on the way."""
    kernel = np.zeros((3, 3, 5, 5), np.float32)
    kernel[range(3), range(3), 2, 2] = 1
    path = folder / "twice.param"
    path.write_text(
        """7767517
3 3
Input in 0 1 data
Convolution middle 1 1 data a 0=3 1=5 5=1 6=225
Interp nearest 1 1 a output 0=1 1=2.0 2=2.0
""",
        "ascii",
    )
    tag, bias = np.zeros(1, np.uint32).tobytes(), np.zeros(3, np.float32).tobytes()
    path.with_suffix(".bin").write_bytes(tag + kernel.tobytes() + bias)
    return path


def test_one_that_loses_its_border_is_shown_more_and_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = np.random.default_rng(3).integers(0, 256, (30, 41, 3), dtype=np.uint8)
    monkeypatch.setattr(rivals, "TILE", 16)
    rival = Rival(_write_doubling(tmp_path))
    assert rival.scale == 2
    assert np.array_equal(rival.enlarge(source, (82, 60)), source.repeat(2, 0).repeat(2, 1))
    assert np.array_equal(rival.enlarge(source, (164, 120)), source.repeat(4, 0).repeat(4, 1))
    assert rival.enlarge(source, (123, 90)).shape == (90, 123, 3)


def test_one_that_does_not_enlarge_is_told(tmp_path: Path) -> None:
    path = _write_doubling(tmp_path)
    path.write_text(path.read_text("ascii").replace("2.0", "1.0"), "ascii")
    with pytest.raises(LiifError, match="does not enlarge"):
        Rival(path)


def test_a_folder_without_rivals_is_told(tmp_path: Path) -> None:
    with pytest.raises(LiifError, match="holds no rivals"):
        open_rivals(tmp_path)
