# SPDX-License-Identifier: GPL-3.0-or-later
"""``file_png_load`` with its kin: a file opened by the procedure of its format.

They took the file's name twice, ``filename, raw_filename``, and some took settings after it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gimpfu.conversion import to_file
from gimpfu.objects import Image
from gimpfu.objects.images import note_file
from gimpfu.oldnames.described import Described
from gimpfu.oldnames.signatures import Signature

if TYPE_CHECKING:
    from gimpfu.procedures import ProcedureDatabase

FORMATS = {
    "file-cel-load": "file-cel-load palette-file",
    "file-fli-load": "file-fli-load from-frame to-frame",
    "file-load-rgbe": "file-rgbe-load",
    "file-pdf-load2": "file-pdf-load password",
    # The resolution mattered where no size was given.
    "file-svg-load": "file-svg-load - width height keep-ratio=0 "
    "paths{no-import,import,import-merged}",
    "file-wmf-load": "file-wmf-load - width height keep-ratio=0",
}
"""Old name: new name, and the signature of what follows the two file names."""

_FORMAT = "^file-.*-load$"
_SIZES = ("width", "height")


class Load(Described):
    """An old procedure that opens a file."""

    def __init__(self, name: str, pdb: ProcedureDatabase) -> None:
        self.proc_name = name
        self.target, _, signature = FORMATS.get(name, name).partition(" ")
        self._procedure = pdb.new(self.target)
        self.signature = Signature(signature)

    def __call__(
        self, filename: str, raw_filename: str = "", *values: object, run_mode: int | None = None
    ) -> object:
        """Raises :class:`gimpfu.errors.error` with the reason when it cannot be opened."""
        file = to_file(filename)
        settings = self.signature.sort(self.proc_name, values).named
        for name in _SIZES:
            if settings.get(name) == 0:
                del settings[name]  # GIMP 2 took it for the size that the file says
        image = self._procedure.call({"file": file, **settings}, run_mode)
        if isinstance(image, Image):
            note_file(image, file)
        return image


def find(name: str, pdb: ProcedureDatabase) -> Callable[..., object] | None:
    """The procedure of an old name, None when it is not one of these."""
    loads = name.startswith("file-") and name in pdb.query(_FORMAT)
    return Load(name, pdb) if loads or name in FORMATS else None
