# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing the smallest JPEG, on stand-ins; with the real GIMP: ``tests/gimp/test_export.py``."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gimpfu
import pytest
from liif_gimp import smallest_jpeg
from liif_gimp.geometry import Size
from liif_gimp.pixels import Layout
from liif_gimp.smallest_jpeg import Flat

from . import fake_gi

_SAID: dict[str, Any] = {"quality": 80, "subsampled": True}


def test_a_gimp_without_an_exporter_for_jpeg_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flat = Flat(Layout("RGB", "u8", "R'G'B' u8"), Size(1, 1), b"abc")
    image: Any = fake_gi.Image(1, 1)
    monkeypatch.setattr(Flat, "of", lambda _image: flat)
    monkeypatch.setattr(smallest_jpeg, "_flattened", lambda image: nullcontext((image, None)))
    database = SimpleNamespace(lookup_procedure=lambda _name: None)
    monkeypatch.setattr("liif_gimp.smallest_jpeg.Gimp.get_pdb", lambda: database, raising=False)
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"kept")
    with pytest.raises(gimpfu.error, match=r"this GIMP cannot write JPEG files.*was kept"):
        smallest_jpeg.write(image, flat, path, _SAID, metadata=True, overwrite=True)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"kept"]
