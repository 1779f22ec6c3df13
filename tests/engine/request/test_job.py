# SPDX-License-Identifier: GPL-3.0-or-later
"""The job that crosses the process border, and the limits that both sides keep."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liif_core.request.limits import MAX_RESULT_SIDE, MAX_SCALE, MAX_SIDE
from liif_core.request.questions import Diagnose, SmallestJpeg
from liif_core.request.rules import RequestError
from liif_core.request.wire import MAX_LINE, PROTOCOL, Job, decode, encode
from tests.jobs import TASKS, changed, job_of, message_of

pytestmark = pytest.mark.trust("Protocol")

VALUES: dict[str, Any] = {
    "source_width": 30,
    "source_height": 20,
    "channels": "RGBA",
    "sample": "u16",
    "grid_width": 60,
    "grid_height": 50,
    "x": 10,
    "y": 5,
    "width": 40,
    "height": 30,
    "pixels": "fd:7",
}
JOB = job_of(**VALUES)
JPEG: dict[str, Any] = {"task": "jpeg", "channels": "RGB", "sample": "u8"}


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    sides = [draw(st.integers(1, MAX_SIDE)) for _ in range(2)]
    grid = [draw(st.integers(side, int(min(MAX_RESULT_SIDE, side * MAX_SCALE)))) for side in sides]
    corner = [draw(st.integers(0, length - 1)) for length in grid]
    extent = [
        draw(st.integers(1, length - start)) for length, start in zip(grid, corner, strict=True)
    ]
    task = draw(st.sampled_from([*TASKS]))
    channels = st.sampled_from(["Y", "YA", "RGB", "RGBA"])
    if task in ("mask", "jpeg"):
        channels = channels.filter(lambda each: each.endswith("A") == (task == "mask"))
    repair = st.tuples(st.text(min_size=1, max_size=20), st.integers(1, 100))
    return job_of(
        source_width=sides[0],
        source_height=sides[1],
        channels=draw(channels),
        sample=draw(st.sampled_from(["u8", "u16", "f32"])) if task != "jpeg" else "u8",
        grid_width=grid[0],
        grid_height=grid[1],
        x=corner[0],
        y=corner[1],
        width=extent[0],
        height=extent[1],
        pixels=draw(st.text(min_size=1, max_size=300)),
        model=draw(st.text(min_size=1, max_size=100)),
        strength=draw(st.none() | st.integers(0, 100)),
        detail=draw(st.none() | st.integers(0, 100)),
        device=draw(st.sampled_from(["auto", "cpu", "cuda"])),
        tile=draw(st.integers(0, MAX_SIDE)),
        repairs=tuple(draw(st.lists(repair, max_size=4))) if task == "compute" else (),
        task=task,
        file=draw(st.text(max_size=300)),
        similarity=draw(st.floats(0, 1)),
    )


@given(jobs())
def test_round_trip(job: Job) -> None:
    line = job.to_line()
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert Job.from_message(decode(line)) == job


@given(jobs())
def test_the_layout_of_the_pixel_file(job: Job) -> None:
    layout, (width, height) = job.layout, job.request.result_size
    pixel = {"u8": 1, "u16": 2, "f32": 4}[layout.sample] * len(layout.channels)
    source = layout.source_width * layout.source_height * pixel
    assert layout.source_bytes == source
    assert job.result_offset % 4096 == 0
    assert source <= job.result_offset < source + 4096
    # A diagnosis has words for a result, a JPEG figures.
    assert job.file_bytes == job.result_offset + width * height * pixel
    without = isinstance(job.request, (Diagnose, SmallestJpeg))
    assert without == (width * height == 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source_width": 0}, "picture's width of 0"),
        ({"source_height": MAX_SIDE + 1}, "picture's height of 20001"),
        ({"source_width": 30.0}, "source_width must be a whole number"),
        ({"source_width": True}, "source_width must be a whole number"),
        ({"x": "10"}, "x must be a whole number"),
        ({"grid_width": 29}, "new width of 29 is below"),
        ({"grid_height": 20 * 64 + 1}, "new height of 1281 is above the limit of 1280"),
        ({"x": 21}, "rectangle"),
        ({"y": -1}, "rectangle"),
        ({"width": 0}, "rectangle"),
        ({"height": 46}, "rectangle"),
        ({"channels": "CMYK"}, "channels must be one of Y, YA, RGB, RGBA"),
        ({"channels": ["RGB"]}, "channels must be one of"),
        ({"sample": "u32"}, "sample must be one of"),
        ({"device": "npu"}, "device must be one of"),
        ({"strength": 101}, "strength must be 0 to 100"),
        ({"strength": -1}, "strength must be 0 to 100"),
        ({"strength": 50.5}, "strength must be 0 to 100"),
        ({"strength": True}, "strength must be 0 to 100"),
        ({"detail": 101}, "detail must be 0 to 100"),
        ({"detail": 2.5}, "detail must be 0 to 100 or automatic, not 2.5"),
        ({"repairs": "noise"}, "repairs must be names, each with 1 to 100"),
        ({"repairs": ("noise",)}, "repairs must be names"),
        ({"repairs": (("noise", 0),)}, "repairs must be names"),
        ({"repairs": (("noise", 101),)}, "repairs must be names"),
        ({"repairs": (("noise", True),)}, "repairs must be names"),
        ({"repairs": (("", 50),)}, "repairs must be names"),
        ({"repairs": (("noise", 50, 2),)}, "repairs must be names"),
        ({"repairs": (("noise", 50),), "task": "changes"}, "of the picture itself only"),
        ({"polite": 1}, "polite must be true or false"),
        ({"task": "mask", "channels": "RGB"}, "a mask must come as the alpha of its picture"),
        ({"task": "jpeg", "channels": "RGBA"}, "a JPEG has 8 bits and no alpha"),
        ({**JPEG, "sample": "f32"}, "a JPEG has 8 bits and no alpha"),
        ({**JPEG, "similarity": 1.01}, "similarity must be 0 to 1"),
        ({**JPEG, "similarity": float("nan")}, "similarity must be 0 to 1"),
        ({**JPEG, "similarity": True}, "similarity must be 0 to 1"),
        ({**JPEG, "similarity": "1"}, "similarity must be 0 to 1"),
        ({"task": "diagnose", "file": None}, "file must be the path"),
        ({"seamless": "yes"}, "seamless must be true or false"),
        ({"stay": None}, "stay must be true or false"),
        ({"tile": -1}, "tile must"),
        ({"tile": 10**400}, "tile must"),
        ({"model": ""}, "model must"),
        ({"model": None}, "model must"),
        ({"pixels": 7}, "pixels must"),
    ],
)
def test_what_cannot_be_carried_out_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(RequestError) as raised:
        changed(VALUES, **change)
    assert words in str(raised.value)
    task = change.get("task", "compute")
    sound = changed(VALUES, **(JPEG if task == "jpeg" else {"task": task}))
    message = message_of(sound, **{k: v for k, v in change.items() if k != "task"})
    with pytest.raises(RequestError) as raised:
        Job.from_message(json.loads(json.dumps(message)))
    assert words in str(raised.value)


@pytest.mark.parametrize("word", ["destroy", 7, None, ["mask"], "x" * 10_000])
def test_what_cannot_be_asked(word: object) -> None:
    with pytest.raises(RequestError, match="ask must be one of enlarge, evidence, mask") as raised:
        Job.from_message(message_of(JOB, ask=word))
    assert len(str(raised.value)) <= 200


@pytest.mark.parametrize("part", ["layout", "request", "frame", "settings"])
@pytest.mark.parametrize("value", [None, 1, "x", [], [1]])
def test_a_part_that_is_none(part: str, value: object) -> None:
    with pytest.raises(RequestError):
        Job.from_message(message_of(JOB, **{part: value}))


def test_the_limits_themselves_are_legal() -> None:
    changed(VALUES, source_width=MAX_SIDE, grid_width=MAX_RESULT_SIDE)
    changed(VALUES, grid_height=20 * 64)
    changed(VALUES, strength=0)
    changed(VALUES, strength=100)
    changed(VALUES, x=20)


def test_the_largest_result_side_is_kept() -> None:
    with pytest.raises(RequestError, match=f"limit of {MAX_RESULT_SIDE}"):
        changed(VALUES, source_width=MAX_SIDE, grid_width=MAX_RESULT_SIDE + 1)


def test_unknown_and_missing_fields() -> None:
    with pytest.raises(RequestError, match="unknown fields: colour, zoom"):
        Job.from_message(message_of(JOB, zoom=2, colour=1))
    values = JOB.to_message()
    values["request"]["settings"]["zoom"] = 2
    with pytest.raises(RequestError, match="unknown fields: zoom"):
        Job.from_message(values)
    values = JOB.to_message()
    del values["layout"]["channels"]
    with pytest.raises(RequestError, match=r"incomplete.*channels"):
        Job.from_message(values)


def test_another_protocol_is_named_before_its_fields() -> None:
    with pytest.raises(RequestError, match=r"protocol 99.*install LIIF again"):
        Job.from_message({"type": "job", "protocol": 99, "anything": 1})
    with pytest.raises(RequestError, match="protocol None"):
        Job.from_message({"type": "job"})
    with pytest.raises(RequestError, match=r"install LIIF again"):
        Job.from_message(message_of(JOB, protocol=PROTOCOL + 1))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{",
        b"null",
        b"[]",
        b'"job"',
        b"{}",
        b'{"type": 1}',
        b"\xff\xfe",
        b'{"type": ' + b"[" * 30_000,
        b'{"type": "job", "x": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_message(line: bytes) -> None:
    with pytest.raises(RequestError):
        decode(line)


def test_a_line_has_a_longest() -> None:
    frame = len(json.dumps({"type": ""}, separators=(",", ":"))) + 1
    longest = encode({"type": "a" * (MAX_LINE - frame)})
    assert len(longest) == MAX_LINE
    assert decode(longest)["type"].startswith("aaa")
    with pytest.raises(RequestError, match="longer than"):
        encode({"type": "a" * (MAX_LINE - frame + 1)})
    with pytest.raises(RequestError, match="over"):
        decode(longest + b" ")
