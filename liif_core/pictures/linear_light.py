# SPDX-License-Identifier: Apache-2.0
"""Pictures whose numbers are light itself: the networks know those of the sRGB curve instead.

The samples get the next finer type meanwhile, as in the shadows there are more steps on that curve
than in light. An editor gives the engine the same; see :data:`liif_core.request.layout.FINER`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from liif_core.colour.icc_changing import is_linear_light, put_srgb_curve
from liif_core.pictures.picture import LinearLight, Picture
from liif_core.request.layout import FINER, Sample
from liif_core.runtime.samples import from_unit, to_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from liif_core.pictures.picture import Samples

_BAND = 256
_TYPES: dict[str, Sample] = {"uint8": "u8", "uint16": "u16", "float32": "f32"}
_NUMPY = {name: np.dtype(kind) for kind, name in _TYPES.items()}
_KNEE_LIGHT, _KNEE = 0.0031308, 0.04045


def encode_picture(picture: Picture) -> Picture:
    """The same picture on the curve of sRGB, if it is linear light; otherwise itself."""
    if picture.icc is None or not is_linear_light(picture.icc):
        return picture
    return replace(
        picture,
        samples=encode_light(picture.samples),
        icc=put_srgb_curve(picture.icc),
        light=LinearLight(picture.icc, picture.samples.dtype),
    )


def restore_picture(picture: Picture, dtype: np.dtype[Any] | None = None) -> Picture:
    """The picture as light again, with the profile and the sample type of the file it is from.

    Or with samples of ``dtype``. One that was not light there is returned as it is.
    """
    if picture.light is None:
        return picture
    return replace(
        picture,
        samples=restore_light(picture.samples, dtype or picture.light.dtype),
        icc=picture.light.icc,
        light=None,
    )


def encode_light(samples: Samples) -> Samples:
    """Light (h, w, c) uint8, uint16 or float32 as the sRGB curve has it, of the next finer type.

    Alpha is none. Below 0 and above 1 the curve goes on; undefined samples become 0.
    """
    return _mapped(samples, _encode, _NUMPY[FINER[_TYPES[samples.dtype.name]]])


def restore_light(samples: Samples, dtype: np.dtype[np.generic]) -> Samples:
    """The inverse of :func:`encode_light`, as ``dtype``."""
    return _mapped(samples, _restore, dtype)


def _mapped(
    samples: Samples,
    curve: Callable[[NDArray[np.float32]], NDArray[np.float32]],
    dtype: np.dtype[np.generic],
) -> Samples:
    channels = samples.shape[2]
    colours = channels - 1 if channels in (2, 4) else channels
    result = np.empty(samples.shape, dtype)
    # In bands, as what is between would be larger than the picture.
    for top in range(0, len(samples), _BAND):
        band = to_unit(samples[top : top + _BAND])
        band[..., :colours] = curve(band[..., :colours])
        result[top : top + _BAND] = from_unit(band, result.dtype)
    return result


def _encode(light: NDArray[np.float32]) -> NDArray[np.float32]:
    curved = 1.055 * np.maximum(light, _KNEE_LIGHT) ** (1 / 2.4) - 0.055
    return np.where(light > _KNEE_LIGHT, curved, 12.92 * light).astype(np.float32)


def _restore(values: NDArray[np.float32]) -> NDArray[np.float32]:
    curved = ((np.maximum(values, _KNEE) + 0.055) / 1.055) ** 2.4
    return np.where(values > _KNEE, curved, values / 12.92).astype(np.float32)
