# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run does, what the next one does not do again, and what none may ever do."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from liif_core.batch import ledger
from liif_core.batch import run as run_module
from liif_core.batch.items import Outcome
from liif_core.batch.left_out import NO_PICTURE
from liif_core.batch.report import describe_outlook, summarise
from liif_core.batch.run import Batch, plan
from liif_core.enlarging import Wish
from liif_core.errors import LiifError
from liif_core.pictures import read_picture
from liif_core.registry.models import find

from .conftest import SETTINGS, Folders, HereExecutor, Network, Run, write_noise

pytestmark = pytest.mark.usefixtures("network")


def rows(folders: Folders) -> list[dict[str, str]]:
    with (folders.target / "report.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_leftovers_that_cannot_be_removed_stop_nothing(run: Run, folders: Folders) -> None:
    run()
    (folders.target / ".a.deadbeef.png").mkdir()
    (folders.target / ".a.beefdead.png").write_bytes(b"half")
    assert run().counts == {"kept": 3}
    assert not (folders.target / ".a.beefdead.png").exists()


def test_folders_and_formats_are_kept(run: Run, folders: Folders) -> None:
    batch = run()
    assert folders.results() == ["a.png", "b & ü.jpg", "sub/c.tif"]
    assert batch.counts == {"done": 3}
    for name in folders.results():
        assert read_picture(folders.target / name).size == (24, 16)
    assert batch.megapixels == pytest.approx(3 * 24 * 16 / 1e6)
    assert len(folders.told) == 3


def test_cleaning_into_one_format(run: Run, folders: Folders) -> None:
    run(Wish(scale=1.0), ending=".png")
    assert folders.results() == ["a.png", "b & ü.png", "sub/c.png"]
    assert read_picture(folders.target / "sub/c.png").size == (12, 8)


def test_a_pattern(run: Run, folders: Folders) -> None:
    run(pattern="sub/*")
    assert folders.results() == ["sub/c.tif"]


def test_what_is_done_is_not_done_again(run: Run, folders: Folders, network: Network) -> None:
    run()
    before = {name: (folders.target / name).stat().st_mtime_ns for name in folders.results()}
    batch = run()
    assert network.runs == 3
    assert batch.counts == {"kept": 3}
    assert before == {n: (folders.target / n).stat().st_mtime_ns for n in folders.results()}


@pytest.mark.parametrize("harm", ["changed", "cut", "removed"])
def test_a_result_that_is_not_intact_is_made_again(
    run: Run, folders: Folders, network: Network, harm: str
) -> None:
    run()
    path = folders.target / "a.png"
    whole = path.read_bytes()
    if harm == "removed":
        path.unlink()
    else:
        path.write_bytes(whole[:40] if harm == "cut" else whole[:-1] + b"?")
    assert run().counts == {"kept": 2, "done": 1}
    assert network.runs == 4
    assert path.read_bytes() == whole


def test_a_picture_that_changed_is_done_again(run: Run, folders: Folders, network: Network) -> None:
    run()
    write_noise(folders.source / "a.png", seed=9)
    write_noise(folders.source / "new.png", seed=10)
    assert run().counts == {"kept": 2, "done": 2}
    assert network.runs == 5


@pytest.mark.parametrize(
    ("wish", "settings", "again"),
    [
        (Wish(scale=3.0), SETTINGS, True),
        (Wish(pixels="30x30"), SETTINGS, True),
        (Wish(scale=2.0), replace(SETTINGS, strength=30), True),
        (Wish(scale=2.0), replace(SETTINGS, detail=50), True),
        (Wish(scale=2.0), replace(SETTINGS, tile=64, device="auto"), False),
    ],
)
def test_other_settings_are_other_results(
    run: Run, network: Network, wish: Wish, settings: object, again: bool
) -> None:
    run()
    run(wish, settings)
    assert network.runs == (6 if again else 3)


def test_another_model_is_another_result(
    run: Run, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    entry = find("fast")
    file = replace(entry.files["encoder"], sha256="0" * 64)
    other = replace(entry, files={**entry.files, "encoder": file})
    monkeypatch.setattr(run_module, "find", lambda _: other)
    run()
    assert network.runs == 6


def test_one_bad_file_stops_nothing_and_is_tried_again(
    run: Run, folders: Folders, network: Network
) -> None:
    bad = folders.source / "a1 <bad>.png"
    bad.write_bytes(b"no picture")
    batch = run()
    assert batch.counts == {"done": 3, "failed": 1}
    assert "not a picture" in next(o.notes[0] for o in batch.outcomes if o.status == "failed")
    assert bad.name not in folders.results()
    write_noise(bad)
    assert run().counts == {"kept": 3, "done": 1}


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (LiifError("the engine broke", "Mend it."), "the engine broke. Mend it."),
        (MemoryError(), "fewer --workers"),
        (OSError(5, "Input/output error", "x"), "x: Input/output error"),
        (RuntimeError("what?"), "unexpected RuntimeError: what?"),
    ],
)
def test_whatever_fails_is_one_pictures_failure(
    run: Run, folders: Folders, network: Network, error: Exception, text: str
) -> None:
    network.breaks = error
    batch = run()
    assert batch.counts == {"failed": 3}
    assert all(text in outcome.notes[0] for outcome in batch.outcomes)
    assert folders.results() == []


