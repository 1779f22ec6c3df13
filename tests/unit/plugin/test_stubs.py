# SPDX-License-Identifier: GPL-3.0-or-later
"""The type checker knows GIMP's API: what is wrong of it is found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from mypy import api

CHECKOUT = Path(__file__).parents[3]
_CODE = """
from gi.repository import Gegl, Gimp, GLib
image = Gimp.Image.new(2, 3, Gimp.ImageBaseType.RGB)
layer = image.get_layers()[0]
reveal_type(layer.get_offsets())
reveal_type(layer.get_mask())
reveal_type(image.get_precision())
area = Gegl.Rectangle.new(0, 0, 1, 1)
reveal_type(layer.get_buffer().get(area, 1.0, None, Gegl.AbyssPolicy.NONE))
reveal_type(Gimp.Parasite.new("name", 0, b"data").get_data())
image.insert_layer(layer, image, 0)
image.scale("2", 3)
image.enlarge()
GLib.idle_add(lambda number: number + 1, "text")
"""
"""In the first part the types are asked for, each line of the second is wrong."""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the type checker says, line by line."""
    folder = tmp_path_factory.mktemp("checked")
    (folder / "code.py").write_text(_CODE)
    settings = ["--config-file", str(CHECKOUT / "pyproject.toml")]
    place = ["--cache-dir", str(folder / "cache"), "--python-executable", sys.executable]
    printed, _, _ = api.run([*settings, *place, str(folder / "code.py")])
    return printed.splitlines()


@pytest.mark.parametrize(
    "kind",
    [
        "tuple[bool, int, int]",
        "gi.repository.Gimp.LayerMask | None",
        "gi.repository.Gimp.Precision",
        "bytes",
        "list[int]",
    ],
)
def test_results_have_the_types_that_pygobject_gives(said: list[str], kind: str) -> None:
    assert [line for line in said if f'Revealed type is "{kind}"' in line.replace("builtins.", "")]


def test_wrong_calls_are_found(said: list[str]) -> None:
    wrong = [line for line in said if " error: " in line]
    assert [int(line.split(":")[1]) for line in wrong] == [11, 12, 13, 14]
