# SPDX-License-Identifier: GPL-3.0-or-later
"""The client of the worker, with a worker that misbehaves on demand."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gimpfu
import pytest
from liif_gimp import worker
from liif_gimp.pixelfile import PixelFile

from liif_core.request.wire import PROTOCOL, Job
from tests.jobs import job_of

from .conftest import FAKE_WORKER

COMMAND = [sys.executable, str(FAKE_WORKER)]


class Heard(worker.Listener):
    """Keeps what the worker said."""

    def __init__(self) -> None:
        self.progress_made: list[tuple[float, float | None]] = []
        self.warnings: list[str] = []
        super().__init__(
            lambda fraction, left: self.progress_made.append((fraction, left)),
            self.warnings.append,
        )

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


@pytest.fixture
def pixels() -> Iterator[PixelFile]:
    with PixelFile(4096 + 36) as file:
        file.map[:12] = bytes(range(12))
        yield file


@pytest.fixture(autouse=True)
def _nothing_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test does, no worker may outlive it."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *values: Any, **options: Any) -> None:  # noqa: ANN401
            super().__init__(*values, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    yield
    assert [process.returncode for process in started if process.returncode is None] == []


def run(
    job: Job,
    listener: worker.Listener,
    *,
    command: list[str] = COMMAND,
    silence: float = worker.SILENCE,
) -> dict[str, Any]:
    """One job by a worker of its own."""
    descriptors = (int(job.pixels.removeprefix("fd:")),)
    with worker.WorkerClient(command, descriptors) as started:
        return started.run(job, listener, silence)


def job(pixels: PixelFile, **changes: Any) -> Job:  # noqa: ANN401
    """2 x 2 RGB pixels to 3 x 4 pixels."""
    values: dict[str, Any] = {
        "source_width": 2,
        "source_height": 2,
        "channels": "RGB",
        "sample": "u8",
        "grid_width": 3,
        "grid_height": 4,
        "x": 0,
        "y": 0,
        "width": 3,
        "height": 4,
        "pixels": pixels.name,
    }
    return job_of(**{**values, **changes})


def test_the_result_lies_in_the_pixel_file(pixels: PixelFile) -> None:
    heard = Heard()
    done = run(job(pixels), heard)
    assert done["provider"] == "CPU"
    row, below = bytes([0, 1, 2] * 2 + [3, 4, 5]), bytes([6, 7, 8] * 2 + [9, 10, 11])
    assert pixels.map[4096:] == row * 2 + below * 2
    assert heard.progress_made == [(0.5, 90.0), (1.0, None)]
    assert done["job"]["grid_height"] == 4


def test_the_answer_about_a_jpeg_is_looked_at(pixels: PixelFile) -> None:
    asked = {"task": "jpeg", "width": 2, "height": 2, "grid_width": 2, "grid_height": 2}
    said = run(job(pixels, similarity=0.98, **asked), Heard())
    assert (said["quality"], said["similarity"], said["subsampled"]) == (60, 0.98, True)
    with pytest.raises(gimpfu.error, match=r"a damaged message: .*-5"):
        run(job(pixels, similarity=0.25, **asked), Heard())


@pytest.mark.trust("Protocol")
@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("crash", r"ended early \(status 3\): MemoryError: too large\. Nothing was changed"),
        ("garbage", r"not a message: b'Segmentation fault"),
        ("long-line", r"a message of over 65536 bytes"),
        ("refuse", r"^the model refuse is not installed\. Choose another model$"),
        ("unknown", r"a message of unknown type: .*surprise"),
        ("half", r"a damaged message: .*some"),
        ("child", r"ended early \(status 4\)\. Nothing was changed"),
        ("cut-off", r"not a message: .*fract"),
        ("hopeless", r"a damaged message: .*nan"),
        ("mute", r"^LIIF's engine failed and did not say why$"),
        ("nameless", r"a damaged message: .*seconds"),
        ("never", r"a damaged message: .*100000"),
        ("wrong", r"different versions \(protocol 8 and 99\).*install\.py"),
    ],
)
def test_what_went_wrong_is_told(
    pixels: PixelFile, model: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_GRACE", 1.0)
    with pytest.raises(gimpfu.error, match=message):
        run(job(pixels, model=model), Heard())


@pytest.mark.trust("Protocol")
@pytest.mark.parametrize("model", ["silent", "quiet"])
def test_a_silent_worker_is_stopped(pixels: PixelFile, model: str) -> None:
    """Also one that the system has stopped, which hears of no end."""
    with pytest.raises(gimpfu.error, match=r"did not answer for 1 s and was stopped"):
        run(job(pixels, model=model), Heard(), silence=1.0)


@pytest.mark.trust("Protocol")
def test_a_worker_that_talks_without_end_is_made_to_wait(pixels: PixelFile) -> None:
    """What it says is not piled up in memory, and the user can still stop it."""
    seen = []

    def stop_after_a_while(_: str) -> None:
        time.sleep(0.005)
        seen.append(worker_process._messages.queue.qsize())
        # In a second it would say far more than the most that may wait, on a quick machine.
        if len(seen) >= 200 and max(seen) > 100:
            raise gimpfu.CancelError

    listener = worker.Listener(lambda *_: None, stop_after_a_while)
    descriptor = int(pixels.name.removeprefix("fd:"))
    with (
        worker.WorkerClient(COMMAND, (descriptor,)) as worker_process,
        pytest.raises(gimpfu.CancelError),
    ):
        worker_process.run(job(pixels, model="flood"), listener)
    assert 100 < max(seen) <= worker._BACKLOG


@pytest.mark.trust("Resources")
def test_a_laptop_s_sleep_is_no_silence(pixels: PixelFile, monkeypatch: pytest.MonkeyPatch) -> None:
    hours = itertools.count(0.0, 3600.0)
    monkeypatch.setattr(time, "monotonic", lambda: next(hours))
    assert run(job(pixels, model="slow"), Heard())["type"] == "done"


def test_a_worker_that_stays_after_its_work_is_ended(
    pixels: PixelFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_GRACE", 0.1)
    run(job(pixels, model="stay"), Heard())
    assert pixels.map[4096:4099] == bytes([0, 1, 2])


def test_a_worker_that_hangs_up_is_ended(
    pixels: PixelFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_GRACE", 0.1)
    with pytest.raises(gimpfu.error, match="ended early"):
        run(job(pixels, model="hang-up"), Heard())


def test_warnings_are_passed_on(pixels: PixelFile) -> None:
    heard = Heard()
    run(job(pixels, model="warn"), heard)
    assert heard.warnings == ["No CUDA here: the processor does the work"]


def test_no_worker_is_left_when_the_listener_fails(pixels: PixelFile) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    listener = worker.Listener(fail, fail)
    with pytest.raises(ZeroDivisionError):
        run(job(pixels), listener)


def test_the_plug_in_ends_with_its_worker_when_gimp_is_gone(
    pixels: PixelFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    parents = iter([4711])
    monkeypatch.setattr(os, "getppid", lambda: next(parents, 1))
    with pytest.raises(SystemExit, match="GIMP is gone"):
        run(job(pixels, model="silent"), Heard())


def test_a_missing_engine_is_told(pixels: PixelFile, tmp_path: Path) -> None:
    with pytest.raises(gimpfu.error, match=r"could not be started.*Install LIIF again"):
        run(job(pixels), Heard(), command=[str(tmp_path / "python")])


def test_the_worker_does_not_see_gimp_s_environment(
    pixels: PixelFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("LD_LIBRARY_PATH", "GI_TYPELIB_PATH", "PYTHONPATH"):
        monkeypatch.setenv(name, "/opt/app-image")
    ways = {"https_proxy": "http://proxy:3128", "SSL_CERT_FILE": "/ca", "PIP_INDEX_URL": "http://i"}
    for name, value in ways.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(tmp_path))
    script = tmp_path / "worker.py"
    script.write_text(
        "import json, os, sys\n"
        f"print(json.dumps({{'type': 'hello', 'protocol': {PROTOCOL}}}))\n"
        "print(json.dumps({'type': 'warning', 'text': ' '.join(sorted(os.environ))}))\n"
        "times = {'seconds': 2, 'encoding': 1, 'decoding': 1}\n"
        "print(json.dumps({'type': 'done', 'strength': None, **times}))\n"
    )
    heard = Heard()
    run(job(pixels), heard, command=[sys.executable, "-I", str(script)])
    seen = heard.warnings[0].split()
    assert {"HOME", *ways} <= set(seen), "what fetches models must reach the network"
    assert not {"LD_LIBRARY_PATH", "GI_TYPELIB_PATH", "PYTHONPATH"} & set(seen)