def test_files_of_others_are_never_replaced_unasked(run: Run, folders: Folders) -> None:
    mine = folders.target / "a.png"
    folders.target.mkdir()
    mine.write_bytes(b"mine")
    for _ in range(2):  # trying once does not make it ours
        batch = run()
        assert batch.counts["failed"] == 1
        assert mine.read_bytes() == b"mine"
    assert run(overwrite=True).counts == {"done": 1, "kept": 2}
    assert read_picture(mine).size == (24, 16)


def test_what_a_killed_run_left_is_replaced(run: Run, folders: Folders) -> None:
    run()
    books = folders.target / ledger.NAME
    begun = [line for line in books.read_text("utf-8").splitlines() if "sha256" not in line]
    books.write_text("\n".join(begun) + "\n", "utf-8")  # written, but never noted as finished
    assert run().counts == {"done": 3}


def test_what_a_killed_run_had_half_written_is_removed(run: Run, folders: Folders) -> None:
    run()
    half = [folders.target / name for name in (".a.0123abcd.png", "sub/.c.00000000.tif")]
    others = [folders.target / name for name in (".a.png", ".a.0123abcd.jpg", ".x.0123abcd.png")]
    for path in (*half, *others):
        path.touch()
    run()
    assert not any(path.exists() for path in half)
    assert all(path.exists() for path in others)


def test_once_stopped_no_more_is_begun_and_the_next_run_goes_on(
    run: Run, folders: Folders, network: Network
) -> None:
    batch = folders.plan()
    told: list[Outcome] = []
    batch.run(HereExecutor(), lambda: len(told) == 1, told.append)
    assert batch.counts == {"done": 1}
    assert network.runs == 1
    assert "2 not finished" in summarise(batch)
    assert run().counts == {"kept": 1, "done": 2}


def test_what_the_rate_means_for_many(run: Run) -> None:
    batch = run()
    batch.seconds = 0.72
    assert describe_outlook(batch, 8) == "a million like these: 533 core hours, on 8 cores 67 hours"


def test_the_table(run: Run, folders: Folders) -> None:
    (folders.source / "z.png").write_bytes(b"no")
    run()
    table = {row["source"]: row for row in rows(folders)}
    assert list(table) == ["a.png", "b & ü.jpg", "sub/c.tif", "z.png"]
    done = table["sub/c.tif"]
    assert done["result"] == "sub/c.tif"
    assert [done[name] for name in ("status", "width", "height")] == ["done", "12", "8"]
    assert [done[name] for name in ("new width", "new height")] == ["24", "16"]
    assert [done[name] for name in ("strength", "seconds", "notes")] == ["40", "0.5", "a note"]
    assert table["z.png"]["status"] == "failed"
    assert "not a picture" in table["z.png"]["notes"]


@pytest.mark.parametrize("again", [False, True])
def test_the_page(run: Run, folders: Folders, again: bool) -> None:
    write_noise(folders.source / "e.png", channels=4)
    write_noise(folders.source / "g.png", channels=1)
    (folders.source / "<i>.png").write_bytes(b"no")
    run()
    if again:
        run()
    page = (folders.target / "report.html").read_text("utf-8")
    assert "<tr><td>&lt;i&gt;.png<td>" in page
    assert '<a href="b%20%26%20%C3%BC.jpg">b &amp; ü.jpg</a>, 12 x 8 &rarr; 24 x 16' in page
    assert page.count("<img ") == page.count("data:image/jpeg;base64,") == 2 * 5
    # It needs nothing from anywhere else.
    assert set(re.findall(r'(?:src|href)="(\w+:)?', page)) == {"", "data:"}


def test_a_long_list_of_pictures_is_shown_in_part(
    run: Run, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "SHOWN", 2)
    monkeypatch.setattr("liif_core.batch.report.LISTED", 1)
    for name in ("y.png", "z.png"):
        (folders.source / name).write_bytes(b"no")
    run()
    page = (folders.target / "report.html").read_text("utf-8")
    assert page.count("<figure>") == 1  # of the two that were chosen one failed
    assert "And 1 more, see report.csv" in page


def test_results_beside_or_above_the_pictures_are_refused(folders: Folders) -> None:
    for target in (folders.source, folders.source.parent, folders.source / "sub" / ".."):
        with pytest.raises(LiifError, match="could replace"):
            Folders(folders.source, target).plan()


def test_results_below_the_pictures_are_no_pictures(folders: Folders) -> None:
    below = Folders(folders.source, folders.source / "out")
    for _ in range(2):
        batch = below.plan()
        assert len(batch.targets) == 3
        batch.run(HereExecutor(), lambda: False, lambda _: None)
    assert batch.counts == {"kept": 3}


def test_a_report_of_something_else_is_not_replaced(folders: Folders) -> None:
    folders.target.mkdir()
    (folders.target / "report.csv").write_text("mine")
    with pytest.raises(LiifError, match=r"report\.csv of something else"):
        folders.plan()


