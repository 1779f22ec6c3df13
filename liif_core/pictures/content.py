# SPDX-License-Identifier: Apache-2.0
"""What the readers of the file formats hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, SupportsFloat

if TYPE_CHECKING:
    from liif_core.pictures.picture import Samples
    from liif_core.pictures.png_texts import Text


class Content(NamedTuple):
    """A file's content as it stands there: not turned upright, nothing checked for sense."""

    samples: Samples
    """As in :class:`liif_core.pictures.Picture`."""
    icc: bytes | None
    exif: bytes | None
    """The block without its prefix; its orientation is that of the samples."""
    resolution: tuple[SupportsFloat, SupportsFloat] | None
    """Pixels per inch, if the format has a place for them other than EXIF."""
    xmp: bytes | None = None
    iptc: bytes | None = None
    texts: tuple[Text, ...] = ()
    lossless: bool = False
    bits: int | None = None
    left_out: tuple[str, ...] = ()
    """What the file holds besides and is not read, in words for the user."""
    notes: tuple[str, ...] = ()
    """How it was read, where the user should know, each as "it is ..."."""
