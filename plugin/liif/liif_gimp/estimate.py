# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a task will take, judged from the last job of the same model on this machine."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from liif_core.request.questions import Enlarge
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

    @classmethod
    def of(cls, job: Job, done: dict[str, Any], model: Model) -> Pace:
        """From a job and the worker's last message about it; for one pass of several."""
        request = job.request
        assert isinstance(request, Enlarge)
        width, height = request.result_size
        seen = _seen(job.layout.size, request.frame.grid, (width, height), model)
        passes = max(1, len(request.settings.repairs))
        pixels = width * height
        return cls(done["encoding"] / (passes * seen), done["decoding"] / (passes * pixels))

    def seconds(self, task: Task, model: Model) -> float:
        """For the whole task."""
        seen = _seen(task.part.size, task.grid, task.region.size, model)
        return self.encoder * seen + self.decoder * task.region.width * task.region.height


def _seen(
    source: tuple[int, int], grid: tuple[int, int], region: tuple[int, int], model: Model
) -> float:
    """Source pixels that the encoder sees for a region of the grid, margins of tiles included."""
    seen = 1.0
    for pixels, whole, wanted in zip(source, grid, region, strict=True):
        needed = wanted * pixels / whole
        margins = 2 * model.receptive_radius * math.ceil(needed / model.tile)
        # At its sides the picture has no margin.
        seen *= min(needed + margins, pixels + margins - 2 * model.receptive_radius)
    return seen
