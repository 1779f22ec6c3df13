# SPDX-License-Identifier: Apache-2.0
"""``liif train``: a training run of a given number of minutes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from liif_core.cli.outcome import say
from liif_core.errors import LiifError


def run(
    data: list[Path],
    out: Path,
    minutes: float,
    device: str,
    resume: Path | None,
    start: Path | None,
    origin: str,
) -> None:
    """Train ``fast``; see :func:`liif_core.training.train.train`."""
    if importlib.util.find_spec("torch") is None:
        raise LiifError("training needs PyTorch", 'Install the extra "torch".')
    from liif_core.training.schedule import Schedule
    from liif_core.training.train import Settings, train

    settings = Settings(data, out, Schedule(minutes), origin=origin, device=device)
    entry = train(settings, resume, start)
    say(f"trained {entry.name}; its files and manifest are in {out}")
