# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a user waits for the preview: ``python -m tests.gimp.waiting HOME``.

Opens *LIIF upscale* on a photo of 12 megapixels in the real GIMP, several times, moves its sliders,
leaves it, and prints medians in milliseconds; of each preview also where the time went, by the
plug-in's log. At last it is accepted, and what the dialog has promised stands beside what it took.
``--busy N`` runs so many programs that compute beside it. ``HOME`` is a folder as for
:mod:`tests.gimp.runner`, which this installs into first, unless ``--as-installed``.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from liif_core.lab.benchmarks.busy import keep_busy

from . import pictures
from .runner import gimp_in, install
from .sandbox import HOME

SIZE: Final = (4000, 3000)
_SHOWN: Final = re.compile(r"preview shown ([\d.]+) s after the change")
_PART: Final = re.compile(r"([\d.]+) to (\w+)")


def main() -> None:
    """Play it, read what was noted, print medians."""
    parser = argparse.ArgumentParser(prog="python -m tests.gimp.waiting")
    parser.add_argument("home", type=Path)
    parser.add_argument("--as-installed", action="store_true", help="what HOME has already")
    parser.add_argument("--busy", type=int, default=0, metavar="N", help="programs beside it")
    parser.add_argument("--layer", action="store_true", help="the layer only")
    options = parser.parse_args()
    gimp = gimp_in(options.home)
    if not options.as_installed:
        install(gimp.sandbox)
    photo = gimp.sandbox.home / "photo.jpg"
    pictures.save_photo(photo, *SIZE)
    gimp.sandbox.own(photo)
    with keep_busy(options.busy):
        if not options.layer:
            _tell_previews(gimp.use_window("waiting:wait_for_previews", f"{HOME}/{photo.name}"))
        folder = gimp.use_window("waiting:wait_for_layer", f"{HOME}/{photo.name}")
    layer = json.loads((folder / "layer.json").read_text())
    share = layer["taken"] / layer["promised"]
    sys.stdout.write(
        f"OK to layer: {layer['promised']:.1f} s promised, {layer['taken']:.1f} s taken "
        f"({share:.2f} times)\n"
    )


def _tell_previews(folder: Path) -> None:
    rounds = json.loads((folder / "rounds.json").read_text())
    _tell("dialog opened to first preview", (each["first"] for each in rounds))
    for who in ("plug-in", "worker"):
        taken = statistics.median(each[who] for each in rounds)
        sys.stdout.write(f"    {1000 * taken:6.0f} ms  of a processor, {who}\n")
    for slider in ("strength", "detail"):
        _tell(f"slider of {slider} to preview", (line for each in rounds for line in each[slider]))
    left = statistics.median(each["left"] for each in rounds)
    sys.stdout.write(f"{1000 * left:6.0f} ms  Escape to the dialog's end\n")


def _tell(what: str, said: Iterable[str]) -> None:
    lines = list(said)
    times = [float(found[1]) for line in lines if (found := _SHOWN.search(line))]
    sys.stdout.write(
        f"{1000 * statistics.median(times):6.0f} ms  {what} "
        f"({1000 * min(times):.0f} to {1000 * max(times):.0f}, {len(times)} times)\n"
    )
    parts: dict[str, list[float]] = {}
    for line in lines:
        for seconds, part in _PART.findall(line):
            parts.setdefault(part, []).append(float(seconds))
    for part, seconds_of in parts.items():
        sys.stdout.write(f"    {1000 * statistics.median(seconds_of):6.0f} ms  to {part}\n")


if __name__ == "__main__":
    main()
