# SPDX-License-Identifier: Apache-2.0
"""What is amiss with a picture's file, in words and as bytes that decoders take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

HOPELESS: Final = 0.99
"""Share of a picture that is missing from which nothing is worth saving."""


@dataclass(frozen=True)
class Damage:
    """What was found. Nothing in it: the file is to be read as it stands."""

    notes: tuple[str, ...] = ()
    """What is amiss though all pixels are there; sentences for after "the file:"."""
    lost: str | None = None
    """What is wrong with the pixels, or how many are missing; of the same kind."""
    mended: bytes | None = None
    """The whole file as decoders take it; None where the old one will do, or nothing can be
    done."""
    hopeless: bool = False
    """Whether what is left is not worth the name."""


WHOLE: Final = Damage()


def tell_missing(share: float, *, upper: bool = False) -> str:
    """That so much of the picture, 0 to 1, is not in the file: of its lower end, or its upper."""
    told = tell_share(share)
    return f"the upper {told} are missing" if upper else f"the lower {told} are missing"


def tell_share(share: float) -> str:
    """A share from 0 to 1 in percent, for people; nothing becomes 0 or 100 by rounding."""
    percent = min(max(100 * share, 0.1), 99.9)
    return f"{percent:.1f} %" if percent < 1 or percent > 99 else f"{round(percent)} %"


def tell_empty_rows(filled: NDArray[np.bool_]) -> str:
    """Which of the picture's rows are missing, given which have been ``filled``."""
    share = 1 - float(filled.mean())
    places = np.flatnonzero(filled)
    if places.size and filled[: places[-1]].all():
        return tell_missing(share)
    if places.size and filled[places[0] :].all():
        return tell_missing(share, upper=True)
    return f"{tell_share(share)} of its rows are missing"
