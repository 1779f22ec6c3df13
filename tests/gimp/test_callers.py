# SPDX-License-Identifier: GPL-3.0-or-later
"""The procedures as others find and call them: menus, Script-Fu, another plug-in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from .runner import CHECKOUT, Gimp, GimpFailedError
from .sandbox import HOME

EXAMPLE = CHECKOUT / "plugin" / "examples" / "folder.py"
PROCEDURES = [
    "clean", "diagnose", "enhance-selection", "export", "folder", "print", "restore", "upscale",
]  # fmt: skip
MENUS = {
    "plug-in-liif-export": "<Image>/File/[Export]",
    "plug-in-liif-folder": "<Image>/File/[Export]",
}


def test_the_procedures_are_in_their_menus(gimp: Gimp) -> None:
    found = gimp.call("tasks:registered", prefix="plug-in-liif")["procedures"]
    assert sorted(found) == [f"plug-in-liif-{name}" for name in PROCEDURES]
    for name, each in found.items():
        assert each["menus"] == [MENUS.get(name, "<Image>/Filters/Enhance")]
        assert each["label"].lstrip("_").startswith("LIIF ")
        of_image = [] if name == "plug-in-liif-folder" else ["image", "drawables"]
        assert each["arguments"][: 1 + len(of_image)] == ["run-mode", *of_image]
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


def test_the_example_enlarges_a_folder_without_a_window(gimp: Gimp, photo: str) -> None:
    folder = gimp.new_folder()
    for name in ("in", "out"):
        (folder / name).mkdir()
    for name in ("a.jpg", "b ü.jpg"):
        shutil.copy(gimp.sandbox.home / "photo.jpg", folder / "in" / name)
    (folder / "in" / "c.png").touch()  # no JPEG: left out
    gimp.sandbox.own(folder)
    inside = gimp.sandbox.inside(folder)
    places = {"PHOTOS": f"{inside}/in", "LARGE": f"{inside}/out"}
    # As its head says, and with no more than it has itself.
    code = EXAMPLE.read_text("utf-8")
    batch = replace(gimp, environment={**gimp.environment, **places})
    batch.run_batch("python-fu-eval", f"exec({code!r})")
    made = sorted((folder / "out").iterdir())
    assert [path.name for path in made] == ["a.jpg", "b ü.jpg"]
    for path in made:
        with Image.open(path) as large:
            assert large.size == (300, 200)
    (folder / "in" / "b ü.jpg").write_bytes(b"no picture")
    with pytest.raises(GimpFailedError, match="status"):
        batch.run_batch("python-fu-eval", f"exec({code!r})")


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
