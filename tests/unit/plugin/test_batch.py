# SPDX-License-Identifier: GPL-3.0-or-later
"""Following ``liif batch``: on a stand-in for the engine's command."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import gimpfu
import pytest
from liif_gimp.batch import BatchOrder, BatchRun, Result, Tally
from liif_gimp.command import start
from liif_gimp.folder import counted, why

from liif_core.request.settings import Settings

BEGIN = {"type": "begin", "pictures": 2, "unwanted": 0, "storage": ""}
GOOD = {
    "type": "picture", "source": "a.jpg", "result": "a.jpg", "status": "done", "notes": [],
    "finished": 1, "seconds_left": 30.0,
}  # fmt: skip
BAD = {
    "type": "picture", "source": "b.jpg", "result": "b.jpg", "status": "failed",
    "notes": ["/in/b.jpg is damaged"], "finished": 2, "seconds_left": 0.0,
}  # fmt: skip
END = {
    "type": "end", "done": 1, "kept": 0, "failed": 1, "unfinished": 0, "seconds": 1.0,
    "table": "/out/report.csv", "report": "/out/report.html",
}  # fmt: skip
ORDER = BatchOrder(Path("/in"), Path("/out"), 2.0, Settings())

Engine = Callable[..., Path]


@pytest.fixture
def engine(folder: Path) -> Engine:
    """Puts a program, given as the lines of its code, in place of the engine's Python."""

    def become(*lines: str) -> Path:
        program = folder / "worker"
        code = "\n".join(("import json, signal, sys, time", *lines))
        program.write_text(f"#!{sys.executable} -I\n{code}\n")
        return folder

    return become


def said(*messages: object) -> str:
    return "; ".join(f"print({json.dumps(each)!r}, flush=True)" for each in messages)


def followed(run: BatchRun) -> list[Result]:
    """All results, when it has ended."""
    results = []
    while not run.ended:
        results += run.look()
        time.sleep(0.01)
    return results + run.look()


def wait_for(run: BatchRun, finished: int) -> None:
    while len(run.tally.results) < finished or not run.tally.pictures:
        run.look()
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (
            ORDER,
            "--scale 2 --model fast --strength auto --refocus auto --detail auto --device auto"
            " -- /in /out",
        ),
        (
            BatchOrder(
                Path("-in"), Path("/out"), None,
                Settings(model="best", strength=0, refocus=9, detail=5, device="cpu", polite=True),
                "png", replace=True, salvage=True, unwanted=("a.jpg", "-b/c d.jpg"),
            ),
            "--clean --model best --strength 0 --refocus 9 --detail 5 --device cpu --polite"
            " --format png --overwrite --salvage --leave-out=a.jpg --leave-out=-b/c d.jpg"
            " -- -in /out",
        ),
        (BatchOrder(Path("/i"), Path("/o"), 3.7, Settings()), "--scale 3.7 --model"),
    ],
)  # fmt: skip
def test_an_order_becomes_the_words_of_the_command(order: BatchOrder, words: str) -> None:
    assert " ".join(order.words()).startswith(f"batch --json {words}")


def test_results_come_as_they_are_told(engine: Engine) -> None:
    folder = engine("print('a library says hello')", said(BEGIN, GOOD, BAD, END), "sys.exit(1)")
    run = BatchRun(folder, ORDER)
    good, bad = followed(run)
    assert good == Result("a.jpg", "done", ())
    assert bad == Result("b.jpg", "failed", ("/in/b.jpg is damaged",))
    tally = run.tally
    assert (tally.pictures, tally.unfinished, tally.report) == (2, 0, Path("/out/report.html"))
    assert (tally.problem, list(tally.to_be_told)) == ("", [bad])
    assert counted(tally) == "1 done, 1 failed"


def test_what_was_left_out_is_counted(engine: Engine) -> None:
    run = BatchRun(engine(said({**BEGIN, "unwanted": 3}, GOOD, END)), ORDER)
    followed(run)
    assert counted(run.tally) == "1 done, 1 not finished, 3 left out"


def test_the_command_gets_the_order(engine: Engine, tmp_path: Path) -> None:
    words = tmp_path / "words"
    folder = engine(f"open({str(words)!r}, 'w').write(json.dumps(sys.argv[1:]))", said(END))
    followed(BatchRun(folder, ORDER))
    assert json.loads(words.read_text()) == ["-I", "-m", "liif_core.cli", *ORDER.words()]


