# SPDX-License-Identifier: Apache-2.0
"""All that can be asked, a class each.

:mod:`liif_core.runtime.run` answers those of a picture's pixels, the worker all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from liif_core.request.frame import Frame, Size
from liif_core.request.layout import Layout
from liif_core.request.rules import (
    Checked,
    Choice,
    Number,
    Part,
    RequestError,
    Text,
    declare,
)
from liif_core.request.settings import Settings

Shown = Literal["changes", "certainty"]


@dataclass(frozen=True)
class _OfAPicture(Checked):
    """What the questions have in common that look at all of a picture for a new size of it."""

    frame: Frame = declare(Part((Frame,)))
    settings: Settings = declare(Part((Settings,)), Settings())

    @property
    def result_size(self) -> Size:
        """Width and height of the resulting pixels."""
        return self.frame.width, self.frame.height

    def check_layout(self, layout: Layout) -> None:
        """Raise :class:`RequestError` unless it can be asked of such a source."""
        self.frame.check_source(layout.size)


@dataclass(frozen=True)
class Enlarge(_OfAPicture):
    """The picture itself, enlarged or, at its own size, cleaned."""


@dataclass(frozen=True)
class _WithoutRepairs(_OfAPicture):
    def __post_init__(self) -> None:
        super().__post_init__()
        if self.settings.repairs:
            raise RequestError("repairs are made of the picture itself only")


@dataclass(frozen=True)
class Evidence(_WithoutRepairs):
    """Where the picture was changed, or how sure that is, in its place."""

    shown: Shown = declare(
        Choice({"changes": "what was changed", "certainty": "how sure it is"}), "changes"
    )


@dataclass(frozen=True)
class Mask(_WithoutRepairs):
    """The picture and a mask of it, whose edges follow. In a pixel file the mask stands in the
    place of alpha: there is none, and the network sees all colours."""

    def check_layout(self, layout: Layout) -> None:
        super().check_layout(layout)
        if not layout.has_alpha:
            raise RequestError("a mask must come as the alpha of its picture")


@dataclass(frozen=True)
class Diagnose(_WithoutRepairs):
    """What happened to the whole source before, and how it is best computed for the whole grid;
    in words, there are no resulting pixels."""

    file: str = declare(Text("be the path of a file", may_be_empty=True), "")
    """Path of the file that the source was read from, and not changed since; or empty."""

    @property
    def result_size(self) -> Size:
        return 0, 0


@dataclass(frozen=True)
class SmallestJpeg(Checked):
    """How small a JPEG of the source, 8 bits without alpha, may be; in figures."""

    similarity: float = declare(
        Number(
            0,
            1,
            label="Li_keness (1: no difference)",
            help="MS-SSIM of the JPEG and the image: 0.995 is hard to tell apart, 0.98 will do for"
            " the web",
        ),
        0.995,
    )
    """How alike it must stay."""

    @property
    def result_size(self) -> Size:
        """There are no resulting pixels."""
        return 0, 0

    def check_layout(self, layout: Layout) -> None:
        """Raise :class:`RequestError` unless it can be asked of such a source."""
        if layout.has_alpha or layout.sample != "u8":
            raise RequestError("a JPEG has 8 bits and no alpha")


PictureRequest: TypeAlias = Enlarge | Evidence | Mask
"""Those with resulting pixels."""
Request: TypeAlias = PictureRequest | Diagnose | SmallestJpeg
QUESTIONS: dict[str, type[Request]] = {
    "enlarge": Enlarge,
    "evidence": Evidence,
    "mask": Mask,
    "diagnose": Diagnose,
    "jpeg": SmallestJpeg,
}
"""By the word that the wire format has for each."""
