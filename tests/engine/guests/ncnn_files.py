# SPDX-License-Identifier: GPL-3.0-or-later
"""Small networks for ncnn with random weights, as files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

HALF = 0x01306B47


class Writer:
    """Layers and their weights, one after the other."""

    def __init__(self, seed: int = 0, *, half: bool = False, spread: float = 0.2) -> None:
        self.lines: list[str] = ["Input in 0 1 in 0=0 1=0 2=3"]
        self.data = b""
        self._half = half
        self._spread = spread
        self._rng = np.random.default_rng(seed)

    def layer(self, kind: str, inputs: str, outputs: str, values: str = "") -> Writer:
        """A layer without weights; names are separated by blanks."""
        names, made = inputs.split(), outputs.split()
        self.lines.append(
            f"{kind} {made[0] if made else 'x'}_{len(self.lines)} {len(names)} {len(made)}"
            f" {' '.join([*names, *made])} {values}"
        )
        return self

    def convolution(
        self, source: str, made: str, inputs: int, outputs: int, kernel: int = 3, more: str = "",
        kind: str = "Convolution", groups: int = 1,
    ) -> Writer:  # fmt: skip
        """A convolution with a bias, padded to keep the size unless ``more`` says otherwise."""
        size = outputs * inputs // groups * kernel**2
        pad = "" if " 4=" in f" {more}" else f"4={kernel // 2}"
        self.layer(kind, source, made, f"0={outputs} 1={kernel} {pad} 5=1 6={size} {more}")
        return self.weights(size).plain(outputs)

    def weights(self, count: int) -> Writer:
        """Random weights, after the mark of their precision."""
        values = self._rng.normal(0, self._spread, count)
        if self._half:
            half = values.astype("<f2").tobytes()
            self.data += np.uint32(HALF).tobytes() + half + bytes(-len(half) % 4)
        else:
            self.data += bytes(4) + values.astype("<f4").tobytes()
        return self

    def plain(self, count: int, low: float = -0.1, high: float = 0.1) -> Writer:
        """Random weights of the further kinds."""
        self.data += self._rng.uniform(low, high, count).astype("<f4").tobytes()
        return self

    @property
    def text(self) -> str:
        blobs = sum(int(line.split()[3]) for line in self.lines)
        return "\n".join(["7767517", f"{len(self.lines)} {blobs}", *self.lines]) + "\n"

    def save(self, param: Path) -> Path:
        """Write both files; the first of them."""
        param.write_text(self.text, "ascii")
        param.with_suffix(".bin").write_bytes(self.data)
        return param


def compact(scale: int = 4, convolutions: int = 3, **options: object) -> Writer:
    """Like the networks that are most shared: convolutions, and what they say is added to the
    picture, each pixel repeated."""
    writer = Writer(**options)  # type: ignore[arg-type]
    writer.layer("Split", "in", "one two")
    last = "one"
    for number in range(convolutions - 1):
        writer.convolution(last, f"c{number}", 3 if last == "one" else 6, 6)
        writer.layer("PReLU", f"c{number}", f"p{number}", "0=6").plain(6, 0, 0.3)
        last = f"p{number}"
    writer.convolution(last, "wide", 6, 3 * scale**2)
    writer.layer("PixelShuffle", "wide", "large", f"0={scale}")
    writer.layer("Interp", "two", "plain", f"0=1 1={scale}.0 2={scale}.0")
    writer.layer("BinaryOp", "large plain", "out", "0=0")
    return writer


def cleaning(**options: object) -> Writer:
    """A network that keeps the size: two convolutions, added to the picture."""
    writer = Writer(**options)  # type: ignore[arg-type]
    writer.layer("Split", "in", "one two").convolution("one", "a", 3, 6, more="9=1")
    return writer.convolution("a", "b", 6, 3).layer("BinaryOp", "b two", "out", "0=0")


def stepping(**options: object) -> Writer:
    """One that goes by two pixels: down by a stride, and up again."""
    writer = Writer(**options)  # type: ignore[arg-type]
    writer.layer("Split", "in", "one two").convolution("one", "a", 3, 8, 2, "3=2 4=0 9=1")
    writer.layer("Deconvolution", "a", "b", "0=3 1=2 3=2 5=1 6=96").weights(96).plain(3)
    return writer.layer("BinaryOp", "b two", "out", "0=0")


def cropping(**options: object) -> Writer:
    """One whose answer lacks two pixels at each side, twice as large."""
    writer = Writer(**options)  # type: ignore[arg-type]
    writer.layer("Split", "in", "one two").convolution("one", "a", 3, 12, 3, "4=0")
    writer.layer("PixelShuffle", "a", "b", "0=2").layer("Interp", "two", "p", "0=1 1=2.0 2=2.0")
    writer.layer("Crop", "p", "q", "-23309=2,2,2 -23310=2,-2,-2 -23311=2,1,2")
    return writer.layer("BinaryOp", "b q", "out", "0=0")


def pooling(**options: object) -> Writer:
    """One in which the mean of the whole picture decides."""
    writer = Writer(**options)  # type: ignore[arg-type]
    writer.layer("Split", "in", "one two").convolution("one", "a", 3, 6)
    writer.layer("Split", "a", "b c").layer("Pooling", "b", "m", "0=1 4=1")
    writer.layer("InnerProduct", "m", "n", "0=6 1=1 2=36 9=4").weights(36).plain(6)
    writer.layer("BinaryOp", "c n", "d", "0=2").convolution("d", "e", 6, 3)
    return writer.layer("BinaryOp", "e two", "out", "0=0")
