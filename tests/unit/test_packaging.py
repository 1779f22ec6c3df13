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
        for top in ("liif_core", "liif_installer")
        for path in (CHECKOUT / top).rglob("__init__.py")
    }
    assert listed == there | {"liif_core.weights", "liif_installer.gimp", "liif_installer.locks"}


def test_the_version_stands_in_one_place() -> None:
    """What can only repeat it, such as the CHANGELOG, is compared in the tests of the release."""
    assert re.findall(r"^version = .*", PROJECT, re.MULTILINE) == [
        'version = { attr = "liif_core.__version__" }'
    ]
