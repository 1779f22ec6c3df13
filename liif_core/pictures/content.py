# SPDX-License-Identifier: Apache-2.0
"""What the readers of the file formats hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, SupportsFloat

if TYPE_CHECKING:
    from PIL import Image

    from liif_core.pictures.picture import Samples


class Content(NamedTuple):
    """A file's content as it stands there: not turned upright, nothing checked for sense."""

    samples: Samples
    """As in :class:`liif_core.pictures.Picture`."""
    icc: bytes | None
    exif: Image.Exif
    resolution: tuple[SupportsFloat, SupportsFloat] | None
    """Pixels per inch, if the format has a place for them other than EXIF."""
