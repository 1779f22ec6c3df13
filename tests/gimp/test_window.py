# SPDX-License-Identifier: GPL-3.0-or-later
"""GIMP's window, as a user sees it: menu, dialog, result, Undo, Cancel.

There is no undo in GIMP's procedures, so only a window can show that one step is enough.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from . import pictures
from .conftest import SIZE, Outcome, Run
from .runner import Gimp
from .sandbox import HOME

CONFIG = "GimpProcedureConfigRun-plug-in-liif-export"
"""What GIMP calls the settings of a procedure."""


def outcome_of(folder: Path, before: str, after: str) -> Outcome:
    return Outcome(
        {
            "before": json.loads((folder / f"{before}.json").read_text()),
            "after": json.loads((folder / f"{after}.json").read_text()),
            "folder": folder,
        }
    )


def without_dialog_memory(state: dict[str, Any]) -> dict[str, Any]:
    """GIMP keeps a dialog's last values in the image, whatever is undone."""
    kept = [name for name in state["parasites"] if not name.startswith("GimpProcedureConfigRun-")]
    return {**state, "parasites": kept}


def test_the_menu_opens_the_dialog_and_one_undo_takes_all_back(
    gimp: Gimp, run: Run, photo: str
) -> None:
    folder = gimp.use_window("upscale_undo_repeat", photo)
    done = outcome_of(folder, "before", "after").after
    assert (done["width"], done["height"]) == (SIZE[0] * 2, SIZE[1] * 2)
    assert [layer["name"] for layer in done["layers"]] == ["photo.jpg (LIIF 2x)", "photo.jpg"]

    # What the preview has found out does not change a pixel of the result.
    usual = run("upscale").after["layers"][0]
    assert done["layers"][0]["pixels"]["hash"] == usual["pixels"]["hash"]

    undo = outcome_of(folder, "before", "undone")
    states = {"before": undo.before, "after": without_dialog_memory(undo.after)}
    assert undo.before["resolution"] != done["resolution"]
    assert Outcome(states).unchanged

    again = outcome_of(folder, "before", "repeated").after["layers"][0]
    assert again["name"] == done["layers"][0]["name"]
    assert again["pixels"]["hash"] == done["layers"][0]["pixels"]["hash"]


def test_settings_are_kept_as_in_every_filter(gimp: Gimp, photo: str) -> None:
    folder = gimp.use_window("keep_settings", photo)
    runs = ("saved", "last", "reset", "loaded")
    widths = [json.loads((folder / f"{name}.json").read_text())["width"] for name in runs]
    assert widths == [SIZE[0] * 4, SIZE[0] * 4, SIZE[0] * 2, SIZE[0] * 4]


def test_the_preview_follows_and_its_worker_does_the_work(gimp: Gimp, photo: str) -> None:
    folder = gimp.use_window("watch_the_preview", photo)
    done = outcome_of(folder, "before", "after").after
    assert (done["width"], done["height"]) == (SIZE[0] * 3, SIZE[1] * 3)
    first, *others = json.loads((folder / "workers.json").read_text())
    assert len(first) == 1
    assert all(workers == first for workers in others)
    names = [*(f"preview {number}" for number in range(1, 8)), "before alone"]
    assert len({(folder / f"{name}.png").read_bytes() for name in names}) == 8
    shown, again = ((folder / f"{name}.png").read_bytes() for name in ("preview 5", "both again"))
    assert shown == again, "what was before is seen only while the key is held"


def test_what_lies_around_is_computed_while_one_looks(gimp: Gimp, large_photo: str) -> None:
    folder = gimp.use_window("look_around", large_photo)
    assert outcome_of(folder, "before", "after").unchanged
    assert json.loads((folder / "dragged.json").read_text()).endswith("known before")
    assert not json.loads((folder / "changed.json").read_text()).endswith("known before")
    seen = [(folder / f"{name}.png").read_bytes() for name in ("at first", "all known")]
    assert seen[0] != seen[1], "the small picture shows what is known"


def test_a_paper_is_chosen_as_the_photo_lies(gimp: Gimp, photo: str) -> None:
    folder = gimp.use_window("print_on_paper", photo)
    after = outcome_of(folder, "before", "after").after
    # A6 lies on its side as the photo does: 14.8 cm at 300 PPI, and the photo's own shape.
    assert (after["width"], after["height"]) == (1748, 1165)
    assert after["resolution"] == pytest.approx([300, 300])
    assert after["layers"][0]["filters"] == ["Output sharpening (LIIF)"]


def test_noise_and_haze_are_undone_as_previewed(gimp: Gimp, photo: str) -> None:
    folder = gimp.use_window("restore_noise_and_haze", photo)
    outcome = outcome_of(folder, "before", "after")
    new, old = outcome.after["layers"]
    assert new["name"] == f"{old['name']} (LIIF restored)"
    assert (new["pixels"]["width"], new["pixels"]["height"]) == SIZE
    before, after = outcome.pixels(old), outcome.pixels(new)
    # Less noise, so flatter; less haze, so darker.
    assert np.abs(np.diff(after, axis=1)).mean() < np.abs(np.diff(before, axis=1)).mean()
    assert after.mean() < before.mean()


def test_the_size_of_the_jpeg_is_shown_before_it_is_written(gimp: Gimp, photo: str) -> None:
    written = gimp.sandbox.home / "photo-2.jpg"
    folder = gimp.use_window("write_a_small_jpeg", photo)
    size = written.stat().st_size
    written.unlink()
    outcome = outcome_of(folder, "before", "after")
    states = {"before": outcome.before, "after": without_dialog_memory(outcome.after)}
    assert Outcome(states).unchanged
    first, second = (
        int(json.loads((folder / f"{name}.json").read_text()).split()[-2])
        for name in ("first", "second")
    )
    # What the image brings along is not in the size of its pixels.
    assert second < first
    assert second < size


