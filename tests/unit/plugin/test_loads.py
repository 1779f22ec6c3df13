# SPDX-License-Identifier: GPL-3.0-or-later
"""Files opened by the procedure of their format, with the two names that GIMP 2 documented."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from gimpfu.errors import ArgumentError
from gimpfu.objects import wrap
from gimpfu.procedures import ProcedureDatabase

from . import fake_gi

SIZED = ("width", "height", "paths")


class Values(list[Any]):
    def index(self, index: int) -> Any:  # type: ignore[override]  # noqa: ANN401
        return self[index]

    def length(self) -> int:
        return len(self)


class Config(dict[str, Any]):
    set_property = dict.__setitem__
    get_property = dict.get


class Loader:
    """A procedure that opens files and keeps what it was called with."""

    def __init__(self, name: str, *settings: str) -> None:
        self.name, self.settings = name, settings
        self.config = Config()

    def get_name(self) -> str:
        return self.name

    def get_arguments(self) -> list[SimpleNamespace]:
        kinds = {"run-mode": "GimpRunMode", "file": "GFile", "paths": "gchararray"}
        names = ("run-mode", "file", *self.settings)
        return [_spec(name, kinds.get(name, "gint")) for name in names]

    def get_return_values(self) -> list[SimpleNamespace]:
        return [_spec("image", "GimpImage")]

    def create_config(self) -> Config:
        self.config.clear()
        return self.config

    def run(self, _config: object) -> Values:
        return Values([fake_gi.PDBStatusType.SUCCESS, fake_gi.Image(2, 2)])


def _spec(name: str, kind: str) -> SimpleNamespace:
    types = {"value_type": SimpleNamespace(name=kind), "__gtype__": SimpleNamespace(name="")}
    return SimpleNamespace(name=name, **types)


@pytest.fixture
def loaders(monkeypatch: pytest.MonkeyPatch) -> dict[str, Loader]:
    names = ("png", "jpeg", "tiff", "bmp", "rgbe")
    found = {f"file-{name}-load": Loader(f"file-{name}-load") for name in names}
    found["file-svg-load"] = Loader("file-svg-load", *SIZED)
    found["gimp-file-load"] = Loader("gimp-file-load")
    database = SimpleNamespace(
        lookup_procedure=found.get,
        query_procedures=lambda *_patterns: [name for name in found if name.startswith("file-")],
    )
    monkeypatch.setattr("gimpfu.procedures.Gimp.get_pdb", lambda: database, raising=False)
    return found


@pytest.mark.parametrize("name", ["png", "jpeg", "tiff", "bmp"])
@pytest.mark.parametrize("mode", [None, fake_gi.RunMode.NONINTERACTIVE, 1])
def test_a_file_is_opened_by_its_two_names(
    loaders: dict[str, Loader], name: str, mode: int | None
) -> None:
    call = getattr(ProcedureDatabase(), f"file_{name}_load")
    path = f"/photos/a.{name}"
    image = call(path, path) if mode is None else call(path, path, run_mode=mode)
    config = loaders[f"file-{name}-load"].config
    assert config["file"].get_path() == path
    assert config["run-mode"] == fake_gi.RunMode.NONINTERACTIVE
    assert (image.filename, image.name) == (path, f"a.{name}")


def test_one_name_is_enough(loaders: dict[str, Loader]) -> None:
    assert ProcedureDatabase()["file-png-load"]("/a.png").width == 2
    assert loaders["file-png-load"].config["file"].get_path() == "/a.png"


def test_a_renamed_one_is_found(loaders: dict[str, Loader]) -> None:
    ProcedureDatabase().file_load_rgbe("/a.hdr", "/a.hdr")
    assert loaders["file-rgbe-load"].config["file"].get_path() == "/a.hdr"


def test_settings_follow_the_two_names(loaders: dict[str, Loader]) -> None:
    pdb = ProcedureDatabase()
    pdb.file_svg_load("/a.svg", "/a.svg", 90, 300, 200, 1)
    config = loaders["file-svg-load"].config
    assert [config[name] for name in SIZED] == [300, 200, "import"]
    pdb.file_svg_load("/a.svg", "/a.svg", 90, 0, 0, 0)
    assert [config.get(name) for name in SIZED] == [None, None, "no-import"]


@pytest.mark.usefixtures("loaders")
def test_too_many_values_are_refused() -> None:
    with pytest.raises(ArgumentError, match="file-png-load takes 0 values, not 1"):
        ProcedureDatabase().file_png_load("/a.png", "/a.png", 5)


@pytest.mark.usefixtures("loaders")
def test_an_image_has_the_name_of_its_file() -> None:
    image = ProcedureDatabase().gimp_file_load("/photos/holiday.jpg", "holiday.jpg")
    assert (image.name, image.filename) == ("holiday.jpg", "/photos/holiday.jpg")
    assert wrap(fake_gi.Image(1, 1)).name == "[Untitled]"


def test_an_image_may_be_named_for_any_format(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    native = fake_gi.Image(1, 1)
    monkeypatch.setattr(
        native, "set_file", lambda file: given.append(file.get_path()), raising=False
    )
    image = wrap(native)
    image.filename = "/photos/new.png"
    assert (image.name, image.filename) == ("new.png", "/photos/new.png")
    assert given == [], "GIMP 3 takes its own format only"
    image.filename = "/photos/new.XCF"
    assert given == ["/photos/new.XCF"]
