#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conway's game of life on a gray layer: cells are pixels, read at once and written one by one."""

from gimpfu import *

ALIVE, DEAD = b"\xff", b"\x00"


def neighbours(cells, width, height, x, y):
    around = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (dx, dy) != (0, 0)]
    places = [((y + dy) % height) * width + (x + dx) % width for dx, dy in around]
    return sum(cells[place] > 127 for place in places)


def game_of_life(image, drawable, generations):
    width, height = drawable.width, drawable.height
    if drawable.bpp != 1:
        fail("The game of life needs a gray layer without alpha.")
    image.undo_group_start()
    gimp.progress_init("Living")
    for generation in range(generations):
        source = drawable.get_pixel_rgn(0, 0, width, height, False, False)
        target = drawable.get_pixel_rgn(0, 0, width, height, True, True)
        cells = source[:, :]
        for y in range(height):
            for x in range(width):
                count = neighbours(cells, width, height, x, y)
                alive = count == 3 or (count == 2 and source[x, y] == ALIVE)
                target[x, y] = ALIVE if alive else DEAD
        drawable.flush()
        drawable.merge_shadow(True)
        drawable.update(0, 0, width, height)
        gimp.progress_update((generation + 1.0) / generations)
    image.undo_group_end()
    return sum(drawable.get_pixel_rgn(0, 0, width, height)[0:width, 0:height]) // 255


register(
    "game-of-life",
    "Play the game of life",
    "White pixels live, black ones are dead.",
    "A. Tester",
    "A. Tester",
    "2009",
    "_Game of life...",
    "GRAY",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
        (PF_INT32, "generations", "_Generations", 1),
    ],
    [(PF_INT32, "alive", "How many live in the end")],
    game_of_life,
    menu="<Image>/Filters/Classic",
)

main()
