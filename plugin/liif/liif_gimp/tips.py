# SPDX-License-Identifier: GPL-3.0-or-later
"""What shows when the pointer rests on a parameter; the procedure browser has it as well."""

from __future__ import annotations

from typing import Final

from liif_gimp.declared import tips
from liif_gimp.words import _

TIPS: Final = {
    **tips(),
    "scale": _("How many times as wide and high the image becomes"),
    "keep-print-size": _(
        "On: the print becomes finer, not larger. Off: the pixels per inch stay, and the print "
        "grows with the image"
    ),
    "masks": _(
        "The edges of a layer's mask are drawn where the picture has its own, as far as they "
        "agree. Layers that have one take several times as long"
    ),
    "noise": _("Grain and speckles, as of photos taken in little light"),
    "blur": _(
        "As of a lens that was not quite in focus; do not ask for it where nothing is blurred"
    ),
    "haze": _("Mist or smog that takes contrast and colour from what is far away"),
    "evidence": _(
        "Adds two hidden layers: how strongly each place was changed, and how sure that is. "
        "Takes several times as long"
    ),
    "width": _("Of the paper"),
    "height": _("Of the paper"),
    "unit": _("In which width and height are given"),
    "ppi": _("How fine the print becomes; 300 is usual for photos that are seen from near"),
    "shape": _("What is done where photo and paper differ in shape"),
    "sharpen": _(
        "Against the softness of ink: a filter of the new layer, to be switched off there"
    ),
    "metadata": _("EXIF, XMP and IPTC data; the colour profile is kept always"),
    "file": _("Where the JPEG is written to"),
    "overwrite": _("Otherwise such a file is kept, and nothing is written"),
}
"""By the parameter's name, which means the same in every procedure."""
