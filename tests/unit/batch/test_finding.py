# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files are taken, and what the results are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from liif_core.batch.finding import find_sources, name_targets
from liif_core.errors import LiifError

NOWHERE = Path("/nowhere")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "b.JPG",
        "a.png",
        "notes.txt",
        ".hidden.png",
        "sub/IMG_1.jpg",
        "sub/deep/scan.tiff",
        ".cache/x.png",
        "out/a.png",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (None, ["a.png", "b.JPG", "sub/IMG_1.jpg", "sub/deep/scan.tiff"]),
        ("*.jpg", ["b.JPG", "sub/IMG_1.jpg"]),
        ("img_?.*", ["sub/IMG_1.jpg"]),
        ("sub/*", ["sub/IMG_1.jpg", "sub/deep/scan.tiff"]),
        ("*.txt", ["notes.txt"]),
        ("*.gif", []),
    ],
)
def test_a_pattern_chooses(tree: Path, pattern: str | None, found: list[str]) -> None:
    out = (tree / "out").resolve()
    assert find_sources(tree, pattern, out, pytest.fail) == found


def test_links_to_folders_are_not_followed(tree: Path) -> None:
    (tree / "sub" / "loop").symlink_to(tree, target_is_directory=True)
    (tree / "gone.png").symlink_to(tree / "none.png")
    assert find_sources(tree / "sub", "*.jpg", NOWHERE, pytest.fail) == ["IMG_1.jpg"]
    assert "gone.png" not in find_sources(tree, None, NOWHERE, pytest.fail)


def test_a_folder_that_cannot_be_read_is_told(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    scan = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr("os.scandir", refuse)
    notes: list[str] = []
    assert find_sources(tree, "*.jpg", NOWHERE, notes.append) == ["b.JPG"]
    assert len(notes) == 1
    assert str(tree / "sub") in notes[0]


def test_results_keep_their_endings_where_these_can_be_written() -> None:
    named = name_targets(["a.JPEG", "s/b.gif", "c.d.tif"], None)
    assert named == {"a.JPEG": "a.JPEG", "s/b.gif": "s/b.png", "c.d.tif": "c.d.tif"}


def test_one_ending_for_all() -> None:
    assert name_targets(["a.jpg", "s/b.png"], ".webp") == {
        "a.jpg": "a.webp",
        "s/b.png": "s/b.webp",
    }


def test_sources_that_would_share_a_result_keep_their_endings() -> None:
    named = name_targets(["a.jpg", "A.PNG", "b.jpg"], ".png")
    assert named == {"a.jpg": "a.jpg.png", "A.PNG": "A.PNG.png", "b.jpg": "b.png"}


def test_what_still_shares_a_name_is_refused() -> None:
    with pytest.raises(LiifError, match="same name"):
        name_targets(["x.jpg", "X.jpg"], None)
