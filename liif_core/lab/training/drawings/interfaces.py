# SPDX-License-Identifier: Apache-2.0
"""User interfaces: windows, dialogs, lists, toolbars, web pages, telephones."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageFilter

from liif_core.lab.training.drawings.canvas import Canvas, array
from liif_core.lab.training.drawings.colours import (
    WHITE,
    Colour,
    darker,
    legible,
    lighter,
    luminance,
    mixed,
    palette,
)
from liif_core.lab.training.drawings.fonts import Usable, opened
from liif_core.lab.training.drawings.grounds import any_ground
from liif_core.lab.training.drawings.icons import draw_sign
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture
from liif_core.lab.training.drawings.lettering import manner_of, write
from liif_core.lab.training.drawings.words import LABELS, NAMES, TITLES, number, sentence

Area = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels, the last two not included."""


@dataclass(frozen=True)
class Theme:
    ground: Colour
    raised: Colour
    ink: Colour
    dim: Colour
    edge: Colour
    accent: Colour
    radius: int
    size: int
    font: Usable
    bold: Usable
    manner: str
    old: bool
    """Bevelled edges, as programs of the nineties had."""

    @property
    def row(self) -> int:
        return round(self.size * 1.9)


@dataclass
class Text:
    """What is written when the shapes are done."""

    x: float
    y: float
    words: str
    font: Usable
    colour: Colour


class Screen:
    """Shapes by area and text by pixels, window after window."""

    def __init__(self, kit: Kit, theme: Theme, ground: Image.Image) -> None:
        self.kit, self.theme, self.canvas = kit, theme, Canvas(ground)
        self.texts: list[Text] = []

    def say(self, x: float, y: float, words: str, colour: Colour, bold: bool = False) -> float:
        """Write a line whose middle is at y; what comes back is where it ends."""
        font = self.theme.bold if bold else self.theme.font
        self.texts.append(Text(x, round(y - self.theme.size * 0.62), words, font, colour))
        return x + font.getlength(words)

    def fits(self, words: str, width: float) -> str:
        """The words, or as many letters as there is room for and an ellipsis."""
        if self.theme.font.getlength(words) <= width:
            return words
        while words and self.theme.font.getlength(words + "…") > width:
            words = words[:-1]
        return words + "…"

    def finished(self) -> Image.Image:
        done = self.canvas.finished()
        for text in self.texts:
            write(done, (text.x, text.y), text.words, text.font, text.colour, self.theme.manner)
        return done

    def bevel(self, area: Area, sunk: bool = False) -> None:
        """Light and dark edges of one pixel."""
        left, top, right, bottom = area
        light, dark = lighter(self.theme.raised, 0.7), darker(self.theme.raised, 0.5)
        if sunk:
            light, dark = dark, light
        self.canvas.box((left, top, right, top + 1), light)
        self.canvas.box((left, top, left + 1, bottom), light)
        self.canvas.box((left, bottom - 1, right, bottom), dark)
        self.canvas.box((right - 1, top, right, bottom), dark)


