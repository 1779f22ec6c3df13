# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory, handles and threads are bounded, however many jobs there are and whatever they hold."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from liif_core.request.questions import Enlarge
from tests.engine.pictures import Samples, noise
from tests.engine.running import enlarge
from tests.engine.worker_process import CHECKOUT, PATIENCE, PixelFile, WorkerProcess, job_for

pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells"),
    pytest.mark.trust("Resources"),
]

JOBS, WARM = 200, 40
AT_ONCE = 10


def _use(process: int) -> dict[str, int]:
    """Resident memory in MiB, threads and open files of a process."""
    lines = (Path("/proc") / str(process) / "status").read_text().splitlines()
    values = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    return {
        "memory": int(values["VmRSS"].split()[0]) // 1024,
        "threads": int(values["Threads"]),
        "files": len(list((Path("/proc") / str(process) / "fd").iterdir())),
    }


def _over(process: int, most: dict[str, int]) -> dict[str, int]:
    """Of what a process has more than that."""
    return {name: value for name, value in _use(process).items() if value > most[name]}


def _source(width: int, height: int) -> Samples:
    return np.rint(noise(height, width, 3) * 255).astype(np.uint8)


def test_many_jobs_in_a_row_take_no_more_than_a_few(
    record_property: Callable[[str, object], None],
) -> None:
    """Of changing sizes, by one worker that stays."""
    record_property("cases", JOBS)
    chance = random.Random(1)
    with PixelFile() as pixels, WorkerProcess(pixels.descriptor) as worker:
        for number in range(JOBS):
            width, height = chance.randint(8, 64), chance.randint(8, 64)
            job = job_for(
                source := _source(width, height), (2 * width, 2 * height), pixels.name, stay=True
            )
            pixels.fill(job, source)
            worker.send(job.to_line())
            worker.wait_for("done")
            if number == WARM:
                early = _use(worker.process.pid)
        # What stayed would be one of every job.
        most = {"memory": early["memory"] + 16, "threads": early["threads"] + 2,
                "files": early["files"] + 2}  # fmt: skip
        # Threads of the last jobs may just be ending, however long a busy machine takes for it.
        end = time.monotonic() + PATIENCE
        while (over := _over(worker.process.pid, most)) and time.monotonic() < end:
            time.sleep(0.1)
        worker.input.close()
        assert worker.status() == 0
    assert over == {}


def test_workers_do_not_disturb_each_other() -> None:
    sources = [_source(40 + number, 30) for number in range(AT_ONCE)]
    files = [PixelFile() for _ in sources]
    workers = [WorkerProcess(file.descriptor) for file in files]
    try:
        jobs = []
        for source, file, worker in zip(sources, files, workers, strict=True):
            jobs.append(job_for(source, (source.shape[1] * 2, 60), file.name))
            file.fill(jobs[-1], source)
            worker.send(jobs[-1].to_line())
        for source, file, worker, job in zip(sources, files, workers, jobs, strict=True):
            worker.wait_for("done")
            assert isinstance(job.request, Enlarge)
            expected = enlarge(source, job.request.frame.grid)
            assert_array_equal(file.result(job, source), expected)
            assert worker.status() == 0
    finally:
        for file, worker in zip(files, workers, strict=True):
            worker.__exit__(None, None, None)
            file.__exit__(None)


CONFINED = """
import resource, sys
from pathlib import Path
import numpy, onnxruntime, PIL.Image
from liif_core.cli import main

lines = Path("/proc/self/status").read_text().splitlines()
loaded = next(int(line.split()[1]) for line in lines if line.startswith("VmSize")) * 1024
limit = int(sys.argv[1]) * 2**20 + (loaded if sys.argv[2] == "more" else 0)
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
sys.exit(main(sys.argv[3:]))
"""
"""The command in so many MiB of address space, or so many more than the libraries take."""


def _upscale(
    folder: Path, width: int, height: int, *options: str, room: int, more: bool = True
) -> subprocess.CompletedProcess[str]:
    """A photo to twice its size by the command line."""
    Image.fromarray(_source(width, height)).save(folder / "photo.jpg", quality=70)
    command = [sys.executable, "-c", CONFINED, str(room), "more" if more else "in all"]
    return subprocess.run(
        [*command, "upscale", "photo.jpg", "large.png", "--scale", "2", *options],
        cwd=folder,
        # Each thread asks for far more addresses than it uses.
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "OMP_NUM_THREADS": "2"},
        capture_output=True,
        text=True,
    )


def test_twelve_megapixels_in_a_gigabyte_and_a_half(tmp_path: Path) -> None:
    done = _upscale(tmp_path, 2000, 1500, room=1536, more=False)
    assert done.returncode == 0, done.stderr
    assert Image.open(tmp_path / "large.png").size == (4000, 3000)


def test_tiles_that_do_not_fit_become_smaller(tmp_path: Path) -> None:
    """One as large as the photo needs far more."""
    done = _upscale(tmp_path, 800, 600, "--tile", "800", room=480)
    assert (done.returncode, done.stderr) == (0, "")


def test_want_of_memory_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    done = _upscale(tmp_path, 800, 600, room=50)
    assert done.returncode == 1
    assert done.stderr == "liif: there is not enough memory; nothing was written\n"
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]
