# SPDX-License-Identifier: GPL-3.0-or-later
"""Has the real GIMP try the combinations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import imagecodecs

from ..conftest import Outcome
from ..runner import Gimp
from ..sandbox import HOME
from .case import Case

_D65: Final = (0.3127, 0.3290, 1.0)
_P3: Final = (0.680, 0.320, 1.0, 0.265, 0.690, 1.0, 0.150, 0.060, 1.0)
"""Red, green and blue of Display P3, in xyY."""
_PATIENCE: Final = 60.0
"""Seconds for one call on a busy machine."""


def known(gimp: Gimp, cases: Sequence[Case]) -> list[Case]:
    """Those that this GIMP knows."""
    version = gimp.sandbox.root.gimp_version
    return [case for case in cases if case.needs <= version]


def run(gimp: Gimp, cases: Sequence[Case]) -> list[Outcome]:
    """All of them in one GIMP, which takes seconds to start."""
    profile = gimp.sandbox.home / "display-p3.icc"
    profile.write_bytes(imagecodecs.cms_profile("rgb", whitepoint=_D65, primaries=_P3, gamma=2.2))
    gimp.sandbox.own(profile)
    answer = gimp.call(
        "kinds:run_each",
        timeout=_PATIENCE * len(cases),
        display_p3=f"{HOME}/{profile.name}",
        cases=[case.call() for case in cases],
    )
    return [
        Outcome({**each, "folder": answer["folder"] / str(number)})
        for number, each in enumerate(answer["outcomes"])
    ]
