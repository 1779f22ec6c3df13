# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters > Repeat: what could do harm on another image is not taken over from the last one."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import gimpfu
import pytest
from gimpfu import arguments, plugin, registration
from gimpfu.params import PATHS, Param
from liif_gimp import smallest_jpeg

from . import fake_gi
from .test_bindings import Config, Procedure, Status, Values
from .test_procedures import Procedures, liif

__all__ = ["liif"]

# What they are given here are stand-ins for GIMP's classes.
_RUN: Any = plugin._run
_DECLARE: Any = arguments.declare
_FREE_NAME: Any = smallest_jpeg.free_name
REPEAT = fake_gi.RunMode.WITH_LAST_VALS
SIZE = (gimpfu.PF_INT, "size", "Size", 1)
FILE = (gimpfu.PF_FILENAME, "file", "File", None)
FOLDER = (gimpfu.PF_DIRNAME, "folder", "Folder", None)


class Dialog:
    """Stands for the dialog; notes that it was shown, and answers with a file."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, screen: bool) -> None:
        self.shown = 0
        self.answer = True
        module: Any = ModuleType("gimpfu.dialog")
        module.ask = self._ask
        module.can_ask = lambda: screen
        monkeypatch.setitem(sys.modules, "gimpfu.dialog", module)
        monkeypatch.setattr(gimpfu, "dialog", module, raising=False)

    def _ask(self, _procedure: object, config: Config, *_others: object) -> bool:
        self.shown += 1
        config["file"] = fake_gi.File("/of/this/image.png")
        return self.answer


@pytest.fixture
def dialog(monkeypatch: pytest.MonkeyPatch) -> Dialog:
    return Dialog(monkeypatch, screen=True)


@pytest.fixture(autouse=True)
def _no_registrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gimpfu.registration.registrations", {})
    monkeypatch.setattr(plugin, "registrations", registration.registrations)


def register(*params: Any, **more: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
    """A script on an image; the values that its function gets, call by call."""
    calls: list[tuple[Any, ...]] = []
    texts = ("blurb", "help", "author", "copyright", "2026", "_Test…", "*")
    image = (gimpfu.PF_IMAGE, "image", "Image", None)
    function = lambda *values: calls.append(values[1:])  # noqa: E731
    gimpfu.register(
        "plug-in-test", *texts, (image, *params), (), function, "<Image>/Filters", **more
    )
    return calls


def repeat(**values: Any) -> Values:  # noqa: ANN401
    config = Config(values)
    answer: Values = _RUN(Procedure("plug-in-test"), REPEAT, "image", [], config, None)
    return answer


@pytest.mark.parametrize("path", [FILE, FOLDER])
def test_a_script_with_a_file_is_repeated_by_its_dialog(dialog: Dialog, path: Any) -> None:  # noqa: ANN401
    calls = register(SIZE, path)
    last = fake_gi.File("/of/another/image.png")
    answer = repeat(size=3, file=last, folder=last)
    assert answer[0] == Status.SUCCESS
    assert dialog.shown == 1
    expected = "/of/this/image.png" if path is FILE else "/of/another/image.png"
    assert calls == [(3, expected)]

    dialog.answer = False
    assert repeat(size=3, file=last, folder=last)[0] == Status.CANCEL
    assert len(calls) == 1


def test_other_scripts_are_repeated_as_ever(dialog: Dialog) -> None:
    calls = register(SIZE)
    assert repeat(size=3)[0] == Status.SUCCESS
    assert (calls, dialog.shown) == ([(3,)], 0)


def test_without_a_screen_a_file_must_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = Dialog(monkeypatch, screen=False)
    calls = register(FILE)
    status, message = repeat(file=fake_gi.File("/of/another/image.png"))
    assert status == Status.CALLING_ERROR
    assert "a file is chosen anew" in message
    assert (calls, dialog.shown) == ([], 0)


def test_a_script_may_say_how_it_is_repeated(dialog: Dialog) -> None:
    again: list[tuple[Any, ...]] = []
    calls = register(FILE, forgotten=("file",), repeated=lambda *values: again.append(values))
    assert repeat(file=None)[0] == Status.SUCCESS
    assert (calls, again, dialog.shown) == ([], [("image", "")], 0)


def test_what_is_forgotten_is_kept_out_of_gimp_s_settings() -> None:
    def flags(**changes: Any) -> list[int]:  # noqa: ANN401
        found = []
        for entry in (SIZE, FILE, (gimpfu.PF_BOOL, "replace", "Replace", False)):
            procedure = Procedure("plug-in-test")
            param = Param.parse(entry)
            _DECLARE(procedure, Param(**{**vars(param), **changes}))
            found += [declared[-1] for declared in procedure.declared]
        return found

    assert flags() == [fake_gi.ParamFlags.READWRITE] * 3
    assert flags(forgotten=True) == [fake_gi.ParamFlags(3 | fake_gi.DONT_SERIALIZE)] * 3


def test_nothing_that_our_procedures_remember_reaches_beyond_the_image(liif: Procedures) -> None:
    """All else that they remember makes a new layer, which Undo takes back."""
    assert liif
    for each in registration.registrations.values():
        remembered = {param.name for param in each.params if not param.forgotten}
        if each.name == "plug-in-liif-folder":
            # It is about files and no image. People see in its dialog what it remembers, also when
            # it is repeated; but leave to replace files is given anew.
            assert each.asks_anew
            assert "present" not in remembered
            continue
        paths = {param.name for param in each.params if param.kind in PATHS}
        assert not remembered & (paths | {"overwrite"}), each.name
        assert remembered <= {
            *("scale", "keep-print-size", "seamless", "masks", "model", "strength", "refocus"),
            *("detail", "device", "polite", "evidence", "noise", "blur", "haze", "width", "height"),
            *("unit", "ppi", "shape", "turn", "sharpen", "similarity", "metadata"),
        }, f"{each.name}: may this be taken over to another image?"
        assert not each.asks_anew


def test_a_repeated_export_goes_to_a_new_file_of_that_image(
    liif: Procedures, monkeypatch: pytest.MonkeyPatch, console: fake_gi.Console, tmp_path: Path
) -> None:
    image = fake_gi.Image(4, 3)
    image.imported = str(tmp_path / "other.png")
    (tmp_path / "other.jpg").write_bytes(b"kept")
    written: list[tuple[Any, ...]] = []
    flat, said = SimpleNamespace(), {"quality": 80, "similarity": 0.99}
    monkeypatch.setattr(smallest_jpeg.Flat, "of", lambda _image: flat)
    monkeypatch.setattr(smallest_jpeg, "find", lambda *_: said)

    def write(_image: object, _flat: object, path: Path, _said: object, **how: object) -> int:
        written.append((path, how))
        return 12_345

    monkeypatch.setattr(smallest_jpeg, "write", write)
    # Whatever an older version of the plug-in had left in GIMP's settings.
    last = (str(tmp_path / "first.jpg"), True)
    assert liif.run_export_again(image, 0.99, True, *last) == (80, 12_345, 0.99)
    assert written == [(tmp_path / "other-2.jpg", {"metadata": True, "overwrite": False})]
    (message,) = console.messages
    assert str(tmp_path / "other-2.jpg") in message
    assert "12 kB" in message


def test_a_free_name_is_one_that_the_disk_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = fake_gi.Image(4, 3)
    image.imported = str(tmp_path / ("ü" * 125 + ".png"))
    for number in ("", "-2", "-3"):
        path = _FREE_NAME(image)
        assert path.name.endswith(f"ü{number}.jpg")
        path.write_bytes(b"")
    link = tmp_path / "link.jpg"
    link.symlink_to(tmp_path / "nowhere")
    image.imported = str(tmp_path / "link.xcf")
    assert _FREE_NAME(image).name == "link-2.jpg"
    monkeypatch.setenv("HOME", str(tmp_path))
    image.imported = ""
    assert _FREE_NAME(image) == tmp_path / "Untitled.jpg"
