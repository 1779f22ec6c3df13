# SPDX-License-Identifier: Apache-2.0
"""The numbers of ITU-T H.273 (CICP) by which PNG, AVIF and HEIF name colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from liif_core.colour.curves import LINEAR, SRGB, Curve, Parametric, Sampled
from liif_core.colour.meaning import Meaning
from liif_core.colour.primaries import DISPLAY_P3, Primaries
from liif_core.colour.primaries import SRGB as BT709
from liif_core.errors import LiifError

if TYPE_CHECKING:
    from collections.abc import Callable

_C = (0.310, 0.316)
_DCI = (0.314, 0.351)
_PRIMARIES = {
    1: BT709,
    4: Primaries("BT.470 M", (0.67, 0.33), (0.21, 0.71), (0.14, 0.08), _C),
    5: Primaries("BT.470 B/G", (0.64, 0.33), (0.29, 0.60), (0.15, 0.06)),
    6: Primaries("BT.601", (0.630, 0.340), (0.310, 0.595), (0.155, 0.070)),
    7: Primaries("SMPTE 240", (0.630, 0.340), (0.310, 0.595), (0.155, 0.070)),
    8: Primaries("Generic film", (0.681, 0.319), (0.243, 0.692), (0.145, 0.049), _C),
    9: Primaries("BT.2020", (0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    11: Primaries("DCI P3", (0.680, 0.320), (0.265, 0.690), (0.150, 0.060), _DCI),
    12: DISPLAY_P3,
    22: Primaries("EBU 3213", (0.630, 0.340), (0.295, 0.605), (0.155, 0.077)),
}
_VIDEO = Parametric(1 / 0.45, 1 / 1.099297, 0.099297 / 1.099297, 1 / 4.5, 0.081243)
_VIDEO_240 = Parametric(1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 1 / 4.0, 0.0913)


def _logarithm(decades: float) -> Sampled:
    places = (number / 4095 for number in range(1, 4096))
    return Sampled((0, *(round(65535 * 10 ** (decades * (place - 1))) for place in places)))


_CURVES: dict[int, Curve] = {
    1: _VIDEO,
    4: Parametric(2.2),
    5: Parametric(2.8),
    6: _VIDEO,
    7: _VIDEO_240,
    8: LINEAR,
    9: _logarithm(2),
    10: _logarithm(2.5),
    11: _VIDEO,
    12: _VIDEO,
    13: SRGB,
    14: _VIDEO,
    15: _VIDEO,
    17: Parametric(2.6),
}
_HDR = {16: "PQ", 18: "HLG"}
_UNSPECIFIED = 2


class CodePoints(NamedTuple):
    """What a file names; how its pixels are stored, its decoder knows."""

    primaries: int
    transfer: int


def interpret(codes: CodePoints, name: str, warn: Callable[[str], None]) -> Meaning | None:
    """What the numbers mean in the file ``name``; None where both say nothing.

    Where one of them says nothing, it is taken to be as in sRGB; ``warn`` is told where it says
    what is not known here. Raises :class:`LiifError` for PQ and HLG, whose brightness reaches
    beyond that of paper.
    """
    if codes.transfer in _HDR:
        raise LiifError(
            f"{name} is an HDR picture ({_HDR[codes.transfer]}), whose brightness would be lost",
            "Save it as SDR, in sRGB or Display P3, in an editor first.",
        )
    primaries, curve = _PRIMARIES.get(codes.primaries), _CURVES.get(codes.transfer)
    for found, code in ((primaries, codes.primaries), (curve, codes.transfer)):
        if found is None and code != _UNSPECIFIED:
            warn(f"{name} names colours by a number that is not known ({code}); taken as in sRGB")
    if primaries is None and curve is None:
        return None
    return Meaning(primaries or BT709, curve or SRGB)
