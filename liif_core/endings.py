# SPDX-License-Identifier: Apache-2.0
"""Of picture files: those that are taken for pictures, and those that can be written.

Standard library only, as the installer copies it into the plug-in as well.
"""

from __future__ import annotations

from typing import Final

WRITTEN: Final = frozenset({
    ".avif", ".heic", ".heif", ".jpeg", ".jpg", ".jxl", ".png", ".tif", ".tiff", ".webp",
})  # fmt: skip
"""In lower case; :data:`liif_core.pictures.formats.FORMATS` says which is what."""
READ: Final = WRITTEN | {
    ".bmp", ".gif", ".hif", ".jfif", ".jp2", ".jpe", ".pam", ".pbm", ".pfm", ".pgm", ".pnm",
    ".ppm", ".tga",
}  # fmt: skip
"""Of the files of a folder that are taken for pictures when no pattern says which."""
