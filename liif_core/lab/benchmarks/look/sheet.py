# SPDX-License-Identifier: Apache-2.0
"""Crops of all contenders beside each other: PNG files, and one page with the figures."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from html import escape
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from liif_core.atomic import put_text
from liif_core.lab.benchmarks.look.crops import SIDE, Strip
from liif_core.lab.benchmarks.look.measure import Look
from liif_core.lab.benchmarks.look.rows import HEAD, line
from liif_core.pictures.saving import save_image

ZOOM = 2
"""Screen pixels for an output pixel; repeated, never interpolated."""
ACROSS = 4
"""Panels beside each other in a PNG file: more are hard to see on one screen."""
_SPACE, _CAPTION, _LETTERS = 6, 18, 13
_INK, _PAPER = (31, 35, 40), (255, 255, 255)

_STYLE = """
body { font: 14px sans-serif; color: #1f2328; margin: 1em; }
table { border-collapse: collapse; margin: 0.5em 0; }
td, th { border: 1px solid #d0d7de; padding: 2px 8px; text-align: right; }
td:first-child, th:first-child { text-align: left; }
div { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 1em; }
figure { margin: 0; }
img { display: block; width: 256px; image-rendering: pixelated; }
"""


def save_page(looks: list[Look], path: Path) -> None:
    """Write everything into the one file ``path``, its crops included."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>liif bench look</title>",
        f"<style>{_STYLE}</style>",
    ]
    for look in looks:
        parts.append(f"<h2>{escape(look.task.name)} ({escape(look.task.damage.words)})</h2>")
        parts.append(_html_table(look))
        for strip in look.strips:
            parts.append(f"<p>{escape(strip.caption)}</p><div>")
            for name, pixels in strip.panels.items():
                data = base64.b64encode(_png(Image.fromarray(pixels))).decode()
                parts.append(
                    f'<figure><img alt="{escape(name)}" src="data:image/png;base64,{data}">'
                    f"<figcaption>{escape(name)}</figcaption></figure>"
                )
            parts.append("</div>")
    path.parent.mkdir(parents=True, exist_ok=True)
    put_text(path, "\n".join(parts) + "</html>\n")


def save_contact_sheets(look: Look, folder: Path, report: Callable[[Path], None]) -> None:
    """Write a PNG file for each crop of ``look`` into ``folder``; ``report`` is told each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, strip in enumerate(look.strips, 1):
        task = look.task
        name = f"{Path(task.set).name}-{task.damage.name}-x{task.factor:g}-{number}.png"
        save_image(contact_sheet(strip), folder / name)
        report(folder / name)


def contact_sheet(strip: Strip) -> Image.Image:
    """``strip`` as one picture, :data:`ACROSS` panels in a line."""
    side = SIDE * ZOOM
    width, height = side + _SPACE, side + _CAPTION + _SPACE
    lines = -(-len(strip.panels) // ACROSS)
    page = Image.new("RGB", (ACROSS * width + _SPACE, lines * height + _CAPTION + _SPACE), _PAPER)
    letters = ImageDraw.Draw(page)
    font = ImageFont.load_default(_LETTERS)
    letters.text((_SPACE, _CAPTION // 2), strip.caption, fill=_INK, font=font, anchor="lm")
    for number, (name, pixels) in enumerate(strip.panels.items()):
        row, column = divmod(number, ACROSS)
        left, top = _SPACE + column * width, _CAPTION + row * height
        letters.text((left, top + _CAPTION // 2), name, fill=_INK, font=font, anchor="lm")
        panel = Image.fromarray(pixels.repeat(ZOOM, axis=0).repeat(ZOOM, axis=1))
        page.paste(panel, (left, top + _CAPTION))
    return page


def _html_table(look: Look) -> str:
    """The rows of ``look``, from the lines of the table in Markdown."""
    parts = ["<table>"]
    for text, cell in [(HEAD.split("\n")[0], "th"), *((line(row), "td") for row in look.means)]:
        cells = [part.strip() for part in text.strip("|").split("|")]
        parts.append("<tr>" + "".join(f"<{cell}>{escape(each)}</{cell}>" for each in cells))
    return "".join(parts) + "</table>"


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
