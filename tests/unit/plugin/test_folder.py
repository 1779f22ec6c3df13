# SPDX-License-Identifier: GPL-3.0-or-later
"""*LIIF folder* without its dialog, as scripts call it, and the names of open images' copies."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gimpfu
import pytest
from liif_gimp import folder as work
from liif_gimp import open_images
from liif_gimp.batch import Result, Tally
from liif_gimp.call import Call
from liif_gimp.open_images import OpenImages, free_stem, name_of
from liif_gimp.plugin import Plugin

from .fake_gi import Console
from .test_batch import BAD, BEGIN, END, GOOD, said

VALUES: dict[str, Any] = {
    "pictures": "folder", "folder": "/in", "results": "/out", "task": "upscale", "scale": 2.0,
    "format": "own", "present": "keep", "model": "fast", "strength": -1, "device": "auto",
    "polite": False, "salvage": False,
}  # fmt: skip


def called(plugin: Path, **changes: object) -> Call:
    return Call(Plugin(plugin), None, (), {**VALUES, **changes})


def become(folder: Path, code: str) -> None:
    (folder / "worker").write_text(f"#!{sys.executable} -I\nimport json, sys\n{code}\n")


def test_a_script_gets_the_counts_and_the_report(folder: Path, console: Console) -> None:
    become(folder, said(BEGIN, GOOD, BAD, END))
    outcome = work.work_on_folder(called(folder))
    assert outcome == (1, 0, 1, "/out/report.html")
    assert console.texts[-1] == "LIIF: 1 done, 1 failed"


def test_what_the_dialog_has_done_is_not_done_again(folder: Path) -> None:
    call = called(folder)
    call.plugin.tally = Tally(1, [Result("a.jpg", "kept", ())], report=Path("/out/r.html"))
    assert work.work_on_folder(call) == (0, 1, 0, "/out/r.html")


def test_without_a_report_the_reason_is_told(folder: Path) -> None:
    become(folder, "sys.stderr.write('liif: there are no pictures in /in\\n'); sys.exit(2)")
    with pytest.raises(gimpfu.error, match="there are no pictures in /in"):
        work.work_on_folder(called(folder))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"folder": ""}, "no folder with pictures"),
        ({"results": ""}, "no folder for the results"),
        ({"model": "none"}, "model must be one of"),
        ({"strength": 200}, "strength"),
    ],
)
def test_what_only_people_can_say_is_asked_for(
    folder: Path, changes: dict[str, object], problem: str
) -> None:
    with pytest.raises(gimpfu.error, match=problem):
        work.work_on_folder(called(folder, **changes))


def test_values_become_an_order(folder: Path) -> None:
    call = called(folder, task="clean", format="webp", present="replace", strength=40)
    wanted = work.order(call, Path("/other"))
    assert (wanted.scale, wanted.ending, wanted.replace) == (None, "webp", True)
    assert (wanted.source, wanted.settings.strength) == (Path("/other"), 40)
    assert (wanted.salvage, wanted.unwanted) == (False, ())
    assert work.order(called(folder, salvage=True), Path("/in"), ("a.jpg",)).salvage


@pytest.mark.parametrize(
    ("name", "taken", "stem"),
    [
        ("photo.jpg", set(), "photo"),
        ("photo.jpg", {"photo"}, "photo (2)"),
        ("Photo.xcf", {"photo", "photo (2)"}, "Photo (3)"),
        ("a/b:c\n.png", set(), "a_b_c_"),
        (".hidden", set(), "hidden"),
        ("  ", set(), "image"),
        ("Untitled", set(), "Untitled"),
        ("\N{GRINNING FACE}" * 80 + ".jpg", set(), "\N{GRINNING FACE}" * 50),
    ],
)
def test_copies_are_named_after_their_images(name: str, taken: set[str], stem: str) -> None:
    assert free_stem(name, taken) == stem


def test_an_image_has_the_name_of_its_file() -> None:
    file = SimpleNamespace(get_basename=lambda: "deep.tif")
    image: Any = SimpleNamespace(
        get_file=lambda: None, get_imported_file=lambda: file, get_name=lambda: "[deep]"
    )
    assert name_of(image) == "deep.tif"
    image.get_imported_file = lambda: None
    assert name_of(image) == "deep"


class Images:
    """Open images, whose copies are written by a stand-in."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.content = b"pixels"
        monkeypatch.setattr(open_images, "_prepare", lambda copy, name: ".png")
        monkeypatch.setattr(open_images, "_export", self._export)

    def _export(self, copy: object, path: Path, name: str) -> None:
        path.write_bytes(self.content)

    def image(self, number: int, name: str) -> Any:  # noqa: ANN401 - stands for a GIMP image
        file = SimpleNamespace(get_basename=lambda: name)
        return SimpleNamespace(
            get_id=lambda: number,
            get_file=lambda: file,
            duplicate=lambda: SimpleNamespace(delete=lambda: None),
        )


@pytest.fixture
def images(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Images:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return Images(monkeypatch)


def test_no_copy_takes_the_name_of_what_is_there(images: Images, tmp_path: Path) -> None:
    results = tmp_path / "results"
    results.mkdir()
    (results / "photo.webp").touch()
    opened = [images.image(1, "photo.jpg"), images.image(2, "PHOTO.png"), images.image(3, "b.xcf")]
    with OpenImages() as copies:
        saved = copies.save(opened, results, replace=False)
        assert saved == {"photo (2).png": 1, "PHOTO (3).png": 2, "b.png": 3}
        # A second run, after one that was cancelled, goes on with the same names.
        (results / "photo (2).png").touch()
        assert copies.save(opened[:1], results, replace=False) == {"photo (2).png": 1}
        assert [path.name for path in copies.folder.glob("*.png")] == ["photo (2).png"]
        assert copies.folder.stat().st_mode & 0o077 == 0
    assert not copies.folder.exists()
    with OpenImages() as copies:
        assert copies.save(opened[:1], results, replace=True) == {"photo.png": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")
def test_what_a_killed_run_left_is_removed_and_what_is_in_use_kept(images: Images) -> None:
    with OpenImages() as used:
        left = used.folder.with_name("liif-images-left")
        left.mkdir()
        (left / ".lock").touch()
        (left / "photo.png").touch()
        stranger = used.folder.with_name("liif-images-of-another-kind")
        stranger.mkdir()
        with OpenImages():
            assert used.folder.exists()
            assert not left.exists()
            assert stranger.exists()
