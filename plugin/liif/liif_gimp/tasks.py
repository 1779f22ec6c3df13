# SPDX-License-Identifier: GPL-3.0-or-later
"""What is computed from a layer's pixels, and how: the way to a job for the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gimpfu import error

from liif_gimp.geometry import Rectangle, Size
from liif_gimp.jobs import Device, Job, JobError
from liif_gimp.pixels import Layout
from liif_gimp.words import _

Shown = Literal["compute", "changes", "certainty", "mask"]
"""The picture itself, evidence about it, or its mask; see the job's field ``task``."""
AUTOMATIC = -1
"""The strength that stands for the one judged from the picture."""


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
    evidence: bool = False
    """Whether layers are added that show what was changed, and how sure that is."""
    seamless: bool = False
    """Whether opposite sides of the layer continue each other."""
    masks: bool = False
    """Whether the edges of a layer's mask follow the new layer's; otherwise GIMP scales it."""
    repairs: tuple[tuple[str, int], ...] = ()
    """What is undone besides, each by so much, 1 to 100; one after another."""

    @property
    def passes(self) -> int:
        """How often the network runs for a picture."""
        return max(1, len(self.repairs))


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
        shown: Shown = "compute",
        stay: bool = False,
    ) -> Job:
        """The job for the worker. Raises :class:`gimpfu.error` when the engine cannot do it."""
        try:
            return Job(
                source_width=self.part.width,
                source_height=self.part.height,
                channels=layout.channels,
                sample=layout.sample,
                grid_width=self.grid.width,
                grid_height=self.grid.height,
                x=self.region.x,
                y=self.region.y,
                width=self.region.width,
                height=self.region.height,
                pixels=pixels,
                model=settings.model,
                strength=None if settings.strength == AUTOMATIC else settings.strength,
                detail=settings.detail,
                repairs=settings.repairs if shown == "compute" else (),
                device=settings.device,
                polite=settings.polite,
                seamless=settings.seamless,
                stay=stay,
                task=shown,
            )
        except JobError as problem:
            raise error(_("%(problem)s. Nothing was changed.") % {"problem": problem}) from None
