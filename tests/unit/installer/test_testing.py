# SPDX-License-Identifier: GPL-3.0-or-later
"""Which tests ``install.py --test`` runs."""

from __future__ import annotations

import re

from liif_installer.command_line import parse
from liif_installer.testing import FAST, pytest_arguments

from .conftest import CHECKOUT


def test_all_are_run_and_the_slowest_named() -> None:
    assert pytest_arguments(parse(["--test"])) == ["--durations=15"]


def test_fast_ones_are_chosen_and_what_the_user_wrote_comes_last() -> None:
    options = parse(["--test", "tests/unit", "--fast", "-x"])
    assert pytest_arguments(options) == ["-m", FAST, "--durations=15", "tests/unit", "-x"]


def test_fast_names_markers_that_are_declared() -> None:
    """pytest takes one that nobody has for a marker of no test, and would run all."""
    declared = re.findall(
        r'^    "(\w+)(?:\(\w+\))?: ', (CHECKOUT / "pyproject.toml").read_text(), re.M
    )
    named = set(re.findall(r"\w+", FAST)) - {"not", "or"}
    assert named <= set(declared)
    assert len(named) == 3
