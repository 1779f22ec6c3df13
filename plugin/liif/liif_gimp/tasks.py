# SPDX-License-Identifier: GPL-3.0-or-later
"""What is computed from a layer's pixels: the way to a job for the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from gimpfu import error

from liif_core.request.frame import Frame
from liif_core.request.layout import Layout as PixelLayout
from liif_core.request.questions import Enlarge, Request
from liif_core.request.rules import RequestError
from liif_core.request.settings import Settings
from liif_core.request.wire import Job
from liif_gimp.geometry import Rectangle, Size
from liif_gimp.pixels import Layout
from liif_gimp.words import _

Ask = Callable[[Frame, Settings], Request]
"""What is asked about a picture."""


@dataclass(frozen=True)
class Task:
    """What is computed."""

    part: Rectangle
    """What the engine sees, in coordinates of the source's pixels."""
    grid: Size
    """The pixels that this part becomes."""
    region: Rectangle
    """What is computed of them, in coordinates of the grid."""

    def job(
        self,
        layout: Layout,
        settings: Settings,
        pixels: str = "nowhere yet",
        *,
        ask: Ask = Enlarge,
        stay: bool = False,
    ) -> Job:
        """The job for the worker. Raises :class:`gimpfu.error` when the engine cannot do it."""
        if ask is not Enlarge:
            settings = replace(settings, repairs=())
        try:
            return Job(
                PixelLayout(*self.part.size, layout.channels, layout.sample),
                ask(Frame.of(self.grid, self.region), settings),
                pixels,
                stay,
            )
        except RequestError as problem:
            raise error(_("%(problem)s. Nothing was changed.") % {"problem": problem}) from None
