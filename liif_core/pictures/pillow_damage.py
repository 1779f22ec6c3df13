# SPDX-License-Identifier: Apache-2.0
"""Files of the simpler formats that Pillow does not decode to their end."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
from PIL import Image, ImageFile

from liif_core.pictures.damage import HOPELESS, WHOLE, Damage, tell_empty_rows
from liif_core.request.limits import MAX_SIDE

_FORMATS: Final = ("BMP", "GIF", "TGA")


def examine(data: bytes) -> Damage:
    """What is missing of such a picture; nothing where no picture can be made of it at all."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    made = io.BytesIO()
    try:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if max(image.size) > MAX_SIDE:
                return WHOLE
            # What no data has reached is left at zero.
            samples = np.asarray(image)
            filled = np.asarray(samples.reshape(len(samples), -1).any(1))
            image.save(made, "PNG", compress_level=1)
    except Exception:  # as decoders raise nearly anything
        return WHOLE
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
    if filled.all():
        return Damage(("it is cut off behind its pixels",), mended=made.getvalue())
    hopeless = float(filled.mean()) < 1 - HOPELESS
    return Damage((), tell_empty_rows(filled), made.getvalue(), hopeless=hopeless)
