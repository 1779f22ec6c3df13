# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker with files and pixels that no plug-in should name, and a plug-in that vanishes."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from liif_core.request.wire import Job
from tests.engine.pictures import Samples, noise
from tests.engine.worker_process import (
    CHECKOUT,
    COMMAND,
    PATIENCE,
    PixelFile,
    WorkerProcess,
    job_for,
)
from tests.trust.bad_pictures import refused

pytestmark = pytest.mark.skipif(os.name != "posix", reason="uses inherited file descriptors")
SOURCE = np.zeros((12, 20, 3), np.uint8)


def last_message(job: Job, *descriptors: int) -> dict[str, Any]:
    """The worker's last word, said in time; it ends with the status that belongs to it."""
    with WorkerProcess(*descriptors) as worker:
        worker.send(job.to_line())
        last = list(worker.messages())[-1]
        assert worker.status() == (0 if last["type"] == "done" else 1)
        assert b"Traceback" not in worker.errors.read()
    return last


Make = Callable[[Path], object]
FILES: dict[str, Make] = {
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a link in a circle": lambda path: path.symlink_to(path),
    "nothing": lambda path: None,
    "half a jpg": lambda path: path.write_bytes(refused()["half a jpg"].data[:150]),
    "a text": lambda path: path.write_bytes(refused()["a text"].data),
    "a jpg of tables that are not there": lambda path: path.write_bytes(_without_tables()),
}


def _without_tables() -> bytes:
    """Its header says which, and they are missing."""
    from tests.trust.seeds import CORPUS

    data = (CORPUS / "pictures" / "baseline.jpg").read_bytes()
    return data.replace(b"\xff\xdb", b"\xff\xec")


@pytest.mark.trust("Bad input")
@pytest.mark.parametrize("name", FILES)
def test_a_diagnosis_of_a_bad_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / "in.jpg"
    FILES[name](path)
    with PixelFile() as pixels:
        job = job_for(SOURCE, (40, 24), pixels.name, task="diagnose", file=str(path))
        pixels.fill(job, SOURCE)
        last = last_message(job, pixels.descriptor)
    assert last["type"] == "error"
    assert "cannot be read" in last["text"]
    assert "\n" not in last["text"]


@pytest.mark.trust("Bad input")
@pytest.mark.parametrize("file", ["in\0.jpg", "\ud800.jpg", "x" * 300])
def test_a_diagnosis_of_a_name_that_there_cannot_be(file: str) -> None:
    with PixelFile() as pixels:
        job = job_for(SOURCE, (40, 24), pixels.name, task="diagnose", file=file)
        pixels.fill(job, SOURCE)
        assert "cannot be read" in last_message(job, pixels.descriptor)["text"]


@pytest.mark.trust("Bad input")
@pytest.mark.parametrize("size", [(1, 1), (20_000, 1), (1, 20_000)])
def test_the_thinnest_pictures(size: tuple[int, int]) -> None:
    source: Samples = np.full((*size, 1), 120, np.uint8)
    with PixelFile() as pixels:
        job = job_for(source, (size[1], size[0]), pixels.name, strength=50)
        pixels.fill(job, source)
        assert last_message(job, pixels.descriptor)["type"] == "done"
        assert abs(pixels.result(job, source).astype(int) - 120).max() < 30


@pytest.mark.trust("Bad input")
@pytest.mark.parametrize("task", ["compute", "changes", "certainty", "diagnose"])
def test_samples_that_are_no_numbers(task: str) -> None:
    source = np.tile(np.array([np.nan, np.inf, -np.inf, 1e38], np.float32), (16, 12))[..., None]
    with PixelFile() as pixels:
        job = job_for(source, (48, 16), pixels.name, task=task)
        pixels.fill(job, source)
        assert last_message(job, pixels.descriptor)["type"] == "done"
        if task != "diagnose":
            assert np.isfinite(pixels.result(job, source)).all()


@pytest.mark.trust("Protocol")
def test_pixels_that_cannot_be_written_or_are_no_file(tmp_path: Path) -> None:
    path = tmp_path / "file.pixels"
    with PixelFile(path) as pixels:
        job = job_for(SOURCE, (40, 24), pixels.name)
        pixels.fill(job, SOURCE)
        reading = os.open(path, os.O_RDONLY)
        end, other = socket.socketpair()
        os.mkfifo(tmp_path / "pipe")
        try:
            for name, words in (
                (f"fd:{reading}", "cannot be mapped"),
                (f"fd:{end.fileno()}", "has 0 bytes instead of"),
                (str(tmp_path / "pipe"), "has 0 bytes instead of"),
                ("/dev/zero", "has 0 bytes instead of"),
                ("fd:-1", "cannot be opened"),
            ):
                last = last_message(replace(job, pixels=name), reading, end.fileno())
                assert last["type"] == "error"
                assert words in last["text"]
        finally:
            os.close(reading)
            end.close()
            other.close()


@pytest.mark.trust("Protocol")
@pytest.mark.parametrize("lines", [b"", b'{"type":"cancel"}\n'])
def test_a_plug_in_that_listens_no_more(lines: bytes) -> None:
    """Its end of the worker's output is closed, that of the input is not."""
    # Not flat, which would soon be done.
    source = np.rint(noise(1000, 1000, 3) * 255).astype(np.uint8)
    with PixelFile() as pixels:
        job = job_for(source, (9000, 9000), pixels.name)
        pixels.fill(job, source)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line())
            worker.wait_for("progress")
            worker.output.close()
            # It may have noticed, and be gone already.
            with contextlib.suppress(BrokenPipeError):
                worker.send(lines)
            assert worker.status() != 0


@pytest.mark.trust("Protocol")
def test_half_a_job() -> None:
    """The plug-in is gone before it said all."""
    with PixelFile() as pixels:
        job = job_for(SOURCE, (40, 24), pixels.name)
        pixels.fill(job, SOURCE)
        line = job.to_line()
        process = subprocess.run(
            COMMAND,
            cwd=CHECKOUT,
            input=line[: len(line) // 2],
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    assert process.returncode == 0
    assert process.stdout.count(b"\n") == 1
    assert process.stderr == b""
