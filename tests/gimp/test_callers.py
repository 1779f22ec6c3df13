# SPDX-License-Identifier: GPL-3.0-or-later
"""The procedures as others find and call them: menus, Script-Fu, another plug-in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .runner import Gimp
from .sandbox import HOME

PROCEDURES = ["clean", "diagnose", "enhance-selection", "print", "upscale"]


def test_the_procedures_are_in_the_enhance_menu(gimp: Gimp) -> None:
    found = gimp.call("tasks:registered", prefix="plug-in-liif")["procedures"]
    assert sorted(found) == [f"plug-in-liif-{name}" for name in PROCEDURES]
    for each in found.values():
        assert each["menus"] == ["<Image>/Filters/Enhance"]
        assert each["label"].lstrip("_").startswith("LIIF ")
        assert each["arguments"][:3] == ["run-mode", "image", "drawables"]
        assert each["blurb"]
        assert each["help"]


def test_install_py_says_where_the_plug_in_lies(gimp: Gimp, install_output: str) -> None:
    assert f"{gimp.sandbox.inside(gimp.plug_ins)}/liif" in install_output


def test_script_fu_can_call_it(gimp: Gimp, photo: str) -> None:
    out = gimp.sandbox.home / "script-fu.txt"
    gimp.run_batch(
        "plug-in-script-fu-eval",
        f"""
        (let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "{photo}")))
               (drawables (car (gimp-image-get-layers image)))
               (layer (car (plug-in-liif-upscale #:run-mode RUN-NONINTERACTIVE #:image image
                            #:drawables drawables #:scale 2.0)))
               (out (open-output-file "{HOME}/script-fu.txt")))
          (write (list (car (gimp-image-get-width image)) (car (gimp-image-get-height image))
                       (car (gimp-item-get-name layer))) out)
          (close-output-port out))
        """.replace("\n", " "),
    )
    assert out.read_text() == '(300 200 "Background (LIIF 2x)")'


@pytest.fixture
def caller(gimp: Gimp) -> Iterator[None]:
    """A second plug-in, which calls ours."""
    folder = gimp.plug_ins / "liif-caller"
    folder.mkdir()
    shutil.copy(Path(__file__).parent / "inside" / "caller.py", folder / "liif-caller.py")
    (folder / "liif-caller.py").chmod(0o755)
    gimp.sandbox.own(folder)
    yield
    shutil.rmtree(folder)


@pytest.mark.usefixtures("caller")
def test_another_plug_in_can_call_it(gimp: Gimp, photo: str) -> None:
    result = gimp.call(
        "tasks:run",
        photo=photo,
        procedure="plug-in-liif-test-caller",
        arguments={},
    )
    assert result["ok"], result["error"]
    assert result["after"]["width"] == 300
    assert [layer["name"] for layer in result["after"]["layers"]] == [
        "made by the other plug-in",
        "Background",
    ]
