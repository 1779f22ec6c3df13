# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of gimpfu against what this GIMP really has."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .runner import CHECKOUT, Gimp
from .sandbox import HOME, Sandbox


@pytest.fixture(scope="module")
def gimp_with_source(sandbox: Sandbox) -> Gimp:
    gimp = Gimp(sandbox)
    gimp.configure()
    source = sandbox.home / "source"
    shutil.copytree(CHECKOUT / "plugin" / "liif" / "gimpfu", source / "gimpfu")
    sandbox.own(source)
    return gimp


def test_every_old_name_leads_to_something_that_exists(gimp_with_source: Gimp) -> None:
    found = gimp_with_source.call("oldnames:check", gimpfu=f"{HOME}/source")
    assert found["wrong"] == []
    assert found["advised but there"] == []
    assert min(found["counts"].values()) > 10, "the tables were read"


def test_every_procedure_of_gimp_2_is_there_or_says_what_to_use(gimp_with_source: Gimp) -> None:
    lines = Path(__file__).with_name("procedures-2.10.txt").read_text().splitlines()
    names = [line for line in lines if not line.startswith("#")]
    found = gimp_with_source.call("oldnames:unanswered", gimpfu=f"{HOME}/source", names=names)
    assert found["unanswered"] == []
    assert found["there"] > 0.8 * len(names)


def test_every_constant_that_was_renamed_is_there(gimp_with_source: Gimp) -> None:
    found = gimp_with_source.call("oldnames:constants", gimpfu=f"{HOME}/source")
    assert found["missing"] == []
    expected = {
        "RGB": 0,
        "RGBA_IMAGE": 1,
        "NORMAL_MODE": 0,
        "RUN_NONINTERACTIVE": 1,
        "CHANNEL_OP_REPLACE": 2,
        "FG_BUCKET_FILL": 0,
        "INTERPOLATION_CUBIC": 2,
        "ADD_WHITE_MASK": 0,
        "LAYER_MODE_MULTIPLY": 30,
    }
    assert {name: found["found"][name] for name in expected} == expected
