#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An AI filter without numpy: the bytes of a layer go to a model and come back on a new layer."""

import array

from gimpfu import *


def model(data, width, height, channels):
    """Stands in for a network: takes and gives interleaved bytes; here, each row reversed."""
    pixels = array.array("B", data)
    stride = width * channels
    for row in range(height):
        line = pixels[row * stride : (row + 1) * stride]
        for x in range(width):
            left = (width - 1 - x) * channels
            start = row * stride + x * channels
            pixels[start : start + channels] = line[left : left + channels]
    return pixels.tobytes()


def layer_to_bytes(layer):
    region = layer.get_pixel_rgn(0, 0, layer.width, layer.height)
    return region[:, :]


def bytes_to_layer(image, name, data, width, height, kind):
    layer = gimp.Layer(image, name, width, height, kind, 100, NORMAL_MODE)
    region = layer.get_pixel_rgn(0, 0, width, height, True)
    region[:, :] = data
    image.add_layer(layer, 0)
    layer.update(0, 0, width, height)
    return layer


def region_model(image, layer):
    if layer.is_rgb is False:
        pdb.gimp_message("This model wants colours.")
        return
    gimp.progress_init("Asking the model for " + layer.name)
    image.undo_group_start()
    data = model(layer_to_bytes(layer), layer.width, layer.height, layer.bpp)
    result = bytes_to_layer(image, "Answer", data, layer.width, layer.height, layer.type)
    result.set_offsets(*layer.offsets)
    image.active_layer = result
    image.undo_group_end()


register(
    "region-model",
    "Let a model change a layer",
    "The answer is a new layer.",
    "A. Tester",
    "A. Tester",
    "2019",
    "Ask the _model",
    "RGB*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_LAYER, "layer", "Input layer", None),
    ],
    [],
    region_model,
    menu="<Image>/Layer/Classic",
)

main()
