# SPDX-License-Identifier: GPL-3.0-or-later
"""Photos to learn from: what cannot be read is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from liif_core.errors import LiifError

pytestmark = pytest.mark.torch
pytest.importorskip("torch")


def test_what_is_no_photo_or_archive_is_named(tmp_path: Path) -> None:
    from liif_core.lab.training.photos import load

    text = tmp_path / "notes.tar"
    text.write_text("no archive")
    with pytest.raises(LiifError, match=r"notes\.tar is neither a folder nor a tar file"):
        load([text], 16)
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(LiifError, match=r"bad\.jpg cannot be read"):
        load([tmp_path], 16)
