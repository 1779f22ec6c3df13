# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in, the worker and GIMP killed at random moments of a real job."""

from __future__ import annotations

import json
import random
from typing import Any

from .inside.processes import PLUG_IN, WORKER
from .runner import Gimp
from .sandbox import TESTS

VICTIMS = {"the plug-in": PLUG_IN, "the worker": WORKER, "GIMP": ""}
_LONGEST = 1.5
"""Seconds; on an idle machine the job takes about as long."""
_PATIENCE = 300.0
"""Seconds for a run and all that is looked at after it."""


def kill(gimp: Gimp, photo: str, victim: str, moments: int, seed: int = 0) -> dict[str, Any]:
    """Kills one of :data:`VICTIMS` at so many random moments of jobs on ``photo``.

    Returns what came of each (see ``inside/kills.py``) and whether the plug-in ``works`` after it.
    """
    at = [round(random.Random(seed + each).uniform(0, _LONGEST), 3) for each in range(moments)]
    timeout = _PATIENCE * (moments + 2)
    if VICTIMS[victim]:
        task, part = "kills:within", VICTIMS[victim]
        return gimp.call(task, photo=photo, victim=part, moments=at, timeout=timeout)
    folder = gimp.new_folder()
    program = f"gimp-console-{gimp.sandbox.root.gimp_version}"
    command = ["python3", "-B", "-m", "inside.kills", gimp.sandbox.inside(folder), program, photo]
    command += map(str, at)
    done = gimp.sandbox.run(command, timeout=timeout, environment={"PYTHONPATH": TESTS})
    assert done.returncode == 0, done.stdout
    answer: dict[str, Any] = json.loads((folder / "answer.json").read_text())
    return answer


def harmless(found: dict[str, Any]) -> bool:
    """Whether one kill did no harm: nothing left, and all as before, or done, or to be undone."""
    return not found["left"] and any(found.get(each) for each in ("unchanged", "complete", "begun"))
