# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawings to train on: the same for the same seed, each with what its kind is named after."""

from __future__ import annotations

import csv
import io
import tarfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFont

from liif_core.errors import LiifError
from liif_core.lab.training.drawings.__main__ import main
from liif_core.lab.training.drawings.canvas import Canvas, array
from liif_core.lab.training.drawings.collection import draw, read_photos, write_collection
from liif_core.lab.training.drawings.dithers import bayer
from liif_core.lab.training.drawings.fonts import BUILT_IN, find_fonts, opened, read_font
from liif_core.lab.training.drawings.kinds import KINDS, chosen_kinds
from liif_core.lab.training.drawings.kit import SIDE, Kit, Picture
from liif_core.lab.training.drawings.lettering import ONE_BIT, SMOOTHED, THIRDS, write
from liif_core.lab.training.drawings.patterns import checks
from liif_core.lab.training.drawings.screens import in_four_inks, screened

FONTS = find_fonts()


def colours(picture: Picture) -> int:
    codes = picture.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    return len(np.unique(codes))


def drawn(kind: str, seed: int) -> Picture:
    return draw(kind, seed, FONTS)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_gives_one_drawing_and_another_seed_another(kind: str) -> None:
    first = drawn(kind, 3)
    assert first.shape == (SIDE, SIDE, 3)
    assert first.dtype == np.uint8
    assert np.array_equal(first, drawn(kind, 3))
    assert not np.array_equal(first, drawn(kind, 4))


def test_text_in_one_bit_has_two_colours() -> None:
    for seed in range(3):
        assert colours(drawn("one-bit", seed)) == 2


def test_dithers_have_as_many_colours_as_a_palette_at_most() -> None:
    for seed in range(8):
        assert colours(drawn("dither", seed)) <= 256


def test_pixel_art_has_few_colours_in_whole_cells() -> None:
    enlarged = []
    for seed in range(10):
        picture = drawn("pixel-art", seed)
        assert colours(picture) <= 40
        enlarged.append(max(times for times in range(1, 9) if repeats(picture, times)))
    assert len(set(enlarged)) >= 3


def repeats(picture: Picture, times: int) -> bool:
    """Whether the picture is one of cells of that many pixels."""
    cells = picture[::times, ::times]
    large = np.repeat(np.repeat(cells, times, 0), times, 1)[:SIDE, :SIDE]
    return bool(np.array_equal(large, picture))


def test_flat_colours_are_saturated_up_to_the_border() -> None:
    for seed in range(12):
        picture = drawn("flat", seed).astype(int)
        same = (picture[:, 1:] == picture[:, :-1]).all(axis=-1)
        assert same.mean() > 0.75
    border = np.concatenate([edges(drawn("flat", seed)) for seed in range(24)]).astype(int)
    vivid = border.max(axis=-1) - border.min(axis=-1) > 120
    assert vivid.mean() > 0.6


def edges(picture: Picture) -> Picture:
    """The outermost pixels, (n, 3)."""
    return np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])


def test_a_checkerboard_of_single_pixels_is_among_the_patterns() -> None:
    boards = [checks(Kit("pattern", seed), 32, 32) for seed in range(12)]
    single = np.indices((32, 32)).sum(axis=0) % 2
    assert any(np.array_equal(board, single) for board in boards)


@pytest.mark.parametrize("shape", ["dot", "line"])
@pytest.mark.parametrize("tone", [0.0, 0.1, 0.35, 0.5, 0.8, 1.0])
def test_a_screen_prints_as_much_ink_as_the_tone_asks_for(tone: float, shape: str) -> None:
    even = np.full((SIDE, SIDE), tone, np.float32)
    cover = screened(even, 6, np.pi / 5, shape)
    assert float(cover.mean()) == pytest.approx(tone, abs=0.02)
    if 0 < tone < 1:
        assert float(cover.std()) > 0.2


def test_four_inks_print_white_as_the_paper_and_black_as_black() -> None:
    paper = np.full((SIDE, SIDE, 3), 250, np.uint8)
    white = in_four_inks(np.ones((SIDE, SIDE, 3), np.float32), 5, paper)
    assert np.array_equal(white, paper)
    black = in_four_inks(np.zeros((SIDE, SIDE, 3), np.float32), 5, paper)
    assert float(black.mean()) < 50


def test_thresholds_of_an_ordered_dither_are_all_different() -> None:
    assert np.array_equal(np.sort(bayer(4), axis=None), (np.arange(16) + 0.5) / 16)
    assert bayer(2)[0, 0] < bayer(2)[1, 1] < bayer(2)[0, 1]


def test_a_shape_covers_as_much_of_a_pixel_as_its_edge_says() -> None:
    canvas = Canvas((0, 0, 0))
    canvas.box((10, 10, 20.25, 20.5), (200, 200, 200))
    picture = array(canvas.finished())
    assert picture[15, 15].tolist() == [200] * 3
    assert picture[15, 20].tolist() == [50] * 3
    assert picture[20, 15].tolist() == [100] * 3
    assert picture[15, 9].tolist() == [0] * 3


def test_a_ground_under_shapes_stays_as_it_is() -> None:
    ground = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    canvas = Canvas(Image.fromarray(ground))
    canvas.box((100, 100, 200, 200), (1, 2, 3))
    picture = array(canvas.finished())
    picture[100:200, 100:200] = ground[100:200, 100:200]
    assert np.array_equal(picture, ground)


