# SPDX-License-Identifier: Apache-2.0
"""How the source's pixels lie in the file that an editor shares with the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from liif_core.request.frame import Size, check_side
from liif_core.request.rules import Checked, Choice, Whole, declare

Channels = Literal["Y", "YA", "RGB", "RGBA"]
Sample = Literal["u8", "u16", "f32"]
SAMPLE_BYTES: dict[str, int] = {"u8": 1, "u16": 2, "f32": 4}
FINER: dict[Sample, Sample] = {"u8": "u16", "u16": "f32", "f32": "f32"}
"""In which linear light goes to the engine, in perceptual encoding: in the shadows that has tones
that need more steps."""


@dataclass(frozen=True)
class Layout(Checked):
    """A rectangle of pixels.

    Samples are interleaved, row after row, without padding, in machine byte order and with
    the perceptual (sRGB-like) encoding of the image's own colour space. ``u8`` and ``u16``
    span their whole range; ``f32`` has 0..1 nominal and may exceed it. Raises
    :class:`RequestError`.
    """

    source_width: int = declare(Whole())
    source_height: int = declare(Whole())
    channels: Channels = declare(Choice(dict.fromkeys(get_args(Channels), "")))
    sample: Sample = declare(Choice(dict.fromkeys(get_args(Sample), "")))

    def __post_init__(self) -> None:
        super().__post_init__()
        check_side("width", self.source_width, self.source_width)
        check_side("height", self.source_height, self.source_height)

    @property
    def size(self) -> Size:
        return self.source_width, self.source_height

    @property
    def has_alpha(self) -> bool:
        """Whether the last channel is alpha."""
        return self.channels.endswith("A")

    @property
    def pixel_bytes(self) -> int:
        """Bytes of one pixel."""
        return len(self.channels) * SAMPLE_BYTES[self.sample]

    @property
    def source_bytes(self) -> int:
        return self.source_width * self.source_height * self.pixel_bytes
