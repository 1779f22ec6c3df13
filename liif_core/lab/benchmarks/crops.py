# SPDX-License-Identifier: Apache-2.0
"""Before and after: details of photos, damaged, as the models bring them back, and as they were.

Only photos that anyone may pass on are used. scikit-image brings them, and its documentation says
where each is from: astronaut (NASA) and rocket (SpaceX) are in the public domain; brick
(CC0Textures), chelsea (Stefan van der Walt) and grass (linolafett) were given under CC0. The
printed text is drawn here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from skimage import data

from liif_core.lab.benchmarks.metrics import Picture
from liif_core.lab.benchmarks.tasks import baseline, compress
from liif_core.pictures.saving import save_image
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.runtime.run import run

Window = tuple[int, int, int, int]
"""x, y, width, height."""

PANEL = 192
"""Side of a panel in screen pixels: a whole multiple of each window, as none is interpolated."""
_SPACE = 8
_CAPTION = 22
_LETTERS = 13
_INK, _SOFT, _PAPER = (31, 35, 40), (89, 99, 110), (255, 255, 255)


@dataclass(frozen=True)
class Subject:
    """A square detail of a photo."""

    name: str
    photo: Callable[[], Picture]
    credit: str
    x: int
    y: int
    side: int = 96
    """Where the detail lies, in the pixels of the truth."""
    reduce: int = 1
    """How much smaller the truth is than a photo that was itself compressed."""

    @property
    def window(self) -> Window:
        return self.x, self.y, self.side, self.side


@dataclass(frozen=True)
class Damage:
    """What is done to a photo before the models get it."""

    caption: str
    scale: int
    quality: int | None
    blur: float = 0.0
    """Standard deviation in pixels of what the models get."""


def _printed() -> Picture:
    """Gray lines of print in letters of decreasing size, on paper that is not quite white."""
    page = Image.new("L", (384, 384), 240)
    letters = ImageDraw.Draw(page)
    top = 100
    for size, words in (
        (44, "Sphinx 7"),
        (32, "Black quartz"),
        (26, "judge my vow"),
        (21, "0123456789 +-=%"),
        (17, "how quickly daft jump"),
    ):
        letters.text((104, top), words, fill=36, font=ImageFont.load_default(size))
        top += round(size * 1.25)
    return np.asarray(page)


SUBJECTS = (
    Subject("face", data.astronaut, "NASA, public domain", 184, 76),
    Subject("fur", data.chelsea, "Stefan van der Walt, CC0", 124, 60),
    Subject("text", _printed, "drawn for this test", 96, 100, side=192),
    Subject("foliage", data.grass, "linolafett, CC0", 280, 60),
    Subject("brick", data.brick, "CC0Textures, CC0", 150, 180, side=192),
    Subject("sky", data.rocket, "SpaceX, public domain", 52, 106, reduce=2),
)
DAMAGES = (
    Damage("clean, x4", 4, None),
    Damage("JPEG 30, x4", 4, 30),
    Damage("soft, JPEG 75, x2", 2, 75, blur=1.0),
    Damage("JPEG 10", 1, 10),
)


def save_crops(models: list[str], folder: Path, report: Callable[[Path], None]) -> None:
    """Write a sheet of every subject into ``folder``; ``report`` is told each when it is done."""
    for subject in SUBJECTS:
        page = sheet(subject, models)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{subject.name}.png"
        save_image(page, path, optimize=True)
        report(path)


def sheet(subject: Subject, models: list[str]) -> Image.Image:
    """A column for each damage: the damaged picture, when enlarged by bicubic interpolation, and
    under it what each model makes of it; in the last column the truth. Pixels are repeated, never
    interpolated."""
    truth = photo(subject)
    columns: list[list[tuple[str, Picture]]] = []
    for damage in DAMAGES:
        before = damage.caption + (": bicubic" if damage.scale > 1 else "")
        pictures = results(truth, subject.window, damage, models)
        columns.append(list(zip([before, *models], pictures, strict=True)))
    columns.append([("original", _cut(truth, subject.window))])

    width, height = PANEL + _SPACE, PANEL + _CAPTION
    page = Image.new(
        "RGB", (len(columns) * width + _SPACE, (len(models) + 1) * height + _SPACE), _PAPER
    )
    letters = ImageDraw.Draw(page)
    font = ImageFont.load_default(_LETTERS)
    for column, panels in enumerate(columns):
        left = _SPACE + column * width
        for line, (title, picture) in enumerate(panels):
            middle = line * height + _CAPTION // 2
            letters.text((left, middle), title, fill=_INK, font=font, anchor="lm")
            page.paste(_zoomed(picture), (left, line * height + _CAPTION))
    middle = height + _CAPTION // 2
    letters.text((left, middle), subject.credit, fill=_SOFT, font=font, anchor="lm")
    return page.convert("L") if truth.shape[2] == 1 else page


def photo(subject: Subject) -> Picture:
    """The truth (h, w, c), c 1 or 3, cut so that every factor divides its sides."""
    whole = Image.fromarray(subject.photo()).reduce(subject.reduce)
    step = max(damage.scale for damage in DAMAGES)
    return _samples(whole.crop((0, 0, whole.width // step * step, whole.height // step * step)))


def results(truth: Picture, window: Window, damage: Damage, models: list[str]) -> list[Picture]:
    """The window of the damaged picture, then that of each model's result; all of one size."""
    height, width, channels = truth.shape
    whole = _image(truth)
    small = whole.resize((width // damage.scale, height // damage.scale), Image.Resampling.BICUBIC)
    if damage.blur:
        small = small.filter(ImageFilter.GaussianBlur(damage.blur))
    if damage.quality is not None:
        small = compress(small, (damage.quality,)).convert(whole.mode)
    source = _samples(small)
    interpolated = baseline(source.squeeze(), (width, height)).reshape(truth.shape)
    pictures = [_cut(interpolated, window)]
    for model in models:
        result = np.empty((window[3], window[2], channels), np.uint8)
        frame = Frame.of((width, height), window)
        run(Enlarge(frame, Settings(model)), source, result)
        pictures.append(result)
    return pictures


def _cut(picture: Picture, window: Window) -> Picture:
    x, y, width, height = window
    return picture[y : y + height, x : x + width]


def _zoomed(picture: Picture) -> Image.Image:
    zoom = PANEL // picture.shape[0]
    return _image(picture.repeat(zoom, axis=0).repeat(zoom, axis=1))


def _image(samples: Picture) -> Image.Image:
    return Image.fromarray(samples[..., 0] if samples.shape[2] == 1 else samples)


def _samples(image: Image.Image) -> Picture:
    return np.asarray(image).reshape(image.height, image.width, -1)
