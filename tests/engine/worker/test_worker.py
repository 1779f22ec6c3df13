# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker as an editor meets it: a process of its own, its messages, and its end."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from liif_core import __version__
from liif_core.diagnosis import describe, diagnose, read_facts
from liif_core.phrases import spell
from liif_core.pictures import Picture, read_picture
from liif_core.request.frame import Frame
from liif_core.request.questions import Enlarge
from liif_core.request.settings import Settings
from liif_core.request.wire import MAX_LINE, PROTOCOL, Job, decode
from liif_core.runtime.bilateral import joint_bilateral_upsample
from liif_core.runtime.run import run
from liif_core.smallest_jpeg.jpeg import find_smallest_jpeg
from liif_core.worker.messages import LAST_WORD, Messages
from liif_core.worker.progress import Progress
from tests.engine.pictures import Samples, noise, photo
from tests.engine.running import enlarge
from tests.engine.worker_process import (
    CHECKOUT,
    COMMAND,
    PATIENCE,
    PixelFile,
    WorkerProcess,
    job_for,
)
from tests.jobs import message_of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="uses inherited file descriptors")


def _picture(kind: str, channels: int) -> Samples:
    largest = {"uint8": 255, "uint16": 65535, "float32": 1}[kind]
    values = noise(30, 40, channels) * largest
    return (values if kind == "float32" else np.rint(values)).astype(kind)


def _long_job(pixels: PixelFile) -> Job:
    """Minutes of work: noise, as what is flat is not computed and soon done."""
    source = np.tile(_picture("uint8", 3), (100, 75, 1))
    job = job_for(source, (9000, 9000), pixels.name)
    pixels.fill(job, source)
    return job


@pytest.mark.parametrize(
    ("kind", "channels", "named"),
    [("uint8", 3, False), ("uint16", 2, False), ("float32", 4, False), ("uint8", 1, True)],
)
def test_the_result_is_that_of_the_engine(
    kind: str, channels: int, named: bool, tmp_path: Path
) -> None:
    source, temporary = _picture(kind, channels), tmp_path / "temporary"
    temporary.mkdir()
    with PixelFile(tmp_path / "file.pixels" if named else None) as pixels:
        more = {"x": 20, "y": 3, "width": 100, "height": 90, "tile": 16, "strength": 40}
        job = job_for(source, (148, 111), pixels.name, **more)
        pixels.fill(job, source)
        inherited = () if named else (pixels.descriptor,)
        with WorkerProcess(*inherited, temporary=temporary) as worker:
            worker.send(job.to_line())
            messages = list(worker.messages())
            assert worker.status() == 0
        found = pixels.result(job, source)
        assert os.pread(pixels.descriptor, job.layout.source_bytes, 0) == source.tobytes()
    expected = enlarge(source, (148, 111), region=(20, 3, 100, 90), tile=16, strength=40)
    assert_array_equal(found, expected)
    first, *between, last = messages
    assert first == {"type": "hello", "protocol": PROTOCOL, "version": __version__}
    assert {message["type"] for message in between} == {"progress"}
    fractions = [message["fraction"] for message in between]
    assert all(one <= other for one, other in pairwise(fractions))
    assert fractions[-1] == 1
    assert last.pop("encoding") > 0
    assert last.pop("decoding") > 0
    assert last.pop("seconds") > 0
    assert last.pop("strength") == 40
    # Where the source is noise.
    assert last.pop("refocus") + last.pop("detail") == 100
    assert last == {"type": "done", "model": "fast", "backend": "onnxruntime", "provider": "CPU"}
    # Nothing is left behind but the file that is the editor's: no temporary file, and no
    # device id or database of onnxruntime's telemetry.
    assert list(temporary.iterdir()) == []
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"temporary", "file.pixels"} if named else {"temporary"}


