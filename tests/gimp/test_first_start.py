# SPDX-License-Identifier: GPL-3.0-or-later
"""What people had set in an older GIMP is there after LIIF was installed for the next one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .rootfs import Root
from .runner import Gimp
from .sandbox import HOME, Sandbox

OLDER = {"3.0": "2.10", "3.2": "3.0"}
PROCEDURES = {
    f"plug-in-liif-{name}"
    for name in (
        "upscale",
        "enhance-selection",
        "clean",
        "restore",
        "print",
        "diagnose",
        "export",
        "folder",
    )
}
BRUSHES = 'print("BRUSHES", [each.get_name() for each in Gimp.brushes_get_list("Of before")])'


@pytest.fixture
def fresh(root: Root, sandbox: Sandbox, install_output: str, tmp_path: Path) -> Iterator[Gimp]:
    """Another user, who has settings of an older GIMP and has never started this one.

    The engine is the one of the first user, so that it need not be downloaded again.
    """
    assert install_output
    other = Sandbox(root, tmp_path / "home")
    older = other.home / ".config" / "GIMP" / OLDER[root.gimp_version]
    (older / "brushes").mkdir(parents=True)
    (older / "gimprc").write_text("(undo-levels 77)\n(default-image\n    (width 777))\n")
    brush = next((root.path / "usr/share/gimp").rglob("*.vbr"))
    text = brush.read_text("utf-8").splitlines()
    text[2] = "Of before"
    (older / "brushes" / "before.vbr").write_text("\n".join(text) + "\n")
    for name in (".local/share/liif-for-gimp", "checkout"):
        shutil.copytree(sandbox.home / name, other.home / name, symlinks=True)
    other.own(other.home)
    yield Gimp(other)
    shutil.rmtree(other.home)


def installer(gimp: Gimp, *options: str) -> str:
    done = gimp.sandbox.run(["python3", f"{HOME}/checkout/install.py", *options], timeout=600)
    assert done.returncode == 0, done.stdout
    return " ".join(done.stdout.split())


def with_data(gimp: Gimp, code: str) -> str:
    """What code prints in a GIMP that has loaded its brushes, which other tests do without."""
    program = f"gimp-console-{gimp.sandbox.root.gimp_version}"
    command = [program, "-i", "--quit", "--batch-interpreter", "python-fu-eval", "-b", code]
    return gimp.sandbox.run(command).stdout


def procedures(gimp: Gimp) -> set[str]:
    return set(gimp.call("tasks:registered", prefix="plug-in-liif-")["procedures"])


def test_the_settings_of_before_are_taken_over_and_the_plug_in_is_there(fresh: Gimp) -> None:
    version = fresh.sandbox.root.gimp_version
    said = installer(fresh)
    assert f"to take over your settings of GIMP {OLDER[version]}" in said
    gimprc = (fresh.profile / "gimprc").read_text()
    assert "(undo-levels 77)" in gimprc
    assert "(width 777)" in gimprc
    # The person has not seen it yet: GIMP shall welcome them.
    assert "config-version" not in gimprc
    assert (fresh.profile / "brushes" / "before.vbr").exists()
    assert procedures(fresh) == PROCEDURES
    assert "BRUSHES ['Of before']" in with_data(fresh, BRUSHES)
    assert "started once" not in installer(fresh)


def test_what_gimp_copied_by_itself_goes_as_well(fresh: Gimp) -> None:
    if fresh.sandbox.root.gimp_version == "3.0":
        pytest.skip("GIMP 3.0 takes over no plug-ins: those of GIMP 2 do not work in it")
    installer(fresh)
    shutil.rmtree(fresh.profile)
    # Starts it, which takes over the settings of 3.0.
    assert procedures(fresh) == PROCEDURES
    assert (fresh.plug_ins / "liif").is_dir()
    kept = fresh.profile / "plug-in-settings" / "GimpProcedureConfigRun-plug-in-liif-export.last"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("(similarity 0.75)\n")
    fresh.sandbox.own(fresh.profile)
    installer(fresh, "--uninstall")
    for profile in (fresh.profile, fresh.profile.with_name("3.0")):
        assert not list(profile.rglob("*liif*"))
    assert procedures(fresh) == set()
