# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of open images as files of a private folder, for what works on files only."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

from gimpfu import error
from gimpfu.introspection import Gimp, Gio

from liif_gimp.words import _

_PREFIX: Final = "liif-images-"
_LOCK: Final = ".lock"
"""Held as long as the folder is in use, so that another run can tell what is left of a killed one.
No batch takes it for a picture, because of the dot."""
_LONGEST: Final = 200
"""Bytes of a name that is made here; file systems take 255, as a rule, and an ending comes."""
_TAKEN: Final = frozenset('<>:"/\\|?*')
"""Signs that some file system does not take in a name."""
_IN_PNG: Final = {
    "U8_NON_LINEAR": "U8_NON_LINEAR",
    "U8_PERCEPTUAL": "U8_NON_LINEAR",
    "U8_LINEAR": "U16_NON_LINEAR",
    "U16_NON_LINEAR": "U16_NON_LINEAR",
    "U16_PERCEPTUAL": "U16_NON_LINEAR",
}
"""The precision, on the curve that networks know, that holds all of an image's. TIFF has room for
any others."""
_IN_TIFF: Final = "FLOAT_NON_LINEAR"
_EXPORTERS: Final[dict[str, tuple[str, dict[str, object]]]] = {
    # Without what would make another file of the same image, and what takes time.
    ".png": ("file-png-export", {"time": False, "bkgd": False, "compression": 1}),
    ".tif": ("file-tiff-export", {}),
}
_OF_BOTH: Final = {
    "include-color-profile": True,
    "include-exif": True,
    "include-xmp": True,
    "include-iptc": True,
    "include-comment": True,
    "include-thumbnail": False,
}


class OpenImages:
    """The folder; use it in a ``with`` block, or close it."""

    def __init__(self) -> None:
        """Raises :class:`gimpfu.error` when there is no room for it."""
        _remove_leftovers()
        try:
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))  # for this user only
            self._lock = (self.folder / _LOCK).open("w")
        except OSError as problem:
            raise _unsaved(problem.strerror) from None
        _claim(self._lock)
        self._stems: dict[tuple[int, Path], str] = {}

    def __enter__(self) -> OpenImages:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove it, with the copies."""
        self._lock.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def save(self, images: Iterable[Gimp.Image], results: Path, *, replace: bool) -> dict[str, int]:
        """Save what these show, in place of all that was saved before.

        Returns the names of the files, and the identities of their images. They are named after
        the images, and without ``replace`` so that no file of another lies in their way in
        ``results``; an image keeps its name. Raises :class:`gimpfu.error`.
        """
        try:
            for path in self.folder.iterdir():
                if path.name != _LOCK:
                    path.unlink()
        except OSError as problem:
            raise _unsaved(problem.strerror) from None
        saved: dict[str, int] = {}
        for image in images:
            copy = image.duplicate()
            try:
                ending = _prepare(copy, name_of(image))
                stem = self._stem(image, results, replace=replace)
                _export(copy, self.folder / f"{stem}{ending}", name_of(image))
            finally:
                copy.delete()
            saved[f"{stem}{ending}"] = image.get_id()
        return saved

    def _stem(self, image: Gimp.Image, results: Path, *, replace: bool) -> str:
        """The name for an image, without an ending; the same as before in the same folder."""
        key = image.get_id(), results
        if key not in self._stems:
            taken = {
                stem.casefold() for (_, folder), stem in self._stems.items() if folder == results
            }
            if not replace:
                taken |= {path.stem.casefold() for path in _listed(results)}
            self._stems[key] = free_stem(name_of(image), taken)
        return self._stems[key]


def name_of(image: Gimp.Image) -> str:
    """That of its file, or the one that GIMP gave it."""
    file = image.get_file() or image.get_imported_file()
    base = None if file is None else file.get_basename()
    # GIMP puts brackets around what has no file.
    return base or image.get_name().strip("[]")


def free_stem(name: str, taken: set[str]) -> str:
    """A name for a file after the ``name`` of an image: without an ending, and none of ``taken``,
    which are in lower case."""
    plain = "".join("_" if each in _TAKEN or not each.isprintable() else each for each in name)
    stem = Path(plain.strip() or "image").stem.lstrip(".") or "image"
    for number in range(1, len(taken) + 2):
        end = "" if number == 1 else f" ({number})"
        short = stem
        while len(os.fsencode(short + end)) > _LONGEST:
            short = short[:-1]
        if (short + end).casefold() not in taken:
            return short + end
    raise AssertionError("one of them is free")


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # it is made later, or told of then
        return []


def _prepare(copy: Gimp.Image, name: str) -> str:
    """Make one layer of what the copy shows, in a depth that a file holds; returns its ending.

    Raises :class:`gimpfu.error`.
    """
    copy.undo_disable()
    if not any(layer.get_visible() for layer in copy.get_layers()):
        told = _("%(name)s shows no layer, and nothing was begun. Take away its tick.")
        raise error(told % {"name": name})
    if copy.get_base_type() == Gimp.ImageBaseType.INDEXED:
        copy.convert_rgb()
    seen = Gimp.Layer.new_from_visible(copy, copy, name)
    for layer in copy.get_layers():
        copy.remove_layer(layer)
    copy.insert_layer(seen, None, 0)
    if _is_opaque(seen):
        seen.flatten()  # as not all formats of results can be transparent
    wanted, ending = _IN_TIFF, ".tif"
    for precision, plain in _IN_PNG.items():
        if copy.get_precision() == getattr(Gimp.Precision, precision):
            wanted, ending = plain, ".png"
    if copy.get_precision() != getattr(Gimp.Precision, wanted):
        copy.convert_precision(getattr(Gimp.Precision, wanted))
    return ending


def _is_opaque(layer: Gimp.Layer) -> bool:
    """Whether all of it is, as finely as 8 bits tell."""
    values = layer.histogram(Gimp.HistogramChannel.ALPHA, 1.0, 1.0)
    _known, _mean, _deviation, _median, pixels, count, _share = values
    return pixels == count


def _export(copy: Gimp.Image, path: Path, name: str) -> None:
    procedure, own = _EXPORTERS[path.suffix]
    exporter = Gimp.get_pdb().lookup_procedure(procedure)
    if exporter is None:  # GIMP can be built, or packaged, without it
        raise _unsaved(_("this GIMP cannot write %(format)s files") % {"format": path.suffix[1:]})
    config = exporter.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    config.set_property("image", copy)
    config.set_property("file", Gio.File.new_for_path(str(path)))
    for each, value in {**_OF_BOTH, **own}.items():
        if config.find_property(each) is not None:  # not all versions have all of them
            config.set_property(each, value)
    if exporter.run(config).index(0) != Gimp.PDBStatusType.SUCCESS:
        raise _unsaved(f"{name}: {Gimp.get_pdb().get_last_error()}")


def _unsaved(reason: object) -> error:
    told = _("the open images could not be saved for LIIF (%(reason)s). Nothing was begun.")
    return error(told % {"reason": reason})


def _remove_leftovers() -> None:
    """Remove folders of runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        # What is not ours cannot be opened, and what is in use not claimed.
        with contextlib.suppress(OSError), (folder / _LOCK).open("r+") as lock:
            if _claim(lock):
                shutil.rmtree(folder, ignore_errors=True)


def _claim(lock: IO[str]) -> bool:
    """Whether the file is ours now, until it is closed; never where a system has no such locks."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
