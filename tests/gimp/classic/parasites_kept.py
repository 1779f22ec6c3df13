#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaches data to GIMP, an image, a layer, a channel and a path."""

import json

from gimpfu import *


def parasites_kept(image, drawable):
    channel = gimp.Channel(image, "Mask", 8, 8, 50.0, (0, 0, 255))
    image.add_channel(channel)
    path = gimp.Vectors(image, "Line")
    image.add_vectors(path)
    said = {}
    for owner in (gimp, image, drawable, channel, path):
        parasite = gimp.Parasite("classic", PARASITE_PERSISTENT | PARASITE_UNDOABLE, b"\0data\xff")
        owner.parasite_attach(parasite)
        owner.attach_new_parasite(name="other", flags=0, data="text")
        found = owner.parasite_find("classic")
        kept = [found == parasite, found.is_persistent, found.is_undoable, list(found.data)[-1]]
        listed = sorted(set(owner.parasite_list()) & {"classic", "other"})
        owner.parasite_detach("classic")
        owner.parasite_detach("other")
        name = "gimp" if owner is gimp else type(owner).__name__
        said[name] = [kept, listed, owner.parasite_find("classic")]
    copy = found.copy()
    said["copy"] = [copy.name, copy.flags, copy.has_flag(PARASITE_UNDOABLE), copy.is_type("other")]
    gimp.set_data("classic", b"\1\2")
    said["data"] = list(gimp.get_data("classic"))
    return json.dumps(said)


register(
    "parasites_kept",
    *("Attach data", "", "A. Tester", "A. Tester", "2010"),
    *("_Parasites kept", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What was found")],
    parasites_kept,
    menu="<Image>/Filters/Classic",
)

main()
