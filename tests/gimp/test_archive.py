# SPDX-License-Identifier: GPL-3.0-or-later
"""The extension archive of a release, unpacked by GIMP itself."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from liif_core import __version__
from liif_installer.record import EXTENSION
from release.extension import make_extension

from .runner import Gimp
from .sandbox import HOME
from .test_origins import upscaled

OPEN = """
procedure = Gimp.get_pdb().lookup_procedure("file-gex-load")
config = procedure.create_config()
config.set_property("file", Gio.File.new_for_path({path!r}))
result = procedure.run(config)
assert result.index(0) == Gimp.PDBStatusType.SUCCESS, Gimp.get_pdb().get_last_error()
"""


def test_gimp_unpacks_it_and_the_installer_gives_it_an_engine(
    gimp: Gimp, photo: str, tmp_path: Path
) -> None:
    settings = gimp.sandbox.home / "unpacked"
    settings.mkdir()
    archive = make_extension(tmp_path, __version__, 0)
    (settings / archive.name).write_bytes(archive.read_bytes())
    gimp.sandbox.own(settings)
    inside = gimp.sandbox.inside(settings)
    environment = {"GIMP3_DIRECTORY": inside}
    unpacked = replace(gimp, environment=environment)
    unpacked.run_python(OPEN.format(path=f"{inside}/{archive.name}"))
    plugin = settings / "extensions" / EXTENSION / "liif"
    assert os.access(plugin / "liif.py", os.X_OK)

    done = gimp.sandbox.run(
        ["python3", f"{HOME}/checkout/install.py"], timeout=300, environment=environment
    )
    assert done.returncode == 0, done.stdout
    assert (plugin / "install.json").exists()
    # GIMP has written that it is off.
    assert f'(GimpExtension "{EXTENSION}" (active yes))' in done.stdout
    (settings / "extensionrc").write_text(f'(GimpExtension "{EXTENSION}" (active yes))\n')
    gimp.sandbox.own(settings)
    result = upscaled(unpacked, photo)
    assert result["ok"], result["error"]
