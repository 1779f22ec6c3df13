# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in, the worker and GIMP killed at random moments of a real job.

    python -m tests.gimp.kills HOME PHOTO --moments 30

``HOME`` and the photo in it as for ``python -m tests.gimp.runner``, whose ``install`` comes first.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from pathlib import Path
from typing import Any

from .inside.processes import PLUG_IN, WORKER
from .rootfs import ensure_root
from .runner import Gimp
from .sandbox import HOME, TESTS, Sandbox

VICTIMS = {"the plug-in": PLUG_IN, "the worker": WORKER, "GIMP": ""}
_LONGEST = 1.5
"""Seconds; on an idle machine the job takes about as long."""
_PATIENCE = 60.0
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
    """Whether one kill did no harm: nothing left, and all as before or all done."""
    return not found["left"] and (found["unchanged"] or found["complete"])


def main() -> int:
    """The command line described at the top of this file."""
    parser = argparse.ArgumentParser(prog="python -m tests.gimp.kills")
    parser.add_argument("home", type=Path)
    parser.add_argument("photo")
    parser.add_argument("--moments", type=int, default=30)
    options = parser.parse_args()
    root = ensure_root(os.environ.get("LIIF_GIMP_SUITE", "trixie"))
    gimp = Gimp(Sandbox(root, options.home.resolve()))
    bad = 0
    for victim in VICTIMS:
        answer = kill(gimp, f"{HOME}/{options.photo}", victim, options.moments)
        kills = answer["kills"]
        done = sum(each["ok"] for each in kills)
        harm = [each for each in kills if not harmless(each)]
        bad += len(harm) + (not answer["works"])
        works = "works" if answer["works"] else "FAILS"
        sys.stdout.write(
            f"{victim}: {len(kills)} kills, {done} of them after the end of the job, "
            f"{len(harm)} harmful; the next run {works}\n"
        )
        sys.stdout.writelines(f"    {each}\n" for each in harm)
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
