# SPDX-License-Identifier: GPL-3.0-or-later
"""One job from layer to layer: pixels out, the worker's result in; the image is not touched."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from gimpfu import error, gimp
from gimpfu.introspection import Babl, Gegl, Gimp

from liif_core.request.questions import Enlarge, Mask
from liif_core.request.wire import Job
from liif_gimp import layers, pixels
from liif_gimp.installation import Installation
from liif_gimp.piece import Piece
from liif_gimp.pixelfile import PixelFile
from liif_gimp.tasks import Ask
from liif_gimp.words import _
from liif_gimp.worker import Listener
from liif_gimp.workplace import Workplace

_LOG_BYTES = 1_000_000


@dataclass(frozen=True)
class Computed:
    """A new layer that is not yet in the image."""

    layer: Gimp.Layer
    opaque: bool
    """Whether all pixels that it was computed from are opaque."""


class Engine:
    """The installed engine, with one job at a time; use it in a ``with`` block, or close it."""

    def __init__(self, folder: Path) -> None:
        """Look for the engine named in the plug-in's folder. Raises :class:`gimpfu.error`."""
        self._installation = Installation.load(folder)
        self.log = _open_log(self._installation.log)
        self.workplace = Workplace(self._installation.command)
        self.answers: dict[Job, dict[str, Any]] = {}
        """To the questions asked so far, by jobs without pixels: what the dialog has found out is
        not computed again."""
        Gegl.init(None)
        Babl.init()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker, if one is there."""
        self.workplace.close()

    def compute(self, piece: Piece, *, ask: Ask = Enlarge) -> Computed:
        """Carry out the task of ``piece`` and put the result into its new layer.

        That is blended as the old one is; ``ask`` can be for evidence in its place. Raises
        :class:`gimpfu.error` and :class:`gimpfu.CancelError`.
        """
        gimp.progress_init(_("LIIF: starting"))
        image, layer, source = piece.image, piece.layer, piece.source
        layout = pixels.layout_of(image, source.drawable)
        job, file = self._prepare(piece, layout, ask)
        times = [time.monotonic()]
        with layers.undisturbed(image, layer):
            opaque = pixels.read(source.drawable, piece.task.part, layout, file)
            times.append(time.monotonic())
            warnings, _said = self._run(job)
            times.append(time.monotonic())
        result = layers.new_layer(image, layer, layout, piece.name, piece.where)
        pixels.write(result, layout, file.map, job.result_offset)
        times.append(time.monotonic())
        self.log.info(
            "seconds to read, compute and write: %.3f, %.3f, %.3f",
            *(after - before for before, after in pairwise(times)),
        )
        if warnings:
            gimp.message("\n".join(warnings))
        return Computed(result, opaque)

    def upsample_mask(self, piece: Piece, mask: Gimp.LayerMask, layout: pixels.Layout) -> bytes:
        """The values of the layer's mask for the region of the task; its edges follow the picture.

        ``layout`` has alpha, the place of the mask. Raises as :meth:`compute`.
        """
        gimp.progress_init(_("LIIF: the mask"))
        job, file = self._prepare(piece, layout, Mask)
        with layers.undisturbed(piece.image, piece.layer):
            pixels.read(piece.source.drawable, piece.task.part, layout, file)
            pixels.read_mask(mask, piece.task.part, layout, file)
            # Of the picture itself all has been said.
            self._run(job)
        return pixels.mask_values(piece.task.region.size, layout, file.map, job.result_offset)

    def _prepare(self, piece: Piece, layout: pixels.Layout, ask: Ask) -> tuple[Job, PixelFile]:
        """The job, and the file in which its pixels go; a worker is there for it."""
        settings = piece.order.settings
        file = self.workplace.prepared(piece.task.job(layout, settings).file_bytes)
        return piece.task.job(layout, settings, file.name, ask=ask, stay=True), file

    def answer(
        self, job: Job, load: Callable[[PixelFile], Iterator[object]], doing: str
    ) -> dict[str, Any]:
        """The worker's last message on a job that makes no pixels, whose own ``load`` puts in.

        Raises :class:`gimpfu.error`.
        """
        if job not in self.answers:
            gimp.progress_init(doing)
            file = self.workplace.prepared(job.file_bytes)
            for _step in load(file):
                pass
            _warnings, self.answers[job] = self._run(replace(job, pixels=file.name))
        return self.answers[job]

    def keep_answer(self, job: Job, wanted: Job, said: dict[str, Any]) -> bool:
        """Remember ``said`` of a ``job`` that got its pixels; False unless it is the one that is
        still ``wanted``."""
        if replace(job, pixels=wanted.pixels, stay=wanted.stay) != wanted:
            return False
        self.answers[wanted] = said
        return True

    def _run(self, job: Job) -> tuple[list[str], dict[str, Any]]:
        """Have the job done; returns the worker's warnings and its last message."""
        warnings: list[str] = []
        self.log.info("job: %s", job)

        def warn(text: str) -> None:
            self.log.warning(text)
            warnings.append(text)

        begun = False

        def show(fraction: float, seconds_left: float | None) -> None:
            nonlocal begun
            if not begun:
                begun = True
                self.log.info("the first progress")
            _show_progress(fraction, seconds_left)

        listener = Listener(show, warn)
        try:
            done = self.workplace.run(job, listener)
        except error as problem:
            self.log.error("%s", problem)
            raise
        self.log.info("%s", done)
        return warnings, done


def _show_progress(fraction: float, seconds_left: float | None) -> None:
    gimp.progress_update(fraction)
    if seconds_left is not None:
        gimp.progress_set_text(_left(max(1, round(seconds_left))))


def _left(seconds: int) -> str:
    if seconds < 100:
        return _("LIIF: %(seconds)d s left") % {"seconds": seconds}
    return _("LIIF: %(minutes)d min left") % {"minutes": round(seconds / 60)}


def _open_log(path: Path) -> logging.Logger:
    """The log that the installer named; standard error where it cannot be written."""
    logger = logging.getLogger("liif")
    logger.setLevel(logging.INFO)
    if not logger.handlers:
        handler: logging.Handler
        try:
            path.parent.mkdir(exist_ok=True)
            handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=1)
        except OSError:
            handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
    return logger
