# SPDX-License-Identifier: GPL-3.0-or-later
"""What the way between GIMP and the engine costs: ``python -m tests.gimp.transfer HOME``.

Enlarges a photo to 12 megapixels in the real GIMP, several times, and prints from the plug-in's
log the seconds until the first progress, to read the layer, to compute and to write the new one.
``HOME`` is a folder as for :mod:`tests.gimp.runner`, which this installs into first.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
from datetime import datetime
from pathlib import Path

from . import pictures
from .runner import gimp_in, install
from .sandbox import HOME

SIZE = (2120, 1415)
SCALE = 2.0
ROUNDS = 5
_SCRIPT = """
import time
from inside.tasks import call, load
for _ in range({rounds}):
    image = load({photo!r})
    print("called", time.time())
    answer = call(image, image.get_layers(), "plug-in-liif-upscale", {{"scale": {scale}}})
    assert answer["ok"], answer
    print("took", answer["seconds"])
    image.delete()
"""
_TIMES = re.compile(r"seconds to read, compute and write: ([\d.]+), ([\d.]+), ([\d.]+)")


def main() -> None:
    """Run, read the log, print medians."""
    parser = argparse.ArgumentParser(prog="python -m tests.gimp.transfer")
    parser.add_argument("home", type=Path)
    gimp = gimp_in(parser.parse_args().home)
    sandbox, home = gimp.sandbox, gimp.sandbox.home
    install(sandbox)
    photo = home / "photo.jpg"
    pictures.save_photo(photo, *SIZE)
    sandbox.own(photo)
    script = _SCRIPT.format(rounds=ROUNDS, photo=f"{HOME}/photo.jpg", scale=SCALE)
    printed = gimp.run_python(script, timeout=600)
    called, took = (
        [float(value) for value in re.findall(rf"{word} ([\d.]+)", printed)]
        for word in ("called", "took")
    )
    (log,) = home.rglob("plug-in.log")
    lines = log.read_text().splitlines()
    first = [_time_of(line) for line in lines if line.endswith("the first progress")][-ROUNDS:]
    steps = [_TIMES.search(line) for line in lines]
    times = [tuple(map(float, found.groups())) for found in steps if found][-ROUNDS:]
    read, compute, write = (statistics.median(column) for column in zip(*times, strict=True))
    whole = statistics.median(took)
    until = statistics.median(b - a for a, b in zip(called, first, strict=True))
    megapixels = SIZE[0] * SIZE[1] * SCALE**2 / 1e6
    sys.stdout.write(
        f"{megapixels:.1f} MP, medians of {ROUNDS}: {whole:.2f} s from call to layer, of them "
        f"{until:.2f} s to the first progress, {read:.3f} s to read, {compute:.2f} s to compute, "
        f"{write:.3f} s to write: the transfer is {(read + write) / whole:.1%}\n"
    )


def _time_of(line: str) -> float:
    return datetime.strptime(line[:23], "%Y-%m-%d %H:%M:%S,%f").astimezone().timestamp()


if __name__ == "__main__":
    main()