@pytest.mark.parametrize(("kind", "channels"), [("uint8", 4), ("uint16", 2)])
def test_a_mask_in_place_of_alpha_follows_the_picture(kind: str, channels: int) -> None:
    source, region = _picture(kind, channels), (20, 3, 100, 90)
    with PixelFile() as pixels:
        more = dict(zip(("x", "y", "width", "height"), region, strict=True))
        job = job_for(source, (148, 111), pixels.name, task="mask", strength=40, **more)
        pixels.fill(job, source)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line())
            assert list(worker.messages())[-1]["type"] == "done"
        found = pixels.result(job, source)
    # What is hidden by the mask is there all the same, and is no guess.
    colours = np.ascontiguousarray(source[..., :-1])
    picture = enlarge(colours, (148, 111), region=region, strength=40)
    assert_array_equal(found[..., :-1], picture)
    mask = np.empty((90, 100, 1), source.dtype)
    frame = Frame.of((148, 111), region)
    joint_bilateral_upsample(source[..., -1:], colours, picture, mask, frame)
    assert_array_equal(found[..., -1:], mask)


@pytest.mark.slow
def test_a_diagnosis_is_that_of_the_command_line(tmp_path: Path) -> None:
    """From the pixels, and from the file they come from, which tells its quality itself."""
    path = tmp_path / "photo.jpg"
    Image.fromarray(photo().astype(np.uint8)).save(path, quality=45)
    picture = read_picture(path, pytest.fail)
    reports = []
    with PixelFile() as pixels:
        for file in (str(path), ""):
            job = job_for(picture.samples, (896, 600), pixels.name, task="diagnose", file=file)
            assert job.file_bytes == job.result_offset
            pixels.fill(job, picture.samples)
            with WorkerProcess(pixels.descriptor) as worker:
                worker.send(job.to_line())
                last = list(worker.messages())[-1]
                assert worker.status() == 0
            reports.append(last["report"])
    assert last["strength"] == 55
    (step,) = last["steps"]
    assert (step["action"], step["width"], step["height"]) == ("enlarge", 896, 600)
    assert "4:2:0" in str(reports[0])
    assert "4:2:0" not in str(reports[1])
    report = describe(diagnose(picture.samples, read_facts(path), size=(896, 600)))
    assert "compression: JPEG quality 45, colour 4:2:0" in str(report)
    expected = [[line.depth, spell(line.text)] for line in report.lines]
    assert _without_times(reports[0]) == _without_times(expected)


def test_repairs_are_those_of_the_command_line() -> None:
    source = _picture("uint8", 3)
    repairs, region = (("noise", 60), ("haze", 30)), (9, 2, 25, 20)
    with PixelFile() as pixels:
        x, y, width, height = region
        place = {"x": x, "y": y, "width": width, "height": height}
        job = job_for(source, (40, 30), pixels.name, repairs=repairs, strength=40, **place)
        pixels.fill(job, source)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line())
            *_, last = worker.messages()
            assert worker.status() == 0
        result = pixels.result(job, source)
    expected = np.zeros_like(result)
    settings = Settings(strength=40, repairs=repairs)
    run(Enlarge(Frame.of((40, 30), region), settings), source, expected)
    assert_array_equal(result, expected)
    assert (last["type"], last["strength"]) == ("done", 40)


@pytest.mark.parametrize("channels", [1, 3])
def test_the_smallest_jpeg_is_that_of_the_command_line(channels: int) -> None:
    source = _picture("uint8", channels)
    with PixelFile() as pixels:
        size = (source.shape[1], source.shape[0])
        job = job_for(source, size, pixels.name, task="jpeg", similarity=0.97)
        assert job.file_bytes == job.result_offset
        pixels.fill(job, source)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line())
            *others, last = worker.messages()
            assert worker.status() == 0
    best, usual = find_smallest_jpeg(Picture(source), 0.97)
    assert last == {
        "type": "done",
        "quality": best.quality,
        "subsampled": best.subsampled,
        "similarity": round(best.similarity, 5),
        "bytes": len(best.data),
        "usual_quality": usual.quality,
        "usual_bytes": len(usual.data),
    }
    assert {message["type"] for message in others} <= {"hello", "progress"}


def test_the_search_for_a_jpeg_can_be_cancelled() -> None:
    """In one piece with the job, as a quick machine has found the file before it tells a share."""
    source = np.tile(_picture("uint8", 3), (8, 8, 1))
    with PixelFile() as pixels:
        size = (source.shape[1], source.shape[0])
        job = job_for(source, size, pixels.name, task="jpeg")
        pixels.fill(job, source)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line() + b'{"type":"cancel"}\n')
            *_, last = worker.messages()
            assert worker.status() == 0
    assert last == {"type": "cancelled"}


