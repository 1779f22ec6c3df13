# SPDX-License-Identifier: Apache-2.0
"""Picture files: reading and writing them with everything an enlargement has to keep."""

from liif_core.pictures.formats import Encoding
from liif_core.pictures.picture import Picture, scale_resolution
from liif_core.pictures.reading import read_picture
from liif_core.pictures.writing import check_other, check_output, write_picture

__all__ = [
    "Encoding",
    "Picture",
    "check_other",
    "check_output",
    "read_picture",
    "scale_resolution",
    "write_picture",
]
