# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-liif-folder: a folder, or the open images, by ``liif batch`` while its window is open."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import tifffile

from liif_core.pictures import read_picture

from . import pictures
from .runner import Gimp
from .sandbox import HOME

BOOKS = {"liif-batch.jsonl", "report.csv", "report.html"}


def remember(gimp: Gimp, *, salvage: bool = False, **folders: str) -> None:
    """Let the dialog open as if these folders of the user's home had been chosen before."""
    settings = gimp.profile / "plug-in-settings" / "GimpProcedureConfigRun-plug-in-liif-folder.last"
    settings.parent.mkdir(exist_ok=True)
    lines = [f'({name} "file://{HOME}/{folder}")' for name, folder in folders.items()]
    lines.append(f"(salvage {'yes' if salvage else 'no'})")
    settings.write_text("\n".join(["# settings", "", *lines, "", "# end of settings", ""]))
    gimp.sandbox.own(settings.parent)


def noted(folder: Path, name: str) -> object:
    return json.loads((folder / f"{name}.json").read_text())


@pytest.fixture
def holiday(gimp: Gimp) -> Path:
    """Two pictures and a broken one."""
    folder = gimp.sandbox.home / "holiday"
    (folder / "sub").mkdir(parents=True, exist_ok=True)
    pictures.save_photo(folder / "beach.jpg", 60, 40)
    pictures.save_photo(folder / "sub" / "lake.png", 40, 60)
    (folder / "broken.jpg").write_bytes((folder / "beach.jpg").read_bytes()[:700])
    gimp.sandbox.own(folder)
    return folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}


def test_a_folder_is_worked_on_to_its_end(gimp: Gimp, photo: str, holiday: Path) -> None:
    remember(gimp, folder=holiday.name)
    seen = gimp.use_window("folder:work", photo)
    # Beside the pictures, where nobody has chosen another place.
    results = holiday.with_name("holiday LIIF")
    assert names(results) == {*BOOKS, "beach.jpg", "sub/lake.png"}
    assert read_picture(results / "beach.jpg").size == (120, 80)
    assert read_picture(results / "sub" / "lake.png").size == (80, 120)
    assert noted(seen, "ended") == "2 done, 1 failed"
    assert "broken.jpg" in str(noted(seen, "failed"))
    assert "damaged" in str(noted(seen, "failed"))
    assert 'Tick "Use what can be read of damaged files"' in str(noted(seen, "failed"))
    assert noted(seen, "again") == "0 done, 2 done before, 1 failed"
    assert noted(seen, "temporary") == []


def test_one_is_left_out_and_what_is_left_of_a_broken_one_is_used(
    gimp: Gimp, photo: str, holiday: Path
) -> None:
    remember(gimp, folder=holiday.name, results="some", salvage=True)
    seen = gimp.use_window("folder:leave_one_out", photo)
    results = holiday.with_name("some")
    assert names(results) == {*BOOKS, "broken.jpg", "sub/lake.png"}
    assert read_picture(results / "broken.jpg").size == (120, 80)
    assert noted(seen, "ended") == "2 done, 1 left out"
    assert str(noted(seen, "failed")).startswith("broken.jpg is damaged: the lower ")
    assert str(noted(seen, "failed")).endswith(" are missing; what is there is used")
    assert "Left out as asked for: 1" in (results / "report.html").read_text()


@pytest.fixture
def slow(gimp: Gimp, large_photo: str) -> Path:
    """Three photos that take any machine seconds."""
    folder = gimp.sandbox.home / "slow"
    folder.mkdir(exist_ok=True)
    for number in range(3):
        large = gimp.sandbox.home / Path(large_photo).name
        (folder / f"{number}.jpg").write_bytes(large.read_bytes())
    gimp.sandbox.own(folder)
    return folder


def test_it_can_be_paused_and_cancelled(gimp: Gimp, photo: str, slow: Path) -> None:
    """The scenario itself waits until all processes stand still, and go on, and are gone."""
    remember(gimp, folder=slow.name)
    seen = gimp.use_window("folder:pause_and_cancel", photo)
    assert "not finished" in str(noted(seen, "cancelled"))
    # Nothing is half written.
    results = slow.with_name("slow LIIF")
    finished = names(results) - BOOKS
    assert finished < {"0.jpg", "1.jpg", "2.jpg"}
    for name in finished:
        assert read_picture(results / name).size == (3000, 2000)
    assert noted(seen, "temporary") == []


@pytest.mark.trust("Kill at any moment")
def test_a_batch_that_stands_still_ends_with_its_window(gimp: Gimp, photo: str, slow: Path) -> None:
    remember(gimp, folder=slow.name, results="dead")
    gimp.use_window("folder:die_while_paused", photo)
    assert not (names(gimp.sandbox.home / "dead") - BOOKS)


def test_open_images_are_worked_on_with_all_their_bits(gimp: Gimp, photo: str) -> None:
    home = gimp.sandbox.home
    noise = np.random.default_rng(0).integers(0, 65535, (30, 40, 3)).astype(np.uint16)
    tifffile.imwrite(home / "deep.tif", noise)
    for name in ("other.jpg", "later.jpg"):
        pictures.save_photo(home / name, 40, 30)
    results = home / "from gimp"
    results.mkdir()
    (results / "photo.png").write_bytes(b"mine")
    for path in (home / "deep.tif", home / "other.jpg", home / "later.jpg", results):
        gimp.sandbox.own(path)
    remember(gimp, results="from%20gimp")
    seen = gimp.use_window("folder:open_images", photo)
    assert noted(seen, "ended") == "3 done"
    # One had no tick, and what was there was kept.
    assert names(results) == {*BOOKS, "photo.png", "photo (2).png", "deep.png", "later.png"}
    assert (results / "photo.png").read_bytes() == b"mine"
    made = read_picture(results / "photo (2).png")
    assert (made.size, made.samples.itemsize, made.has_alpha) == ((300, 200), 1, False)
    assert made.resolution == pytest.approx((480, 400), abs=0.1)
    deep = read_picture(results / "deep.png")
    assert (deep.size, deep.samples.itemsize) == ((80, 60), 2)
    assert noted(seen, "temporary") == []


def test_a_script_needs_no_window(gimp: Gimp, holiday: Path) -> None:
    answer = gimp.call(
        "tasks:work_on_folder",
        values={"folder": f"{HOME}/{holiday.name}", "results": f"{HOME}/by script", "scale": 3.0},
    )
    assert answer["ok"], answer["error"]
    assert answer["results"] == [2, 0, 1, f"{HOME}/by script/report.html"]
    assert read_picture(gimp.sandbox.home / "by script" / "beach.jpg").size == (180, 120)
    missing = gimp.call("tasks:work_on_folder", values={"results": f"{HOME}/by script"})
    assert not missing["ok"]
    assert "no folder with pictures" in missing["error"]