def test_nothing_to_do_is_an_error(folders: Folders, tmp_path: Path) -> None:
    with pytest.raises(LiifError, match="no pictures"):
        folders.plan(pattern="*.gif")
    with pytest.raises(LiifError, match="not a folder"):
        Folders(tmp_path / "none", folders.target).plan()
    assert not folders.target.exists()


def test_no_cell_of_the_table_is_a_formula(folders: Folders, run: Run) -> None:
    names = ["=1+1.png", "+1.png", "-1.png", "@SUM(1).png", "\t=1.png", "sub/=1.png"]
    for name in names:
        (folders.source / name).parent.mkdir(exist_ok=True)
        (folders.source / name).write_bytes(b"no picture")
    run()
    cells = [cell for row in rows(folders) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    found = {Path(row["source"]).as_posix() for row in rows(folders)}
    assert found >= set(names), "as paths they are what they were"


def test_a_note_that_begins_like_a_formula() -> None:
    from liif_core.batch.report import _text_cell

    assert _text_cell("=cmd() cannot be read") == "'=cmd() cannot be read"
    assert _text_cell("a note") == "a note"


HOSTILE = [
    "\udcff.png", "a\nb.png", "a\rb.png", "-rf.png", "--.png", " .png", "a .png", "a. .png",
    "%s%n.png", "{0}.png", "$(id).png", "`id`.png", "';--.png", '"><script>.png', "\x1b[31m.png",
    "\u202egnp.png", "CON.png", "a:b.png", "a|b*?.png", "~.png", "x" * 230 + ".png", "\u00df.png",
    "ss.png", "e\u0301.png", "\u00e9.png", "a.png.png", "liif-batch.jsonl.png", "report.html.png",
    "b.tif/x.png", "b.jpg",
]  # fmt: skip


def test_no_name_ends_a_run(folders: Folders, network: Network) -> None:
    """Whatever a name looks like; and one that cannot be is the failure of its picture only."""
    for number, name in enumerate(HOSTILE):
        path = folders.source / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((folders.source / "a.png").read_bytes())
        assert path.exists(), number
    notes: list[str] = []
    batch = plan(
        folders.source, folders.target, Wish(scale=2.0), SETTINGS,
        pattern=None, ending=".tif", overwrite=False, warn=notes.append,
    )  # fmt: skip
    assert len(batch.targets) == len(HOSTILE) + 3
    batch.run(HereExecutor(), lambda: False, folders.told.append)
    assert [o.notes for o in batch.outcomes if o.status == "failed"] == []
    assert len(rows(folders)) == len(HOSTILE) + 3
    again = plan(
        folders.source, folders.target, Wish(scale=2.0), SETTINGS,
        pattern=None, ending=".tif", overwrite=False, warn=notes.append,
    )  # fmt: skip
    again.run(HereExecutor(), lambda: False, folders.told.append)
    assert again.counts["kept"] == len(HOSTILE) + 3


def test_what_was_left_out_stands_in_the_page(
    folders: Folders, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folders.source / "<b>.txt").touch()
    notes: list[str] = []
    batch = plan(
        folders.source, folders.target, Wish(scale=2.0), SETTINGS,
        pattern=None, ending=None, overwrite=False, warn=notes.append,
    )  # fmt: skip
    assert notes == [f"left out as {NO_PICTURE}: 1 (.txt: 1)"]
    batch.run(HereExecutor(), lambda: False, folders.told.append)
    page = (folders.target / "report.html").read_text("utf-8")
    assert f"<h2>Left out as {NO_PICTURE}: 1</h2>" in page
    assert "<li>&lt;b&gt;.txt" in page


def test_what_is_not_wanted_is_left_out_and_told_and_changes_no_name(
    folders: Folders, network: Network
) -> None:
    write_noise(folders.source / "sub" / "c.png", 4)
    notes: list[str] = []

    def run(*unwanted: str) -> Batch:
        notes.clear()
        batch = plan(
            folders.source, folders.target, Wish(scale=2.0), SETTINGS, pattern=None,
            ending=".png", overwrite=False, warn=notes.append, unwanted=unwanted,
        )  # fmt: skip
        batch.run(HereExecutor(), lambda: False, folders.told.append)
        return batch

    batch = run("sub/c.png", "a.png", "a.png", "gone.png")
    # With a name of its own, as there is another c.
    assert folders.results() == ["b & ü.png", "sub/c.tif.png"]
    assert notes[-2:] == [
        "there is no picture gone.png to be left out",
        "left out as asked for: 2 (a.png, sub/c.png)",
    ]
    assert summarise(batch).startswith("2 pictures: 2 done, 2 left out, in ")
    page = (folders.target / "report.html").read_text("utf-8")
    assert "2 done, 2 left out" in page
    assert "<h2>Left out as asked for: 2</h2>" in page
    assert run().counts == {"done": 2, "kept": 2}
    assert {*folders.results()} == {"a.png", "b & ü.png", "sub/c.png", "sub/c.tif.png"}
    with pytest.raises(LiifError, match=r"all pictures in .* are left out"):
        run("a.png", "b & ü.jpg", "sub/c.tif", "sub/c.png")