def test_a_repetition_on_another_image_never_replaces_the_first_one_s_jpeg(
    gimp: Gimp, photo: str
) -> None:
    home = gimp.sandbox.home
    pictures.save_photo(home / "other.jpg", *SIZE)
    # As versions of before have left it, with leave to replace what it names.
    settings = gimp.profile / "plug-in-settings" / f"{CONFIG}.last"
    settings.parent.mkdir(exist_ok=True)
    mine = home / "mine.jpg"
    mine.write_bytes(b"mine")
    settings.write_text(
        f'# settings\n\n(similarity 0.75)\n(metadata yes)\n(file "file://{HOME}/mine.jpg")\n'
        "(overwrite yes)\n\n# end of settings\n"
    )
    for path in (home / "other.jpg", mine, settings.parent, settings):
        gimp.sandbox.own(path)
    first, second = home / "photo-2.jpg", home / "other-2.jpg"
    try:
        folder = gimp.use_window("repeat_the_jpeg", photo)
        assert first.read_bytes() == (folder / "first.jpg").read_bytes()
        assert second.stat().st_size > 1000
    finally:
        for path in (first, second, home / "other.jpg"):
            path.unlink(missing_ok=True)
    assert mine.read_bytes() == b"mine"
    kept = settings.read_text()
    settings.unlink()  # or the dialogs of other tests would begin with them
    assert "(similarity 0.75)" in kept
    assert "file" not in kept
    assert "overwrite" not in kept


def test_a_dialog_that_is_cancelled_changes_nothing(gimp: Gimp, photo: str) -> None:
    folder = gimp.use_window("change_one_s_mind", photo)
    assert outcome_of(folder, "before", "after").unchanged
    # Opened by a user it still is its file, whose own tables tell more than its pixels.
    assert json.loads((folder / "LIIF diagnose.json").read_text()).endswith(f"of {photo}")
    # With nothing selected, OK does nothing.
    assert json.loads((folder / "refused.json").read_text())


def test_answers_are_compared_and_one_is_taken(gimp: Gimp, photo: str) -> None:
    outcome = outcome_of(gimp.use_window("compare", photo), "before", "after")
    assert outcome.unchanged


def test_the_gallery_is_shown_and_left(gimp: Gimp, photo: str) -> None:
    outcome = outcome_of(gimp.use_window("get_more_models", photo), "before", "after")
    assert outcome.unchanged


def test_a_network_is_fetched_from_the_gallery_and_used(gimp: Gimp, run: Run, photo: str) -> None:
    models = gimp.sandbox.home / ".local" / "share" / "liif-for-gimp" / "models"
    try:
        folder = gimp.use_window("fetch_a_model", photo, network=True)
        [model] = json.loads((models / "manifest.json").read_text())["models"]
    finally:
        shutil.rmtree(models, ignore_errors=True)
    assert model["architecture"] == "guest"
    # All of its answer is shown, as all is taken; not the strength that was found for fast.
    assert json.loads((folder / "shown.json").read_text()).endswith("strength None")
    after = outcome_of(folder, "before", "after").after
    assert [layer["name"] for layer in after["layers"]] == ["photo.jpg (LIIF 2x)", "photo.jpg"]
    usual = run("upscale").after["layers"][0]
    assert after["layers"][0]["pixels"]["hash"] != usual["pixels"]["hash"]


def test_a_missing_engine_is_told_in_the_dialog(gimp: Gimp, photo: str) -> None:
    """What it looks like is in tests/gimp/screenshots."""
    record = gimp.plug_ins / "liif" / "install.json"
    kept = record.read_text()
    record.write_text(json.dumps({**json.loads(kept), "python": "/nowhere/python"}))
    try:
        folder = gimp.use_window("without_an_engine", photo)
    finally:
        record.write_text(kept)
    outcome = outcome_of(folder, "before", "after")
    states = {"before": outcome.before, "after": without_dialog_memory(outcome.after)}
    assert Outcome(states).unchanged
    shown = [(folder / f"{name}.png").read_bytes() for name in ("without an engine", "refused")]
    assert shown[0] != shown[1]


def test_the_cancel_button_stops_the_work_and_changes_nothing(gimp: Gimp, large_photo: str) -> None:
    """The scenario itself waits until neither plug-in nor worker is left."""
    folder = gimp.use_window("cancel_in_the_middle", large_photo)
    outcome = outcome_of(folder, "before", "after")
    states = {"before": outcome.before, "after": without_dialog_memory(outcome.after)}
    assert Outcome(states).unchanged


@pytest.mark.trust("Kill at any moment")
def test_killed_in_the_change_one_undo_takes_back_what_was_done(
    gimp: Gimp, large_photo: str
) -> None:
    outcome = outcome_of(gimp.use_window("kill_in_the_change", large_photo), "before", "undone")
    states = {"before": outcome.before, "after": without_dialog_memory(outcome.after)}
    assert Outcome(states).unchanged


def test_classic_scripts_have_dialogs(scripts: Gimp, photo: str) -> None:
    """Every kind of widget is made; OK with what stands in them draws the frame."""
    after = outcome_of(scripts.use_window("classic_dialogs", photo), "before", "after").after
    assert [layer["name"] for layer in after["layers"]] == ["Frame", "photo.jpg"]
