# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif batch`` as a command."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from liif_core.batch.items import Item, Order, Outcome
from liif_core.batch.ledger import NAME, Ledger
from liif_core.cli import pausing
from liif_core.pictures import read_picture

from .conftest import Liif
from .processes import start_python


def test_a_folder(liif: Liif, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "bad.jpg").write_bytes(b"no")
    paper = ("--print", "2.54x10cm@72", "--no-turn")
    arguments = ("batch", tmp_path, out, *paper, "--format", "png")
    outcome = liif(*arguments, "--pattern", "ph*")
    assert outcome.status == 0, outcome.errors
    assert re.match(
        r"the results will take about \d.* kB; about \d.* [GT]B are free\n", outcome.output
    )
    assert "\n1 pictures: 1 done, in " in outcome.output
    assert f"report: {out / 'report.html'}\n" in outcome.output
    picture = read_picture(out / "phöto 1.png")
    assert picture.size == (72, 48)
    assert picture.resolution == pytest.approx((72, 72), abs=0.02)
    outcome = liif(*arguments, "--leave-out", "bad.jpg")
    assert outcome.status == 0, outcome.errors
    assert "1 pictures: 0 done, 1 done before, 1 left out, in " in outcome.output
    assert outcome.errors == "liif: note: left out as asked for: 1 (bad.jpg)\n"
    outcome = liif(*arguments, "--workers", 1)
    assert outcome.status == 1
    assert "2 pictures: 0 done, 1 done before, 1 failed, in " in outcome.output
    assert outcome.errors.startswith("liif: bad.jpg: ")
    assert outcome.errors.count("\n") == 1


