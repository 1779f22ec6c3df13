# SPDX-License-Identifier: GPL-3.0-or-later
"""What is the same for models and repairs: whose list counts, and what taking over leaves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from liif_core.errors import LiifError
from liif_core.registry import folders
from liif_core.registry.adopting import adopt
from liif_core.registry.files import describe_file
from liif_core.registry.listing import Entry, Listing
from liif_core.registry.models import MODELS, ModelEntry, find, find_crisper
from liif_core.registry.repairs import REPAIRS, Repair

pytestmark = pytest.mark.trust("Models")

KINDS: list[Listing[Any]] = [MODELS, REPAIRS]
each_kind = pytest.mark.parametrize("listing", KINDS, ids=[each.kind for each in KINDS])


def entry_of(listing: Listing[Any], folder: Path, name: str = "own") -> Entry:
    """An entry of that kind with a file of its own in ``folder``, on no list yet."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.{listing.kind}"
    path.write_bytes(name.encode())
    if listing is REPAIRS:
        return Repair(name, describe_file(path), "0" * 64, "none", "", "nothing", folder=folder)
    files: Any = {"weights": describe_file(path)}
    return ModelEntry(name, "fast", files, 23, True, 384, "none", "", "nothing", folder=folder)


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of what the user has imported, which is empty."""
    folder = tmp_path / "user"
    folder.mkdir()
    monkeypatch.setattr(folders, "user_models_dir", lambda: folder)
    return folder


@each_kind
def test_a_damaged_list_of_the_user_keeps_nobody_from_what_is_shipped(
    listing: Listing[Any], user: Path
) -> None:
    (user / listing.file_name).write_text("{")
    shipped = listing.read(folders.shipped_models_dir())[0]
    assert listing.find(shipped.name) == shipped
    with pytest.raises(LiifError, match="Move it away, and import its models again"):
        listing.find("unknown")
    with pytest.raises(LiifError, match="cannot be read"):
        listing.list_all()


def test_nor_from_the_crisper_sibling(user: Path) -> None:
    (user / MODELS.file_name).write_text("{")
    assert find_crisper(find("fast")) == find("detail")


@each_kind
def test_the_shipped_list_is_mended_by_the_installer(
    listing: Listing[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "shipped_models_dir", lambda: tmp_path)
    (tmp_path / listing.file_name).write_text("{")
    with pytest.raises(LiifError, match=r"Install LIIF again"):
        listing.find("fast")


@each_kind
def test_one_of_the_user_never_hides_a_shipped_one(listing: Listing[Any], user: Path) -> None:
    shipped = listing.read(folders.shipped_models_dir())
    listing.write(user, [entry_of(listing, user, shipped[0].name), entry_of(listing, user)])
    assert [each.name for each in listing.list_all()] == [*(each.name for each in shipped), "own"]
    assert listing.find(shipped[0].name) == shipped[0]
    assert listing.find("own").folder == user


@each_kind
def test_all_is_taken_over_or_nothing(listing: Listing[Any], tmp_path: Path) -> None:
    """The last one of the folder is not whole."""
    source, target = tmp_path / "source", tmp_path / "target"
    for each in KINDS:
        each.write(source, [entry_of(each, source)])
    listing.add(source, entry_of(listing, source, "last"))
    (source / f"last.{listing.kind}").write_bytes(b"")
    with pytest.raises(LiifError, match=f"{listing.kind} last is damaged"):
        adopt(source, target)
    assert not target.exists()
    (source / f"last.{listing.kind}").write_bytes(b"last")
    taken = adopt(source, target)
    assert sorted(each.name for each in taken) == ["last", "own", "own"]
    for each in KINDS:
        copies = each.read(target)
        assert copies == [replace(entry, folder=target) for entry in each.read(source)]
        for copy in copies:
            each.verify(copy)


@each_kind
@pytest.mark.parametrize("name", ["", "a/b", "a\nb"])
def test_no_file_can_be_named_like_that(listing: Listing[Any], name: str, tmp_path: Path) -> None:
    with pytest.raises(LiifError, match=f"a {listing.kind} cannot be named"):
        listing.check_name(name, tmp_path)
