#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Channels, layer masks and the selection."""

import json

from gimpfu import *


def masks_and_channels(image, drawable):
    channel = gimp.Channel(image, "Half", 8, 8, 40.0, (255, 128, 0))
    image.insert_channel(channel)
    channel.fill(WHITE_FILL)
    channel.color = (0, 0, 255)
    channel.opacity = 60.0
    channel.show_masked = True
    said = {
        "channel": [list(channel.colour), round(channel.opacity), channel.show_masked],
        "active": image.active_channel == channel,
    }
    image.unset_active_channel()
    said["inactive"] = image.active_channel is None
    other = channel.copy()
    image.add_channel(other, 0)
    gimp.context_push()
    gimp.set_foreground(0, 0, 0)
    other.fill()
    gimp.context_pop()
    other.combine_masks(channel, CHANNEL_OP_ADD, 4, 0)
    said["combined"] = [other.get_pixel(0, 0), other.get_pixel(6, 0)]
    image.raise_channel(channel)
    said["order"] = [each.name for each in image.channels]
    pdb.gimp_selection_load(other)
    said["selected"] = image.selection.get_pixel(6, 0), drawable.mask_bounds
    drawable.add_alpha()
    mask = drawable.create_mask(ADD_SELECTION_MASK)
    drawable.add_mask(mask)
    said["mask"] = [mask.is_layer_mask, mask.layer == drawable, drawable.mask == mask]
    drawable.edit_mask, drawable.show_mask, drawable.apply_mask = False, True, True
    said["states"] = [drawable.edit_mask, drawable.show_mask, drawable.apply_mask]
    pdb.gimp_selection_none(image)
    drawable.remove_mask(MASK_APPLY)
    said["applied"] = [drawable.get_pixel(0, 0)[3], drawable.get_pixel(6, 0)[3], drawable.mask]
    image.remove_channel(other)
    said["left"] = [each.name for each in image.channels]
    return json.dumps(said)


register(
    "masks_and_channels",
    *("Channels and masks", "", "A. Tester", "A. Tester", "2009"),
    *("_Masks and channels", "*"),
    [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)],
    [(PF_STRING, "said", "What they are")],
    masks_and_channels,
    menu="<Image>/Filters/Classic",
)

main()