def _without_times(report: list[list[Any]]) -> list[list[Any]]:
    return [line for line in report if " s on this machine" not in str(line)]


@pytest.mark.slow
def test_the_sample_photo_in_one_pipe_write() -> None:
    """Job and cancel in one piece: the second line is not lost with the first."""
    source = photo()
    with PixelFile() as pixels:
        job = job_for(source, (448 * 4, 300 * 4), pixels.name)
        pixels.fill(job, source)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line() + b'{"type":"cancel"}\n')
            messages = [message["type"] for message in worker.messages()]
            assert worker.status() == 0
    assert messages[0] == "hello"
    assert messages[-1] == "cancelled"
    assert set(messages[1:-1]) <= {"progress"}


@pytest.mark.slow
def test_cancelling_in_the_midst() -> None:
    with PixelFile() as pixels:
        job = _long_job(pixels)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line())
            worker.wait_for("progress")
            worker.send(b'{"type":"cancel"}\n')
            last = list(worker.messages())[-1]
            assert worker.status() == 0
    assert last == {"type": "cancelled"}


def test_other_messages_are_no_cancel() -> None:
    source = _picture("uint8", 3)
    with PixelFile() as pixels:
        job = job_for(source, (80, 60), pixels.name)
        pixels.fill(job, source)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line() + b'{"type":"hello"}\n')
            assert list(worker.messages())[-1]["type"] == "done"


@pytest.mark.trust("Protocol")
@pytest.mark.parametrize("garbage", [b"", b"no message\n", b"x" * (MAX_LINE + 2)])
def test_the_end_of_its_input_ends_it(garbage: bytes) -> None:
    """At once, in the middle of its work, and the same where the editor talks nonsense."""
    with PixelFile() as pixels:
        job = _long_job(pixels)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line())
            worker.wait_for("progress")
            if garbage:
                worker.send(garbage)
            else:
                worker.input.close()
            assert worker.status() == 1
            assert "done" not in [message["type"] for message in worker.messages()]


def test_without_a_job_it_ends_quietly() -> None:
    with WorkerProcess() as worker:
        worker.input.close()
        assert [message["type"] for message in worker.messages()] == ["hello"]
        assert worker.status() == 0
        assert worker.errors.read() == b""


PARENT = """
import subprocess, sys, time
worker = subprocess.Popen(sys.argv[2:], stdin=0, stdout=1, pass_fds=[int(sys.argv[1])])
print(worker.pid, file=sys.stderr, flush=True)
time.sleep(600)
"""


@pytest.mark.trust("Protocol")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a parent's death")
def test_it_dies_with_its_parent() -> None:
    """Even while somebody else keeps its standard input open, so that no end-of-file comes."""
    with PixelFile() as pixels:
        job = _long_job(pixels)
        command = [sys.executable, "-c", PARENT, str(pixels.descriptor), *COMMAND]
        with subprocess.Popen(
            command,
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[pixels.descriptor],
        ) as parent:
            assert parent.stdin is not None
            assert parent.stdout is not None
            assert parent.stderr is not None
            worker = int(parent.stderr.readline())
            try:
                parent.stdin.write(job.to_line())
                parent.stdin.flush()
                while b'"progress"' not in parent.stdout.readline():
                    pass
                assert _alive(worker)
                parent.kill()
                parent.wait()
                # Its output ends when it does: what is still in the pipe comes first.
                parent.stdout.read()
                _wait_until_gone(worker)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def _wait_until_gone(process: int) -> None:
    end = time.monotonic() + PATIENCE
    while _alive(process):
        assert time.monotonic() < end, "the worker outlived its parent"
        time.sleep(0.01)


def _error(line: bytes, *descriptors: int) -> dict[str, Any]:
    """The error message that the worker ends with after one line."""
    with WorkerProcess(*descriptors) as worker:
        # It need not have read all of a line that is too long when it ends.
        with contextlib.suppress(BrokenPipeError):
            worker.send(line)
        hello, last = worker.messages()
        assert worker.status() == 1
        assert b"Traceback" not in worker.errors.read()
    assert hello["type"] == "hello"
    assert last["type"] == "error"
    assert last.keys() == {"type", "text", "hint"}
    assert "\n" not in last["text"]
    return last


