# SPDX-License-Identifier: Apache-2.0
"""What was drawn here, to a file: pages of comparisons, charts, the sample photo."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liif_core.atomic import put_bytes

if TYPE_CHECKING:
    from PIL import Image


def save_image(image: Image.Image, path: Path, kind: str = "PNG", **options: Any) -> None:  # noqa: ANN401
    """Write or replace the file; ``kind`` and ``options`` are Pillow's. Raises :class:`OSError`."""
    # Pillow takes a file for written of which a full disk took a part.
    encoded = io.BytesIO()
    image.save(encoded, kind, **options)
    put_bytes(path, encoded.getbuffer())
