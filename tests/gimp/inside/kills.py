# SPDX-License-Identifier: GPL-3.0-or-later
"""A real job, killed at one moment after the other, and what each kill left behind.

The plug-in and the worker are killed within GIMP, by :func:`within`, called as the other tasks
are; GIMP itself by this module as a program: ``python3 -m inside.kills FOLDER GIMP PHOTO MOMENT``
and more moments.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from . import processes

_PROCEDURE, _ARGUMENTS = "plug-in-liif-upscale", {"scale": 3.0}
_PATIENCE = 300
_CALL = """
import sys
sys.path.insert(0, {tests!r})
sys.dont_write_bytecode = True
import gi
gi.require_version("Gimp", "3.0")
from inside import tasks
image = tasks.load({photo!r})
if tasks.call(image, image.get_layers(), {procedure!r}, {arguments!r})["ok"]:
    print("the layer is there", flush=True)
"""


def within(folder: Path, *, photo: str, victim: str, moments: list[float]) -> dict[str, Any]:
    """Kills ``victim`` at each moment, in seconds after it has come, in this one GIMP.

    For each: whether the image was ``unchanged``, ``complete``, as an undisturbed run leaves it, or
    ``begun``, what was ``left`` of us, and the ``error``. ``works`` says whether one more run is
    complete.
    """
    from . import tasks  # needs GIMP

    first = _run(folder, photo)
    kills = []
    for moment in moments:
        with tasks.killer(victim, moment):
            kills.append({"moment": moment, **_run(folder, photo, first["after"])})
    again = _run(folder, photo, first["after"])
    return {"ok": first["ok"], "kills": kills, "works": again["ok"] and again["complete"]}


def _run(folder: Path, photo: str, result: dict[str, Any] | None = None) -> dict[str, Any]:
    from . import tasks
    from .state import describe

    image = tasks.load(photo)
    before = _content(describe(image, folder, "before"))
    answer = tasks.call(image, image.get_layers(), _PROCEDURE, dict(_ARGUMENTS))
    after = _content(describe(image, folder, "after"))
    image.delete()
    return {
        "ok": answer["ok"],
        "error": answer["error"],
        "left": _left(),
        "unchanged": after == before,
        "complete": after == result,
        "begun": result is not None and _begun(after, result),
        **({"after": after} if result is None else {}),
    }


def _begun(state: dict[str, Any], result: dict[str, Any]) -> bool:
    """Whether GIMP has scaled the image, and nothing else is other than in the end.

    Killed in the short time of the change, a plug-in leaves what GIMP was already asked for, as one
    undo step; see ``kill_in_the_change`` in window.py.
    """
    size = ("width", "height")
    return bool(
        [state[name] for name in size] == [result[name] for name in size]
        and state["layers"][-1] == result["layers"][-1]
    )


def _content(state: Any) -> Any:  # noqa: ANN401 - anything that JSON can hold
    """A state without what differs from one opening of a file to the next."""
    if isinstance(state, dict):
        return {key: _content(value) for key, value in state.items() if key not in ("file", "id")}
    return [_content(each) for each in state] if isinstance(state, list) else state


def _left() -> list[str]:
    """What is still there of ours, a moment after the end of a run."""
    parts = (processes.PLUG_IN, processes.WORKER)
    return [
        *(part for part in parts if processes.wait_for_end(part)),
        *processes.temporary_files(),
    ]


def _gimp_killed(program: str, photo: str, moment: float | None) -> dict[str, Any]:
    """One GIMP, killed so many seconds after the plug-in has come; None lets it live."""
    tests = str(Path(__file__).parents[1])
    code = _CALL.format(tests=tests, photo=photo, procedure=_PROCEDURE, arguments=_ARGUMENTS)
    command = [program, "-i", "-d", "--quit", "--batch-interpreter", "python-fu-eval"]
    before = Path(photo).read_bytes()
    with subprocess.Popen([*command, "-b", f"exec({code!r})"], stdout=subprocess.PIPE) as gimp:
        if moment is not None:
            while not processes.running(processes.PLUG_IN):
                time.sleep(0.01)
            time.sleep(moment)
            gimp.kill()
        printed, _ = gimp.communicate(timeout=_PATIENCE)
    return {
        "moment": moment,
        "ok": "the layer is there" in printed.decode().splitlines(),
        "left": _left(),
        "unchanged": Path(photo).read_bytes() == before,
    }


if __name__ == "__main__":
    folder, program, photo, *moments = sys.argv[1:]
    kills = [_gimp_killed(program, photo, float(moment)) for moment in moments]
    again = _gimp_killed(program, photo, None)
    answer = {"kills": kills, "works": again["ok"] and not again["left"]}
    (Path(folder) / "answer.json").write_text(json.dumps(answer))
