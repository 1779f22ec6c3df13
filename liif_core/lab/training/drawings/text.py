# SPDX-License-Identifier: Apache-2.0
"""Rendered text: pages, headings, lists, tables, code, captions on photos."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from liif_core.lab.training.drawings.canvas import array
from liif_core.lab.training.drawings.colours import (
    WHITE,
    Colour,
    darker,
    legible,
    mixed,
    of_hue,
    palette,
    visible,
)
from liif_core.lab.training.drawings.fonts import opened
from liif_core.lab.training.drawings.grounds import any_ground, gradient, paper, photo
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture
from liif_core.lab.training.drawings.lettering import (
    ONE_BIT,
    SMOOTHED,
    fitting,
    lines_of,
    manner_of,
    write,
)
from liif_core.lab.training.drawings.words import (
    CODE,
    LABELS,
    MIRRORED,
    NAMES,
    TITLES,
    TOGETHER,
    WORDS,
    number,
    sentence,
)


def draw_text(kit: Kit) -> Picture:
    page = kit.choose(
        (article, poster, specimen, code, table, caption, receipt, sizes), (4, 4, 3, 2, 2, 4, 1, 2)
    )
    return array(page(kit))


def draw_one_bit(kit: Kit) -> Picture:
    """Text in two colours without any between them, as fax, e-ink and old screens have it."""
    ink, ground = kit.choose(
        (((0, 0, 0), WHITE), (WHITE, (0, 0, 0)), ((51, 255, 102), (0, 0, 0)), ((0, 0, 128), WHITE))
    )
    sheet = Image.new("RGB", (SIDE, SIDE), ground)
    y = kit.between(-10, 16)
    while y < SIDE:
        size = kit.choose((8, 9, 10, 11, 12, 13, 14, 16, 18, 24, 36, 60))
        script = script_of(kit)
        font = opened(kit.font(script), size)
        for _ in range(kit.choose((1, 2, 4, 6))):
            words = sentence(kit, script, 24)
            write(sheet, (kit.choose((4, 12, 30)), y), words, font, ink, ONE_BIT)
            y += size * 1.3
        if kit.chance(0.3):
            ImageDraw.Draw(sheet).line((0, y, SIDE, y), fill=ink, width=kit.choose((1, 1, 2)))
            y += 5
    return array(sheet)


def script_of(kit: Kit) -> str:
    """Mostly Latin; others when some font has them."""
    if kit.chance(0.55):
        return "latin"
    script = kit.choose(list(WORDS))
    return script if any(script in font.scripts for font in kit.fonts) else "latin"


def _words(kit: Kit, script: str, count: int) -> list[str]:
    text = sentence(kit, script, count)
    return list(text) if script in TOGETHER else text.split()


def article(kit: Kit) -> Image.Image:
    """Columns of running text with headings; black on white, on paper or on a colour."""
    manner = kit.choose(("white", "paper", "dark", "tint"), (5, 3, 2, 1))
    ink: Colour = (0, 0, 0) if kit.chance(0.4) else (38, 38, 42)
    if manner == "paper":
        sheet = paper(kit)
        ink = kit.choose(((20, 18, 16), (50, 44, 40), (24, 26, 70)))
    else:
        tint = of_hue(kit.between(0, 1), 0.12, 0.98)
        ground = {"white": WHITE, "dark": (24, 26, 30), "tint": tint}[manner]
        ink = (225, 225, 220) if manner == "dark" else ink
        sheet = Image.new("RGB", (SIDE, SIDE), ground)
    script, how = script_of(kit), manner_of(kit) if manner != "paper" else SMOOTHED
    body = kit.font(script)
    size = kit.choose((9, 10, 11, 12, 13, 14, 16, 18, 22))
    font, leading = opened(body, size), size * kit.between(1.15, 1.6)
    columns = kit.choose((1, 2, 3)) if size < 13 else kit.choose((1, 1, 2))
    gap = size * 1.6
    width = (SIDE - 2 * gap - (columns - 1) * gap) / columns
    heading = kit.font(script)
    accent = kit.choose((ink, ink, kit.choose(palette(kit, 3))))
    for column in range(columns):
        x, y = gap + column * (width + gap), kit.between(-size, 2 * size)
        while y < SIDE:
            if kit.chance(0.35):
                title = " ".join(_words(kit, script, 3)[:4])
                large = fitting(title, heading, width, int(size * kit.between(1.2, 2.6)))
                write(sheet, (x, y), title, large, accent, how)
                y += large.size * 1.5
            joint = "" if script in TOGETHER else " "
            lines = list(lines_of(_words(kit, script, kit.whole(15, 60)), font, width, joint))
            for line in lines:
                left = x + width - font.getlength(line) if script in MIRRORED else x
                write(sheet, (left, y), line, font, ink, how)
                y += leading
            y += leading * kit.choose((0, 0.5, 1))
    if columns > 1 and kit.chance(0.3):
        for column in range(1, columns):
            x = gap / 2 + column * (width + gap)
            ImageDraw.Draw(sheet).line((x, 0, x, SIDE), fill=mixed(ink, WHITE, 0.5))
    return sheet


def poster(kit: Kit) -> Image.Image:
    """Large headings with outlines and shadows on any ground, some of them turned."""
    sheet = any_ground(kit)
    y = kit.between(-20, 60)
    while y < SIDE - 30:
        script = script_of(kit)
        text = kit.choose(TITLES) if script == "latin" else sentence(kit, script, kit.whole(1, 3))
        if kit.chance(0.3):
            text = text.upper()
        font = fitting(
            text, kit.font(script, kit.choose(("heading", ""))), SIDE * 1.02, kit.whole(30, 200)
        )
        mean = mean_colour(sheet.crop((0, int(max(y, 0)), SIDE, min(SIDE, int(y + font.size)))))
        colour = visible(kit, mean)
        layer = Image.new("RGBA", (SIDE, SIDE))
        pen = ImageDraw.Draw(layer)
        x = kit.between(4, max(5.0, SIDE - font.getlength(text)))
        outline = kit.choose((0, 0, 0, 1, 2, 4, 7))
        edge = darker(colour, 0.8) if kit.chance(0.6) else WHITE
        if kit.chance(0.3):
            drop = kit.between(1, 8)
            pen.text((x + drop, y + drop), text, font=font, fill=(0, 0, 0, kit.whole(80, 255)))
            layer = layer.filter(ImageFilter.GaussianBlur(kit.choose((0, 0, 2, 5))))
            pen = ImageDraw.Draw(layer)
        pen.text(
            (x, y),
            text,
            font=font,
            fill=(*colour, 255),
            stroke_width=outline,
            stroke_fill=(*edge, 255),
        )
        if kit.chance(0.2):
            layer = layer.rotate(kit.between(-25, 25), Image.Resampling.BICUBIC)
        sheet.paste(layer, mask=layer)
        y += font.size * kit.between(0.9, 1.5) + 4
    return sheet


def mean_colour(part: Image.Image) -> Colour:
    red, green, blue = part.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
    return int(red), int(green), int(blue)


def specimen(kit: Kit) -> Image.Image:
    """Every line another font, size, colour and script."""
    sheet = any_ground(kit) if kit.chance(0.3) else Image.new("RGB", (SIDE, SIDE), WHITE)
    mean = mean_colour(sheet)
    y = kit.between(-8, 8)
    while y < SIDE:
        script, size = script_of(kit), round(float(np.exp(kit.between(np.log(8), np.log(56)))))
        font = opened(kit.font(script), size)
        how = manner_of(kit)
        write(sheet, (6, y), sentence(kit, script, 12), font, legible(kit, mean), how)
        y += size * 1.35
    return sheet


def sizes(kit: Kit) -> Image.Image:
    """The same line from small to large, as tests of print and screens show it."""
    dark = kit.chance(0.3)
    sheet = Image.new("RGB", (SIDE, SIDE), (18, 18, 18) if dark else WHITE)
    script, how = script_of(kit), manner_of(kit)
    taken, text, y = kit.font(script), sentence(kit, script, 14), 2.0
    ink = (235, 235, 235) if dark else (0, 0, 0)
    for size in (6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24, 28, 36, 48, 60, 80, 96):
        if y > SIDE:
            break
        write(sheet, (3, y), text, opened(taken, size), ink, how)
        y += size * 1.3
    return sheet


def code(kit: Kit) -> Image.Image:
    """An editor or a terminal: colours by the kind of word, line numbers."""
    dark = kit.chance(0.65)
    ground = kit.choose(((30, 30, 30), (40, 42, 54), (0, 43, 54), (0, 0, 0))) if dark else WHITE
    sheet = Image.new("RGB", (SIDE, SIDE), ground)
    size = kit.choose((10, 11, 12, 13, 14, 16, 18))
    font, how = opened(kit.font("latin", "mono"), size), manner_of(kit)
    plain: Colour = (212, 212, 212) if dark else (30, 30, 30)
    hues = [
        of_hue(kit.between(0, 1), 0.55 if dark else 0.95, 0.9 if dark else 0.6) for _ in range(5)
    ]
    grey = mixed(plain, ground, 0.55)
    y, start = kit.between(-size, 4), kit.whole(0, len(CODE) - 1)
    margin = font.getlength("8888 ") if kit.chance(0.7) else 6.0
    for i in range(100):
        if y > SIDE:
            break
        if margin > 6:
            write(sheet, (4, y), f"{i + 97:>4}", font, grey, how)
        x, line = margin + 6, CODE[(start + i) % len(CODE)]
        x += font.getlength(" " * (len(line) - len(line.lstrip())))
        for word in line.split():
            colour = hues[sum(map(ord, word)) % 5] if kit.chance(0.6) else plain
            write(sheet, (x, y), word, font, grey if "//" in line else colour, how)
            x += font.getlength(word + " ")
        y += round(size * 1.4)
    return sheet


def table(kit: Kit) -> Image.Image:
    """Numbers in a grid with hairlines or striped rows, as a spreadsheet shows them."""
    sheet = Image.new("RGB", (SIDE, SIDE), WHITE)
    pen = ImageDraw.Draw(sheet)
    size = kit.choose((9, 10, 11, 12, 13, 15))
    font, how = opened(kit.font("latin", "interface"), size), manner_of(kit)
    row, head = round(size * kit.between(1.5, 2.2)), kit.choose(palette(kit, 3))
    widths = [kit.whole(50, 130) for _ in range(9)]
    stripes, grid = kit.chance(0.5), kit.chance(0.6)
    for i, y in enumerate(range(0, SIDE, row)):
        if i == 0:
            pen.rectangle((0, 0, SIDE, row - 1), fill=head)
        elif stripes and i % 2:
            pen.rectangle((0, y, SIDE, y + row - 1), fill=mixed(head, WHITE, 0.88))
        x = 0
        for j, width in enumerate(widths):
            text = kit.choose(NAMES if j == 0 else LABELS) if i == 0 or j == 0 else number(kit)
            ink: Colour = legible(kit, head) if i == 0 else (30, 30, 30)
            indent = 4 if j == 0 or i == 0 else max(4, width - 6 - font.getlength(text))
            if font.getlength(text) < width - 6:
                write(sheet, (x + indent, y + (row - size * 1.2) / 2), text, font, ink, how)
            x += width
            if grid:
                pen.line((x - 1, 0, x - 1, SIDE), fill=(208, 208, 208))
        if grid:
            pen.line((0, y + row - 1, SIDE, y + row - 1), fill=(208, 208, 208))
    return sheet


def caption(kit: Kit) -> Image.Image:
    """A photo, or a gradient, with a title, subtitles, a stamp of the date or a watermark."""
    sheet = photo(kit) or gradient(kit, palette(kit, 3))
    for _ in range(kit.whole(1, 4)):
        manner = kit.choose(("title", "subtitle", "stamp", "watermark", "bar", "meme"))
        script = script_of(kit) if manner in {"title", "bar"} else "latin"
        text = sentence(kit, script, kit.whole(2, 6))
        layer = Image.new("RGBA", sheet.size)
        pen = ImageDraw.Draw(layer)
        y = kit.between(0, SIDE - 60)
        if manner == "bar":
            font = opened(kit.font(script, "interface"), kit.whole(11, 26))
            colour = kit.choose(palette(kit, 3))
            high = font.size * 1.8
            pen.rectangle((0, y, SIDE, y + high), fill=(*colour, kit.whole(150, 255)))
            pen.text((14, y + font.size * 0.3), text, font=font, fill=(*legible(kit, colour), 255))
        elif manner == "watermark":
            font = opened(kit.font(), kit.whole(20, 70))
            for j in range(-1, 5):
                pen.text((20 * j, y + j * 110 - 200), text, font=font, fill=(255, 255, 255, 90))
            layer = layer.rotate(30, Image.Resampling.BICUBIC)
        elif manner == "stamp":
            font = opened(kit.font("latin", "mono"), kit.whole(12, 26))
            pen.text(
                (SIDE - 20, SIDE - 20), number(kit), font=font, fill=(255, 140, 20), anchor="rs"
            )
        elif manner == "meme":
            font = fitting(text.upper(), kit.font("latin", "heading"), SIDE - 16, 64)
            pen.text(
                (SIDE / 2, y),
                text.upper(),
                font=font,
                fill="white",
                anchor="ma",
                stroke_width=max(1, int(font.size / 16)),
                stroke_fill="black",
            )
        elif manner == "subtitle":
            font = fitting(text, kit.font("latin", "interface"), SIDE - 20, kit.whole(16, 30))
            at = (SIDE / 2, SIDE - 14)
            pen.text(
                at,
                text,
                font=font,
                fill=kit.choose(("white", "yellow")),
                anchor="md",
                stroke_width=kit.choose((1, 2)),
                stroke_fill="black",
            )
        else:
            font = fitting(text, kit.font(script), SIDE - 20, kit.whole(18, 90))
            colour = visible(kit, mean_colour(sheet))
            pen.text((kit.between(4, 60), y), text, font=font, fill=(*colour, 255))
        sheet.paste(layer, mask=layer)
    return sheet


def receipt(kit: Kit) -> Image.Image:
    """A form or a receipt on paper, slightly turned, as a phone photographs it."""
    sheet = paper(kit)
    font = opened(kit.font("latin", kit.choose(("mono", ""))), kit.choose((11, 13, 15, 18)))
    ink = kit.choose(((30, 28, 30), (60, 58, 66), (30, 40, 110)))
    layer = Image.new("L", (SIDE, SIDE))
    pen = ImageDraw.Draw(layer)
    y = -20.0
    while y < SIDE + 20:
        if kit.chance(0.12):
            pen.line((30, y + 8, SIDE - 30, y + 8), fill=255, width=kit.choose((1, 2)))
        else:
            pen.text((36, y), kit.choose(LABELS), font=font, fill=255)
            pen.text((SIDE - 36, y), number(kit), font=font, fill=255, anchor="ra")
        y += font.size * 1.5
    turned = layer.rotate(kit.between(-6, 6), Image.Resampling.BICUBIC)
    sheet.paste(Image.new("RGB", sheet.size, ink), mask=turned.point(lambda v: int(v * 0.92)))
    return sheet
