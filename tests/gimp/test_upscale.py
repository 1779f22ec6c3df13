# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-liif-upscale in the real GIMP: the main job on a real JPEG."""

from __future__ import annotations

import numpy as np
import pytest

from . import pictures
from .conftest import SIZE, Run
from .runner import Gimp
from .sandbox import HOME

WIDTH, HEIGHT = SIZE
FACTORS = {2.0: (300, 200), 3.7: (555, 370), 4.0: (600, 400)}


@pytest.mark.parametrize("scale", FACTORS)
def test_the_result_is_a_new_layer_that_beats_gimp_s_cubic_filter(
    gimp: Gimp, photo: str, run: Run, scale: float
) -> None:
    width, height = FACTORS[scale]
    # As the picture proves: a crisp one is further from it than it looks.
    outcome = run("upscale", scale=scale, detail=0)
    after, layer = outcome.after, outcome.layer
    assert (after["width"], after["height"]) == (width, height)
    assert [each["id"] for each in after["layers"]] == [
        layer["id"],
        outcome.before["layers"][0]["id"],
    ]
    assert layer["name"] == f"Background (LIIF {scale:g}x)"
    assert (layer["x"], layer["y"]) == (0, 0)
    assert layer["visible"]
    assert not layer["alpha"]

    cubic = gimp.call("tasks:scale_by_gimp", photo=photo, width=width, height=height)
    by_gimp = pictures.read(cubic["layers"][0]["pixels"], cubic["folder"])
    truth, result = pictures.truth(width, height), outcome.pixels()
    assert pictures.psnr(result, truth) > pictures.psnr(by_gimp, truth) + 0.7
    # What compression left of this photo lies up to 0.108 pixels aside, to the other side when the
    # photo is turned round; a wrong centre would be half a pixel off, or one and a half.
    assert np.abs(pictures.displacement(result, truth)).max() < 0.12


def test_the_photo_below_is_scaled_by_gimp(run: Run) -> None:
    outcome = run("upscale", scale=2.0)
    below = outcome.after["layers"][1]
    assert (below["pixels"]["width"], below["pixels"]["height"]) == FACTORS[2.0]
    assert not np.array_equal(outcome.pixels(below), outcome.pixels())


@pytest.mark.parametrize(
    ("keep", "resolution"), [(True, [240 * 3.7, 200 * 3.7]), (False, [240, 200])]
)
def test_the_print_size_is_kept_on_request(run: Run, keep: bool, resolution: list[float]) -> None:
    outcome = run("upscale", scale=3.7, **{"keep-print-size": keep})
    assert outcome.before["resolution"] == pytest.approx([240, 200])
    assert outcome.after["resolution"] == pytest.approx(resolution, rel=1e-6)


def test_metadata_selection_and_precision_are_left_alone(run: Run) -> None:
    outcome = run("upscale", scale=2.0)
    for key in ("parasites", "precision", "base_type", "profile"):
        assert outcome.after[key] == outcome.before[key]
    assert pictures.ARTIST in outcome.before["metadata"]
    assert pictures.ARTIST in outcome.after["metadata"]


def test_the_same_job_gives_the_same_pixels(run: Run) -> None:
    first, second = run("upscale", scale=2.0), run("upscale", scale=2.0, again=True)
    assert np.array_equal(first.pixels(), second.pixels())


def test_another_size_of_the_same_name(gimp: Gimp, run: Run) -> None:
    """Odd sizes, where rounding would show."""
    path = gimp.sandbox.home / "odd.jpg"
    pictures.save_photo(path, 151, 83)
    gimp.sandbox.own(path)
    outcome = run("upscale", scale=2.5, file=f"{HOME}/odd.jpg")
    assert outcome.pixels().shape == (round(83 * 2.5), round(151 * 2.5), 3)


def test_evidence_is_added_in_hidden_layers(run: Run) -> None:
    outcome = run("upscale", scale=2.0, evidence=True)
    layers = outcome.after["layers"]
    assert [(layer["name"], layer["visible"]) for layer in layers] == [
        ("Background (LIIF changes: white is strongest)", False),
        ("Background (LIIF certainty: white is sure)", False),
        ("Background (LIIF 2x)", True),
        ("Background", True),
    ]
    changes, certainty = (outcome.pixels(layer) for layer in layers[:2])
    assert changes.std() > 0.01
    assert 0.2 < certainty.mean() < 0.999


def test_a_texture_is_another_picture_at_its_sides_only(run: Run) -> None:
    plain = run("upscale", scale=2.0).pixels()
    seamless = run("upscale", scale=2.0, seamless=True).pixels()
    level = 1 / 255
    difference = np.abs(plain - seamless)
    assert difference[60:-60, 60:-60].max() < 1.5 * level
    assert difference[:8].max() > 3 * level


def test_all_selected_layers_become_new_layers(gimp: Gimp, photo: str) -> None:
    name = "plug-in-liif-upscale"
    after = gimp.call("tasks:run_many", photo=photo, procedure=name, count=2)["after"]
    assert (after["width"], after["height"]) == (WIDTH * 2, HEIGHT * 2)
    new, old, new_below, old_below = after["layers"]
    for made, source in ((new, old), (new_below, old_below)):
        assert made["name"] == f"{source['name']} (LIIF 2x)"
    # Both are of the same photo.
    assert new["pixels"]["hash"] == new_below["pixels"]["hash"] != old["pixels"]["hash"]
