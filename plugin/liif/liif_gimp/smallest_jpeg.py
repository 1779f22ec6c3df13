# SPDX-License-Identifier: GPL-3.0-or-later
"""An image as the smallest JPEG that still looks like it.

The engine finds the quality by trying; GIMP's own exporter, which makes the same of the same
pixels, writes the file, with all that belongs to the image.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gimpfu import error
from gimpfu.introspection import Gimp, Gio

from liif_gimp import pixels
from liif_gimp.engine import Engine
from liif_gimp.geometry import Rectangle, Size
from liif_gimp.jobs import Job, JobError
from liif_gimp.pixels import Layout
from liif_gimp.words import _, short

ENDINGS = (".jpg", ".jpeg")
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
            with mmap.mmap(-1, size.width * size.height * layout.pixel_bytes) as memory:
                pixels.read(layer, Rectangle(0, 0, *size), layout, memory)
                return cls(layout, size, memory[:])

    def job(self, similarity: float) -> Job:
        """The question how small it can be. Raises :class:`gimpfu.error`."""
        try:
            return Job(
                source_width=self.size.width,
                source_height=self.size.height,
                channels=self.layout.channels,
                sample=self.layout.sample,
                grid_width=self.size.width,
                grid_height=self.size.height,
                x=0,
                y=0,
                width=self.size.width,
                height=self.size.height,
                # Stands for the pixels until they have a place: other pixels, another question.
                pixels=hashlib.sha256(self.data).hexdigest(),
                task="jpeg",
                similarity=similarity,
            )
        except JobError as problem:
            raise error(_("%(problem)s. Nothing was changed.") % {"problem": problem}) from None

    def load(self, memory: mmap.mmap) -> Iterator[object]:
        """Put the pixels into the pixel file, in short steps."""
        for position in range(0, len(self.data), _STEP):
            part = self.data[position : position + _STEP]
            memory[position : position + len(part)] = part
            yield position


def free(file: str, *, overwrite: bool) -> Path:
    """The file to write. Raises :class:`gimpfu.error` when there should be another."""
    path = Path(file)
    if not file:
        raise error(_("there is no file to write to. Choose one."))
    if path.suffix.lower() not in ENDINGS:
        raise error(_('"%(file)s" is no JPEG. Let the name end in .jpg.') % {"file": path.name})
    if path.is_dir() or (not overwrite and os.path.lexists(path)):
        raise error(
            _('"%(file)s" is there already and was kept. Choose another name, or replace it.')
            % {"file": path.name}
        )
    return path


def find(engine: Engine, flat: Flat, similarity: float) -> dict[str, Any]:
    """How it is made: the last message of the worker. Raises :class:`gimpfu.error`."""
    return engine.answer(flat.job(similarity), flat.load, _("LIIF: looking for the quality"))


def write(
    image: Gimp.Image, flat: Flat, path: Path, said: dict[str, Any], *, metadata: bool
) -> int:
    """Write the file as :func:`find` said of ``flat``; returns its size in bytes.

    With ``metadata`` it gets the image's EXIF, XMP and IPTC data and its comment.

    Raises :class:`gimpfu.error`, with a file that was there as it was.
    """
    try:
        descriptor, name = tempfile.mkstemp(".jpg", f".{path.stem}-", path.parent)
    except OSError as problem:
        raise _unwritten(path, problem.strerror) from None
    os.close(descriptor)
    staged = Path(name)
    try:
        if Flat.of(image) != flat:
            raise error(_("the image was changed meanwhile. Nothing was written; run it again."))
        with _flattened(image) as (copy, _layer):
            _export(copy, staged, path, said, metadata)
        # The exporter's file has the rights of a private one.
        staged.chmod(0o666 & ~_umask())
        size = staged.stat().st_size
        staged.replace(path)
    except OSError as problem:
        raise _unwritten(path, problem.strerror) from None
    finally:
        with contextlib.suppress(FileNotFoundError):
            staged.unlink()
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


def _umask() -> int:
    """Which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
