# SPDX-License-Identifier: GPL-3.0-or-later
"""What shows when the pointer rests on a parameter; the procedure browser has it as well."""

from __future__ import annotations

from typing import Final

from liif_gimp.words import _

TIPS: Final = {
    "scale": _("How many times as wide and high the image becomes"),
    "keep-print-size": _(
        "On: the print becomes finer, not larger. Off: the pixels per inch stay, and the print "
        "grows with the image"
    ),
    "seamless": _("For textures that are laid side by side: their edges go on fitting"),
    "masks": _(
        "The edges of a layer's mask are drawn where the picture has its own, as far as they "
        "agree. Layers that have one take several times as long"
    ),
    "model": _("The network that does the work"),
    "strength": _(
        "How strongly the marks of compression are removed: 0 not at all, 100 most, -1 as the "
        "picture needs it"
    ),
    "detail": _("0 draws what the picture proves; towards 100 edges become sharper than that"),
    "noise": _("Grain and speckles, as of photos taken in little light"),
    "blur": _(
        "As of a lens that was not quite in focus; do not ask for it where nothing is blurred"
    ),
    "haze": _("Mist or smog that takes contrast and colour from what is far away"),
    "device": _("Where it is computed; where there is no such card the processor takes over"),
    "polite": _("Work at low priority and leave one processor core free"),
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
    "similarity": _(
        "MS-SSIM of the JPEG and the image: 0.995 is hard to tell apart, 0.98 will do for the web"
    ),
    "metadata": _("EXIF, XMP and IPTC data; the colour profile is kept always"),
    "file": _("Where the JPEG is written to"),
    "overwrite": _("Otherwise such a file is kept, and nothing is written"),
}
"""By the parameter's name, which means the same in every procedure."""
