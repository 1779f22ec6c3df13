# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files are taken, and what the results are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from liif_core.batch.finding import find_sources, name_targets
from liif_core.batch.left_out import HIDDEN, LINKED, NO_FILE, NO_PICTURE, LeftOut

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


@pytest.mark.parametrize(
    ("sources", "ending", "renamed"),
    [
        (["x.jpg", "X.jpg"], None, {"X.jpg": "X.jpg (2).jpg"}),
        (["x.jpg", "X.jpg", "X.jpg (2).jpg"], None, {"X.jpg": "X.jpg (3).jpg"}),
        # The same letter, composed and decomposed, as some file systems write it.
        (["\u00e9.png", "e\u0301.png"], None, {"e\u0301.png": "e\u0301.png (2).png"}),
        (["a.jpg", "a.png/b.jpg"], ".png", {"a.jpg": "a (2).png"}),
        (["A.jpg", "a.PNG/b.jpg"], ".png", {"A.jpg": "A (2).png"}),
    ],
)
def test_what_still_shares_a_name_gets_a_free_one_and_is_told(
    sources: list[str], ending: str | None, renamed: dict[str, str]
) -> None:
    notes: list[str] = []
    named = name_targets(sources, ending, notes.append)
    assert named.items() >= renamed.items()
    assert len({name.casefold() for name in named.values()}) == len(sources)
    assert len(notes) == len(renamed)
    for source, target in renamed.items():
        assert notes[0].startswith(f"{source}: its result is called {target}, ")


def test_what_is_left_out_is_listed_by_kind(tree: Path) -> None:
    (tree / "loop").symlink_to(tree / "sub", target_is_directory=True)
    (tree / "gone.png").symlink_to(tree / "none.png")
    for name in ("c.txt", "d.mp4", "e", "f.raw"):
        (tree / name).touch()
    left_out = LeftOut()
    found = find_sources(tree, None, (tree / "out").resolve(), pytest.fail, left_out)
    assert found == ["a.png", "b.JPG", "sub/IMG_1.jpg", "sub/deep/scan.tiff"]
    assert {kind: sorted(names) for kind, names in left_out.kinds.items()} == {
        LINKED: ["loop/"],
        HIDDEN: [".cache/", ".hidden.png"],
        NO_PICTURE: ["c.txt", "d.mp4", "e", "f.raw", "notes.txt"],
        NO_FILE: ["gone.png"],
    }
    lines = dict(zip(left_out.kinds, left_out.lines(), strict=True))
    assert lines[LINKED] == f"left out as {LINKED}: 1 (loop/)"
    assert lines[HIDDEN] == f"left out as {HIDDEN}: 2 (.cache/, .hidden.png)"
    assert lines[NO_PICTURE].startswith(f"left out as {NO_PICTURE}: 5 (.txt: 2, ")
    assert lines[NO_PICTURE].endswith(", 1 more)")


def test_what_a_pattern_leaves_out_is_no_news(tree: Path) -> None:
    left_out = LeftOut()
    find_sources(tree, "*.jpg", NOWHERE, pytest.fail, left_out)
    assert left_out.kinds.keys() == {HIDDEN}
