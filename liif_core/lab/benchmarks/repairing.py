# SPDX-License-Identifier: Apache-2.0
"""``liif bench restore``: repairs beside doing nothing and beside what was done before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter

from liif_core.lab.benchmarks import classical
from liif_core.lab.benchmarks.classical import Unit
from liif_core.lab.benchmarks.metrics import Picture, compare
from liif_core.lab.benchmarks.tasks import Task, pairs
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.runtime import run as runtime

LIGHT = np.array([0.9, 0.9, 0.92])
"""Colour of the haze."""


@dataclass(frozen=True)
class Case:
    """A degradation, which repairs undo it, and what did before."""

    name: str
    degrade: Callable[[Unit, np.random.Generator], Unit]
    repairs: tuple[str, ...]
    classical: Callable[[Unit], Unit]


@dataclass(frozen=True)
class Row:
    """Mean PSNR in dB on RGB."""

    case: str
    nothing: float
    classical: float
    model: float
    """The model alone, without a repair."""
    repaired: float
    lowest: float
    """Gain over doing nothing of the picture that gains least, dB."""


def _noise(levels: float) -> Case:
    sigma = levels / 255
    return Case(
        f"noise of {levels:g} levels",
        lambda picture, rng: picture + rng.normal(0, sigma, picture.shape),
        ("noise",),
        lambda picture: classical.non_local_means(picture, sigma),
    )


def _blur(sigma: float) -> Case:
    return Case(
        f"blur of {sigma:g} pixels",
        lambda picture, rng: (
            gaussian_filter(picture, (sigma, sigma, 0)) + rng.normal(0, 1 / 255, picture.shape)
        ),
        ("blur",),
        lambda picture: classical.deconvolved(picture, sigma),
    )


def _haze(share: float) -> Case:
    return Case(
        f"haze that lets {share:.0%} through",
        lambda picture, rng: _through_haze(picture, share),
        ("haze",),
        classical.without_haze,
    )


def _haze_and_noise(share: float, levels: float) -> Case:
    sigma = levels / 255
    return Case(
        f"that of {share:.0%}, and noise of {levels:g}",
        lambda picture, rng: _through_haze(picture, share) + rng.normal(0, sigma, picture.shape),
        ("noise", "haze"),
        lambda picture: classical.without_haze(classical.non_local_means(picture, sigma)),
    )


def _through_haze(picture: Unit, share: float) -> Unit:
    return picture * share + LIGHT * (1 - share)


CASES = (
    *(_noise(levels) for levels in (10, 25, 50)),
    *(_blur(sigma) for sigma in (0.8, 1.5, 2.2)),
    *(_haze(share) for share in (0.8, 0.6, 0.4)),
    _haze_and_noise(0.6, 10),
    Case("none, repair of noise", lambda picture, _: picture, ("noise",), lambda picture: picture),
    Case("none, repair of blur", lambda picture, _: picture, ("blur",), lambda picture: picture),
    Case("none, repair of haze", lambda picture, _: picture, ("haze",), lambda picture: picture),
)


def measure(sets: list[str], data: Path) -> list[Row]:
    """Degrade the undamaged pictures of ``sets`` in every way, and undo it.

    The strength of the compression is told as none, for there is none. Raises :class:`LiifError`.
    """
    rows = []
    for case in CASES:
        rng = np.random.default_rng(0)
        values = []
        for name in sets:
            for _, _, truth in pairs(Task(name), data):
                degraded = _levels(case.degrade(truth / 255, rng))
                results = (
                    degraded,
                    _levels(case.classical(degraded / 255)),
                    _run(degraded, ()),
                    _run(degraded, tuple((name, 100) for name in case.repairs)),
                )
                # What is not degraded would be infinitely good.
                values.append([min(compare(r, truth, 0, True)[0], 60) for r in results])
        table = np.array(values)
        gains = table[:, 3] - table[:, 0]
        nothing, before, model, repaired = (float(value) for value in table.mean(0))
        rows.append(Row(case.name, nothing, before, model, repaired, float(gains.min())))
    return rows


def table(rows: list[Row]) -> str:
    """As Markdown."""
    lines = ["| harm | nothing done | classical | `fast` alone | repaired | lowest gain |"]
    lines.append("|---|---:|---:|---:|---:|---:|")
    lines += [
        f"| {row.case} | {row.nothing:.2f} | {row.classical:.2f} | {row.model:.2f} "
        f"| {row.repaired:.2f} | {row.lowest:+.2f} |"
        for row in rows
    ]
    return "\n".join(lines)


def _run(picture: Picture, repairs: tuple[tuple[str, int], ...]) -> Picture:
    result = np.empty_like(picture)
    size = picture.shape[1], picture.shape[0]
    settings = Settings(strength=0, repairs=repairs)
    runtime.run(Enlarge(Frame.of(size), settings), picture, result)
    return result


def _levels(picture: Unit) -> Picture:
    return np.clip(np.round(picture * 255), 0, 255).astype(np.uint8)