@pytest.mark.parametrize("manner", [SMOOTHED, ONE_BIT, THIRDS])
def test_text_is_set_in_the_manner_that_is_asked_for(manner: str) -> None:
    sheet = Image.new("RGB", (200, 40), (255, 255, 255))
    write(sheet, (4, 4), "Waffle, jury", opened(BUILT_IN, 18), (0, 0, 0), manner)
    picture = array(sheet).astype(int)
    assert picture.min() < 60
    coloured = (picture.max(axis=-1) - picture.min(axis=-1) > 20).any()
    assert coloured == (manner == THIRDS)
    assert (colours(array(sheet)) == 2) == (manner == ONE_BIT)


def test_text_by_thirds_is_as_heavy_as_smoothed_text() -> None:
    ink = {}
    for manner in (SMOOTHED, THIRDS):
        sheet = Image.new("RGB", (200, 40), (255, 255, 255))
        write(sheet, (4, 4), "Waffle, jury", opened(BUILT_IN, 18), (0, 0, 0), manner)
        ink[manner] = 255 - float(array(sheet).mean())
    assert ink[THIRDS] == pytest.approx(ink[SMOOTHED], rel=0.1)


def test_a_font_is_known_by_what_it_draws(tmp_path: Path) -> None:
    inside = ImageFont.load_default(20)
    assert isinstance(inside, ImageFont.FreeTypeFont)
    file = tmp_path / "some.ttf"
    file.write_bytes(inside.font_bytes)
    font = read_font(file)
    # It claims Latin, but has no letters with the accents that are drawn.
    assert font is None or "greek" not in font.scripts
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0nothing")
    assert read_font(tmp_path / "broken.ttf") is None


def test_without_fonts_there_is_the_one_in_pillow(tmp_path: Path) -> None:
    assert find_fonts([tmp_path, tmp_path / "missing"]) == [BUILT_IN]
    for kind in ("text", "interface", "chart"):
        assert draw(kind, 0, [BUILT_IN])[0].shape == (SIDE, SIDE, 3)


def photo_tar(folder: Path) -> Path:
    """A tar file with one photo that is large enough and one that is not."""
    path = folder / "photos.tar"
    pixels = np.random.default_rng(2).integers(0, 256, (600, 620, 3), np.uint8)
    with tarfile.open(path, "w") as archive:
        for name, side in (("large.png", 600), ("small.png", 300)):
            data = io.BytesIO()
            Image.fromarray(pixels[:side, :side]).save(data, "PNG")
            entry = tarfile.TarInfo(name)
            entry.size = data.tell()
            data.seek(0)
            archive.addfile(entry, data)
    return path


def test_the_table_says_which_photo_and_fonts_were_taken(tmp_path: Path) -> None:
    photos = read_photos([photo_tar(tmp_path)])
    assert [photo.name for photo in photos] == ["photos.tar: large.png"]
    rows = [draw("dither", seed, FONTS, photos)[1] for seed in range(16, 22)]
    assert {row.photos for row in rows} == {"", "photos.tar: large.png"}
    row = draw("one-bit", 0, FONTS)[1]
    assert row.fonts
    assert row.font_licences


@pytest.mark.torch
def test_training_reads_what_was_written(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from liif_core.lab.training.photos import load

    out = tmp_path / "drawings.tar"
    table = write_collection(out, list(KINDS), len(KINDS) + 1, 5, FONTS, processes=1)
    pictures = load([out], 320)
    assert len(pictures) == len(KINDS) + 1
    with table.open() as text:
        rows = list(csv.DictReader(text))
    assert [row["kind"] for row in rows] == [*KINDS, "text"]
    assert [row["seed"] for row in rows] == ["5"] * len(KINDS) + ["6"]
    with tarfile.open(out) as archive:
        assert archive.getnames() == [row["file"] for row in rows]
    # Stored without loss, and read in the order of the names.
    by_name = dict(zip(sorted(row["file"] for row in rows), pictures, strict=True))
    stored = by_name["comic_000005.webp"].permute(1, 2, 0).numpy()
    assert np.array_equal(stored, drawn("comic", 5))
    assert not list(tmp_path.glob("*.part"))


def test_several_processes_draw_what_one_draws(tmp_path: Path) -> None:
    written = []
    for processes in (1, 2):
        out = tmp_path / f"{processes}.tar"
        write_collection(out, ["flat", "pattern"], 6, 0, [BUILT_IN], processes=processes)
        written.append(out.read_bytes())
    assert written[0] == written[1]


def test_a_kind_that_there_is_not_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LiifError, match="there is no kind 'photo'"):
        chosen_kinds(["text", "photo"])
    assert chosen_kinds([]) == list(KINDS)
    assert main(["out.tar", "--kinds", "photo"]) == 1
    assert "Choose from text, one-bit" in capsys.readouterr().err


def test_what_is_no_tar_file_of_photos_is_named(tmp_path: Path) -> None:
    notes = tmp_path / "notes.tar"
    notes.write_text("no archive")
    with pytest.raises(LiifError, match=r"notes\.tar is no tar file"):
        read_photos([notes])
