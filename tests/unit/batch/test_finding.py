# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files are taken, and what the results are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from liif_core.batch.finding import find_sources, name_targets
from liif_core.batch.left_out import HIDDEN, LINKED, NO_FILE, NO_PICTURE, LeftOut
from liif_core.endings import WRITTEN
from liif_core.pictures.formats import FORMATS

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


def test_many_other_names_are_told_in_few_lines() -> None:
    sources = [f"{n}.{ending}" for n in range(5) for ending in ("bmp", "gif")]
    notes: list[str] = []
    named = name_targets(sources, ".png", notes.append)
    assert len(set(named.values())) == 10
    assert notes[0] == "0.bmp: its result is called 0.bmp.png, as 0.png is taken by another"
    assert notes[3:] == ["7 more results are called otherwise; the report has all names"]


def test_what_is_too_long_for_a_name_is_cut_and_told() -> None:
    # The endings of the first two differ in length, and all are as long as a name can be.
    longest = ["d/" + "x" * 251 + ".jpg", "ü" * 125 + "y.jpg", "z" * 251 + ".bmp"]
    alike = ["d/" + "x" * 250 + "y.jpg"]
    notes: list[str] = []
    named = name_targets(longest + alike, ".webp", notes.append)
    assert [named[source] for source in longest[:2]] == [
        "d/" + "x" * 250 + ".webp",
        "ü" * 125 + ".webp",
    ]
    assert named[alike[0]] == "d/" + "x" * 246 + " (2).webp"
    for target in named.values():
        assert len(target.rpartition("/")[2].encode()) <= 255
    assert len(notes) == 4
    assert notes[1].endswith(f", as {'ü' * 125}y.webp is too long")
    assert name_targets(longest, None, pytest.fail).items() >= {longest[0]: longest[0]}.items()


@pytest.mark.parametrize(
    ("sources", "ending", "renamed"),
    [
        (["x.jpg", "X.jpg"], None, {"X.jpg": "X (2).jpg"}),
        (["x.jpg", "X.jpg", "X (2).jpg"], None, {"X.jpg": "X (3).jpg"}),
        # The same letter, composed and decomposed, as some file systems write it.
        (["\u00e9.png", "e\u0301.png"], None, {"e\u0301.png": "e\u0301 (2).png"}),
        (["a.jpg", "a.png/b.jpg"], ".png", {"a.jpg": "a (2).png"}),
        (["A.jpg", "a.PNG/b.jpg"], ".png", {"A.jpg": "A (2).png"}),
        # One keeps its name, the other its ending.
        (["a.jpg", "a.png"], ".png", {"a.jpg": "a.jpg.png"}),
        (["a.gif", "a.png"], None, {"a.gif": "a.gif.png"}),
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


def test_the_endings_of_all_formats_are_known() -> None:
    assert {ending for each in FORMATS for ending in each.endings} == WRITTEN
