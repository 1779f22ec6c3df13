# SPDX-License-Identifier: Apache-2.0
"""Comics: panels, figures in ink, flat colours or screen tones, balloons, loud words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from liif_core.lab.training.drawings.canvas import Canvas, Point, array, image
from liif_core.lab.training.drawings.colours import WHITE, Colour, darker, lighter, of_hue, palette
from liif_core.lab.training.drawings.fonts import Usable, opened
from liif_core.lab.training.drawings.grounds import gradient
from liif_core.lab.training.drawings.inks import hatch, pen
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture
from liif_core.lab.training.drawings.lettering import lines_of
from liif_core.lab.training.drawings.screens import screened
from liif_core.lab.training.drawings.shapes import around, smooth, star
from liif_core.lab.training.drawings.words import sentence

LOUD = (
    "BOOM!",
    "POW!",
    "ZAP",
    "CRASH!!",
    "Whoosh",
    "KLICK",
    "WHAT?!",
    "ドドド",
    "Splash",
    "HA HA HA",
)
INK: Colour = (12, 10, 14)
OVER = 3
"""Enough for edges as dark as ink; pages are large."""
Frame = tuple[float, float, float, float]


def draw_comic(kit: Kit) -> Picture:
    """A page or a part of one."""
    coloured = kit.chance(0.6)
    canvas = Canvas(WHITE if kit.chance(0.8) else INK, OVER)
    writing: list[tuple[Frame, str]] = []
    gap, line = kit.choose((4, 8, 12)), kit.choose((1.5, 2.5, 4))
    for frame in _frames(kit, gap):
        _panel(kit, canvas, frame, coloured)
        if kit.chance(0.65):
            writing.append((_balloon(kit, canvas, frame), _speech(kit)))
        left, top, right, bottom = frame
        canvas.line(
            [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], INK, line
        )
    done = canvas.finished()
    hand = kit.font("latin", "hand")
    for room, words in writing:
        _letter(done, room, words, opened(hand, kit.choose((10, 11, 12, 14))))
    if kit.chance(0.4):
        _loud(kit, done)
    return array(done)


def _frames(kit: Kit, gap: int) -> list[Frame]:
    frames, y = [], float(kit.whole(-60, 10))
    while y < SIDE:
        high, count = kit.between(150, 330), kit.choose((1, 2, 2, 3))
        cuts = [
            gap,
            *sorted(SIDE * (i + kit.between(-0.12, 0.12)) / count for i in range(1, count)),
            SIDE,
        ]
        for left, right in pairwise(cuts):
            frames.append((float(left), y, float(right) - gap, y + high - gap))
        y += high
    return frames


def _corners(frame: Frame) -> list[Point]:
    left, top, right, bottom = frame
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _panel(kit: Kit, canvas: Canvas, frame: Frame, coloured: bool) -> None:
    """Background and figures, drawn apart and cut to the frame."""
    inside = Canvas(WHITE, OVER)
    left, top, right, bottom = frame
    middle = ((left + right) / 2, (top + bottom) / 2)
    shades = (
        palette(kit, 4) if coloured else [(255, 255, 255), (205, 205, 205), (120, 120, 120), INK]
    )
    back = kit.choose(("flat", "tone", "rays", "hills", "gradient"))
    if back == "flat":
        inside.polygon(_corners(frame), lighter(shades[0], 0.4))
    elif back == "tone" or (back == "gradient" and not coloured):
        _tone(kit, inside, _corners(frame), shades[1] if coloured else INK, kit.chance(0.5))
    elif back == "gradient":
        inside.fill_with(_corners(frame), gradient(kit, shades[:2]))
    elif back == "rays":
        inside.polygon(_corners(frame), lighter(shades[0], 0.6))
        for angle in np.arange(0, 2 * np.pi, kit.choose((0.04, 0.09, 0.17))):
            near, wide = kit.between(60, 120), kit.between(0.004, 0.03)
            tips = [(near, angle), (800, angle - wide), (800, angle + wide)]
            inside.polygon(
                [
                    (middle[0] + r * float(np.cos(a)), middle[1] + r * float(np.sin(a)))
                    for r, a in tips
                ],
                INK if kit.chance(0.8) else shades[2],
            )
    else:
        inside.polygon(_corners(frame), lighter(shades[0], 0.7))
        for i in range(3):
            y = top + (bottom - top) * (0.4 + 0.18 * i)
            ridge = smooth(
                [(left + (right - left) * t / 5, y + kit.between(-24, 24)) for t in range(6)]
            )
            inside.polygon(
                [*ridge, (right, bottom), (left, bottom)],
                shades[i] if coloured else lighter(shades[2], 0.5 - 0.2 * i),
            )
            pen(kit, inside, ridge, INK, 3)
    for _ in range(kit.whole(1, 2)):
        size = (bottom - top) * kit.between(0.22, 0.4)
        x = kit.between(left + size * 0.6, max(left + size * 0.7, right - size * 0.6))
        _figure(kit, inside, (x, bottom - size * kit.between(0.9, 1.5)), size, shades, coloured)
    canvas.image.paste(inside.image, mask=canvas.mask_of(_corners(frame)))
    canvas.pen = ImageDraw.Draw(canvas.image)


def _tone(kit: Kit, canvas: Canvas, outline: list[Point], ink: Colour, fading: bool) -> None:
    """Rasterised dots, even or fading."""
    if fading:
        level = (
            np.asarray(gradient(kit, [(20, 20, 20), (215, 215, 215)]).convert("L"), np.float32)
            / 255
        )
    else:
        level = np.full((SIDE, SIDE), kit.between(0.1, 0.6), np.float32)
    cover = screened(level, kit.choose((4, 5, 6, 8)), kit.choose((np.pi / 4, np.pi / 3)))[..., None]
    levels = 255 * (1 - cover) + np.array(ink, np.float32) * cover
    canvas.fill_with(outline, image(np.round(levels).astype(np.uint8)))


def _figure(
    kit: Kit, canvas: Canvas, at: Point, size: float, shades: list[Colour], coloured: bool
) -> None:
    """A head with a face and hair, and shoulders."""
    x, y = at
    skin = (
        kit.choose(((255, 220, 190), (224, 172, 130), (141, 85, 52), (190, 220, 160)))
        if coloured
        else WHITE
    )
    cloth = shades[kit.whole(1, 3)]
    shoulders = smooth(
        [
            (x - size * 1.1, y + size * 2.2),
            (x - size * 0.8, y + size * 0.9),
            (x - size * 0.2, y + size * 0.6),
            (x + size * 0.2, y + size * 0.6),
            (x + size * 0.8, y + size * 0.9),
            (x + size * 1.1, y + size * 2.2),
        ]
    )
    canvas.polygon(shoulders, cloth)
    if not coloured and kit.chance(0.5):
        hatch(kit, canvas, shoulders, INK, kit.choose((3, 5)), kit.between(0, 3), 0.9)
    pen(kit, canvas, shoulders, INK, size * 0.05)
    face = smooth(
        [
            (x - size * 0.5, y - size * 0.2),
            (x - size * 0.42, y + size * 0.35),
            (x, y + size * 0.72),
            (x + size * 0.42, y + size * 0.35),
            (x + size * 0.5, y - size * 0.2),
            (x, y - size * 0.6),
        ],
        closed=True,
    )
    canvas.polygon(face, skin)
    if coloured:
        shade = [p for p in face if p[0] > x + size * 0.12]
        canvas.polygon(shade, darker(skin, 0.13))
    pen(kit, canvas, [*face, face[0]], INK, size * 0.06)
    hair = (
        kit.choose((INK, shades[3], (240, 200, 60), (120, 60, 30)))
        if coloured
        else kit.choose((INK, WHITE, (150, 150, 150)))
    )
    tips = [
        (
            x + size * 0.62 * float(np.cos(a)),
            y - size * 0.18 + size * (0.62 if i % 2 else 0.82) * float(np.sin(a)),
        )
        for i, a in enumerate(np.linspace(np.pi * 0.98, np.pi * 2.02, kit.choose((7, 9, 13))))
    ]
    fringe = [
        (x + size * 0.45, y - size * 0.2),
        (x + size * 0.1, y - size * 0.32),
        (x - size * 0.1, y - size * 0.22),
        (x - size * 0.45, y - size * 0.25),
    ]
    canvas.polygon([*tips, *fringe], hair)
    pen(kit, canvas, [*tips, *fringe, tips[0]], INK, size * 0.05)
    for side in (-1, 1):
        eye = (x + side * size * 0.2, y + size * 0.02)
        canvas.ellipse(eye, (size * 0.1, size * 0.12), WHITE, INK, max(0.8, size * 0.02))
        canvas.ellipse((eye[0] + size * 0.02, eye[1]), (size * 0.045, size * 0.06), INK)
        brow = [
            (eye[0] - size * 0.13, eye[1] - size * 0.19),
            (eye[0], eye[1] - size * 0.24),
            (eye[0] + size * 0.13, eye[1] - size * 0.17),
        ]
        pen(kit, canvas, smooth(brow, steps=5), INK, size * 0.06)
    pen(
        kit,
        canvas,
        smooth(
            [
                (x, y + size * 0.05),
                (x + size * 0.07, y + size * 0.24),
                (x - size * 0.03, y + size * 0.26),
            ],
            steps=6,
        ),
        INK,
        size * 0.035,
    )
    mouth = kit.between(-0.06, 0.1) * size
    lips = smooth(
        [
            (x - size * 0.17, y + size * 0.42),
            (x, y + size * 0.42 + mouth),
            (x + size * 0.17, y + size * 0.42),
        ],
        steps=8,
    )
    if kit.chance(0.4):
        canvas.polygon(lips, (150, 30, 40) if coloured else INK)
    pen(kit, canvas, lips, INK, size * 0.045)


def _balloon(kit: Kit, canvas: Canvas, frame: Frame) -> Frame:
    """A balloon near the top of a panel; what comes back is the room for words."""
    left, top, right, bottom = frame
    wide, high = (
        (right - left) * kit.between(0.5, 0.8),
        min((bottom - top) * 0.4, kit.between(50, 100)),
    )
    x, y = (
        kit.between(left + wide / 2 + 4, max(left + wide / 2 + 5, right - wide / 2 - 4)),
        top + high / 2 + 8,
    )
    manner, line = (
        kit.choose(("round", "round", "cloud", "shout", "box")),
        kit.choose((1.2, 1.8, 2.4)),
    )
    tip = (x + kit.between(-30, 30), y + high * 0.5 + kit.between(16, 50))
    tail = [(x - 10, y + high * 0.3), tip, (x + 8, y + high * 0.3)]
    if manner == "box":
        fill = kit.choose((WHITE, (255, 246, 180)))
        canvas.box((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2), fill, INK, line)
    elif manner == "shout":
        spikes = star((0, 0), 1, kit.whole(12, 22), 0.82, 0)
        canvas.polygon(
            [(x + a * wide * 0.62, y + b * high * 0.72) for a, b in spikes], WHITE, INK, line
        )
    else:
        canvas.polygon(tail, WHITE, INK, line)
        if manner == "cloud":
            for dx, dy in around((0, 0), (wide * 0.38, high * 0.34), 11):
                canvas.ellipse((x + dx, y + dy), (wide * 0.14, high * 0.22), WHITE, INK, line)
            canvas.ellipse((x, y), (wide * 0.42, high * 0.42), WHITE)
        else:
            canvas.ellipse((x, y), (wide / 2, high / 2), WHITE, INK, line)
            canvas.polygon(
                [
                    (x - 8, y + high * 0.28),
                    (tip[0] * 0.3 + x * 0.7, y + high * 0.5),
                    (x + 6, y + high * 0.28),
                ],
                WHITE,
            )
    return (x - wide * 0.38, y - high * 0.36, x + wide * 0.38, y + high * 0.36)


def _speech(kit: Kit) -> str:
    words = sentence(kit, "latin", kit.whole(3, 9))
    return words.upper() if kit.chance(0.6) else words


def _letter(picture: Image.Image, room: Frame, words: str, font: Usable) -> None:
    left, top, right, bottom = room
    pen_ = ImageDraw.Draw(picture)
    lines = list(lines_of(words.split(), font, right - left))
    step = font.size * 1.15
    lines = lines[: max(1, int((bottom - top) / step))]
    y = (top + bottom) / 2 - step * (len(lines) - 1) / 2
    for line in lines:
        pen_.text(((left + right) / 2, y), line, font=font, fill=INK, anchor="mm")
        y += step


def _loud(kit: Kit, picture: Image.Image) -> None:
    """A word in large letters with an outline, turned."""
    word = kit.choose(LOUD)
    script = "kana" if word[0] > "ぁ" else "latin"
    if script == "kana" and not any("kana" in font.scripts for font in kit.fonts):
        word, script = LOUD[0], "latin"
    font = opened(kit.font(script, "heading"), kit.whole(50, 110))
    layer = Image.new("RGBA", picture.size)
    fill = of_hue(kit.between(0, 0.17), 0.95, 1)
    place = (kit.between(0, SIDE * 0.5), kit.between(0, SIDE * 0.8))
    ImageDraw.Draw(layer).text(
        place,
        word,
        font=font,
        fill=(*fill, 255),
        stroke_width=kit.choose((3, 5)),
        stroke_fill=(*INK, 255),
    )
    layer = layer.rotate(kit.between(-20, 20), Image.Resampling.BICUBIC)
    picture.paste(layer, mask=layer)
