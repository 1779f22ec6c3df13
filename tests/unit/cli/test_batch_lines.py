# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif batch --json``: a program follows a batch, and ends it."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from liif_core.batch.ledger import NAME, Ledger
from liif_core.batch.run import Batch
from liif_core.cli.batch_lines import _seconds_left

from .conftest import running
from .processes import start_python
from .test_batch import LIIF


def told(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_each_picture_has_a_line_between_the_first_and_the_last(
    capfd: pytest.CaptureFixture[str], photo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (tmp_path / "bad.jpg").write_bytes(b"no")
    arguments = ("batch", tmp_path, out, "--scale", 2, "--format", "png", "--workers", 1)
    liif = running(capfd)
    outcome = liif(*arguments, "--json")
    assert outcome.status == 1
    begin, bad, good, end = told(outcome.output)
    assert begin["type"] == "begin"
    assert (begin["pictures"], begin["unwanted"]) == (2, 0)
    assert begin["storage"].startswith("the results will take about ")
    assert (bad["source"], bad["status"], bad["finished"]) == ("bad.jpg", "failed", 1)
    assert bad["notes"]
    assert bad["seconds_left"] >= 0
    assert good == {
        "type": "picture", "source": photo.name, "result": f"{photo.stem}.png", "status": "done",
        "notes": [], "finished": 2, "seconds_left": 0.0,
    }  # fmt: skip
    assert end.pop("seconds") > 0
    assert end == {
        "type": "end", "done": 1, "kept": 0, "failed": 1, "unfinished": 0,
        "table": str(out / "report.csv"), "report": str(out / "report.html"),
    }  # fmt: skip
    # For people it says the same as without.
    assert outcome.errors.startswith("liif: bad.jpg: ")
    assert outcome.errors.count("\n") == 1
    lines = told(liif(*arguments, "--json").output)
    assert [each.get("status") for each in lines] == [None, "failed", "kept", None]


def test_a_name_that_is_no_text_comes_through(
    capfd: pytest.CaptureFixture[str], photo: Path, tmp_path: Path
) -> None:
    name = "\udcff line\nbreak.jpg"
    photo.rename(photo.with_name(name))
    outcome = running(capfd)("batch", tmp_path, tmp_path / "out", "--clean", "--json")
    assert outcome.status == 0, outcome.errors
    assert told(outcome.output)[1]["source"] == name


def test_wrong_use_writes_no_line(
    capfd: pytest.CaptureFixture[str], photo: Path, tmp_path: Path
) -> None:
    outcome = running(capfd)("batch", tmp_path, tmp_path, "--clean", "--json")
    assert (outcome.status, outcome.output) == (2, "")


@pytest.mark.parametrize(
    ("outcomes", "kept", "left"), [(0, 0, None), (3, 3, None), (4, 2, 30.0), (10, 0, 0.0)]
)
def test_what_was_done_before_tells_nothing_of_the_time_left(
    outcomes: int, kept: int, left: float | None
) -> None:
    batch = SimpleNamespace(
        outcomes=[None] * outcomes, counts={"kept": kept}, targets=[None] * 10, seconds=10.0
    )
    assert _seconds_left(cast("Batch", batch)) == left


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_an_interrupt_still_has_its_last_line(photo: Path, tmp_path: Path) -> None:
    for number in range(20):
        photo.with_name(f"{number}.jpg").write_bytes(photo.read_bytes())
    arguments = ["batch", str(tmp_path), str(tmp_path / "out"), "--scale", "9", "--json"]
    with start_python(LIIF, *arguments, "--workers", "1") as process:
        assert process.stdout is not None
        lines = [process.stdout.readline(), process.stdout.readline()]
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate()
    assert process.returncode == 130
    *_, end = told("".join(lines) + output)
    assert end["type"] == "end"
    assert end["done"] + end["unfinished"] == 21
    assert end["unfinished"] > 0
    assert "what is finished is kept" in errors


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell")
def test_without_a_reader_no_more_is_begun(photo: Path, tmp_path: Path) -> None:
    """Who started it has died, or had enough."""
    for number in range(20):
        photo.with_name(f"{number}.jpg").write_bytes(photo.read_bytes())
    out = tmp_path / "out"
    arguments = ["batch", str(tmp_path), str(out), "--scale", "9", "--json", "--workers", "1"]
    with start_python(LIIF, *arguments) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.stderr is not None
        assert "what is finished is kept" in process.stderr.read()
    assert process.returncode == 130
    ledger = Ledger(out / NAME)
    done = [path for path in out.glob("*.jpg") if ledger.find_record(path.name)]
    assert len(done) < 20
    assert {path.suffix for path in out.iterdir()} <= {".jpg", ".jsonl", ".csv", ".html"}
