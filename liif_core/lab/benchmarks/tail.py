# SPDX-License-Identifier: Apache-2.0
"""``liif bench tail``: where a network's compressed self pays for being smaller.

A mean hides that the loss falls on few pictures, and within these on few places (Hooker et al.,
arXiv 1911.05248; the long tail of arXiv 2306.06238). So both networks are compared patch by patch
against the truth, and the patches that lose most decide along with the mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from liif_core.errors import LiifError
from liif_core.lab.benchmarks import tasks as benchmark
from liif_core.lab.benchmarks.metrics import Picture, luma
from liif_core.lab.benchmarks.tasks import Task
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.runtime import run as runtime
from liif_core.runtime.backends.kept import Backends

PATCH = 32
"""Side of a patch, in pixels of the result."""
CONTEXT = 16
"""Pixels around a patch that are shown with it."""
FLOOR = 1.0
"""Mean squared error, in levels of 255, below which patches count as equally good: an error of
one level is seen by nobody, but by ratio flat sky would lose more than anything else."""
TASKS = (
    Task("set5", 2.0), Task("set5", 4.0), Task("set14", 2.0), Task("set14", 4.0),
    Task("live1", qualities=(10,)), Task("live1", qualities=(40,)),
)  # fmt: skip
SETS = tuple(dict.fromkeys(task.set for task in TASKS))

WORST, VERY_WORST = 0.05, 0.01
MEAN_LIMIT = 0.05
"""dB that pictures may lose on average: a tenth of what a patch may."""
WORST_PICTURES_LIMIT = 0.1
"""dB for the worst 5 % of pictures: what 8 bits on all engines are held to as well."""
WORST_PATCHES_LIMIT = 0.25
"""dB for the worst 5 % of patches. More than for pictures, in which what patches gain and lose
cancels out: where ``fast`` and a former crisp end clean the sample photo they are alike on average,
and differ by half of this."""
VERY_WORST_PATCHES_LIMIT = 0.5
"""dB for the worst 1 % of patches: by a rule of thumb, where a difference begins to be seen."""

Errors = NDArray[np.float64]


@dataclass(frozen=True)
class Patch:
    """A patch of one result; ``before`` and ``after`` are the PSNR of both networks in dB."""

    task: str
    picture: str
    x: int
    y: int
    before: float
    after: float
    loss: float
    """In dB, with :data:`FLOOR`."""
    views: tuple[Picture, Picture, Picture]
    """Truth, first and second network, with :data:`CONTEXT` around the patch."""


@dataclass(frozen=True)
class Check:
    """One condition of the gate; both in dB."""

    of: str
    loss: float
    limit: float

    @property
    def passed(self) -> bool:
        return self.loss <= self.limit


@dataclass(frozen=True)
class Mean:
    """One task: mean PSNR of its pictures by both networks, in dB."""

    task: str
    before: float
    after: float


@dataclass(frozen=True)
class Tail:
    """What the second network loses against the first, in dB; negative where it gains."""

    pictures: Errors
    patches: Errors
    worst: list[Patch]
    """Each picture's worst patch, the largest loss first."""
    means: list[Mean]
    seconds: tuple[float, float]
    """In encoder and decoder, of both networks; they took turns on every picture."""

    def checks(self) -> list[Check]:
        """All conditions of the gate."""
        return [
            Check("all pictures", float(self.pictures.mean()), MEAN_LIMIT),
            Check("worst 5 % of pictures", worst(self.pictures, WORST), WORST_PICTURES_LIMIT),
            Check("worst 5 % of patches", worst(self.patches, WORST), WORST_PATCHES_LIMIT),
            Check(
                "worst 1 % of patches", worst(self.patches, VERY_WORST), VERY_WORST_PATCHES_LIMIT
            ),
        ]


