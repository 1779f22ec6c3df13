# SPDX-License-Identifier: GPL-3.0-or-later
"""All findings together and what is proposed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from liif_core.diagnosis import Diagnosis, FileFacts, diagnose, read_facts
from liif_core.errors import LiifError
from liif_core.forensics.compression import decide
from liif_core.forensics.recompression import Recompression
from liif_core.forensics.tables import Quality
from liif_core.pictures import read_picture
from liif_core.registry.models import find
from liif_core.runtime.reducing import reduce_picture
from tests.engine.damage import cropped_jpeg, enlarged, photos, resized
from tests.engine.pictures import Bytes, Samples, compressed, noise, photo

pytestmark = pytest.mark.slow


def _diagnosed(picture: Samples, size: tuple[int, int] | None = None) -> Diagnosis:
    return diagnose(picture, size=size, device="cpu", timed=False)


def _of_file(picture: Bytes, path: Path, **options: object) -> Diagnosis:
    Image.fromarray(picture).save(path, **options)  # type: ignore[arg-type]
    return diagnose(read_picture(path).samples, read_facts(path), device="cpu", timed=False)


def test_a_jpeg_file_is_believed(tmp_path: Path) -> None:
    found = _of_file(photo(), tmp_path / "a.jpg", quality=60, subsampling="4:2:2")
    assert found.file_format == "JPEG"
    assert found.subsampling == "4:2:2"
    assert found.compression.quality == Quality(60, 0.0)
    assert (found.compression.strength, found.compression.evidence) == (40, "file")
    assert found.earlier is None
    assert found.proposal.strength == 40
    assert found.task == "enlarge and repair a compressed photo"


def test_the_worse_of_two_compressions_decides(tmp_path: Path) -> None:
    found = _of_file(cropped_jpeg(photo(), 40, 3, 6), tmp_path / "a.jpg", quality=85)
    assert found.earlier is not None
    assert (found.earlier.x, found.earlier.y) == (5, 2)
    assert abs(found.compression.strength - 60) <= 4
    assert found.compression.quality == Quality(85, 0.0)


def test_a_photo_turned_upright_is_seen_as_it_was_stored(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 5
    picture = cropped_jpeg(photo(), 40, 3, 6)
    found = _of_file(picture, tmp_path / "a.jpg", quality=85, exif=exif)
    assert (found.width, found.height) == picture.shape[:2]
    assert found.earlier is not None
    assert (found.earlier.x, found.earlier.y) == (2, 5)


def test_pixels_without_their_file_tell_the_quality_by_their_grid() -> None:
    found = _diagnosed(cropped_jpeg(photo(), 60, 3, 6))
    assert found.file_format is None
    assert found.grid is not None
    assert (found.grid.x, found.grid.y) == (5, 2)
    assert found.compression.evidence == "grid"
    assert abs(found.compression.strength - 40) <= 2


def test_without_a_grid_the_network_judges() -> None:
    found = _diagnosed(resized(compressed(photo(), 10), 0.8))
    assert found.grid is None
    assert found.compression.evidence == "pixels"
    assert found.compression.strength == found.compression.judged
    assert found.compression.strength > 30


def test_an_undamaged_photo_is_not_repaired() -> None:
    found = _diagnosed(photos()["cat"])
    assert found.compression.strength == 0
    assert found.grid is None
    assert found.earlier is None
    assert found.task == "enlarge a photo without visible compression"
    (step,) = found.proposal.steps
    assert (step.action, step.width, step.height) == ("enlarge", 628, 420)
    assert found.proposal.detail is None


def test_an_enlarged_photo_is_reduced_first() -> None:
    found = _diagnosed(enlarged(photo(), 2), (1344, 900))
    assert found.proposal.scale == 3
    first, last = found.proposal.steps
    assert (first.action, first.width, first.height, first.strength) == ("reduce", 224, 150, None)
    assert (last.action, last.width, last.height) == ("enlarge", 1344, 900)
    assert any("224 x 150" in reason for reason in found.proposal.reasons)


def test_a_result_out_of_reach_from_there_is_made_from_the_whole_picture() -> None:
    picture = enlarged(photo(), 2)[:128, :128]
    for factor, steps in ((20, ["reduce", "enlarge"]), (40, ["enlarge"])):
        found = _diagnosed(picture, (128 * factor, 128 * factor))
        assert found.resolution is not None
        assert found.resolution.factor == pytest.approx(2, rel=0.02)
        assert [step.action for step in found.proposal.steps] == steps


def test_below_a_jpeg_an_enlarged_photo_needs_less_strength_when_reduced() -> None:
    found = _diagnosed(compressed(enlarged(photo(), 2), 80), (448, 300))
    assert abs(found.compression.strength - 20) <= 2
    first, last = found.proposal.steps
    assert (first.action, first.width, first.height) == ("reduce", 224, 150)
    assert (last.action, last.width, last.height) == ("enlarge", 448, 300)
    assert last.strength == found.proposal.strength
    assert abs((last.strength or 0) - 5) <= 1
    assert found.task == "rebuild, at its own size, a compressed photo that was enlarged before"


def test_at_its_own_size_a_photo_is_cleaned() -> None:
    found = _diagnosed(compressed(photo(), 50), (448, 300))
    assert [step.action for step in found.proposal.steps] == ["clean"]
    assert found.task == "repair, at its own size, a compressed photo"


def test_the_way_is_timed_and_liif_comes_first() -> None:
    found = diagnose(photo()[:64, :64], device="cpu")
    assert found.proposal.seconds is not None
    assert found.proposal.seconds > 0
    assert found.sources[0].url == "https://arxiv.org/abs/2012.09161"
    assert found.sources[0].repository == "https://github.com/yinboc/liif"


def test_a_model_without_strength_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = replace(find("fast"), name="other", architecture="rdn-liif", strength=False)
    monkeypatch.setattr("liif_core.diagnosis.diagnosis.find", lambda _: entry)
    found = diagnose(compressed(photo(), 30), device="cpu", timed=False)
    assert found.compression.judged is None
    assert found.proposal.strength is None
    assert "https://github.com/yulunzhang/RDN" in [s.repository for s in found.sources]


def test_an_unknown_model_is_an_error() -> None:
    with pytest.raises(LiifError):
        diagnose(photo(), model="nonsense")


def test_json_has_stable_keys() -> None:
    values = json.loads(json.dumps(_diagnosed(cropped_jpeg(photo(), 60, 3, 6)).to_json()))
    assert list(values) == [
        "task", "kind", "width", "height", "file_format", "subsampling", "compression", "grid",
        "earlier", "resolution", "noise", "proposal", "sources",
    ]  # fmt: skip
    assert list(values["compression"]) == ["strength", "evidence", "quality", "judged", "reason"]
    assert list(values["grid"]) == ["x", "y", "blockiness", "log10_false_alarms"]
    assert list(values["resolution"]) == ["share", "verdict", "factor", "repeated"]
    assert list(values["proposal"]) == [
        "model", "strength", "detail", "scale", "steps", "seconds", "reasons",
    ]  # fmt: skip
    assert list(values["proposal"]["steps"][0]) == ["action", "width", "height", "strength"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 70, 2), (20, 9, 3), (65, 65, 4)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_any_picture_can_be_diagnosed(shape: tuple[int, int, int], dtype: type[np.generic]) -> None:
    largest = {np.uint8: 255, np.uint16: 65535}.get(dtype, 1)
    picture = (noise(*shape) * largest).astype(dtype)
    found = diagnose(picture, FileFacts("PNG"), device="cpu", timed=False)
    assert (found.width, found.height) == (shape[1], shape[0])
    json.dumps(found.to_json(), allow_nan=False)


def test_reducing_keeps_colours_and_alpha() -> None:
    picture = np.zeros((40, 60, 4), np.uint8)
    picture[:] = 10, 100, 200, 255
    small = reduce_picture(picture, (30, 20))
    assert small.shape == (20, 30, 4)
    np.testing.assert_allclose(small, np.broadcast_to(picture[0, 0] / 255, small.shape), atol=1e-5)


_EARLIER = Recompression("aligned", 0, 0, 40, 9.0)


@pytest.mark.parametrize(
    ("known", "earlier", "judged", "has_grid", "strength", "evidence"),
    [
        (None, None, 8, False, 0, "pixels"),
        (None, None, 8, True, 8, "pixels"),
        (None, None, 55, False, 55, "pixels"),
        (None, None, None, True, 0, "pixels"),
        (Quality(80, 0), None, 30, True, 20, "file"),
        (Quality(80, 0), None, None, True, 20, "file"),
        (Quality(80, 0), None, 60, True, 60, "pixels"),
        (Quality(80, 0), _EARLIER, 30, True, 60, "file"),
        (Quality(30, 0), _EARLIER, 30, True, 70, "file"),
    ],
)
def test_evidence_is_weighed(
    known: Quality | None,
    earlier: Recompression | None,
    judged: int | None,
    has_grid: bool,
    strength: int,
    evidence: str,
) -> None:
    found = decide(known, earlier, judged, from_file=True, has_grid=has_grid)
    assert (found.strength, found.evidence) == (strength, evidence)
    if known is not None and evidence == "file":
        assert decide(known, earlier, judged, from_file=False, has_grid=True).evidence == "grid"


@pytest.mark.parametrize(
    ("known", "has_grid", "strength"),
    [(None, False, 0), (None, True, 0), (Quality(70, 0), False, 80), (Quality(70, 0), True, 80)],
)
def test_exact_colours_overrule_the_network_but_no_traces(
    known: Quality | None, has_grid: bool, strength: int
) -> None:
    found = decide(known, None, 80, from_file=False, has_grid=has_grid, lossless=True)
    assert found.strength == strength
    assert ("nothing was lost" in found.reason) == (strength == 0)


def test_colours_of_transparent_pixels_do_not_count_when_a_picture_is_reduced() -> None:
    picture = np.zeros((8, 8, 4), np.uint8)
    picture[..., 1] = 255
    picture[:, :3] = 200, 100, 50, 255
    small = reduce_picture(picture, (4, 4))
    seen = small[..., 3] > 0.05
    np.testing.assert_allclose(255 * small[seen][:, :3], [[200, 100, 50]] * seen.sum(), atol=0.1)
    assert small[0, 0, 3] == 1
    assert small[0, 3, 3] == 0
