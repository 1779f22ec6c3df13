# SPDX-License-Identifier: Apache-2.0
"""The engine for other Python programs: :func:`liif_core.upscale`."""

from __future__ import annotations

import threading
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from liif_core.colour.finding import find_profile_of_image
from liif_core.colour.icc_changing import is_linear_light
from liif_core.errors import LiifError
from liif_core.pictures.linear_light import encode_light, restore_light
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.runtime.backends.kept import Backends
from liif_core.runtime.run import run
from liif_core.runtime.threads import give_way
from liif_core.sizes.print_size import scale_size

Picture = TypeVar("Picture", NDArray[Any], Image.Image)

_MODES = {
    "1": "L", "L": "L", "LA": "LA", "La": "LA", "RGB": "RGB", "RGBA": "RGBA", "RGBa": "RGBA",
    "RGBX": "RGB", "I;16": "I;16",
}  # fmt: skip
"""Of images, and what they are computed in; palettes depend on their transparency."""
_DTYPES = ("uint8", "uint16", "float32")
_BACKENDS = Backends()
_ONE_AT_A_TIME = threading.Lock()


def upscale(picture: Picture, scale: float = 2.0, **settings: Any) -> Picture:  # noqa: ANN401
    """``picture`` enlarged by a factor of 1 to 64, the marks of its compression removed.

    Args:
        picture: An array (rows, columns) or (rows, columns, channels) of uint8, uint16 or float32
            (0..1), its channels gray, gray and alpha, RGB or RGBA, on a curve such as that of sRGB;
            or an image of Pillow in one of these, or with a palette, which may be linear light if
            its profile says so. It is not changed.
        scale: How many times as wide and high the result is; 1 cleans only.
        settings: Those of :class:`liif_core.request.settings.Settings`, such as ``detail=50``,
            ``strength=30``, ``model="fast"``, ``device="cpu"`` or ``repairs=(("noise", 60),)``.
            With ``polite=True`` the whole process gets a low priority.

    Returns:
        The same kind of thing: an array of the same type and number of dimensions, or an image with
        the EXIF data of ``picture`` and the profile of its colours, made where only the chunks of
        its PNG or its EXIF data tell them.

    Raises:
        LiifError: When the picture or a setting cannot be used; the text says what to do.
        TypeError: When there is no such setting.

    The network stays open for the next call with the same settings. Calls from several threads wait
    for each other.

    >>> import numpy as np
    >>> from PIL import Image
    >>> import liif_core
    >>> small = np.zeros((8, 12, 3), np.uint8)
    >>> liif_core.upscale(small, scale=3.7, detail=50).shape
    (30, 44, 3)
    >>> liif_core.upscale(Image.new("L", (12, 8)), scale=2).size
    (24, 16)
    """
    wanted = Settings(**settings)
    if isinstance(picture, Image.Image):
        return _enlarge_image(picture, scale, wanted)
    return _enlarge(np.asarray(picture), scale, wanted)


def _enlarge_image(picture: Image.Image, scale: float, settings: Settings) -> Image.Image:
    image = _as_computed(picture)
    gray = image.mode not in ("RGB", "RGBA")
    profile = picture.info.get("icc_profile") or find_profile_of_image(picture, gray=gray)
    samples = np.asarray(image)
    if profile is not None and is_linear_light(profile):
        encoded = encode_light(samples if samples.ndim == 3 else samples[..., None])
        result = restore_light(_enlarge(encoded, scale, settings), samples.dtype)
        made = Image.fromarray(result if samples.ndim == 3 else result[..., 0])
    else:
        made = Image.fromarray(_enlarge(samples, scale, settings))
    # Of what it knows about itself, little else is true now: its resolution, say, is another one.
    kept = {"icc_profile": profile, "exif": image.info.get("exif")}
    made.info.update({name: value for name, value in kept.items() if value is not None})
    return made


def _enlarge(picture: NDArray[Any], scale: float, settings: Settings) -> NDArray[Any]:
    samples = picture[..., None] if picture.ndim == 2 else picture
    shape = samples.shape
    if len(shape) != 3 or not 1 <= shape[2] <= 4 or samples.dtype.name not in _DTYPES:
        raise LiifError(
            f"an array {picture.shape} of {picture.dtype} is no picture",
            "Give (rows, columns) or (rows, columns, 1 to 4 channels) of uint8, uint16 or float32.",
        )
    grid = scale_size((shape[1], shape[0]), scale)
    result = np.empty((grid[1], grid[0], shape[2]), samples.dtype)
    if settings.polite:
        give_way()
    with _ONE_AT_A_TIME:
        run(Enlarge(Frame.of(grid), settings), samples, result, backends=_BACKENDS)
    return result[..., 0] if picture.ndim == 2 else result


def _as_computed(image: Image.Image) -> Image.Image:
    """The image in a mode that can be computed. Raises :class:`LiifError`."""
    if image.mode in ("P", "PA"):
        mode = "RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB"
    elif image.mode in _MODES:
        mode = _MODES[image.mode]
    else:
        raise LiifError(
            f"an image in the mode {image.mode} cannot be enlarged", "Convert it to RGB first."
        )
    return image if image.mode == mode else image.convert(mode)