def _message(**change: object) -> bytes:
    job = job_for(_picture("uint8", 3), (80, 60), "fd:0")
    return json.dumps(message_of(job, **change), ensure_ascii=False).encode() + b"\n"


def _without(key: str) -> bytes:
    values = json.loads(_message())
    del values["layout"][key]
    return json.dumps(values).encode() + b"\n"


@pytest.mark.trust("Protocol")
@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"GET / HTTP/1.1\n", "not a message"),
        (b'{"type":"cancel"}\n', "expected a job, not 'cancel'"),
        (_message(zoom=3), "unknown fields: zoom"),
        (_without("channels"), "incomplete"),
        (_message(protocol=99), "install LIIF again"),
        (_message(source_width=0), "width of 0"),
        (_message(channels="\u4e00" * 20_000), "channels must be one of"),
        (b"{" + b" " * MAX_LINE + b"}\n", "over 65536 bytes"),
        (b"x" * (3 * MAX_LINE), "over 65536 bytes"),
        (_message(pixels="fd:99"), "the pixels cannot be opened"),
        (_message(pixels="fd:x"), "the pixels cannot be opened"),
        (_message(pixels="fd:" + "9" * 30), "the pixels cannot be opened"),
        (_message(pixels="/nowhere/file.pixels"), "the pixels cannot be opened"),
        (_message(pixels="with\0zero"), "the pixels cannot be opened"),
        (_message(pixels="/"), "the pixels cannot be opened"),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else "",
)
def test_a_bad_job_is_one_error(line: bytes, words: str) -> None:
    assert words in _error(line)["text"]


@pytest.mark.trust("Protocol")
@pytest.mark.parametrize("off_by", [-1, 1])
def test_a_pixel_file_of_the_wrong_size(off_by: int) -> None:
    source = _picture("uint8", 3)
    with PixelFile() as pixels:
        job = job_for(source, (80, 60), pixels.name)
        pixels.fill(job, source)
        os.ftruncate(pixels.descriptor, job.file_bytes + off_by)
        error = _error(job.to_line(), pixels.descriptor)
    assert f"{job.file_bytes + off_by} bytes instead of {job.file_bytes}" in error["text"]


@pytest.mark.trust("Protocol")
@pytest.mark.parametrize("name", ["slow", "\u4e00" * 20_000])
def test_an_unknown_model(name: str) -> None:
    source = _picture("uint8", 3)
    with PixelFile() as pixels:
        job = job_for(source, (80, 60), pixels.name)
        pixels.fill(job, source)
        error = _error(_message(pixels=pixels.name, model=name), pixels.descriptor)
    assert error["text"].startswith("there is no model")
    assert "fast" in error["hint"]


def test_a_warning_reaches_the_editor() -> None:
    """A device that is not there, unless it is."""
    source = _picture("uint8", 3)
    with PixelFile() as pixels:
        job = job_for(source, (80, 60), pixels.name, device="cuda")
        pixels.fill(job, source)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line())
            messages = {message["type"]: message for message in worker.messages()}
            assert worker.status() == 0
    if messages["done"]["provider"] == "CPU":
        assert "computed on the CPU" in messages["warning"]["text"]
    else:
        assert "warning" not in messages


def _until_the_last(worker: WorkerProcess) -> list[dict[str, Any]]:
    """The messages of one job."""
    heard = []
    for message in worker.messages():
        heard.append(message)
        if message["type"] in LAST_WORD:
            break
    return heard


def test_a_worker_that_stays_takes_the_next_job() -> None:
    """In a file of another size; with the network it has, or with another."""
    with PixelFile() as pixels, WorkerProcess(pixels.descriptor) as worker:
        for kind, size, more in (
            ("uint8", (80, 60), {}),
            ("uint8", (148, 111), {}),
            ("uint16", (40, 30), {"detail": 60, "strength": 80}),
            ("uint8", (80, 60), {}),
        ):
            source = _picture(kind, 3)
            job = job_for(source, size, pixels.name, stay=True, **more)
            pixels.fill(job, source)
            worker.send(job.to_line())
            heard = _until_the_last(worker)
            assert heard[-1]["type"] == "done"
            assert heard[-2]["fraction"] == 1
            assert_array_equal(pixels.result(job, source), enlarge(source, size, **more))
        worker.input.close()
        assert worker.status() == 0
        assert worker.errors.read() == b""


