# SPDX-License-Identifier: GPL-3.0-or-later
"""The stubs that the type checker reads are what the libraries of this GIMP say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from .rootfs import Root
from .runner import Gimp
from .sandbox import Sandbox
from .stubs.by_hand import CONCEALED
from .stubs.making import FOLDER, SUITE, make


@pytest.fixture(autouse=True)
def _same_gimp(root: Root) -> None:
    if root.suite != SUITE:
        pytest.skip(f"the stubs are those of {SUITE}")


def test_stubs_are_those_that_would_be_made_now(root: Root, tmp_path: Path) -> None:
    made = make(Sandbox(root, tmp_path))
    there = {str(path.relative_to(FOLDER)): path.read_text() for path in FOLDER.rglob("*.pyi")}
    assert there == made, "run python -m tests.gimp.stubs"


def test_what_the_data_conceal_is_none_in_an_empty_image(sandbox: Sandbox) -> None:
    gimp = Gimp(sandbox)
    gimp.configure()
    answers = gimp.call("concealed:answers", names=sorted(CONCEALED))["answers"]
    assert answers == dict.fromkeys(sorted(CONCEALED), "None")