def test_the_content_of_each_picture_can_choose_its_size(
    liif: Liif, photo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    outcome = liif("batch", tmp_path, out, "--scale", "auto", "--format", "png", "--workers", 1)
    assert outcome.status == 0, outcome.errors
    assert read_picture(out / "phöto 1.png").size == (96, 64)
    told = f"note: {photo.name}: the picture holds detail for 24 x 16 pixels; enlarged 4 times"
    assert told in outcome.errors


def test_each_picture_has_its_paper_turned(liif: Liif, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with Image.open(photo) as image:
        image.transpose(Image.Transpose.ROTATE_90).save(photo.with_name("upright.png"))
    paper = ("--print", "1x2in@24", "--fill", "--workers", 1)
    outcome = liif("batch", tmp_path, out, *paper)
    assert outcome.status == 0, outcome.errors
    assert read_picture(out / photo.name).size == (48, 24)
    assert read_picture(out / "upright.png").size == (24, 48)
    cut = "25% of the photo is cut off, at the top and bottom"
    assert f"note: {photo.name}: {cut}" in outcome.errors
    assert "note: upright.png: 25% of the photo is cut off, on the left and right" in outcome.errors
    assert f"note: {photo.name}: the paper is turned, as the photo is wide" in outcome.errors


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "give one of --scale, --size, --print and --clean"),
        (("--clean", "--scale", 2), "give one of"),
        (("--clean", "--scale", "auto"), "give one of"),
        (("--size", "big"), "not a size in pixels"),
        (("--clean", "--strength", "101"), "neither auto nor"),
        (("--clean", "--model", "none"), "no model 'none'"),
        (("--clean", "--pattern", "*.gif"), "no pictures"),
        (("--clean", "--format", "gif"), "--format"),
        (("--clean", "--address", "host:6379"), "--address is for --engine ray"),
        (("--clean", "--engine", "ray", "--polite"), "--polite is for this machine only"),
        (("--clean", "--engine", "ray", "--address", "local"), "no Ray cluster was found at local"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(
    liif: Liif, photo: Path, arguments: tuple[object, ...], problem: str
) -> None:
    outcome = liif("batch", photo.parent, photo.parent / "out", *arguments)
    assert outcome.status == 2
    assert problem in outcome.errors
    assert outcome.errors.count("\n") == 1
    assert list(photo.parent.iterdir()) == [photo]


def test_what_is_asked_for_is_the_same_however_it_is_written(
    liif: Liif, photo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for number, text in enumerate(("48x40", "48 \u00d7 40 px", "\u201c48x40\u201d")):
        outcome = liif("batch", tmp_path, out, "--size", text, "--workers", 1)
        assert outcome.status == 0, outcome.errors
        assert ("1 done before" in outcome.output) == (number > 0)


def test_a_second_ctrl_c_does_not_wait(
    liif: Liif, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pressed:
        """An executor during whose work the key is pressed twice."""

        def __init__(self, threads: list[int]) -> None:
            self.workers = len(threads)

        def run(
            self, items: Iterable[Item], order: Order, stopped: Callable[[], bool]
        ) -> Generator[Outcome, None, None]:
            signal.raise_signal(signal.SIGINT)
            assert stopped()
            signal.raise_signal(signal.SIGINT)
            yield from ()

    monkeypatch.setattr("liif_core.cli.batch.LocalExecutor", Pressed)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        outcome = liif("batch", photo.parent, photo.parent / "out", "--clean")
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert outcome.status == 130
    assert "what is finished is kept" in outcome.errors
    assert outcome.errors.count("\n") == 1


LIIF = """
import signal
import sys
from liif_core.cli import main

# Where the tests run in the background, the shell has it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_keeps_what_is_finished_and_the_next_run_goes_on(
    liif: Liif, photo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    large = photo.with_name("z large.png")
    noise = np.random.default_rng(0).integers(0, 255, (3000, 3000, 3), np.uint8)
    Image.fromarray(noise).save(large, compress_level=0)
    arguments = ["batch", str(tmp_path), str(out), "--clean", "--workers", "1"]
    with start_python(LIIF, *arguments) as process:
        while process.poll() is None and Ledger(out / NAME).find_record(photo.name) is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate()
    assert process.returncode == 130
    assert "2 pictures: 1 done, 1 not finished, in " in output
    assert errors.startswith("liif: interrupted; what is finished is kept")
    assert errors.count("\n") == 1
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [NAME, photo.name, "report.csv", "report.html"]
    )
    Image.new("RGB", (8, 8)).save(large)
    outcome = liif(*arguments)
    assert outcome.status == 0
    assert "1 done, 1 done before" in outcome.output


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
@pytest.mark.parametrize("apart", [False, True])
def test_ctrl_z_stops_all_processes_and_fg_goes_on(
    photo: Path, tmp_path: Path, apart: bool
) -> None:
    """Told to the first process only, as by a program that watches it, with a shell or apart from
    any."""
    large = photo.with_name("large.png")
    noise = np.random.default_rng(0).integers(0, 255, (600, 600, 3), np.uint8)
    Image.fromarray(noise).save(large, compress_level=0)
    out = tmp_path / "out"
    arguments = ["batch", str(tmp_path), str(out), "--clean", "--workers", "2"]
    with start_python(LIIF, *arguments, apart=apart) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        begun = out / NAME
        while process.poll() is None and not (begun.exists() and "large" in begun.read_text()):
            time.sleep(0.01)
        time.sleep(0.5)
        process.send_signal(signal.SIGTSTP)
        while process.poll() is None and state_of(str(process.pid)) != "T":
            time.sleep(0.01)
        books = begun.read_text()
        time.sleep(0.5)
        states = {child: state_of(child) for child in children.read_text().split()}
        assert begun.read_text() == books, "nothing goes on meanwhile"
        process.send_signal(signal.SIGCONT)
        output, errors = process.communicate()
    # The workers; the third is Python's own and has nothing to do.
    assert list(states.values()).count("T") == 2
    assert (process.returncode, errors) == (0, "")
    assert "\n2 pictures: 2 done, in " in output


def state_of(pid: str) -> str:
    """One letter: T for a process that is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_the_time_stands_still_with_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    now, signals = 100.0, list[tuple[int, int]]()

    def stop(number: int) -> None:
        nonlocal now
        assert number == signal.SIGSTOP
        now += 3600

    monkeypatch.setattr("time.monotonic", lambda: now)
    monkeypatch.setattr("signal.raise_signal", stop)
    monkeypatch.setattr("os.kill", lambda *given: signals.append(given))
    child = SimpleNamespace(pid=7)
    monkeypatch.setattr("multiprocessing.active_children", lambda: [child])
    with pausing.standing_still() as clock:
        start = clock()
        handler = signal.getsignal(signal.SIGTSTP)
        assert callable(handler)
        handler(signal.SIGTSTP, None)
        handler(signal.SIGTSTP, None)
        now += 5
        assert clock() - start == 5
    assert signals == [(7, signal.SIGSTOP), (7, signal.SIGCONT)] * 2
    assert signal.getsignal(signal.SIGTSTP) is signal.SIG_DFL


def test_no_name_stops_a_run_of_several_processes(liif: Liif, photo: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    names = ["a\nb.png", "\udcff\udcfe.jpg", "x" * 251 + ".jpg", "-rf.png", "a.jpg", "A.JPG"]
    for name in names:
        (source / name).write_bytes(photo.read_bytes())
    for number in range(2):
        outcome = liif("batch", source, out, "--clean", "--format", "webp", "--workers", 2)
        assert outcome.status == 0, outcome.errors
        assert ("6 done before" in outcome.output) == (number == 1)
        renamed = [line for line in outcome.errors.splitlines() if "is called" in line]
        assert len(renamed) == 3
        assert "A.JPG: its result is called A.JPG.webp, as A.webp is taken by another" in renamed[0]
        assert f"{'x' * 250}.webp, as {'x' * 251}.webp is too long" in renamed[2]
    made = {path.name for path in out.iterdir() if path.suffix == ".webp"}
    wanted = {"a\nb.webp", "\udcff\udcfe.webp", "x" * 250 + ".webp", "-rf.webp"}
    # Some file systems take these two for one but for the number.
    assert made == wanted | {"A.JPG.webp", "a.jpg (2).webp"}


def test_a_file_of_others_is_told_what_to_do_with(liif: Liif, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / photo.name).write_bytes(b"mine")
    outcome = liif("batch", tmp_path, out, "--clean", "--workers", 1)
    assert outcome.status == 1
    told = f"{out / photo.name} is there already, and no batch wrote it. Move it away, or replace"
    assert told in outcome.errors
    assert "Name another file" not in outcome.errors
    assert (out / photo.name).read_bytes() == b"mine"


def test_a_second_run_into_the_same_folder_is_told(liif: Liif, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with Ledger(out / NAME).writing():
        outcome = liif("batch", tmp_path, out, "--scale", 2, "--workers", 1)
    assert outcome.status == 1
    assert outcome.errors.startswith(f"liif: another run is at work in {out}. ")
    assert outcome.errors.count("\n") == 1
    assert not (out / photo.name).exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_ctrl_c_while_the_processes_start_is_nothing_worse(photo: Path, tmp_path: Path) -> None:
    """It goes to all processes of the terminal; the first of them must not take it for its own."""
    for number in range(3):
        photo.with_name(f"{number}.jpg").write_bytes(photo.read_bytes())
    out = tmp_path / "out"
    arguments = ["batch", str(tmp_path), str(out), "--scale", "2", "--workers", "2"]
    with start_python(LIIF, *arguments, apart=True) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        # The first keeps the books of the others.
        while process.poll() is None and len(children.read_text().split()) < 3:
            time.sleep(0.001)
        # Meanwhile both have got their pictures, and are busy with the loading of libraries.
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        output, errors = process.communicate()
    assert process.returncode == 130, errors
    assert (
        errors
        == "liif: interrupted; what is finished is kept, and the same command goes on from there\n"
    )
    assert "failed" not in output
