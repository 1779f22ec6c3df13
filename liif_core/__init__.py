# SPDX-License-Identifier: Apache-2.0
"""The engine of LIIF for GIMP: continuous-scale enlargement and JPEG repair of pictures.

:func:`upscale` is all that most programs need::

    from PIL import Image
    import liif_core

    large = liif_core.upscale(Image.open("photo.jpg"), scale=3.7, detail=50)
"""

from __future__ import annotations

import os
import sys

# As in typing, without the time that loading it takes: before the command line has begun, Ctrl-C
# prints where Python was.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from liif_core.api import upscale

__all__ = ["__version__", "upscale"]

__version__ = "0.2.0"

# onnxruntime sends usage data to its maker from 1.29 on, and leaves a device id in the user's
# cache. Photos are nobody's business: off, before anything here can import it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# OpenVINO does so through a package of its own, and has a stub for where that is missing.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]


def __getattr__(name: str) -> object:
    """Import what is heavy when it is asked for first."""
    if name == "upscale":
        from liif_core.api import upscale

        return upscale
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
