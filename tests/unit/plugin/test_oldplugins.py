# SPDX-License-Identifier: GPL-3.0-or-later
"""Plug-ins with ``gimp.main`` and ``gimpplugin``, and what they keep on the shelf."""

from __future__ import annotations

from typing import Any

import gimpfu
import pytest
from gimpfu import gimp, oldplugins, registration, shelf
from gimpfu.errors import error
from gimpfu.objects import wrap

from . import fake_gi

ABOUT = ("Blur", "", "A. Tester", "A. Tester", "2005")
PARAMS = [
    (gimpfu.PDB_INT32, "run_mode", "Run mode"),  # type: ignore[attr-defined]
    (gimpfu.PDB_IMAGE, "image", "Image"),  # type: ignore[attr-defined]
    (gimpfu.PDB_DRAWABLE, "drawable", "Drawable"),  # type: ignore[attr-defined]
    (gimpfu.PDB_STRING, "text", "Text"),  # type: ignore[attr-defined]
    (gimpfu.PDB_INT32, "size", "Size"),  # type: ignore[attr-defined]
]


@pytest.fixture(autouse=True)
def _nothing_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration, "registrations", {})
    monkeypatch.setattr(oldplugins, "main", lambda: None)


def test_a_plug_in_of_a_class_is_registered_and_called() -> None:
    calls: list[Any] = []

    class Mine(oldplugins.plugin):
        def query(self) -> None:
            path = "<Image>/Filters/Mine/_Blur"
            gimp.install_procedure("plug_in_blur", *ABOUT, path, "RGB*", 1, PARAMS, [])
            gimp.menu_register("plug_in_blur", "<Toolbox>/Xtns")

        def plug_in_blur(self, *values: object) -> str:
            calls.append(values)
            return "done"

    Mine().start()
    entry = registration.registrations["plug-in-blur"]
    assert (entry.label, entry.menus) == ("_Blur", ("<Image>/Filters/Mine", "<Image>/Xtns"))
    assert [param.name for param in entry.leading] == ["image", "drawable"]
    assert [(param.name, param.default) for param in entry.params] == [("text", ""), ("size", None)]
    assert entry.function("image", "drawable", "text", 3) == "done"
    mode = fake_gi.RunMode.NONINTERACTIVE
    assert calls == [(mode, "image", "drawable", "text", 3)]


def test_main_of_gimp_calls_its_functions_in_order() -> None:
    order: list[Any] = []

    def query() -> None:
        order.append("query")
        gimp.install_procedure("extension_mine", *ABOUT, None, None, 1, [], [])

    gimp.main(None, lambda: order.append("quit"), query, lambda *given: order.append(given))
    registration.registrations["extension-mine"].function()
    assert order == ["query", "quit", ("extension_mine", (fake_gi.RunMode.NONINTERACTIVE,))]


def test_a_menu_of_nothing_is_an_error() -> None:
    with pytest.raises(error, match="no_such is not registered"):
        gimp.menu_register("no_such", "<Image>/Filters")


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    kept: dict[str, bytes] = {}

    def get(name: str) -> bytes:
        if name not in kept:
            raise error("nothing")
        return kept[name]

    monkeypatch.setattr(gimp, "get_data", get)
    monkeypatch.setattr(gimp, "set_data", kept.__setitem__)
    monkeypatch.setattr(
        gimp, "parasite_detach", lambda name: kept.pop(name.removeprefix(gimp._DATA))
    )
    return kept


def test_values_of_python_are_kept(data: dict[str, bytes]) -> None:
    kept = shelf.shelf
    assert not kept.has_key("mine")
    kept["mine"] = {"size": 3, "names": ["a", "b"]}
    assert kept.has_key("mine")
    assert kept["mine"] == {"size": 3, "names": ["a", "b"]}
    del kept["mine"]
    assert "mine" not in kept
    with pytest.raises(KeyError):
        kept["mine"]


@pytest.mark.usefixtures("data")
def test_objects_are_kept_by_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    native = fake_gi.Image(2, 2)
    known = {native.id: native}
    monkeypatch.setattr(fake_gi.Image, "id_is_valid", known.__contains__, raising=False)
    monkeypatch.setattr(fake_gi.Image, "get_by_id", known.get, raising=False)
    shelf.shelf["image"] = [wrap(native)]
    assert shelf.shelf["image"] == [wrap(native)]
