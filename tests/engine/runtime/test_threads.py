# SPDX-License-Identifier: GPL-3.0-or-later
"""How many threads onnxruntime and numpy take, and what politeness means."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

import liif_core
from liif_core.diagnosis import diagnose
from liif_core.errors import Cancelled
from liif_core.forensics.excerpts import Plane
from liif_core.forensics.grid import Grid, find_grid
from liif_core.registry.models import find
from liif_core.request.frame import Frame
from liif_core.request.questions import Mask
from liif_core.request.settings import Settings
from liif_core.runtime import strength
from liif_core.runtime.backends import onnx_backend
from liif_core.runtime.run import Masked, run
from tests.engine.pictures import photo
from tests.engine.running import enlarge
from tests.engine.worker_process import PixelFile, WorkerProcess, job_for


@pytest.mark.parametrize(("asked", "threads"), [("3", 3), ("1", 1), ("", 0), ("2,4", 0)])
def test_omp_num_threads_is_heeded(
    monkeypatch: pytest.MonkeyPatch, asked: str, threads: int
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    session = onnx_backend._session(find("fast"), "decoder", None)
    assert session.get_session_options().intra_op_num_threads == threads


def test_threads_of_the_network_give_their_core_away_while_they_wait() -> None:
    session = onnx_backend._session(find("fast"), "encoder", None)
    entry = session.get_session_options().get_session_config_entry
    assert entry("session.intra_op.allow_spinning") == "0"


def _openblas() -> list[int]:
    """Threads of each OpenBLAS in this process."""
    infos = threadpool_info()
    return [each["num_threads"] for each in infos if each["internal_api"] == "openblas"]


@pytest.mark.skipif(not _openblas(), reason="numpy has other products here")
def test_numpy_keeps_to_one_core_while_a_picture_is_computed() -> None:
    during = []

    def stop() -> bool:
        during.append(_openblas())
        return True

    with threadpool_limits(3, user_api="blas"):
        before = _openblas()
        with pytest.raises(Cancelled):
            enlarge(photo()[:40, :40], (80, 80), device="cpu", cancelled=stop)
        assert _openblas() == before
    assert set(before) == {3}
    assert set(during[0]) == {1}


@pytest.mark.skipif(not _openblas(), reason="numpy has other products here")
@pytest.mark.parametrize("door", ["a picture", "a mask", "a diagnosis"])
def test_numpy_keeps_to_one_core_while_the_strength_is_found(
    monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    during = []

    def note(planes: list[Plane]) -> Grid | None:
        during.append(_openblas())
        return find_grid(planes)

    module = "liif_core.diagnosis.diagnosis" if door == "a diagnosis" else strength.__name__
    monkeypatch.setattr(f"{module}.find_grid", note)
    source = photo()[:40, :40]
    with threadpool_limits(3, user_api="blas"):
        if door == "a picture":
            enlarge(source, (40, 40), device="cpu")
        elif door == "a mask":
            request = Mask(Frame.of((40, 40)), Settings(device="cpu"))
            run(request, Masked(source, source[..., :1]), Masked(source, source[..., :1].copy()))
        else:
            diagnose(source, device="cpu", timed=False)
    assert during
    assert all(set(each) == {1} for each in during)


def test_the_estimator_has_a_core_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    backend = onnx_backend.OnnxBackend(find("fast"), "cpu", lambda _: None)
    options = backend._estimator.get_session_options()
    assert options.intra_op_num_threads == 1
    assert backend._estimator is backend._estimator  # opened once


POLITE = """
import os
from liif_core.runtime.threads import give_way, usable_cores
before = usable_cores()
give_way()
print(before, usable_cores(), os.nice(0))
"""


@pytest.mark.skipif(not hasattr(os, "nice"), reason="Windows has classes of priority instead")
@pytest.mark.parametrize("asked", ["3", "1", ""])
def test_to_give_way_is_a_low_priority_and_a_core_fewer(asked: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", POLITE],
        cwd=Path(liif_core.__file__).parents[1],
        env={**os.environ, "OMP_NUM_THREADS": asked},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    before, after, priority = map(int, done.stdout.split())
    assert before == min(int(asked or 1000), len(os.sched_getaffinity(0)))
    assert after == max(1, before - 1)
    assert priority == 19


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads Linux' process table")
@pytest.mark.parametrize("polite", [False, True])
def test_a_polite_worker_gives_way(polite: bool) -> None:
    source = np.zeros((400, 400, 3), np.uint8)
    with PixelFile() as pixels:
        job = job_for(source, (1600, 1600), pixels.name, polite=polite)
        pixels.fill(job, source)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line())
            worker.wait_for("progress")
            # The fields behind the name, which may hold spaces; the 17th of them is nice.
            fields = Path(f"/proc/{worker.process.pid}/stat").read_text().rpartition(")")[2]
            assert int(fields.split()[16]) == (19 if polite else os.nice(0))
            worker.wait_for("done")
