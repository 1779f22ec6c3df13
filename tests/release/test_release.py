# SPDX-License-Identifier: GPL-3.0-or-later
"""What the release script makes: which files, with which checksums, and always the same bytes."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

from liif_core import __version__
from liif_installer.record import EXTENSION
from release.flatpak import ADDON

from .conftest import CHECKOUT, release

WHEEL = f"liif_for_gimp-{__version__}-py3-none-any.whl"
ARCHIVE = f"{EXTENSION}-{__version__}.gex"
FILES = {WHEEL, ARCHIVE, f"{ADDON}.json", f"{ADDON}.metainfo.xml"}


def test_all_files_are_there_and_have_their_sums(out: Path) -> None:
    assert {path.name for path in out.iterdir()} == FILES | {"SHA256SUMS"}
    lines = (out / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: sha256 for sha256, name in (line.split("  ") for line in lines)}
    assert sums == {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}


def test_it_is_the_same_each_time(out: Path, tmp_path: Path) -> None:
    # Who makes it may have other habits than others.
    before = os.umask(0o077)
    try:
        printed = release(tmp_path / "again")
    finally:
        os.umask(before)
    assert len(printed.splitlines()) == len(FILES) + 1
    again = tmp_path / "again" / "SHA256SUMS"
    assert again.read_text("utf-8") == (out / "SHA256SUMS").read_text("utf-8")


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("other")
    command = [sys.executable, "-m", "release", str(tmp_path)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"release: {tmp_path} is not empty: name a new folder\n"
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_the_newest_entry_of_the_changelog_is_this_version() -> None:
    text = (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
    entries = re.findall(r"^## (\S+), (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    assert entries[0][0] == __version__
    description = (CHECKOUT / "plugin" / f"{EXTENSION}.metainfo.xml").read_text("utf-8")
    assert f'<release version="{entries[0][0]}" date="{entries[0][1]}"/>' in description