def measure(
    first: str,
    second: str,
    sets: list[str],
    data: Path,
    every: int = 1,
    report: Callable[[Mean], None] = lambda _: None,
) -> Tail:
    """Compare the model ``second`` with ``first`` on :data:`TASKS` of ``sets`` below ``data``.

    Only every ``every``-th picture of each task is taken. ``report`` is told each task when it is
    done. Raises :class:`LiifError` when a model or a set is not there.
    """
    if unknown := [name for name in sets if name not in SETS]:
        raise LiifError(f"no task is on {', '.join(unknown)}", f"choose of {', '.join(SETS)}")
    chosen = [task for task in TASKS if task.set in sets]
    networks = _Network(first), _Network(second)
    pictures: list[float] = []
    patches: list[Errors] = []
    found: list[Patch] = []
    means: list[Mean] = []
    for task in chosen:
        psnrs = []
        for name, small, truth in islice(benchmark.pairs(task, data), None, None, every):
            results = [network(small, truth) for network in networks]
            before, after = (squared_errors(result, truth, task) for result in results)
            psnrs.append([psnr(errors.mean()) for errors in (before, after)])
            pictures.append(float(loss(before.mean(), after.mean())))
            tiles = patch_means(before), patch_means(after)
            losses = loss(*tiles)
            patches.append(losses.ravel())
            found.append(_worst_patch(task, name, losses, tiles, [truth, *results]))
        means.append(Mean(task.name, *map(float, np.mean(psnrs, axis=0))))
        report(means[-1])
    found.sort(key=lambda patch: patch.loss, reverse=True)
    seconds = networks[0].seconds, networks[1].seconds
    return Tail(np.array(pictures), np.concatenate(patches), found, means, seconds)


def squared_errors(picture: Picture, truth: Picture, task: Task) -> Errors:
    """(h, w) inside the border of ``task``, of Y or the mean of RGB, in squared levels of 255."""
    if task.colour:
        errors = ((picture.astype(np.float64) - truth) ** 2).mean(-1)
    else:
        errors = (luma(picture) - luma(truth)) ** 2
    height, width = errors.shape
    return errors[task.border : height - task.border, task.border : width - task.border]


def patch_means(errors: Errors) -> Errors:
    """(h, w) to the mean of each whole patch, (h // PATCH, w // PATCH)."""
    rows, columns = (length // PATCH for length in errors.shape)
    whole = errors[: rows * PATCH, : columns * PATCH]
    return whole.reshape(rows, PATCH, columns, PATCH).mean((1, 3))


def loss(before: Errors, after: Errors) -> Errors:
    """What mean squared errors ``after`` have lost in dB against those ``before``."""
    return 10 * np.log10((after + FLOOR) / (before + FLOOR))


def psnr(error: Errors) -> Errors:
    """Of mean squared errors, in dB."""
    with np.errstate(divide="ignore"):  # no error at all: infinite, rightly
        return 10 * np.log10(255**2 / error)


def worst(losses: Errors, share: float) -> float:
    """Mean of the ``share`` of ``losses`` that are largest, of one at least."""
    return float(np.sort(losses)[::-1][: max(1, round(len(losses) * share))].mean())


class _Network:
    """A model that is opened once, and the time it takes."""

    def __init__(self, model: str) -> None:
        self.model = model
        self.seconds = 0.0
        self._backends = Backends()

    def __call__(self, small: Picture, truth: Picture) -> Picture:
        result = np.empty_like(truth)
        size = truth.shape[1], truth.shape[0]
        request = Enlarge(Frame.of(size), Settings(self.model, refocus=0, detail=0))
        info = runtime.run(request, small, result, backends=self._backends)
        self.seconds += info.encoding + info.decoding
        return result


def _worst_patch(
    task: Task,
    name: str,
    losses: Errors,
    tiles: tuple[Errors, Errors],
    pictures: list[Picture],
) -> Patch:
    at = np.unravel_index(losses.argmax(), losses.shape)
    y, x = (int(index) * PATCH + task.border for index in at)
    truth, first, second = (_view(picture, x, y) for picture in pictures)
    before, after = (float(psnr(means[at])) for means in tiles)
    views = truth, first, second
    return Patch(task.name, name, x, y, before, after, float(losses[at]), views)


def _view(picture: Picture, x: int, y: int) -> Picture:
    """The patch with its context, a copy; at a side of the picture the last pixels go on."""
    height, width = picture.shape[:2]
    span = np.arange(-CONTEXT, PATCH + CONTEXT)
    return picture[np.ix_((y + span).clip(0, height - 1), (x + span).clip(0, width - 1))]
