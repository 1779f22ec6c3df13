# SPDX-License-Identifier: GPL-3.0-or-later
"""The job that crosses the process border, and the limits that both sides keep."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liif_core.job import (
    MAX_LINE,
    MAX_RESULT_SIDE,
    MAX_SCALE,
    MAX_SIDE,
    PROTOCOL,
    Job,
    JobError,
    Task,
    decode,
    encode,
)

pytestmark = pytest.mark.trust("Protocol")

JOB = Job(
    source_width=30,
    source_height=20,
    channels="RGBA",
    sample="u16",
    grid_width=60,
    grid_height=50,
    x=10,
    y=5,
    width=40,
    height=30,
    pixels="fd:7",
)


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    sides = [draw(st.integers(1, MAX_SIDE)) for _ in range(2)]
    grid = [draw(st.integers(side, int(min(MAX_RESULT_SIDE, side * MAX_SCALE)))) for side in sides]
    corner = [draw(st.integers(0, length - 1)) for length in grid]
    extent = [
        draw(st.integers(1, length - start)) for length, start in zip(grid, corner, strict=True)
    ]
    task: Task = draw(st.sampled_from(["compute", "changes", "certainty", "diagnose"]))
    repair = st.tuples(st.text(min_size=1, max_size=20), st.integers(1, 100))
    return Job(
        source_width=sides[0],
        source_height=sides[1],
        channels=draw(st.sampled_from(["Y", "YA", "RGB", "RGBA"])),
        sample=draw(st.sampled_from(["u8", "u16", "f32"])),
        grid_width=grid[0],
        grid_height=grid[1],
        x=corner[0],
        y=corner[1],
        width=extent[0],
        height=extent[1],
        pixels=draw(st.text(min_size=1, max_size=300)),
        model=draw(st.text(min_size=1, max_size=100)),
        strength=draw(st.none() | st.integers(0, 100)),
        detail=draw(st.integers(0, 100)),
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
    samples = {"u8": 1, "u16": 2, "f32": 4}[job.sample]
    source = job.source_width * job.source_height * len(job.channels) * samples
    assert job.source_bytes == source
    assert job.result_offset % 4096 == 0
    assert source <= job.result_offset < source + 4096
    result = job.width * job.height * len(job.channels) * samples
    # A diagnosis has words for a result.
    assert job.file_bytes == job.result_offset + (result if job.task != "diagnose" else 0)


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
        ({"detail": None}, "detail must be a whole number"),
        ({"repairs": "noise"}, "repairs must be names, each with 1 to 100"),
        ({"repairs": ("noise",)}, "repairs must be names"),
        ({"repairs": (("noise", 0),)}, "repairs must be names"),
        ({"repairs": (("noise", 101),)}, "repairs must be names"),
        ({"repairs": (("noise", True),)}, "repairs must be names"),
        ({"repairs": (("", 50),)}, "repairs must be names"),
        ({"repairs": (("noise", 50, 2),)}, "repairs must be names"),
        ({"repairs": (("noise", 50),), "task": "changes"}, "of the picture itself only"),
        ({"polite": 1}, "polite must be true or false"),
        ({"task": "destroy"}, "task must be one of compute, changes"),
        ({"task": "mask", "channels": "RGB"}, "a mask must come as the alpha of its picture"),
        ({"task": "jpeg", "channels": "RGBA"}, "a JPEG has 8 bits and no alpha"),
        ({"task": "jpeg", "channels": "RGB", "sample": "f32"}, "a JPEG has 8 bits and no alpha"),
        ({"similarity": 1.01}, "similarity must be 0 to 1"),
        ({"similarity": float("nan")}, "similarity must be 0 to 1"),
        ({"similarity": True}, "similarity must be 0 to 1"),
        ({"similarity": "1"}, "similarity must be 0 to 1"),
        ({"file": None}, "file must be the path"),
        ({"seamless": "yes"}, "seamless must be true or false"),
        ({"stay": None}, "stay must be true or false"),
        ({"tile": -1}, "tile must"),
        ({"tile": 10**400}, "tile must"),
        ({"model": ""}, "model must"),
        ({"model": None}, "model must"),
        ({"pixels": 7}, "pixels must"),
        ({"protocol": PROTOCOL + 1}, "run install.py again"),
    ],
)
def test_what_cannot_be_carried_out_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(JobError) as raised:
        replace(JOB, **change)
    assert words in str(raised.value)
    with pytest.raises(JobError):
        Job.from_message({**asdict(JOB), **change})


def test_the_limits_themselves_are_legal() -> None:
    replace(JOB, source_width=MAX_SIDE, grid_width=MAX_RESULT_SIDE)
    replace(JOB, grid_height=20 * 64)
    replace(JOB, strength=0)
    replace(JOB, strength=100)
    replace(JOB, x=20)


def test_the_largest_result_side_is_kept() -> None:
    with pytest.raises(JobError, match=f"limit of {MAX_RESULT_SIDE}"):
        replace(JOB, source_width=MAX_SIDE, grid_width=MAX_RESULT_SIDE + 1)


def test_unknown_and_missing_fields() -> None:
    with pytest.raises(JobError, match="unknown fields: colour, zoom"):
        Job.from_message({**asdict(JOB), "zoom": 2, "colour": 1})
    values = asdict(JOB)
    del values["channels"]
    with pytest.raises(JobError, match=r"incomplete.*channels"):
        Job.from_message(values)


def test_another_protocol_is_named_before_its_fields() -> None:
    with pytest.raises(JobError, match=r"protocol 99.*run install.py again"):
        Job.from_message({"type": "job", "protocol": 99, "anything": 1})
    with pytest.raises(JobError, match="protocol None"):
        Job.from_message({"type": "job"})


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
    with pytest.raises(JobError):
        decode(line)


def test_a_line_has_a_longest() -> None:
    frame = len(json.dumps({"type": ""}, separators=(",", ":"))) + 1
    longest = encode({"type": "a" * (MAX_LINE - frame)})
    assert len(longest) == MAX_LINE
    assert decode(longest)["type"].startswith("aaa")
    with pytest.raises(JobError, match="longer than"):
        encode({"type": "a" * (MAX_LINE - frame + 1)})
    with pytest.raises(JobError, match="over"):
        decode(longest + b" ")
