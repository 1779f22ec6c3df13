# SPDX-License-Identifier: GPL-3.0-or-later
"""``liif bench look``: its damages, contenders, rows, crops and pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from liif_core.api import upscale
from liif_core.atomic import put_bytes
from liif_core.errors import LiifError
from liif_core.lab.benchmarks.look import damages, photos, structure
from liif_core.lab.benchmarks.look.contenders import Contender, open_contenders
from liif_core.lab.benchmarks.look.crops import SIDE, TRUTH, strips
from liif_core.lab.benchmarks.look.damages import DAMAGES, Damage, damaged_pair
from liif_core.lab.benchmarks.look.measure import Look, Plan, run
from liif_core.lab.benchmarks.look.pages import Page, pages
from liif_core.lab.benchmarks.look.rows import load, mean, save
from liif_core.lab.benchmarks.look.sheet import contact_sheet, save_page
from liif_core.lab.benchmarks.look.text import ORIGINAL, Reader, TextRow, edits
from liif_core.lab.benchmarks.look.text import run as run_text
from liif_core.lab.benchmarks.metrics import Picture
from liif_core.lab.benchmarks.tasks import baseline
from liif_core.registry.models import MODELS, find, find_crisper, read_file

SAMPLE = Path(__file__).parents[4] / "liif_core" / "sample" / "photo.webp"
BICUBIC = Contender("bicubic", baseline)


@pytest.fixture
def photo() -> Image.Image:
    return Image.open(SAMPLE).convert("RGB").crop((0, 0, 201, 170))


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
@pytest.mark.parametrize("factor", [2, 3.7, 4])
def test_the_same_seed_damages_the_same_way(
    photo: Image.Image, damage: Damage, factor: float
) -> None:
    source, truth = damaged_pair(photo, factor, damage, 5)
    again, same = damaged_pair(photo, factor, damage, 5)
    _, clean = damaged_pair(photo, factor, DAMAGES[0], 5)
    _, other = damaged_pair(photo, factor, damage, 6)
    assert np.array_equal(source, again)
    assert np.array_equal(truth, same)
    assert np.array_equal(truth, clean)
    assert not np.array_equal(truth, other)
    assert truth.shape[0] == round(source.shape[0] * factor)
    assert truth.shape[1] == round(source.shape[1] * factor)


def test_each_damage_is_what_it_says(photo: Image.Image) -> None:
    found = {damage.name: damaged_pair(photo, 2, damage, 0)[0] for damage in DAMAGES}

    def slope(name: str) -> float:
        return float(np.abs(np.diff(found[name].astype(float), axis=1)).mean())

    assert slope("enlarged") < 0.75 * slope("jpeg75")
    assert slope("soft") < 0.75 * slope("jpeg75")
    far = {name: np.square(each - found["clean"].astype(float)).mean() for name, each in
           found.items()}  # fmt: skip
    assert far["clean"] == 0 < far["jpeg75"] < far["jpeg30"]
    # A part of the noise is lost in compression, and at black and white.
    assert 4 < far["noisy"] ** 0.5 < 9


def test_a_picture_that_is_too_small_is_told(photo: Image.Image) -> None:
    with pytest.raises(LiifError, match="too small"):
        damaged_pair(photo.crop((0, 0, 60, 60)), 4, DAMAGES[0], 0)
    with pytest.raises(LiifError, match="no damage 'wet'"):
        damages.named(["wet"])


def test_the_drawn_set_follows_its_seed() -> None:
    first, again, other = (structure.pictures(seed) for seed in (1, 1, 2))
    for (name, picture), (_, same), (_, changed) in zip(first, again, other, strict=True):
        assert picture == same, name
        assert picture != changed, name
        assert np.asarray(picture).std() > 15, name


def test_pictures_are_taken_evenly_from_any_folder(tmp_path: Path) -> None:
    for number in range(7):
        Image.new("RGB", (8, 8)).save(tmp_path / f"{number}.png")
    assert [name for name, _ in photos.photos(str(tmp_path), None, 3, 0)] == ["0", "3", "6"]
    assert len(photos.photos(tmp_path.name, tmp_path.parent, 0, 0)) == 7
    with pytest.raises(LiifError, match="holds no pictures"):
        photos.photos("nowhere", tmp_path, 0, 0)


def test_a_perfect_contender_has_the_figures_of_the_truth(
    tmp_path: Path, photo: Image.Image
) -> None:
    (tmp_path / "own").mkdir()
    photo.save(tmp_path / "own" / "photo.png")
    plan = Plan(["own"], [4.0], [DAMAGES[0]], tmp_path, 0, 3)
    _, truth = damaged_pair(photo, 4, DAMAGES[0], 3)
    told: list[Look] = []
    (look,) = run(plan, [BICUBIC, Contender("perfect", lambda *_: truth)], None, 1, told.append)
    assert told == [look]
    bicubic, perfect = look.means
    assert perfect.psnr == np.inf
    assert perfect.ssim == pytest.approx(1)
    assert perfect.acutance == pytest.approx(1)
    assert perfect.grid_texture == perfect.grid_texture_truth
    assert bicubic.psnr is not None
    assert bicubic.psnr < 40
    assert bicubic.lpips is None
    assert list(look.strips[0].panels) == ["bicubic", "perfect", TRUTH]

    save(look.means, "rows", tmp_path)
    assert load(tmp_path / "rows.json") == look.means
    assert (tmp_path / "rows.csv").read_text("utf-8").count("\n") == 3
    save_page([look], tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text("utf-8").count("<img") == 3 * len(look.strips)
    sheet = np.asarray(contact_sheet(look.strips[0]))
    assert (sheet[-60, 700] == np.asarray(sheet[-60, 701])).all()


def test_means_leave_out_what_was_not_measured(tmp_path: Path, photo: Image.Image) -> None:
    photo.save(tmp_path / "photo.png")
    plan = Plan([str(tmp_path)], [4.0], [DAMAGES[0]], None, 0, 0)
    (look,) = run(plan, [BICUBIC], None, 0, lambda _: None)
    (row,) = look.pictures
    both = mean([replace(row, psnr=20.0, grid_flat=None), replace(row, psnr=30.0, grid_flat=2.0)])
    assert (both.psnr, both.grid_flat, both.lpips, both.picture) == (25.0, 2.0, None, "")


def test_the_crop_lies_where_the_detail_is() -> None:
    truth = np.full((400, 500, 3), 90, np.uint8)
    rng = np.random.default_rng(0)
    truth[230:370, 300:440] = rng.integers(0, 255, (140, 140, 3))
    truth[:, 40:] += np.uint8(1)
    (strip,) = strips("a", truth, {"same": truth}, fixed=False)
    assert strip.panels["same"].shape == (SIDE, SIDE, 3)
    assert strip.panels["same"].std() > 60
    assert len(strips("a", truth, {}, fixed=True)) == 3


def test_the_crisp_end_in_a_folder_is_mixed_as_the_shipped_one(tmp_path: Path) -> None:
    entry, folder = find("detail"), tmp_path / "mine"
    folder.mkdir()
    for role, file in entry.files.items():
        put_bytes(folder / file.file, read_file(entry, role))
    MODELS.add(folder, entry)
    found = open_contenders([str(folder)], [0, 50, 100], None, tmp_path / "pairs")
    assert [each.name for each in found] == ["bicubic", "mine 50", "mine 100"]
    source = np.asarray(Image.open(SAMPLE).convert("RGB").crop((60, 60, 92, 84)))
    for contender, model, slider in ((found[1], "fast", 50), (found[2], "detail", 0)):
        expected = upscale(source, 2, model=model, detail=slider)
        assert np.array_equal(contender.enlarge(source, (64, 48)), expected)
    # The engine itself prefers the sibling beside a model to the shipped one.
    faithful = find(str(tmp_path / "pairs" / "0"))
    sibling = find_crisper(faithful)
    assert sibling is not None
    assert sibling.folder == tmp_path / "pairs" / "0"


def test_edits_are_counted() -> None:
    assert edits("kitten", "sitting") == 3
    assert edits("", "abc") == edits("abc", "") == 3
    assert edits("same", "same") == 0


def test_pages_say_the_same_by_every_factor() -> None:
    for small, large in zip(pages(2, 7), pages(4, 7), strict=True):
        assert small.lines == large.lines
        assert large.pixels.shape[0] == 2 * small.pixels.shape[0]
        assert all(len(line.text) > 8 for line in small.lines)
        assert small.pixels.std() > 10
    assert pages(2, 8)[0].lines != pages(2, 7)[0].lines


def test_the_share_that_is_read_right(monkeypatch: pytest.MonkeyPatch) -> None:
    two = pages(2, 0)[:2]
    monkeypatch.setattr("liif_core.lab.benchmarks.look.text.pages", lambda factor, seed: two)
    monkeypatch.setattr("liif_core.lab.benchmarks.look.text.FACTORS", (2,))
    told: list[list[TextRow]] = []
    rows = run_text([BICUBIC], 0, knowing(two), told.append)
    assert [row.contender for row in rows] == ["bicubic", ORIGINAL] * 2
    # Of each line of the enlarged pages the last character is not read.
    lines = [line.text.replace(" ", "") for page in two for line in page.lines]
    count = sum(map(len, lines))
    assert [row.share for row in rows] == [1 - len(lines) / count, 1.0] * 2


def knowing(drawn: list[Page]) -> Reader:
    """Reads the original pages without a fault, and of others all but the last character."""
    known = {
        page.pixels[line.top * 2 : line.bottom * 2].tobytes(): line.text
        for page in drawn
        for line in page.lines
    }
    texts = [line.text for page in drawn for line in page.lines]
    asked = iter(texts * 3)

    def read(line: Picture) -> str:
        text = next(asked)
        return text if line.tobytes() in known else text[:-1]

    return read


def test_what_is_done_for_soft_photos_is_seen_beside_what_was_before(tmp_path: Path) -> None:
    found = open_contenders(["fast"], [0, 100], None, tmp_path)
    names = ["bicubic", "fast", "fast 0", "fast 100"]
    assert [each.name for each in found] == names
    photo = Image.open(SAMPLE).convert("RGB").crop((60, 60, 160, 160))
    source = np.asarray(photo.filter(ImageFilter.GaussianBlur(1.5)))
    by_itself, faithful = {"refocus": 100, "detail": 0}, {"refocus": 0, "detail": 0}
    for contender, options in ((found[1], by_itself), (found[2], faithful)):
        expected = upscale(source, 2, **options)
        assert np.array_equal(contender.enlarge(source, (200, 200)), expected)