def draw_interface(kit: Kit) -> Picture:
    theme = some_theme(kit)
    manner = kit.choose(("desktop", "page", "phone", "program"), (4, 3, 2, 3))
    if manner == "desktop":
        sheet = any_ground(kit)
        for _ in range(kit.whole(1, 3)):
            wide, high = kit.whole(280, 520), kit.whole(240, 480)
            left = kit.whole(-wide // 4, SIDE - wide * 2 // 3)
            top = kit.whole(-high // 8, SIDE - high * 2 // 3)
            sheet = window(kit, theme, sheet, (left, top, left + wide, top + high))
        return array(sheet)
    if manner == "program":
        whole = (-kit.whole(0, 200), -kit.whole(0, 60), SIDE + 80, SIDE + 80)
        return array(window(kit, theme, Image.new("RGB", (SIDE, SIDE), theme.ground), whole))
    return array(web_page(kit, theme) if manner == "page" else telephone(kit, theme))


def some_theme(kit: Kit) -> Theme:
    size = kit.choose((10, 11, 12, 13, 13, 14, 15, 16))
    family = kit.font("latin", "interface")
    accent = kit.choose(palette(kit, 4))
    manner, old = manner_of(kit), kit.chance(0.2)
    if old:
        raised: Colour = kit.choose(((192, 192, 192), (212, 208, 200), (236, 233, 216)))
        ground, ink, radius = WHITE, (0, 0, 0), 0
    elif kit.chance(0.4):
        raised = kit.choose(((45, 45, 48), (32, 33, 36), (54, 57, 63), (60, 56, 66)))
        ground, ink, radius = darker(raised, 0.35), (230, 230, 232), kit.choose((0, 3, 6, 10))
    else:
        raised = kit.choose(((240, 240, 240), (246, 245, 244), WHITE, (232, 236, 241)))
        ground, ink, radius = lighter(raised, 0.6), (28, 28, 30), kit.choose((0, 3, 6, 10))
    bold = opened(kit.font("latin", "interface"), size) if kit.chance(0.4) else opened(family, size)
    return Theme(
        ground,
        raised,
        ink,
        mixed(ink, ground, 0.45),
        mixed(ink, raised, 0.78),
        accent,
        radius,
        size,
        opened(family, size),
        bold,
        manner,
        old,
    )


def window(kit: Kit, theme: Theme, under: Image.Image, area: Area) -> Image.Image:
    """A window with a title, a menu or toolbar and what is in it, over ``under``."""
    left, top, right, bottom = area
    if not theme.old and kit.chance(0.7):
        shade = Image.new("L", under.size)
        shade.paste(110, (left - 2, top + 4, right + 2, bottom + 8))
        shade = shade.filter(ImageFilter.GaussianBlur(kit.between(4, 12)))
        under.paste((0, 0, 0), mask=shade)
    screen = Screen(kit, theme, under)
    canvas, row = screen.canvas, theme.row
    canvas.box(area, theme.raised, theme.edge, 1, theme.radius)
    if theme.old:
        screen.bevel(area)
    bar = theme.accent if theme.old or kit.chance(0.25) else mixed(theme.raised, theme.ink, 0.06)
    canvas.box((left + 2, top + 2, right - 2, top + row), bar, radius=max(0, theme.radius - 1))
    title_ink = legible(kit, bar)
    draw_sign(kit, canvas, left + 8, top + row * 0.2, row * 0.6, title_ink, bar)
    screen.say(left + 12 + row * 0.7, top + row / 2 + 1, kit.choose(TITLES), title_ink, True)
    for i, dot in enumerate(((237, 106, 94), (245, 191, 79), (98, 197, 84))):
        centre = (right - 14 - 1.1 * theme.size * i, top + row / 2 + 1)
        canvas.ellipse(centre, (theme.size * 0.4, theme.size * 0.4), dot if bar != dot else WHITE)
    y = top + row + 2
    if kit.chance(0.6):
        x = left + 8.0
        for label in LABELS[: kit.whole(3, 8)]:
            if x < right - 50:
                x = screen.say(x, y + row / 2, label, theme.ink) + theme.size
        y += row
    if kit.chance(0.6):
        y = toolbar(kit, screen, (left, y, right, bottom))
    inside = (left + 6, y + 4, right - 6, bottom - 6)
    fill(kit, screen, inside)
    return screen.finished()


def toolbar(kit: Kit, screen: Screen, area: Area) -> int:
    """Signs side by side; what comes back is where the bar ends."""
    left, top, right, _ = area
    size, theme = kit.choose((16, 16, 20, 24, 32)), screen.theme
    screen.canvas.box((left + 1, top + size + 11, right - 1, top + size + 12), theme.edge)
    grey = theme.ink if kit.chance(0.5) else None
    for x in range(left + 8, right - size - 4, size + 10):
        if kit.chance(0.12):
            screen.canvas.box((x, top + 4, x + 1, top + size + 8), theme.edge)
        elif kit.chance(0.12):
            pressed = (x - 4, top + 2, x + size + 4, top + size + 9)
            screen.canvas.box(pressed, None, theme.edge, 1, 3)
        else:
            colour = grey or kit.choose(palette(kit, 3))
            draw_sign(kit, screen.canvas, x, top + 5, size, colour, theme.raised)
    return top + size + 12


def fill(kit: Kit, screen: Screen, area: Area) -> None:
    """One or two panes, each a list, a form, cards, a tree or text."""
    left, top, right, bottom = area
    if right - left < 40 or bottom - top < 30:
        return
    if right - left > 230 and kit.chance(0.85):
        middle = left + int((right - left) * kit.between(0.3, 0.6))
        fill(kit, screen, (left, top, middle - 4, bottom))
        fill(kit, screen, (middle + 4, top, right, bottom))
        return
    if bottom - top > 240 and kit.chance(0.5):
        middle = top + int((bottom - top) * kit.between(0.3, 0.7))
        fill(kit, screen, (left, top, right, middle - 4))
        fill(kit, screen, (left, middle + 4, right, bottom))
        return
    pane = kit.choose((listing, form, cards, prose, sliders), (4, 4, 2, 2, 2))
    pane(kit, screen, area)


def listing(kit: Kit, screen: Screen, area: Area) -> None:
    left, top, right, bottom = area
    theme, row = screen.theme, screen.theme.row + kit.choose((0, 4, 12))
    screen.canvas.box(area, theme.ground, theme.edge, 1, min(theme.radius, 4))
    if theme.old:
        screen.bevel(area, sunk=True)
    chosen, striped, signs = kit.whole(0, 9), kit.chance(0.3), kit.chance(0.7)
    for i, y in enumerate(range(top + 2, bottom - row, row)):
        ink = theme.ink
        if i == chosen:
            screen.canvas.box(
                (left + 2, y, right - 2, y + row), theme.accent, radius=theme.radius / 2
            )
            ink = legible(kit, theme.accent)
        elif striped and i % 2:
            screen.canvas.box(
                (left + 1, y, right - 1, y + row), mixed(theme.ground, theme.ink, 0.05)
            )
        x = left + 8.0
        if signs:
            under = theme.accent if i == chosen else theme.ground
            colour = kit.choose(palette(kit, 3)) if kit.chance(0.5) and i != chosen else ink
            draw_sign(
                kit, screen.canvas, x, y + (row - theme.size) / 2, theme.size * 1.1, colour, under
            )
            x += theme.size * 1.7
        words = kit.choose(LABELS + NAMES)
        end = screen.say(x, y + row / 2, screen.fits(words, right - x - 8), ink)
        detail = number(kit)
        place = right - 10 - theme.font.getlength(detail)
        if place > end + 10:
            screen.say(place, y + row / 2, detail, ink if i == chosen else theme.dim)
    if kit.chance(0.6):
        x = right - kit.choose((7, 10, 14))
        screen.canvas.box((x, top + 1, right - 1, bottom - 1), mixed(theme.ground, theme.ink, 0.08))
        knob = top + int((bottom - top) * kit.between(0.05, 0.5))
        grip = mixed(theme.ground, theme.ink, 0.35)
        screen.canvas.box((x + 1, knob, right - 2, knob + 40), grip, radius=theme.radius)


def button(kit: Kit, screen: Screen, x: float, y: float, words: str, main: bool) -> float:
    """A button; what comes back is where it ends."""
    theme = screen.theme
    wide, high = round(theme.font.getlength(words)) + 2 * theme.size, theme.row
    colour = theme.accent if main and not theme.old else mixed(theme.raised, theme.ink, 0.04)
    area = (round(x), round(y), round(x) + wide, round(y) + high)
    edge = darker(colour, 0.25) if luminance(colour) > 90 else lighter(colour, 0.2)
    screen.canvas.box(area, colour, edge, 1, theme.radius)
    if theme.old:
        screen.bevel(area)
    ink = legible(kit, colour) if main and not theme.old else theme.ink
    screen.say(round(x) + theme.size, y + high / 2, words, ink)
    return x + wide


def form(kit: Kit, screen: Screen, area: Area) -> None:
    """Labels, fields, boxes to tick, buttons."""
    left, top, right, bottom = area
    theme, canvas = screen.theme, screen.canvas
    y, small = top + 4.0, screen.theme.size
    while y < bottom - theme.row * 1.4:
        kind = kit.choose(("field", "tick", "radio", "buttons", "switch", "progress", "tabs"))
        middle = y + theme.row / 2
        if kind == "field":
            end = screen.say(left + 4, middle, kit.choose(LABELS) + ":", theme.ink) + 8
            if right - end > 30:
                box = (round(end), round(y), right - 4, round(y + theme.row))
                canvas.box(box, theme.ground, theme.edge, 1, theme.radius / 2)
                if theme.old:
                    screen.bevel(box, sunk=True)
                words = screen.fits(
                    kit.choose(NAMES) if kit.chance(0.5) else number(kit), right - end - 14
                )
                screen.say(end + 6, middle, words, theme.ink)
        elif kind in {"tick", "radio"}:
            for _ in range(kit.whole(1, 2)):
                on = kit.chance(0.5)
                round_one = kind == "radio"
                fill_colour = theme.accent if on and not round_one else theme.ground
                radius = small / 2 if round_one else 2
                box = (
                    left + 6,
                    round(middle - small / 2),
                    left + 6 + small,
                    round(middle + small / 2),
                )
                canvas.box(box, fill_colour, theme.dim, 1, radius)
                x = left + 6 + small / 2
                if on and round_one:
                    canvas.ellipse((x, middle), (small / 4, small / 4), theme.accent)
                elif on:
                    mark = [(x - small * 0.3, middle), (x - small * 0.05, middle + small * 0.28)]
                    canvas.line(
                        [*mark, (x + small * 0.33, middle - small * 0.28)],
                        legible(kit, theme.accent),
                        1.6,
                    )
                screen.say(
                    left + 12 + small,
                    middle,
                    screen.fits(kit.choose(LABELS), right - left - 40),
                    theme.ink,
                )
                y, middle = y + theme.row, middle + theme.row
            y -= theme.row
        elif kind == "buttons":
            x = left + 4.0
            for i, words in enumerate(kit.some(LABELS, 3)):
                if x + theme.font.getlength(words) + 2 * theme.size < right:
                    x = button(kit, screen, x, y, words, i == 0) + 8
        elif kind == "switch":
            on = kit.chance(0.6)
            track = theme.accent if on else mixed(theme.ground, theme.ink, 0.3)
            canvas.box((right - 40, middle - 9, right - 6, middle + 9), track, radius=9)
            canvas.ellipse((right - (15 if on else 31), middle), (7, 7), WHITE)
            screen.say(
                left + 4, middle, screen.fits(kit.choose(LABELS), right - left - 60), theme.ink
            )
        elif kind == "progress":
            share = kit.between(0.1, 0.95)
            end = left + (right - left - 8) * share
            canvas.box(
                (left + 4, middle - 4, right - 4, middle + 4),
                mixed(theme.raised, theme.ink, 0.15),
                radius=4,
            )
            canvas.box((left + 4, middle - 4, end, middle + 4), theme.accent, radius=4)
        else:
            x = left + 4.0
            for i, words in enumerate(kit.some(LABELS, 4)):
                wide = theme.font.getlength(words) + 16
                if x + wide < right:
                    if i == 0:
                        canvas.box((x, y + theme.row - 2, x + wide, y + theme.row), theme.accent)
                    screen.say(x + 8, middle, words, theme.ink if i == 0 else theme.dim)
                    x += wide
            canvas.box((left, y + theme.row, right, y + theme.row + 1), theme.edge)
        y += theme.row + kit.choose((4, 8, 12))


def sliders(kit: Kit, screen: Screen, area: Area) -> None:
    left, top, right, bottom = area
    theme, canvas = screen.theme, screen.canvas
    for y in range(top + 4, bottom - 2 * theme.row, 2 * theme.row):
        screen.say(
            left + 4,
            y + theme.row / 2,
            screen.fits(kit.choose(LABELS), right - left - 50),
            theme.ink,
        )
        level, middle = kit.between(0, 1), y + 1.4 * theme.row
        screen.say(right - 34, y + theme.row / 2, f"{level * 100:.0f}", theme.dim)
        place = left + 8 + (right - left - 16) * level
        canvas.box(
            (left + 8, middle - 2, right - 8, middle + 2),
            mixed(theme.raised, theme.ink, 0.2),
            radius=2,
        )
        canvas.box((left + 8, middle - 2, place, middle + 2), theme.accent, radius=2)
        canvas.ellipse((place, middle), (7, 7), theme.raised, theme.dim, 1)


def cards(kit: Kit, screen: Screen, area: Area) -> None:
    """Thumbnails with titles; photos where there are some."""
    left, top, right, bottom = area
    theme, side = screen.theme, kit.choose((60, 80, 110, 150))
    for y in range(top + 4, bottom - side // 2, side + theme.row + 8):
        for x in range(left + 4, right - side, side + 10):
            room = (x, y, x + side, min(y + side, bottom))
            if room[3] - room[1] < 10:
                continue
            photo = None if kit.chance(0.3) else kit.photo()
            if photo is None:
                colour = kit.choose(palette(kit, 3))
                screen.canvas.box(room, colour, radius=theme.radius)
                draw_sign(
                    kit,
                    screen.canvas,
                    x + side * 0.25,
                    y + side * 0.25,
                    side * 0.5,
                    legible(kit, colour),
                    colour,
                )
            else:
                small = Image.fromarray(photo).resize((side, side), Image.Resampling.LANCZOS)
                full = Image.new("RGB", (SIDE, SIDE))
                full.paste(small, (x, y))
                mask = Image.new("L", screen.canvas.image.size)
                shape = Canvas((0, 0, 0), screen.canvas.over)
                shape.box(room, WHITE, radius=theme.radius * 1.5)
                mask.paste(shape.image.convert("L"))
                screen.canvas.lay_on(mask, full)
            if y + side + theme.row < bottom:
                words = screen.fits(kit.choose(LABELS), side)
                screen.say(x, y + side + theme.row / 2, words, theme.ink)


def prose(kit: Kit, screen: Screen, area: Area) -> None:
    left, top, right, bottom = area
    theme = screen.theme
    screen.canvas.box(area, theme.ground)
    step = round(theme.size * 1.5)
    for y in range(top + step, bottom - step // 2, step):
        words = sentence(kit, "latin", 20)
        while words and theme.font.getlength(words) > right - left - 12:
            words = words.rpartition(" ")[0]
        if kit.chance(0.85):
            screen.say(left + 6, y, words, theme.ink)


def web_page(kit: Kit, theme: Theme) -> Image.Image:
    """A bar with a name and links, a large picture, columns of cards and text."""
    screen = Screen(kit, theme, Image.new("RGB", (SIDE, SIDE), theme.ground))
    canvas, high = screen.canvas, kit.whole(36, 64)
    bar = kit.choose((theme.accent, theme.raised, theme.ground))
    canvas.box((0, 0, SIDE, high), bar)
    draw_sign(kit, canvas, 12, high * 0.25, high * 0.5, legible(kit, bar), bar)
    ink = legible(kit, bar)
    x = screen.say(20 + high * 0.5, high / 2, kit.choose(TITLES), ink, True) + 40
    for label in kit.some(LABELS, 4):
        if x < SIDE - 60:
            x = screen.say(x, high / 2, label, ink) + 20
    y = high
    if kit.chance(0.6):
        photo, deep = kit.photo(), kit.whole(110, 220)
        if photo is not None:
            hero = Image.new("RGB", (SIDE, SIDE))
            hero.paste(Image.fromarray(photo[:deep]), (0, y))
            canvas.fill_with([(0, y), (SIDE, y), (SIDE, y + deep), (0, y + deep)], hero)
        else:
            canvas.box((0, y, SIDE, y + deep), kit.choose(palette(kit, 3)))
        button(kit, screen, 30, y + deep - 60, kit.choose(LABELS), True)
        y += deep
    columns = kit.whole(1, 4)
    for i in range(columns):
        left, right = 10 + i * SIDE // columns, (i + 1) * SIDE // columns - 6
        middle = kit.whole(y + 80, max(y + 81, SIDE - 60))
        fill(kit, screen, (left, y + 12, right, middle))
        fill(kit, screen, (left, middle + 10, right, SIDE + 20))
    return screen.finished()


def telephone(kit: Kit, theme: Theme) -> Image.Image:
    """Large rows, round heads, bubbles of a conversation, a bar of signs below."""
    screen = Screen(kit, theme, Image.new("RGB", (SIDE, SIDE), theme.ground))
    canvas, y = screen.canvas, 10.0
    talk = kit.chance(0.5)
    while y < SIDE - 60:
        if talk:
            own = kit.chance(0.5)
            words = [sentence(kit, "latin", kit.whole(2, 5)) for _ in range(kit.whole(1, 3))]
            wide = max(theme.font.getlength(line) for line in words) + 28
            high = len(words) * theme.size * 1.4 + 16
            left = SIDE - 14 - wide if own else 14.0
            colour = theme.accent if own else mixed(theme.ground, theme.ink, 0.12)
            canvas.box((left, y, left + wide, y + high), colour, radius=14)
            ink = legible(kit, colour)
            for i, line in enumerate(words):
                screen.say(left + 14, y + 8 + (i + 0.6) * theme.size * 1.4, line, ink)
            y += high + kit.choose((4, 12))
        else:
            colour = kit.choose(palette(kit, 3))
            name = kit.choose(NAMES)
            canvas.ellipse((36, y + 28), (22, 22), colour)
            letter = name[0]
            screen.say(
                36 - theme.bold.getlength(letter) / 2, y + 29, letter, legible(kit, colour), True
            )
            screen.say(72, y + 18, name, theme.ink, True)
            screen.say(
                72,
                y + 20 + theme.size * 1.3,
                screen.fits(sentence(kit, "latin", 9), 340),
                theme.dim,
            )
            screen.say(SIDE - 60, y + 18, number(kit)[:5], theme.dim)
            canvas.box((72, y + 59, SIDE, y + 60), theme.edge)
            y += 64
    canvas.box((0, SIDE - 50, SIDE, SIDE), theme.raised, theme.edge, 1)
    for i in range(5):
        colour = theme.accent if i == 1 else theme.dim
        draw_sign(kit, canvas, 40 + i * 100, SIDE - 38, 26, colour, theme.raised)
    return screen.finished()
