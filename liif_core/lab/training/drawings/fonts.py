# SPDX-License-Identifier: Apache-2.0
"""Fonts of this computer: names, scripts and licences read from the files themselves."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
SUFFIXES = {".ttf", ".otf", ".ttc"}
SCRIPT_BITS = {
    "latin": 0,
    "greek": 7,
    "cyrillic": 9,
    "hebrew": 11,
    "arabic": 13,
    "devanagari": 15,
    "thai": 24,
    "georgian": 26,
    "kana": 49,
    "hangul": 56,
    "han": 59,
}
"""Bits of ulUnicodeRange in the table OS/2."""
STYLES = {
    "mono": ("mono", "code", "courier", "typewriter", "hack", "inconsolata", "console"),
    "hand": (
        *("comic", "hand", "humor", "kristi", "dancing", "breip", "rufscript"),
        *("tomsontalks", "averia", "kaushan"),
    ),
    "heading": ("bebas", "lobster", "league", "yanone", "staypuft", "black", "heavy", "sketch"),
    "interface": (
        *("cantarell", "ubuntu", "dejavu sans", "noto sans", "roboto", "open sans", "inter"),
        *("liberation sans", "lato", "segoe", "helvetica", "arial", "tahoma", "carlito"),
    ),
}
"""Words in names of families by which a style is known."""
SLANTED = ("italic", "oblique", "thin", "extralight", "condensed", "black", "heavy")
"""Fonts that programs do not label their buttons with."""
UNFIT = ("symbol", "icon", "emoji", "dingbat", "math", "ornament", "d050000l", "standardsymbols")
SAMPLES = {
    "latin": "Agéžůťşß1",
    "greek": "αδώ",
    "cyrillic": "ждё",
    "hebrew": "אש",
    "arabic": "عم",
    "devanagari": "कम",
    "thai": "กม",
    "georgian": "აბ",
    "kana": "あカー",
    "hangul": "가문",
    "han": "人水书脑",
}
"""Letters that a font must have to be taken for the script."""
Usable = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class Font:
    path: str
    """Empty for the one inside Pillow."""
    family: str
    licence: str
    """The beginning of its text and its address as the file gives them; empty where it does not."""
    scripts: frozenset[str]
    styles: frozenset[str]


BUILT_IN = Font("", "Aileron", "CC0", frozenset({"latin"}), frozenset({"interface"}))


def find_fonts(folders: Iterable[Path] = FOLDERS) -> list[Font]:
    """Every font with letters in the folders, by file name; Pillow's own where there is none."""
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in SUFFIXES and path.name not in found:
                font = read_font(path)
                if font is not None:
                    found[path.name] = font
    return [found[name] for name in sorted(found)] or [BUILT_IN]


def read_font(path: Path) -> Font | None:
    """What the file says of itself; none when it has no letters or cannot be read."""
    try:
        data = path.read_bytes()
        start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
        tables = _tables(data, start)
        names = _names(data, tables["name"])
        ranges = struct.unpack_from(">4I", data, tables["OS/2"] + 42)
    except (OSError, KeyError, struct.error, IndexError):
        return None
    family = names.get(4) or names.get(1) or path.stem
    known = family.lower()
    if any(word in known.replace(" ", "") for word in UNFIT):
        return None
    claimed = {script for script, bit in SCRIPT_BITS.items() if ranges[bit // 32] >> (bit % 32) & 1}
    scripts = frozenset(script for script in claimed if _draws(path, SAMPLES[script]))
    styles = {style for style, words in STYLES.items() if any(word in known for word in words)}
    if any(word in known for word in SLANTED):
        styles -= {"interface"}
    stated = " ".join(names.get(13, "").split())[:80]
    licence = " ".join(text for text in (stated, names.get(14, "").strip()) if text)
    return Font(str(path), family, licence, scripts, frozenset(styles)) if scripts else None


@lru_cache(maxsize=256)
def opened(font: Font, size: int) -> Usable:
    """The font at a size in pixels."""
    if font.path:
        return ImageFont.truetype(font.path, size)
    built_in = ImageFont.load_default(size)
    assert isinstance(built_in, ImageFont.FreeTypeFont)
    return built_in


def _draws(path: Path, letters: str) -> bool:
    """Whether no letter looks like that for what is missing, whatever the file claims."""
    try:
        drawn = ImageFont.truetype(str(path), 24)
        missing = bytes(drawn.getmask("\U0010fffd"))
        return all(bytes(drawn.getmask(letter)) not in {missing, b""} for letter in letters)
    except (OSError, ValueError):
        return False


def _tables(data: bytes, start: int) -> dict[str, int]:
    """Where each table of the file begins."""
    count = struct.unpack_from(">H", data, start + 4)[0]
    records = (struct.unpack_from(">4sIII", data, start + 12 + 16 * i) for i in range(count))
    return {tag.decode("latin-1"): offset for tag, _, offset, _ in records}


def _names(data: bytes, start: int) -> dict[int, str]:
    """Names in English of the table ``name`` by their numbers."""
    count, strings = struct.unpack_from(">HH", data, start + 2)
    names: dict[int, str] = {}
    for i in range(count):
        platform, _, language, number, length, offset = struct.unpack_from(
            ">6H", data, start + 6 + 12 * i
        )
        if (platform, language) in {(3, 0x409), (1, 0)}:
            raw = data[start + strings + offset :][:length]
            text = raw.decode("utf-16-be" if platform == 3 else "latin-1", "replace")
            names[number] = text
    return names
