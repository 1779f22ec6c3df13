# SPDX-License-Identifier: Apache-2.0
"""``liif engines``: the fastest engine on this machine, measured and kept."""

from __future__ import annotations

import numpy as np
from PIL import Image

from liif_core.cli.outcome import say
from liif_core.registry.models import find
from liif_core.runtime.backends import measuring
from liif_core.sample import PHOTO


def choose() -> None:
    """Measure on the sample photo, keep the choice and say it."""
    with Image.open(PHOTO) as photo:
        choice = measuring.choose(find("fast"), np.asarray(photo.convert("RGB")))
    say(f"{choice.engine}: {choice.reason}")
