# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a task will take, judged from the last job of the same model on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from liif_core.request.questions import Enlarge
from liif_core.request.tiling import count_seen
from liif_core.request.wire import Job
from liif_gimp.installation import Model
from liif_gimp.tasks import Task


@dataclass(frozen=True)
class Pace:
    """Of one model and device."""

    encoder: float
    """Seconds for a source pixel that the encoder sees."""
    decoder: float
    """Seconds for an output pixel."""
    before: float
    """Seconds until the first tile: a network is opened, strength and softness are found."""

    @classmethod
    def of(cls, job: Job, done: dict[str, Any], model: Model) -> Pace:
        """From a job and the worker's last message about it; for one pass of several."""
        request = job.request
        assert isinstance(request, Enlarge)
        width, height = request.result_size
        seen = count_seen(
            job.layout.size, request.frame.grid, (width, height), model.tile, model.receptive_radius
        )
        passes = max(1, len(request.settings.repairs))
        pixels = width * height
        encoding, decoding = done["encoding"], done["decoding"]
        before = max(0.0, done["seconds"] - encoding - decoding)
        return cls(encoding / (passes * seen), decoding / (passes * pixels), before / passes)

    def seconds(self, task: Task, model: Model) -> float:
        """For one pass of the whole task."""
        seen = count_seen(
            task.part.size, task.grid, task.region.size, model.tile, model.receptive_radius
        )
        pixels = task.region.width * task.region.height
        return self.before + self.encoder * seen + self.decoder * pixels
