#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker that enlarges by repeating pixels, for tests of the plug-in without the engine.

Named as ``python`` in ``install.json`` it speaks the worker protocol on its own, written from the
description of that protocol and not with the code under test. The model named in the job chooses
how it behaves; see ``BEHAVIOURS``.
"""

from __future__ import annotations

import json
import math
import mmap
import os
import signal
import subprocess
import sys
import time
from typing import Any, Final

BEHAVIOURS: Final = (
    "child",
    "crash",
    "cut-off",
    "flood",
    "garbage",
    "half",
    "hang-up",
    "hopeless",
    "long-line",
    "mute",
    "nameless",
    "never",
    "quiet",
    "refuse",
    "silent",
    "slow",
    "stay",
    "unknown",
    "warn",
    "wrong",
)
"""Names of models with which the worker misbehaves; with any other it does its work."""


FOUND: Final = 37
"""The strength that is found in every picture."""
SOFT: Final = 23
"""The softness, likewise."""
CRISP: Final = 77
"""The detail, likewise."""


def say(**message: object) -> None:
    """Send one message."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def repeat_pixels(job: dict[str, Any], pixels: mmap.mmap) -> None:
    """Write the result of the job: each pixel is the source pixel that it lies in."""
    size = len(job["channels"]) * {"u8": 1, "u16": 2, "f32": 4}[job["sample"]]
    stride = job["source_width"] * size
    position = -(-stride * job["source_height"] // 4096) * 4096
    columns = [
        (job["x"] + column) * job["source_width"] // job["grid_width"]
        for column in range(job["width"])
    ]
    for row in range(job["height"]):
        top = (job["y"] + row) * job["source_height"] // job["grid_height"] * stride
        line = pixels[top : top + stride]
        result = b"".join(line[column * size : (column + 1) * size] for column in columns)
        pixels[position : position + len(result)] = result
        position += len(result)


def misbehave(kind: str) -> None:
    """What the named behaviour does in place of, or before, the work."""
    if kind == "crash":
        sys.stderr.write("Traceback\nMemoryError: too large\n")
        sys.stderr.flush()
        os._exit(3)
    if kind == "garbage":
        sys.stdout.write("Segmentation fault\n")
        sys.stdout.flush()
    if kind == "long-line":
        sys.stdout.write("x" * 200_000)
        sys.stdout.flush()
    if kind == "hang-up":
        os.close(1)
        time.sleep(600)
    if kind == "refuse":
        say(type="error", text="the model refuse is not installed", hint="Choose another model")
        sys.exit(1)
    if kind == "silent":
        time.sleep(600)
    if kind == "slow":
        time.sleep(0.6)
    if kind == "unknown":
        say(type="surprise")
    if kind == "child":
        # It holds our pipes when we are gone.
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        os._exit(4)
    if kind == "cut-off":
        sys.stdout.write('{"type": "progress", "fract')
        sys.stdout.flush()
        os._exit(5)
    if kind == "flood":
        while True:
            say(type="warning", text="x" * 1000)
    if kind == "hopeless":
        say(type="progress", fraction=math.nan, seconds_left=math.inf)
    if kind == "mute":
        say(type="error")
        sys.exit(1)
    if kind == "nameless":
        say(type="done", seconds=1)
    if kind == "never":
        say(type="progress", fraction=0.5, seconds_left=10**400)
    if kind == "quiet":
        os.kill(os.getpid(), signal.SIGSTOP)
    if kind == "half":
        say(type="progress", fraction="some")
    if kind == "warn":
        say(type="warning", text="No CUDA here: the processor does the work")


def main() -> None:
    """Carry out a job, and others when it says so."""
    greeted = False
    while line := sys.stdin.readline():
        message = json.loads(line)
        if message["type"] == "cancel":
            continue  # it came too late: each job is done at once
        request = message["request"]
        frame, settings = request.get("frame", {}), request.get("settings", {"model": "fast"})
        job = {**message, **message["layout"], **request, **frame, **settings}
        if not greeted:
            say(type="hello", protocol=99 if job["model"] == "wrong" else 8, version="0.1.0")
            greeted = True
        carry_out(job)
        if not job["stay"]:
            break


def carry_out(job: dict[str, Any]) -> None:
    """One job, as its model says."""
    misbehave(job["model"])
    if job["ask"] == "diagnose":
        told = f"{job['source_width']} x {job['source_height']}, file {job['file']!r}"
        say(type="done", report=[[0, told]], strength=40, steps=[])
        return
    if job["ask"] == "jpeg":
        sizes = {"bytes": 2000, "usual_bytes": 4000}
        quality = -5 if job["similarity"] == 0.25 else 60
        values = {"quality": quality, "usual_quality": 90, "similarity": job["similarity"], **sizes}
        say(type="done", subsampled=True, **values)
        return
    descriptor = int(job["pixels"].removeprefix("fd:"))
    with mmap.mmap(descriptor, 0) as pixels:
        say(type="progress", fraction=0.5, seconds_left=90.0)
        repeat_pixels(job, pixels)
    say(type="progress", fraction=1.0, seconds_left=None)
    times = {"seconds": 0.1, "encoding": 0.06, "decoding": 0.02}
    say(
        type="done",
        model=job["model"],
        backend="none",
        provider="CPU",
        strength=FOUND if job["strength"] is None else job["strength"],
        refocus=SOFT if job["refocus"] is None else job["refocus"],
        detail=CRISP if job["detail"] is None else job["detail"],
        job=job,
        **times,
    )
    if job["model"] == "stay":
        time.sleep(600)


if __name__ == "__main__":
    main()