@pytest.mark.slow
def test_after_a_job_that_was_cancelled_comes_another() -> None:
    with PixelFile() as pixels, WorkerProcess(pixels.descriptor) as worker:
        job = replace(_long_job(pixels), stay=True)
        worker.send(job.to_line())
        worker.wait_for("progress")
        worker.send(b'{"type":"cancel"}\n')
        assert _until_the_last(worker)[-1] == {"type": "cancelled"}
        source = _picture("uint8", 3)
        job = job_for(source, (80, 60), pixels.name)
        pixels.fill(job, source)
        # The wish comes late, when its job has ended: it is not for the next one.
        worker.send(b'{"type":"cancel"}\n' + job.to_line())
        assert _until_the_last(worker)[-1]["type"] == "done"
        # This one did not ask it to stay.
        assert worker.status() == 0


def test_a_staying_worker_ends_with_its_editor_and_with_a_bad_job() -> None:
    source = _picture("uint8", 3)
    with PixelFile() as pixels:
        job = job_for(source, (80, 60), pixels.name, stay=True)
        pixels.fill(job, source)
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line())
            worker.wait_for("done")
            worker.send(job_for(source, (80, 60), pixels.name, model="none such").to_line())
            assert _until_the_last(worker)[-1]["text"].startswith("there is no model")
            assert worker.status() == 1
        with WorkerProcess(pixels.descriptor) as worker:
            worker.send(job.to_line())
            worker.wait_for("done")
            worker.send(replace(_long_job(pixels), stay=True).to_line())
            worker.wait_for("progress")
            worker.input.close()
            assert worker.status() == 1


NOISY = """
import os
from liif_core.request.rules import RequestError
from liif_core.worker import tasks
from liif_core.worker.__main__ import main

def noisy(job):
    print("printed", flush=True)
    os.write(1, b"written")
    raise RequestError("enough")

tasks.map_pixels = noisy
os._exit(main())
"""

CANCELLED_SLOWLY = """
import os, time
from liif_core.errors import Cancelled
from liif_core.worker import requests, tasks
from liif_core.worker.__main__ import main

def cancelled(*_):
    raise Cancelled

tasks.compute = cancelled
# However busy the machine really is, that is not what ends it.
requests._GRACE = 600
status = main()
time.sleep(0.3)
os._exit(status)
"""
"""As if the machine were busy with other things just before the end."""


def test_what_libraries_print_does_not_reach_the_protocol() -> None:
    """Also not what is written to the descriptor below Python's own output."""
    with WorkerProcess(command=[sys.executable, "-c", NOISY]) as worker:
        worker.send(_message())
        kinds = [message["type"] for message in worker.messages()]
        assert worker.status() == 1
        said = worker.errors.read()
    assert kinds == ["hello", "error"]
    assert b"printed" in said
    assert b"written" in said


def test_hanging_up_after_the_last_word_keeps_the_status() -> None:
    """The listener must not end the process with a status of its own in between."""
    with WorkerProcess(command=[sys.executable, "-c", CANCELLED_SLOWLY]) as worker:
        worker.send(_message())
        worker.wait_for("cancelled")
        worker.input.close()
        assert worker.status() == 0


def test_nothing_follows_the_last_word() -> None:
    stream = io.BytesIO()
    messages = Messages(stream)
    progress = Progress(messages)
    progress.update(0.5)
    messages.send("done", seconds=1)
    progress.update(1.0)
    messages.send("error", text="too late")
    assert decode(stream.getvalue().splitlines()[-1])["type"] == "done"


WITHOUT_ENGINE = """
import os, sys
sys.modules["onnxruntime"] = None
from liif_core.worker.__main__ import main
os._exit(main())
"""


def test_a_missing_package_is_named_to_the_editor() -> None:
    source = noise(7, 9)
    with PixelFile() as pixels:
        job = job_for(source, (18, 14), pixels.name)
        pixels.fill(job, source)
        with WorkerProcess(
            pixels.descriptor, command=[sys.executable, "-c", WITHOUT_ENGINE]
        ) as worker:
            worker.send(job.to_line())
            last = _until_the_last(worker)[-1]
            assert worker.status() == 1
    assert (last["type"], last["text"]) == ("error", "the package onnxruntime is missing")
    assert last["hint"] == "Install LIIF again"
