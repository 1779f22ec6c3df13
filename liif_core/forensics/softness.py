# SPDX-License-Identifier: Apache-2.0
"""How soft a photo is: out of focus, or enlarged before."""

from __future__ import annotations

import numpy as np

from liif_core.forensics.excerpts import Plane
from liif_core.forensics.spectra import compute_spectra, find_share

SHARP = 0.74
"""Share of the resolution in use from which a photo is not soft at all. Of 58 photos of Set14, B100
and LIVE1, whole and reduced, undamaged and compressed, at most one in fifty has less."""
SOFT = 0.58
"""Share up to which it is as soft as can be: all but a few that were blurred by a pixel (standard
deviation) or enlarged by 2, and compressed, have less."""


def find_softness(planes: list[Plane]) -> int:
    """0 for a sharp photo to 100, by windows of its Y (h, w), all of one size; 0 where they are too
    small, or have too little detail, to say."""
    spectra = compute_spectra(planes)
    share = None if spectra is None else find_share(spectra)
    return 0 if share is None else round(float(np.interp(share, (SOFT, SHARP), (100, 0))))