def test_what_the_engine_complains_of_is_told(engine: Engine) -> None:
    folder = engine(
        "sys.stderr.write('liif: note: something\\nwarning\\nliif: /in is not a folder\\n')",
        "sys.exit(2)",
    )
    run = BatchRun(folder, ORDER)
    assert followed(run) == []
    assert (run.tally.problem, run.tally.report) == ("/in is not a folder", None)


def test_an_end_without_a_word_is_told(engine: Engine) -> None:
    run = BatchRun(engine(said(BEGIN, GOOD), "sys.exit(9)"), ORDER)
    followed(run)
    assert run.tally.problem == "it ended early (status 9)"
    assert run.tally.unfinished == 1


def test_a_missing_engine_is_told(folder: Path) -> None:
    (folder / "worker").unlink()
    with pytest.raises(gimpfu.error, match=r"is missing.*Install LIIF again"):
        BatchRun(folder, ORDER)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_it_is_cancelled_as_by_ctrl_c(engine: Engine) -> None:
    folder = engine(
        "def stop(*_):",
        f"    {said(END)}",
        "    sys.exit(130)",
        "signal.signal(signal.SIGINT, stop)",
        said(BEGIN, GOOD),
        "time.sleep(60)",
    )
    run = BatchRun(folder, ORDER)
    wait_for(run, 1)
    run.cancel()
    followed(run)
    assert run.cancelled
    assert (run.tally.problem, run.tally.report) == ("", Path("/out/report.html"))
    assert counted(run.tally) == "1 done, 1 not finished"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_cancelled_before_it_began_there_is_no_report(engine: Engine) -> None:
    folder = engine(
        "signal.signal(signal.SIGINT, lambda *_: sys.exit(130))", said(BEGIN), "time.sleep(60)"
    )
    run = BatchRun(folder, ORDER)
    wait_for(run, 0)
    run.cancel()
    followed(run)
    assert (run.tally.problem, run.tally.report) == ("", None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_plug_in_that_is_deaf_to_ctrl_c_can_cancel(engine: Engine) -> None:
    """As where GIMP runs in the background of a script."""
    folder = engine(
        "print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)", "time.sleep(60)"
    )
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with start(folder, "batch") as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"True\n"
            process.kill()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for a process in /proc")
def test_paused_it_is_told_to_stand_still_and_no_time_passes(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = engine(
        "def pause(*_):",
        "    signal.raise_signal(signal.SIGSTOP)",
        f"    {said(BAD, END)}",
        "    sys.exit(1)",
        "signal.signal(signal.SIGTSTP, pause)",
        said(BEGIN, GOOD),
        "time.sleep(60)",
    )
    now = 100.0
    monkeypatch.setattr("liif_gimp.batch.time.monotonic", lambda: now)
    run = BatchRun(folder, ORDER)
    wait_for(run, 1)
    now += 10
    assert run.seconds_left == 20
    run.pause()
    run.pause()
    now += 3600
    assert run.paused
    assert run.seconds_left == 20
    status = Path(f"/proc/{run._process.pid}/stat")
    while status.read_text().rpartition(")")[2].split()[0] != "T":
        time.sleep(0.01)
    assert not run.ended
    run.resume()
    assert run.seconds_left == 20
    assert [each.status for each in followed(run)] == ["failed"]


def test_a_picture_is_named_once() -> None:
    source = Path("/in")
    damaged = Result("sub/b.jpg", "failed", ("/in/sub/b.jpg is damaged", "more"))
    assert str(why(damaged, source, "sub/b.jpg")) == "sub/b.jpg is damaged; more"
    there = Result("b.jpg", "failed", ("/out/b.jpg is a folder",))
    assert str(why(there, source, "Photo")) == "Photo: /out/b.jpg is a folder"


def test_a_picture_made_of_a_damaged_file_is_told_of() -> None:
    said = "/in/b.jpg is damaged: the lower 30 % are missing; what is there is used"
    made = Result("b.jpg", "done", ("a note", said))
    whole = Result("a.jpg", "done", ("a note",))
    assert list(Tally(2, [made, whole]).to_be_told) == [made]
    assert str(why(made, Path("/in"), "b.jpg")) == said.removeprefix("/in/")


def test_a_reason_speaks_of_what_can_be_done_in_the_dialog() -> None:
    said = (
        "/in/b.jpg is damaged: the lower 30 % are missing. --salvage, which liif upscale, clean,"
        " restore and batch have, goes on with what is there."
    )
    assert str(why(Result("b.jpg", "failed", (said,)), Path("/in"), "b.jpg")) == (
        "b.jpg is damaged: the lower 30 % are missing."
        ' Tick "Use what can be read of damaged files", under More settings'
    )
