# SPDX-License-Identifier: GPL-3.0-or-later
"""An image as the smallest JPEG that still looks like it.

The engine finds the quality by trying; GIMP's own exporter, which makes the same of the same
pixels, writes the file, with all that belongs to the image.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gimpfu import error
from gimpfu.introspection import Gimp, Gio, GLib

from liif_core.atomic import replacing
from liif_core.request.layout import Layout as PixelLayout
from liif_core.request.questions import SmallestJpeg
from liif_core.request.rules import RequestError
from liif_core.request.wire import Job
from liif_gimp import pixels
from liif_gimp.engine import Engine
from liif_gimp.geometry import Rectangle, Size
from liif_gimp.pixelfile import PixelFile
from liif_gimp.pixels import Layout
from liif_gimp.whole_jpeg import check_whole
from liif_gimp.words import _, short

ENDINGS = (".jpg", ".jpeg")
_LONGEST = 250
"""Bytes of a name that is made here; file systems take 255, as a rule."""
_STEP = 1 << 22
"""Bytes that are copied at once, while a dialog waits."""


@dataclass(frozen=True)
class Flat:
    """The pixels of an image as a JPEG holds them: 8 bits, nothing transparent."""

    layout: Layout
    size: Size
    data: bytes

    @classmethod
    def of(cls, image: Gimp.Image) -> Flat:
        """Raises :class:`gimpfu.error` when the image shows nothing."""
        with _flattened(image) as (copy, layer):
            layout = pixels.layout_of(copy, layer)
            size = Size(layer.get_width(), layer.get_height())
            with PixelFile(size.width * size.height * layout.pixel_bytes) as file:
                pixels.read(layer, Rectangle(0, 0, *size), layout, file)
                return cls(layout, size, file.map[:])

    def job(self, similarity: float) -> Job:
        """The question how small it can be. Raises :class:`gimpfu.error`."""
        try:
            return Job(
                PixelLayout(*self.size, self.layout.channels, self.layout.sample),
                SmallestJpeg(similarity),
                # Stands for the pixels until they have a place: other pixels, another question.
                hashlib.sha256(self.data).hexdigest(),
            )
        except RequestError as problem:
            raise error(_("%(problem)s. Nothing was changed.") % {"problem": problem}) from None

    def load(self, file: PixelFile) -> Iterator[object]:
        """Put the pixels into the pixel file, in short steps."""
        file.begin((self.size, self.layout))
        for position in range(0, len(self.data), _STEP):
            file.put(position, self.data[position : position + _STEP])
            yield position


def free(file: str, *, overwrite: bool) -> Path:
    """The file to write. Raises :class:`gimpfu.error` when there should be another."""
    path = Path(file)
    if not file:
        raise error(_("there is no file to write to. Choose one."))
    if path.suffix.lower() not in ENDINGS:
        raise error(_('"%(file)s" is no JPEG. Let the name end in .jpg.') % {"file": path.name})
    if path.is_dir() or (not overwrite and os.path.lexists(path)):
        raise _taken(path)
    return path


def local(file: Gio.File | None) -> Path | None:
    """Where a file lies on this computer."""
    path = None if file is None else file.get_path()
    return None if path is None else Path(path)


def free_name(image: Gimp.Image) -> Path:
    """Of a file that is not there, beside the image's own or among the user's pictures."""
    own = local(image.get_file() or image.get_imported_file())
    if own is None:
        pictures = GLib.get_user_special_dir(GLib.UserDirectory.DIRECTORY_PICTURES)
        own = Path(pictures or Path.home()) / image.get_name().strip("[]")
    for number in itertools.count(1):
        ending = ENDINGS[0] if number == 1 else f"-{number}{ENDINGS[0]}"
        stem = own.stem
        while len(os.fsencode(stem + ending)) > _LONGEST:
            stem = stem[:-1]
        path = own.with_name(stem + ending)
        if not os.path.lexists(path):
            return path
    raise AssertionError("numbers have no end")


def find(engine: Engine, flat: Flat, similarity: float) -> dict[str, Any]:
    """How it is made: the last message of the worker. Raises :class:`gimpfu.error`."""
    return engine.answer(flat.job(similarity), flat.load, _("LIIF: looking for the quality"))


def write(
    image: Gimp.Image,
    flat: Flat,
    path: Path,
    said: dict[str, Any],
    *,
    metadata: bool,
    overwrite: bool,
) -> int:
    """Write the file as :func:`find` said of ``flat``; returns its size in bytes.

    With ``metadata`` it gets the image's EXIF, XMP and IPTC data and its comment. A file that is
    there is replaced only to ``overwrite`` it, and by one that is whole and on the disk.

    Raises :class:`gimpfu.error`, with a file that was there as it was.
    """
    try:
        with replacing(path, overwrite=overwrite) as staged:
            if Flat.of(image) != flat:
                raise error(
                    _("the image was changed meanwhile. Nothing was written; run it again.")
                )
            with _flattened(image) as (copy, _layer):
                _export(copy, staged, path, said, metadata)
            _check(staged, path, flat.size)
            size = staged.stat().st_size
    except FileExistsError:
        raise _taken(path) from None
    except OSError as problem:
        raise _unwritten(path, problem.strerror) from None
    return size


def readable(size: int) -> str:
    """Bytes for people."""
    return f"{short(size / 1e6)} MB" if size >= 1e6 else f"{short(size / 1e3)} kB"


def _export(
    image: Gimp.Image, staged: Path, path: Path, said: dict[str, Any], metadata: bool
) -> None:
    exporter = Gimp.get_pdb().lookup_procedure("file-jpeg-export")
    if exporter is None:  # GIMP can be built, or packaged, without it
        raise _unwritten(path, _("this GIMP cannot write JPEG files"))
    config = exporter.create_config()
    values = {
        "run-mode": Gimp.RunMode.NONINTERACTIVE,
        "image": image,
        "file": Gio.File.new_for_path(str(staged)),
        "quality": said["quality"] / 100,
        "sub-sampling": "sub-sampling-2x2" if said["subsampled"] else "sub-sampling-1x1",
        "smoothing": 0.0,
        "dct": "integer",
        "progressive": True,
        "optimize": True,
        "baseline": True,
        "include-exif": metadata,
        "include-iptc": metadata,
        "include-xmp": metadata,
        "include-comment": metadata,
        "include-color-profile": True,
        # Made of the picture before, and a good part of a small file.
        "include-thumbnail": False,
    }
    for name, value in values.items():
        config.set_property(name, value)
    if exporter.run(config).index(0) != Gimp.PDBStatusType.SUCCESS:
        raise _unwritten(path, Gimp.get_pdb().get_last_error())


def _check(staged: Path, path: Path, size: Size) -> None:
    """Raise :class:`gimpfu.error` unless the exporter's file is whole: a full disk goes unseen."""
    try:
        check_whole(staged)
        loaded = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(str(staged)))
    except (ValueError, GLib.Error):
        loaded = None
    if loaded is None:
        raise _unwritten(path, _("the file came out cut off; perhaps the disk is full"))
    # Where the metadata say so, GIMP has turned it.
    shown = {loaded.get_width(), loaded.get_height()}
    loaded.delete()
    if shown != set(size):
        raise _unwritten(path, _("the file came out cut off; perhaps the disk is full"))


def _taken(path: Path) -> error:
    return error(
        _('"%(file)s" is there already and was kept. Choose another name, or replace it.')
        % {"file": path.name}
    )


def _unwritten(path: Path, reason: object) -> error:
    why = _('"%(file)s" could not be written: %(reason)s. What was there was kept.')
    return error(why % {"file": path.name, "reason": reason})


@contextmanager
def _flattened(image: Gimp.Image) -> Iterator[tuple[Gimp.Image, Gimp.Layer]]:
    """A copy of the image with one layer, as a JPEG takes it; for a moment."""
    if not any(layer.get_visible() for layer in image.get_layers()):
        raise error(_("the image shows no layer. Nothing was written."))
    copy = image.duplicate()
    try:
        copy.undo_disable()
        layer = copy.flatten()
        if copy.get_base_type() == Gimp.ImageBaseType.INDEXED:
            copy.convert_rgb()
        if copy.get_precision() != Gimp.Precision.U8_NON_LINEAR:
            copy.convert_precision(Gimp.Precision.U8_NON_LINEAR)
        yield copy, layer
    finally:
        copy.delete()
