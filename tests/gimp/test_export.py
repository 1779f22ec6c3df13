# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-liif-export: the file that GIMP writes is the one that the engine measured."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image

from liif_core.pictures import Picture
from liif_core.smallest_jpeg.jpeg import find_smallest_jpeg

from . import pictures
from .conftest import Outcome
from .runner import Gimp
from .sandbox import DISK

ENOUGH = 0.97
PPI = (240, 200)
PAGE = 4096
"""Bytes that a disk allots at once."""


def shown(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        image.load()
        samples: NDArray[np.uint8] = np.asarray(image)
    return samples if samples.ndim == 3 else samples[..., None]


class Exports:
    """The folder into which GIMP writes."""

    def __init__(self, gimp: Gimp, photo: str) -> None:
        self._gimp = gimp
        self._photo = photo
        self.folder = gimp.new_folder()

    def run(self, *calls: dict[str, Any]) -> list[dict[str, Any]]:
        """Each call names its file in the folder, and may name a scene."""
        inside = self._gimp.sandbox.inside(self.folder)
        values = [
            {
                "procedure": "plug-in-liif-export",
                "scene": each.pop("scene", "plain"),
                "arguments": {"similarity": ENOUGH, **each, "file": f"{inside}/{each['file']}"},
            }
            for each in calls
        ]
        answer = self._gimp.call("tasks:run_each", photo=self._photo, calls=values)
        return [
            {**outcome, "folder": answer["folder"] / str(number)}
            for number, outcome in enumerate(answer["outcomes"])
        ]

    def names(self) -> set[str]:
        return {path.name for path in self.folder.iterdir()}


@pytest.fixture
def exports(gimp: Gimp, photo: str) -> Exports:
    return Exports(gimp, photo)


def test_the_file_is_what_the_engine_measured(exports: Exports) -> None:
    outcome, bare = exports.run({"file": "small.jpg"}, {"file": "bare.jpg", "metadata": False})
    assert outcome["ok"], outcome["error"]
    assert exports.names() == {"small.jpg", "bare.jpg"}
    assert Outcome(outcome).unchanged
    path = exports.folder / "small.jpg"
    quality, size, similarity = outcome["numbers"]

    # As GIMP has read it, whose library rounds colours now and then otherwise than Pillow's.
    (layer,) = outcome["before"]["layers"]
    source = np.rint(255 * Outcome(outcome).pixels(layer)).astype(np.uint8)
    best, _usual = find_smallest_jpeg(Picture(source), ENOUGH)
    assert quality == best.quality
    assert similarity == pytest.approx(best.similarity, abs=2e-5)
    with Image.open(io.BytesIO(best.data)) as expected:
        np.testing.assert_array_equal(shown(path), np.asarray(expected))

    assert size == path.stat().st_size
    assert path.stat().st_mode & 0o777 == 0o644
    with Image.open(path) as image:
        assert image.info["dpi"] == PPI
        assert image.getexif()[ExifTags.Base.Artist] == pictures.ARTIST
        profile = image.info["icc_profile"]
    with Image.open(exports.folder / "bare.jpg") as image:
        assert not image.getexif()
        assert image.info["icc_profile"] == profile
    # Nothing but headers, the tables and the profile beside the pixels.
    assert bare["numbers"][1] < len(best.data) + len(profile) + 100


def test_what_is_seen_of_any_image_is_written(exports: Exports) -> None:
    scenes = ["between_others", "transparent", "sixteen_bit", "in_faded_groups", "filtered"]
    outcomes = exports.run(*({"file": f"{each}.jpeg", "scene": each} for each in scenes))
    for scene, outcome in zip(scenes, outcomes, strict=True):
        assert outcome["ok"], (scene, outcome["error"])
        assert shown(exports.folder / f"{scene}.jpeg").shape[2] == 3
    plain = shown(exports.folder / "sixteen_bit.jpeg").astype(int)
    # The negative of the photo: filters count, as they do for the eye.
    assert abs(255 - plain - shown(exports.folder / "filtered.jpeg")).mean() < 4


def test_a_file_that_is_there_is_kept_unless_it_shall_be_replaced(exports: Exports) -> None:
    old = exports.folder / "old.jpg"
    old.write_bytes(b"kept")
    old.chmod(0o666)
    (exports.folder / "folder.jpg").mkdir()
    kept, written, folder, ending, nowhere, blind, impossible = exports.run(
        {"file": "old.jpg"},
        {"file": "new.jpg"},
        {"file": "folder.jpg", "overwrite": True},
        {"file": "new.png"},
        {"file": "nowhere/new.jpg"},
        {"file": "none.jpg", "scene": "hidden"},
        {"file": "none.jpg", "similarity": 1.0},
    )
    assert "is there already and was kept" in kept["error"]
    assert old.read_bytes() == b"kept"
    assert written["ok"], written["error"]
    assert "is there already" in folder["error"]
    assert "no JPEG" in ending["error"]
    assert "could not be written" in nowhere["error"]
    assert "shows no layer" in blind["error"]
    assert "even at quality 100" in impossible["error"]
    for outcome in (kept, folder, ending, nowhere, blind, impossible):
        assert not outcome["ok"]
        assert Outcome(outcome).unchanged
        assert (outcome["workers"], outcome["temporary"]) == (0, [])
    assert exports.names() == {"old.jpg", "folder.jpg", "new.jpg"}


def test_one_that_is_there_is_replaced_on_demand(gimp: Gimp, exports: Exports) -> None:
    old = exports.folder / "old.jpg"
    old.write_bytes(b"old")
    old.chmod(0o660)
    gimp.sandbox.own(old)
    long = "\N{GRINNING FACE}" * 60 + ".jpg"
    outcome, named = exports.run({"file": "old.jpg", "overwrite": True}, {"file": long})
    assert outcome["ok"], outcome["error"]
    assert shown(old).shape == (100, 150, 3)
    assert old.stat().st_mode & 0o777 == 0o660
    assert named["ok"], named["error"]
    assert exports.names() == {"old.jpg", long}


def test_no_room_for_the_last_bytes(gimp: Gimp, photo: str) -> None:
    """GIMP's exporter calls it a success when the end of the file was not taken."""

    def onto(room: int) -> dict[str, Any]:
        # Beside it is the file that shall be replaced, which has a page as well.
        full = replace(gimp, sandbox=replace(gimp.sandbox, disk_bytes=room + PAGE))
        file = f"{DISK}/small.jpg"
        return full.call("tasks:export_onto", photo=photo, file=file, arguments=values)

    values = {"similarity": ENOUGH}
    size = onto(100 * PAGE)["left"]["small.jpg"]
    assert size % PAGE
    # The exporter puts a second file beside its own for the metadata.
    enough = onto(3 * (size // PAGE + 1) * PAGE)
    assert enough["ok"], enough["error"]
    assert enough["left"] == {"small.jpg": size}
    for pages in range(1, 2 * (size // PAGE + 1)):
        answer = onto(pages * PAGE)
        if not answer["ok"]:
            assert "could not be written" in answer["error"]
            assert answer["left"] == {"small.jpg": 4}
            assert answer["kept"]
        else:
            assert answer["left"] == {"small.jpg": size}
            assert pages > size // PAGE
