# SPDX-License-Identifier: GPL-3.0-or-later
"""One job from layer to layer: pixels out, the worker's result in; the image is not touched."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from logging.handlers import RotatingFileHandler
from pathlib import Path

from gimpfu import error, gimp
from gimpfu.introspection import Babl, Gegl, Gimp

from liif_gimp import layers, pixels, worker
from liif_gimp.geometry import Rectangle, Size
from liif_gimp.installation import Installation
from liif_gimp.jobs import Device, Job, JobError
from liif_gimp.layers import Source
from liif_gimp.pixelfile import pixel_file

AUTOMATIC = -1
"""The strength that stands for the one judged from the picture."""

_LOG_BYTES = 1_000_000


@dataclass(frozen=True)
class Settings:
    """How the engine shall work."""

    model: str
    strength: int
    """Of the removal of compression artifacts: 0 to 100, or :data:`AUTOMATIC`."""
    detail: int
    """From faithful (0) to crisp (100)."""
    device: Device
    polite: bool
    """Whether other programs go first."""


@dataclass(frozen=True)
class Computed:
    """A new layer that is not yet in the image."""

    layer: Gimp.Layer
    opaque: bool
    """Whether all pixels that it was computed from are opaque."""


class Engine:
    """The installed engine, with one job at a time."""

    def __init__(self, folder: Path) -> None:
        """Look for the engine named in the plug-in's folder. Raises :class:`gimpfu.error`."""
        self._installation = Installation.load(folder)
        self._log = _open_log(self._installation.log)
        Gegl.init(None)
        Babl.init()

    def compute(
        self,
        image: Gimp.Image,
        layer: Gimp.Layer,
        source: Source,
        grid: Size,
        where: Rectangle,
        name: str,
        settings: Settings,
        *,
        part: Rectangle | None = None,
        region: Rectangle | None = None,
    ) -> Computed:
        """Enlarge ``source`` to ``grid`` pixels and put the result into a new layer.

        ``part`` limits what the engine sees, in coordinates of the source's pixels, and
        ``region`` what it computes, in coordinates of the grid; both are everything by
        default. The new layer, blended as ``layer`` is, will lie at ``where``, whose size is
        the region's. Raises :class:`gimpfu.error` and :class:`gimpfu.CancelError`.
        """
        gimp.progress_init("LIIF: starting")
        part = part or Rectangle(0, 0, source.place.width, source.place.height)
        region = region or Rectangle(0, 0, *grid)
        layout = pixels.layout_of(image, source.drawable)
        job = self._job(part, grid, region, layout, settings, "nowhere yet")
        with pixel_file(job.file_bytes) as file:
            job = self._job(part, grid, region, layout, settings, file.name)
            times = [time.monotonic()]
            with layers.undisturbed(image, layer):
                opaque = pixels.read(source.drawable, part, layout, file.map)
                times.append(time.monotonic())
                warnings = self._run(job, file.descriptors)
                times.append(time.monotonic())
            result = layers.new_layer(image, layer, layout, name, where)
            pixels.write(result, layout, file.map, job.result_offset)
            times.append(time.monotonic())
            self._log.info(
                "seconds to read, compute and write: %.3f, %.3f, %.3f",
                *(after - before for before, after in pairwise(times)),
            )
        if warnings:
            gimp.message("\n".join(warnings))
        return Computed(result, opaque)

    @staticmethod
    def _job(
        part: Rectangle,
        grid: Size,
        region: Rectangle,
        layout: pixels.Layout,
        settings: Settings,
        file: str,
    ) -> Job:
        try:
            return Job(
                source_width=part.width,
                source_height=part.height,
                channels=layout.channels,
                sample=layout.sample,
                grid_width=grid.width,
                grid_height=grid.height,
                x=region.x,
                y=region.y,
                width=region.width,
                height=region.height,
                pixels=file,
                model=settings.model,
                strength=None if settings.strength == AUTOMATIC else settings.strength,
                detail=settings.detail,
                device=settings.device,
                polite=settings.polite,
            )
        except JobError as problem:
            raise error(f"{problem}. Nothing was changed.") from None

    def _run(self, job: Job, descriptors: Sequence[int]) -> list[str]:
        """Have the job done; returns the worker's warnings."""
        warnings: list[str] = []
        self._log.info("job: %s", job)

        def warn(text: str) -> None:
            self._log.warning(text)
            warnings.append(text)

        begun = False

        def show(fraction: float, seconds_left: float | None) -> None:
            nonlocal begun
            if not begun:
                begun = True
                self._log.info("the first progress")
            _show_progress(fraction, seconds_left)

        listener = worker.Listener(show, warn, self._log.info)
        try:
            done = worker.run(self._installation.command, job, descriptors, listener)
        except error as problem:
            self._log.error("%s", problem)
            raise
        self._log.info("%s", done)
        return warnings


def _show_progress(fraction: float, seconds_left: float | None) -> None:
    gimp.progress_update(fraction)
    if seconds_left is not None:
        gimp.progress_set_text(f"LIIF: {_duration(seconds_left)} left")


def _duration(seconds: float) -> str:
    whole = max(1, round(seconds))
    return f"{whole} s" if whole < 100 else f"{round(whole / 60)} min"


def _open_log(path: Path) -> logging.Logger:
    """The log that the installer named; standard error where it cannot be written."""
    logger = logging.getLogger("liif")
    logger.setLevel(logging.INFO)
    if not logger.handlers:
        handler: logging.Handler
        try:
            handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=1)
        except OSError:
            handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
    return logger
