#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls one procedure after the other by its name in GIMP 2 and returns what each gave, as JSON.

Scripts of their own for each would differ in one line.
"""

import json
import math
import os
import tempfile

from gimpfu import *


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, (gimp.Image, gimp.Item)):
        return value.name
    if value.__class__.__name__ == "RGB":
        return list(value)
    return value


def names(found):
    count, numbers = found
    assert count == len(numbers)
    return [gimp.Item.from_id(number).name for number in numbers]


def layers(image, layer, said):
    said["size"] = pdb.gimp_image_width(image), pdb.gimp_image_height(image)
    said["layer size"] = pdb.gimp_drawable_width(layer), pdb.gimp_drawable_height(layer)
    new = pdb.gimp_layer_new(image, 4, 3, RGBA_IMAGE, "New", 50, NORMAL_MODE)
    pdb.gimp_image_insert_layer(image, new, None, 0)
    pdb.gimp_layer_set_offsets(new, 2, 1)
    pdb.gimp_layer_translate(new, 1, 1)
    said["offsets"] = pdb.gimp_drawable_offsets(new)
    said["active"] = pdb.gimp_image_get_active_layer(image)
    pdb.gimp_image_set_active_layer(image, layer)
    said["drawable"] = pdb.gimp_image_get_active_drawable(image)
    said["layers"] = names(pdb.gimp_image_get_layers(image))
    said["position"] = pdb.gimp_image_get_layer_position(image, layer)
    pdb.gimp_image_raise_layer_to_top(image, layer)
    said["raised"] = names(pdb.gimp_image_get_layers(image))
    copy = pdb.gimp_layer_copy(layer, True)
    pdb.gimp_image_add_layer(image, copy, -1)
    said["alpha"] = copy.has_alpha, pdb.gimp_drawable_has_alpha(layer)
    group = pdb.gimp_layer_group_new(image)
    pdb.gimp_image_insert_layer(image, group, None, 0)
    said["group"] = isinstance(group, gimp.GroupLayer), pdb.gimp_item_is_group(group)
    mask = pdb.gimp_layer_create_mask(copy, ADD_WHITE_MASK)
    pdb.gimp_layer_add_mask(copy, mask)
    said["mask"] = copy.mask == mask, mask.get_pixel(0, 0)
    said["is layer"] = pdb.gimp_drawable_is_layer(copy), pdb.gimp_drawable_is_layer(mask)
    for each in (group, copy, new):
        pdb.gimp_image_remove_layer(image, each)
    said["left"] = [each.name for each in image.layers]


def selections(image, layer, said):
    pdb.gimp_rect_select(image, 1, 2, 5, 3, CHANNEL_OP_REPLACE, False, 0)
    said["bounds"] = pdb.gimp_selection_bounds(image)
    said["mask bounds"] = layer.mask_bounds
    pdb.gimp_ellipse_select(image, 0, 0, 6, 6, CHANNEL_OP_REPLACE, True, False, 0)
    said["ellipse"] = pdb.gimp_selection_bounds(image)[1:]
    pdb.gimp_free_select(image, 8, [0, 0, 4, 0, 4, 4, 0, 4], CHANNEL_OP_REPLACE, 0, 0, 0)
    said["polygon"] = pdb.gimp_selection_bounds(image)[1:]
    pdb.gimp_by_color_select(layer, (255, 0, 0), 10, CHANNEL_OP_REPLACE, 0, 0, 0, 0)
    said["red"] = pdb.gimp_selection_bounds(image)
    pdb.gimp_fuzzy_select(layer, 7, 7, 10, CHANNEL_OP_REPLACE, False, False, 0, False)
    said["blue"] = pdb.gimp_selection_value(image, 7, 7), pdb.gimp_selection_value(image, 0, 0)
    saved = pdb.gimp_selection_save(image)
    pdb.gimp_selection_clear(image)
    said["empty"] = pdb.gimp_selection_is_empty(image)
    pdb.gimp_selection_load(saved)
    said["loaded"] = pdb.gimp_selection_value(image, 7, 7)
    pdb.gimp_selection_none(image)


def paint(image, layer, said):
    pdb.gimp_context_push()
    pdb.gimp_context_set_foreground((0, 255, 0))
    pdb.gimp_palette_set_background("white")
    said["colours"] = gimp.get_foreground(), pdb.gimp_context_get_background()
    pdb.gimp_rect_select(image, 0, 0, 2, 8, CHANNEL_OP_REPLACE, False, 0)
    pdb.gimp_edit_bucket_fill(layer, FG_BUCKET_FILL, NORMAL_MODE, 100, 0, False, 0, 0)
    said["filled"] = layer.get_pixel(0, 0), layer.get_pixel(2, 0)
    pdb.gimp_selection_none(image)
    pdb.gimp_drawable_set_pixel(layer, 3, 3, 3, (1, 2, 3))
    said["pixel"] = pdb.gimp_drawable_get_pixel(layer, 3, 3)
    pdb.gimp_levels(layer, HISTOGRAM_VALUE, 0, 255, 1.0, 255, 0)
    said["negative"] = layer.get_pixel(0, 0)
    pdb.gimp_curves_spline(layer, HISTOGRAM_VALUE, 4, [0, 255, 255, 0])
    said["positive"] = layer.get_pixel(0, 0)
    pdb.gimp_threshold(layer, 128, 255)
    said["threshold"] = layer.get_pixel(0, 0)
    pdb.gimp_edit_blend(
        *(layer, FG_BG_RGB_MODE, NORMAL_MODE, GRADIENT_LINEAR, 100, 0, REPEAT_NONE, False),
        *(False, 1, 0, False, 0, 0, 7, 0),
    )
    said["blend"] = layer.get_pixel(0, 0)[0] < 40, layer.get_pixel(7, 0)[0] > 215
    pdb.gimp_pencil(layer, 4, [0, 7, 7, 7])
    pdb.gimp_eraser_default(layer, 4, [0, 0, 7, 7])
    pdb.gimp_edit_fill(layer, WHITE_FILL)
    said["white"] = layer.get_pixel(5, 5)
    pdb.gimp_desaturate(layer)
    pdb.gimp_brightness_contrast(layer, -127, 0)
    said["dark"] = layer.get_pixel(5, 5)[0] < 200
    pdb.gimp_context_pop()


def paste(image, layer, said):
    pdb.gimp_edit_copy(layer)
    floating = pdb.gimp_edit_paste(layer, False)
    said["floating"] = pdb.gimp_layer_is_floating_sel(floating)
    pdb.gimp_floating_sel_anchor(floating)
    other = pdb.gimp_edit_paste_as_new()
    said["new image"] = other.width, other.height
    pdb.gimp_image_delete(other)
    copy = pdb.gimp_image_duplicate(image)
    pdb.gimp_image_convert_grayscale(copy)
    said["gray"] = pdb.gimp_image_base_type(copy) == GRAY
    pdb.gimp_image_scale_full(copy, 16, 4, INTERPOLATION_LINEAR)
    said["scaled"] = copy.width, copy.height
    drawable = pdb.gimp_image_flatten(copy)
    pdb.gimp_flip(drawable, ORIENTATION_HORIZONTAL)
    pdb.gimp_image_rotate(copy, ROTATE_90)
    said["rotated"] = copy.width, copy.height
    gimp.delete(copy)
    said["gone"] = pdb.gimp_image_is_valid(copy)


def filters(image, layer, said):
    layer.fill(WHITE_FILL)
    layer.set_pixel(4, 4, (0, 0, 0))
    pdb.plug_in_gauss(image, layer, 5, 5, 0)
    said["blurred"] = 100 < layer.get_pixel(4, 4)[0] < 255
    pdb.plug_in_unsharp_mask(image, layer, 1.0, 0.5, 0)
    pdb.plug_in_pixelize(image, layer, 8)
    said["pixelized"] = layer.get_pixel(0, 0) == layer.get_pixel(7, 7)
    pdb.plug_in_edge(image, layer, 2, 1, 0)
    said["edges"] = layer.get_pixel(4, 4)[0] < 10
    pdb.plug_in_plasma(image, layer, 7, 1.0)
    said["plasma"] = len({layer.get_pixel(x, x) for x in range(8)}) > 3
    layer.add_alpha()
    layer.fill(WHITE_FILL)
    pdb.plug_in_colortoalpha(image, layer, (255, 255, 255))
    said["transparent"] = layer.get_pixel(4, 4)[3]
    pdb.plug_in_despeckle(image, layer, 1, 0, -1, 256)


def paths_and_texts(image, layer, said):
    vectors = pdb.gimp_vectors_new(image, "Line")
    pdb.gimp_image_insert_vectors(image, vectors, None, 0)
    points = [1, 1, 1, 1, 1, 1, 6, 6, 6, 6, 6, 6]
    stroke = pdb.gimp_vectors_stroke_new_from_points(vectors, 0, len(points), points, False)
    said["strokes"] = pdb.gimp_vectors_get_strokes(vectors) == (1, (stroke,))
    said["points"] = pdb.gimp_vectors_stroke_get_points(vectors, stroke)[1]
    said["vectors"] = [each.name for each in image.vectors], vectors.strokes[0].points[1]
    text = pdb.gimp_text_fontname(image, None, 0, 0, "Hi", 0, True, 12, PIXELS, "Sans-serif")
    said["text"] = pdb.gimp_text_layer_get_text(text), pdb.gimp_drawable_is_text_layer(text)
    said["font"] = pdb.gimp_text_layer_get_font(text).startswith("Sans")
    said["extents"] = len(pdb.gimp_text_get_extents_fontname("Hi", 12, PIXELS, "Sans-serif"))
    pdb.gimp_image_remove_layer(image, text)


def information(image, layer, said):
    image.attach_new_parasite("one", 1, "text")
    said["parasites"] = pdb.gimp_image_parasite_list(image)[1]
    said["parasite"] = pdb.gimp_image_parasite_find(image, "one").data.decode()
    said["unit"] = image.unit == UNIT_INCH, image.resolution
    image.resolution = 72, 144
    said["images"] = [each.ID == image.ID for each in gimp.image_list()]
    said["resolution"] = pdb.gimp_image_get_resolution(image)
    said["exists"] = pdb.gimp_procedural_db_proc_exists("gimp-invert")
    said["guide"] = image.get_guide_position(image.add_hguide(3))
    gimp.set_data("kept", b"\0\1")
    said["data"] = list(gimp.get_data("kept"))
    said["version"] = gimp.version[0]
    pdb.gimp_progress_init("Working", None)
    pdb.gimp_progress_update(0.5)
    pdb.gimp_displays_flush()


def indexed(image, layer, said):
    pdb.gimp_image_convert_indexed(image, NO_DITHER, MAKE_PALETTE, 4, False, False, "")
    said["indexed"] = image.base_type == INDEXED, layer.bpp
    image.colormap = bytes([9, 8, 7]) + image.colormap[3:]
    said["colour map"] = pdb.gimp_image_get_colormap(image)[1][:3]
    region = layer.get_pixel_rgn(0, 0, 2, 2)
    region[0, 0] = b"\1" * layer.bpp
    said["index"] = region[0, 0][0]


def files(image, layer, said):
    folder = tempfile.mkdtemp()
    names = [os.path.join(folder, name) for name in ("a.png", "b.jpg", "c.xcf", "d.bmp", "e.png")]
    other = gimp.Layer(image, "Other", 3, 2, RGB_IMAGE)
    group = gimp.GroupLayer(image, "Group")
    image.insert_layer(group, None, 0)
    image.insert_layer(other, group, 0)
    other.set_offsets(4, 4)
    pdb.gimp_drawable_fill(other, WHITE_FILL)
    pdb.file_png_save_defaults(image, other, names[0], names[0])
    pdb.file_jpeg_save(image, layer, names[1], names[1], 0.9, 0, 1, 0, "comment", 2, 1, 0, 0)
    pdb.gimp_xcf_save(0, image, layer, names[2], names[2])
    pdb.gimp_file_save(image, layer, names[3], names[3])
    pdb.file_png_save(image, layer, names[4], "raw", 0, 9, 1, 1, 1, 1, 1)
    for name in names:
        found = pdb.gimp_file_load(name, name)
        pixel = found.layers[-1].get_pixel(0, 0)
        same = pdb.gimp_image_get_filename(found) == found.filename == name
        said[os.path.basename(name)] = [found.width, found.height, len(found.layers), same]
        said[os.path.basename(name)] += [[round(value / 255.0) for value in pixel]]
        gimp.delete(found)
    added = pdb.gimp_file_load_layer(image, names[0])
    said["loaded layer"] = added.width, added.height
    said["grouped"] = [each.name for each in group.layers]
    said["kept"] = [each.name for each in image.layers], len(gimp.image_list())


def transformations(image, layer, said):
    layer.add_alpha()
    pdb.gimp_rotate(layer, True, math.pi / 2)
    said["rotated"] = layer.get_pixel(1, 1), layer.get_pixel(1, 6)
    pdb.gimp_drawable_transform_flip_simple(layer, ORIENTATION_VERTICAL, True, 0, True)
    said["flipped"] = layer.get_pixel(1, 1)
    pdb.gimp_drawable_transform_rotate_simple(layer, ROTATE_90, True, 0, 0, False)
    said["turned"] = layer.get_pixel(6, 1), layer.get_pixel(1, 1)
    pdb.gimp_drawable_offset(layer, True, OFFSET_TRANSPARENT, 4, 0)
    said["offset"] = layer.get_pixel(6, 1)
    gimp.set_background(1, 2, 3)
    pdb.gimp_drawable_offset(layer, False, OFFSET_BACKGROUND, 1, 0)
    said["background"] = layer.get_pixel(0, 4)
    layer.offset(False, OFFSET_TRANSPARENT, 4, 0)
    said["gap"] = layer.get_pixel(0, 0)[3]
    pdb.gimp_layer_scale_full(layer, 16, 4, False, INTERPOLATION_NONE)
    said["scaled"] = layer.width, layer.height
    pdb.gimp_scale(layer, True, 0, 0, 10, 12)
    said["scaled again"] = layer.width, layer.height
    layer.resize_to_image_size()
    said["resized"] = layer.width, layer.height, layer.offsets
    pdb.gimp_crop(image, 4, 4, 2, 2)
    said["cropped"] = image.width, layer.width
    image.resize(20, 20, 8, 8)
    said["moved"] = layer.offsets
    pdb.plug_in_autocrop(image, layer)
    said["autocropped"] = image.width < 20


def measurements(image, layer, said):
    said["histogram"] = [round(each) for each in pdb.gimp_histogram(layer, HISTOGRAM_RED, 0, 255)]
    said["picked"] = pdb.gimp_image_pick_color(image, layer, 1, 1, False, False, 0)
    pdb.gimp_hue_saturation(layer, ALL_HUES, 180, 0, 0)
    said["hue"] = layer.get_pixel(0, 0)
    pdb.gimp_colorize(layer, 0, 0, 0)
    said["colorized"] = len(set(layer.get_pixel(0, 0)))
    pdb.gimp_posterize(layer, 2)
    pdb.gimp_equalize(layer, False)
    pdb.gimp_rect_select(image, 0, 0, 2, 2, CHANNEL_OP_REPLACE, False, 0)
    floating = pdb.gimp_selection_float(layer, 1, 1)
    said["floating"] = image.floating_selection == floating
    pdb.gimp_floating_sel_to_layer(floating)
    merged = pdb.gimp_image_merge_down(image, floating, EXPAND_AS_NECESSARY)
    said["merged"] = image.active_layer == merged
    pdb.gimp_context_set_brush(pdb.gimp_context_get_brush())
    said["unit"] = pdb.gimp_image_get_unit(image)
    said["vectors"] = pdb.gimp_image_get_vectors(image)
    said["help"] = pdb["gimp-image-scale"].params[1][1], "gimp-image-scale" in pdb
    said["ids"] = gimp._id2drawable(merged.ID) == merged, gimp._id2image(image.ID) == image


PARTS = [layers, selections, paint, paste, filters, paths_and_texts, information, indexed]
PARTS += [files, transformations, measurements]


def old_calls(image, drawable, part):
    said = {}
    PARTS[part](image, drawable, said)
    return json.dumps({key: plain(value) for key, value in said.items()})


def refusals(calls):
    """The error of each call, given as Python."""
    texts = []
    for call in calls.split("\n"):
        try:
            eval(call)
        except error as problem:
            texts.append(str(problem))
        else:
            texts.append("")
    return json.dumps(texts)


register(
    "old_calls",
    *("Call old procedures", "", "A. Tester", "A. Tester", "2014"),
    *("_Old calls", "*"),
    [
        (PF_IMAGE, "image", "Image", None),
        (PF_DRAWABLE, "drawable", "Drawable", None),
        (PF_OPTION, "part", "Part", 0, [part.__name__ for part in PARTS]),
    ],
    [(PF_STRING, "said", "What they said")],
    old_calls,
    menu="<Image>/Filters/Classic",
)
register(
    "old_refusals",
    *("Call what is not there", "", "A. Tester", "A. Tester", "2014"),
    *("", ""),
    [(PF_TEXT, "calls", "Calls", "")],
    [(PF_STRING, "texts", "Errors")],
    refusals,
)

main()
