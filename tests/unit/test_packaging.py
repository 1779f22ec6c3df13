# SPDX-License-Identifier: GPL-3.0-or-later
"""What pyproject.toml says must be what lies in the folders."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PROJECT = (CHECKOUT / "pyproject.toml").read_text("utf-8")


def test_every_package_is_listed() -> None:
    packages = re.search(r"^packages = \[(.*?)\]", PROJECT, re.MULTILINE | re.DOTALL)
    assert packages is not None
    listed = set(re.findall(r'"([a-z_.]+)"', packages[1]))
    there = {
        ".".join(path.parent.relative_to(CHECKOUT).parts)
        for path in (CHECKOUT / "liif_core").rglob("__init__.py")
    }
    assert listed == there | {"liif_core.weights"}


def test_one_version() -> None:
    from liif_core import __version__

    assert f'\nversion = "{__version__}"\n' in PROJECT
