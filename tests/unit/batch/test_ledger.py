# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger survives what can happen to it."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from liif_core.batch.ledger import NAME, Ledger, Record
from liif_core.errors import LiifError

CHECKOUT = Path(__file__).parents[3]
RECORD = Record("a.jpg", "a.png", "01", "02", "03", "04", (3, 2), (6, 4), 50, 0.25)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    ledger = Ledger(tmp_path / NAME)
    with ledger.writing():
        ledger.begin("a.png")
        ledger.begin("b.png")
        ledger.finish(RECORD)
    return ledger.path


def test_it_remembers(path: Path) -> None:
    ledger = Ledger(path)
    assert ledger.find_record("a.png") == RECORD
    assert ledger.find_record("b.png") is None
    assert [ledger.knows(name) for name in ("a.png", "b.png", "c.png")] == [True, True, False]


def test_the_last_word_counts(path: Path) -> None:
    ledger = Ledger(path)
    newer = replace(RECORD, strength=None)
    with ledger.writing():
        ledger.begin("a.png")  # known already: not written again
        ledger.finish(newer)
    assert Ledger(path).find_record("a.png") == newer
    assert path.read_bytes().count(b"\n") == 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_line_of_which_a_part_was_taken_is_an_error(path: Path) -> None:
    """So answers a disk that runs full: the write of the rest would fail, but is never made."""
    code = """
import resource, signal, sys
from pathlib import Path
from liif_core.batch.ledger import Ledger
from liif_core.errors import LiifError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
size = path.stat().st_size + 10
ledger = Ledger(path)
with ledger.writing():
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        ledger.begin("another.png")
    except LiifError as error:
        print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, path],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "could not be written (No space left on device)" in done.stdout
    assert Ledger(path).find_record("a.png") == RECORD
    assert not Ledger(path).knows("another.png")


def test_a_line_that_was_cut_off_costs_only_itself(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole + whole.splitlines()[-1].replace(b"a.png", b"c.png")[:50])
    ledger = Ledger(path)
    assert ledger.find_record("a.png") == RECORD
    assert not ledger.knows("c.png")
    other = replace(RECORD, target="d.png")
    with ledger.writing():
        ledger.finish(other)
    assert Ledger(path).find_record("d.png") == other
    assert Ledger(path).find_record("a.png") == RECORD


@pytest.mark.parametrize(
    "line", ["", "1", "[]", "{}", "nonsense", '{"target": "a.png", "size": 3}', "\0\0\0"]
)
def test_foreign_lines_do_no_harm(path: Path, line: str) -> None:
    before = path.read_text("utf-8")
    path.write_text(line + "\n" + before, "utf-8")
    assert Ledger(path).find_record("a.png") == RECORD


def test_a_record_of_another_version_is_none_but_the_file_is_ours(path: Path) -> None:
    values = json.loads(path.read_text("utf-8").splitlines()[-1])
    path.write_text(json.dumps({**values, "target": "e.png", "novel": 1}) + "\n", "utf-8")
    ledger = Ledger(path)
    assert ledger.find_record("e.png") is None
    assert ledger.knows("e.png")


def test_a_ledger_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(LiifError, match="cannot be read"):
        Ledger(tmp_path / NAME)


def test_a_full_disk_says_what_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("liif_core.batch.ledger.os.fsync", full)
    ledger = Ledger(path)
    with ledger.writing(), pytest.raises(LiifError, match="What is finished is kept"):
        ledger.begin("f.png")


def test_a_second_run_is_told_that_another_is_at_work(path: Path) -> None:
    first, second = Ledger(path), Ledger(path)
    with first.writing():
        first.begin("c.png")
        with pytest.raises(LiifError, match="another run is at work in"), second.writing():
            pytest.fail("both write")
        first.begin("d.png")
    with second.writing():
        assert second.knows("d.png"), "what the first has written since is known"


def test_where_nothing_can_be_locked_it_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with Ledger(path).writing():
        pass
