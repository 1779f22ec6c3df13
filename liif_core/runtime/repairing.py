# SPDX-License-Identifier: Apache-2.0
"""Several repairs of one picture, one after another.

Added up in one network they get in each other's way (on haze with noise that is 5.7 dB worse), so
each has a pass of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from liif_core.runtime import upscale as running
from liif_core.runtime.enlargement import Samples
from liif_core.runtime.upscale import RunInfo


def upscale_repaired(
    source: Samples,
    result: Samples,
    repairs: tuple[tuple[str, int], ...],
    *,
    strength: int | None = None,
    progress: Callable[[float], None] = lambda _: None,
    region: tuple[int, int, int, int] | None = None,
    grid: tuple[int, int],
    **given: Any,  # noqa: ANN401 - the others of upscale()
) -> RunInfo:
    """As :func:`liif_core.runtime.upscale.upscale`, for any number of ``repairs``, in this order.

    All but the last are done at the source's own size, the first with the compression.
    """
    before, last = repairs[:-1], repairs[-1:]
    passes = len(before) + 1

    def told(number: int) -> Callable[[float], None]:
        return lambda share: progress((number + share) / passes)

    infos = []
    for number, each in enumerate(before):
        target = np.empty_like(source)
        size = source.shape[1], source.shape[0]
        infos.append(
            running.upscale(
                source, target, grid=size, strength=strength, repairs=(each,),
                progress=told(number), **given,
            )
        )  # fmt: skip
        # What was cleaned once is not to be cleaned again.
        source, strength = target, 0
    infos.append(
        running.upscale(
            source, result, grid=grid, region=region, strength=strength, repairs=last,
            progress=told(len(before)), **given,
        )
    )  # fmt: skip
    return replace(infos[0], seconds=sum(info.seconds for info in infos))
