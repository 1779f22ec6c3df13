# SPDX-License-Identifier: GPL-3.0-or-later
"""``gimp_file_save`` and ``file_png_save`` with its kin: one drawable written to a file.

GIMP 3 exports whole images, so that a drawable that is not all of its image is first put into
one of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from gimpfu.errors import error
from gimpfu.objects import Drawable, Image, Layer
from gimpfu.oldnames.described import Described
from gimpfu.oldnames.signatures import Signature

if TYPE_CHECKING:
    from gimpfu.procedures import ProcedureDatabase

_JPEG = (
    "quality smoothing optimize progressive - sub-sampling{sub-sampling-2x2,sub-sampling-2x1,"
    "sub-sampling-1x1,sub-sampling-1x2} baseline restart dct{integer,fixed,float}"
)
_PNG = "interlaced compression bkgd - offs phys time"

FORMATS = {
    "file-bmp-save": "file-bmp-export",
    "file-gif-save": "file-gif-export "
    "interlace loop default-delay default-dispose{unspecified,combine,replace}",
    "file-jpeg-save": f"file-jpeg-export {_JPEG}",
    "file-openraster-save": "file-openraster-export",
    "file-pcx-save": "file-pcx-export",
    "file-pgm-save": "file-pgm-export raw{ascii-output,raw-output}",
    "file-png-save": f"file-png-export {_PNG}",
    "file-png-save-defaults": "file-png-export",
    "file-png-save2": f"file-png-export {_PNG} include-comment save-transparent",
    "file-pnm-save": "file-pnm-export raw{ascii-output,raw-output}",
    "file-ppm-save": "file-ppm-export raw{ascii-output,raw-output}",
    "file-psd-save": "file-psd-export - -",
    "file-tga-save": "file-tga-export rle origin{top-left,bottom-left}",
    # GIMP 3 puts a thumbnail into the file, which it opens as a second page.
    "file-tiff-save": "file-tiff-export include-thumbnail=0 "
    "compression{none,lzw,packbits,adobe_deflate,jpeg,ccittfax3,ccittfax4}",
    "file-tiff-save2": "file-tiff-export include-thumbnail=0 "
    "compression{none,lzw,packbits,adobe_deflate,jpeg,ccittfax3,ccittfax4} "
    "save-transparent-pixels",
    "file-webp-save": "file-webp-export preset{default,picture,photo,drawing,icon,text} lossless "
    "quality alpha-quality animation animation-loop minimize-size keyframe-distance include-exif "
    "include-iptc include-xmp default-delay force-delay",
}
"""Old name: new name, and the signature of what follows the two file names."""

_FORMAT = "^file-.*-export$"
_LAYERED = (".xcf", ".xcf.gz", ".xcf.bz2", ".xcf.xz", ".psd", ".ora")
"""What ``gimp_file_save`` wrote with all layers."""
_TIFF = (".tif", ".tiff")
_ANIMATED = ("file-gif-save", "file-webp-save", "file-psd-save", "file-openraster-save")


class Export(Described):
    """An old procedure that writes a file."""

    def __init__(self, name: str, pdb: ProcedureDatabase) -> None:
        self.proc_name = name
        self.target, _, signature = FORMATS.get(name, _target(name)).partition(" ")
        self._procedure = pdb.new(self.target)
        self.signature = Signature(signature)

    def __call__(
        self,
        image: Image,
        drawable: Drawable,
        filename: str,
        raw_filename: str,
        *values: object,
        run_mode: int | None = None,
    ) -> None:
        """Raises :class:`gimpfu.errors.error` with the reason when it cannot be written."""
        settings = self.signature.sort(self.proc_name, values).named
        with _alone(image, drawable, self.proc_name in _ANIMATED) as source:
            self._procedure.call({"image": source, "file": filename, **settings}, run_mode)


def find(name: str, pdb: ProcedureDatabase) -> Callable[..., object] | None:
    """The procedure of an old name, None when it is not one of these."""
    if name == "gimp-file-save":
        return partial(_save, pdb)
    return Export(name, pdb) if name in FORMATS or _target(name) in pdb.query(_FORMAT) else None


def _target(name: str) -> str:
    """What a procedure is called now that has no settings, or none that are known here."""
    return name.removesuffix("-save") + "-export" if name.endswith("-save") else ""


def _save(
    pdb: ProcedureDatabase,
    image: Image,
    drawable: Drawable,
    filename: str,
    raw_filename: str,
    run_mode: int | None = None,
) -> None:
    """Write in the format that the name's ending tells. Raises :class:`gimpfu.errors.error`."""
    if filename.lower().endswith(_TIFF):
        Export("file-tiff-save", pdb)(image, drawable, filename, raw_filename, run_mode=run_mode)
        return
    with _alone(image, drawable, filename.lower().endswith(_LAYERED)) as source:
        pdb.new("gimp-file-save").call({"image": source, "file": filename}, run_mode)


@contextmanager
def _alone(image: Image, drawable: Drawable, with_layers: bool) -> Iterator[Image]:
    """The image, or one of the drawable alone while it is being written.

    Raises :class:`gimpfu.errors.error` for a drawable that is no layer of the image.
    """
    if with_layers or drawable is None or image.layers == [drawable]:
        yield image
        return
    positions = [layer.ID for layer in _all(image.layers)]
    if drawable.ID not in positions:
        raise error(f"{drawable.name} is no layer of the image: only layers can be saved")
    copy = image.duplicate()
    try:
        kept = _all(copy.layers)[positions.index(drawable.ID)]
        copy.do("reorder_item", kept.native, None, 0)
        for layer in copy.layers[1:]:
            copy.remove_layer(layer)
        kept.visible, kept.opacity = True, 100.0
        x, y = kept.offsets
        copy.resize(kept.width, kept.height, -x, -y)
        yield copy
    finally:
        copy.do("delete")


def _all(layers: Sequence[Layer]) -> list[Layer]:
    """The layers with those in groups."""
    return [each for layer in layers for each in (layer, *_all(getattr(layer, "layers", ())))]
