# SPDX-License-Identifier: Apache-2.0
"""``liif train``: a training run of a given number of minutes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from liif_core.cli.outcome import say
from liif_core.cli.places import check_folder
from liif_core.packages import need


@dataclass(frozen=True)
class Options:
    """What the command takes; see its help."""

    model: str
    data: list[Path]
    out: Path
    minutes: float
    device: str
    batch: int
    clean_first: float
    blur: float
    noise: float
    name: str
    origin: str
    teach: float
    perceptual: Path | None
    masters: Path | None
    processes: int
    kept: list[Path]


def run(options: Options, resume: Path | None, start: Path | None) -> None:
    """Train a model; see :func:`liif_core.lab.training.train.train`. Raises :class:`LiifError`."""
    need("torch", "training needs PyTorch", "torch")
    check_folder(options.out)
    import torch

    from liif_core.lab.training.degradations import MIXED
    from liif_core.lab.training.schedule import Schedule
    from liif_core.lab.training.train import Settings, train
    from liif_core.lab.training.workers import leave

    device = options.device
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    settings = Settings(
        options.model,
        options.data,
        options.out,
        Schedule(options.minutes, clean=options.clean_first),
        replace(MIXED, blur=options.blur, noise=options.noise),
        name=options.name,
        origin=options.origin,
        batch=options.batch,
        device=device,
        teach=options.teach,
        perceptual=options.perceptual,
        masters=options.masters,
        processes=options.processes,
        kept=options.kept,
    )
    entry = train(settings, resume, start)
    if entry is not None:
        say(f"trained {entry.name}; its files and manifest are in {options.out}")
    leave()
