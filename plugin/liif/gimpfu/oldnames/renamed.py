# SPDX-License-Identifier: GPL-3.0-or-later
"""Procedures of GIMP 2 that GIMP 3 has under another name or with other arguments.

A procedure that is not listed is called under its own name; that one brush, file or drawable is
an object or a list now, and that lists had their length before them, is the matter of
:mod:`gimpfu.conversion`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gimpfu import context
from gimpfu.oldnames.described import Described
from gimpfu.oldnames.signatures import Arguments, Signature

if TYPE_CHECKING:
    from gimpfu.procedures import Params, ProcedureDatabase

_DIRECTION = "@transform-direction @interpolation - - @transform-resize"
"""How the transformations of GIMP 2.4 ended: ``supersample`` and ``recursion`` are gone."""
_DEFAULT = "- @transform-resize @interpolation=2"
"""How their shorter forms ended. Whether to interpolate at all was asked, and nobody said no."""
_MATRIX = " ".join(f"coeff-{row}-{column}" for row in range(3) for column in range(3))
_FEATHER = "operation @antialias @feather @feather-radius"

NAMES = {
    # Only the name changed.
    "gimp-brushes-get-opacity": "gimp-context-get-opacity",
    "gimp-brushes-get-paint-mode": "gimp-context-get-paint-mode",
    "gimp-brushes-get-brush": "gimp-context-get-brush",
    "gimp-brushes-list": "gimp-brushes-get-list",
    "gimp-brushes-set-brush": "gimp-context-set-brush",
    "gimp-brushes-set-opacity": "gimp-context-set-opacity",
    "gimp-brushes-set-paint-mode": "gimp-context-set-paint-mode",
    "gimp-buffers-get-list": "gimp-buffers-get-name-list",
    "gimp-channel-delete": "gimp-item-delete",
    "gimp-channel-get-name": "gimp-item-get-name",
    "gimp-channel-get-tattoo": "gimp-item-get-tattoo",
    "gimp-channel-get-visible": "gimp-item-get-visible",
    "gimp-channel-ops-duplicate": "gimp-image-duplicate",
    "gimp-channel-set-name": "gimp-item-set-name",
    "gimp-channel-set-tattoo": "gimp-item-set-tattoo",
    "gimp-channel-set-visible": "gimp-item-set-visible",
    "gimp-color-balance": "gimp-drawable-color-balance",
    "gimp-color-picker": "gimp-image-pick-color",
    "gimp-colorize": "gimp-drawable-colorize-hsl",
    "gimp-context-get-dynamics": "gimp-context-get-dynamics-name",
    "gimp-context-set-dynamics": "gimp-context-set-dynamics-name",
    "gimp-convert-grayscale": "gimp-image-convert-grayscale",
    "gimp-convert-indexed": "gimp-image-convert-indexed",
    "gimp-convert-rgb": "gimp-image-convert-rgb",
    "gimp-crop": "gimp-image-crop",
    "gimp-desaturate-full": "gimp-drawable-desaturate",
    "gimp-display-is-valid": "gimp-display-id-is-valid",
    "gimp-drawable-bpp": "gimp-drawable-get-bpp",
    "gimp-drawable-bytes": "gimp-drawable-get-bpp",
    "gimp-drawable-delete": "gimp-item-delete",
    "gimp-drawable-get-image": "gimp-item-get-image",
    "gimp-drawable-get-name": "gimp-item-get-name",
    "gimp-drawable-get-tattoo": "gimp-item-get-tattoo",
    "gimp-drawable-get-visible": "gimp-item-get-visible",
    "gimp-drawable-height": "gimp-drawable-get-height",
    "gimp-drawable-image": "gimp-item-get-image",
    "gimp-drawable-is-channel": "gimp-item-id-is-channel",
    "gimp-drawable-is-layer": "gimp-item-id-is-layer",
    "gimp-drawable-is-layer-mask": "gimp-item-id-is-layer-mask",
    "gimp-drawable-is-text-layer": "gimp-item-id-is-text-layer",
    "gimp-drawable-is-valid": "gimp-item-id-is-valid",
    "gimp-drawable-offsets": "gimp-drawable-get-offsets",
    "gimp-drawable-parasite-attach": "gimp-item-attach-parasite",
    "gimp-drawable-parasite-detach": "gimp-item-detach-parasite",
    "gimp-drawable-parasite-find": "gimp-item-get-parasite",
    "gimp-drawable-parasite-list": "gimp-item-get-parasite-list",
    "gimp-drawable-set-name": "gimp-item-set-name",
    "gimp-drawable-set-tattoo": "gimp-item-set-tattoo",
    "gimp-drawable-set-visible": "gimp-item-set-visible",
    "gimp-drawable-width": "gimp-drawable-get-width",
    "gimp-dynamics-get-list": "gimp-dynamics-get-name-list",
    "gimp-edit-clear": "gimp-drawable-edit-clear",
    "gimp-edit-fill": "gimp-drawable-edit-fill",
    "gimp-edit-named-paste-as-new": "gimp-edit-named-paste-as-new-image",
    "gimp-edit-paste-as-new": "gimp-edit-paste-as-new-image",
    "gimp-edit-stroke": "gimp-drawable-edit-stroke-selection",
    "gimp-edit-stroke-vectors": "gimp-drawable-edit-stroke-item",
    "gimp-equalize": "gimp-drawable-equalize",
    "gimp-gradients-get-active": "gimp-context-get-gradient",
    "gimp-gradients-get-gradient": "gimp-context-get-gradient",
    "gimp-gradients-set-active": "gimp-context-set-gradient",
    "gimp-gradients-set-gradient": "gimp-context-set-gradient",
    "gimp-hue-saturation": "gimp-drawable-hue-saturation",
    "gimp-image-base-type": "gimp-image-get-base-type",
    "gimp-image-floating-selection": "gimp-image-get-floating-sel",
    "gimp-image-freeze-vectors": "gimp-image-freeze-paths",
    "gimp-image-get-channel-position": "gimp-image-get-item-position",
    "gimp-image-get-layer-position": "gimp-image-get-item-position",
    "gimp-image-get-vectors": "gimp-image-get-paths",
    "gimp-image-get-vectors-position": "gimp-image-get-item-position",
    "gimp-image-height": "gimp-image-get-height",
    "gimp-image-is-valid": "gimp-image-id-is-valid",
    "gimp-image-list": "gimp-get-images",
    "gimp-image-lower-channel": "gimp-image-lower-item",
    "gimp-image-lower-layer": "gimp-image-lower-item",
    "gimp-image-lower-layer-to-bottom": "gimp-image-lower-item-to-bottom",
    "gimp-image-lower-vectors": "gimp-image-lower-item",
    "gimp-image-lower-vectors-to-bottom": "gimp-image-lower-item-to-bottom",
    "gimp-image-merge-layer-group": "gimp-group-layer-merge - group-layer",
    "gimp-image-parasite-attach": "gimp-image-attach-parasite",
    "gimp-image-parasite-detach": "gimp-image-detach-parasite",
    "gimp-image-parasite-find": "gimp-image-get-parasite",
    "gimp-image-parasite-list": "gimp-image-get-parasite-list",
    "gimp-image-raise-channel": "gimp-image-raise-item",
    "gimp-image-raise-layer": "gimp-image-raise-item",
    "gimp-image-raise-layer-to-top": "gimp-image-raise-item-to-top",
    "gimp-image-raise-vectors": "gimp-image-raise-item",
    "gimp-image-raise-vectors-to-top": "gimp-image-raise-item-to-top",
    "gimp-image-thaw-vectors": "gimp-image-thaw-paths",
    "gimp-image-width": "gimp-image-get-width",
    "gimp-invert": "gimp-drawable-invert",
    "gimp-item-is-channel": "gimp-item-id-is-channel",
    "gimp-item-is-drawable": "gimp-item-id-is-drawable",
    "gimp-item-is-layer": "gimp-item-id-is-layer",
    "gimp-item-is-layer-mask": "gimp-item-id-is-layer-mask",
    "gimp-item-is-selection": "gimp-item-id-is-selection",
    "gimp-item-is-text-layer": "gimp-item-id-is-text-layer",
    "gimp-item-is-valid": "gimp-item-id-is-valid",
    "gimp-item-is-vectors": "gimp-item-id-is-path",
    "gimp-layer-delete": "gimp-item-delete",
    "gimp-layer-get-name": "gimp-item-get-name",
    "gimp-layer-get-preserve-trans": "gimp-layer-get-lock-alpha",
    "gimp-layer-get-tattoo": "gimp-item-get-tattoo",
    "gimp-layer-get-visible": "gimp-item-get-visible",
    "gimp-layer-mask": "gimp-layer-get-mask",
    "gimp-layer-set-name": "gimp-item-set-name",
    "gimp-layer-set-preserve-trans": "gimp-layer-set-lock-alpha",
    "gimp-layer-set-tattoo": "gimp-item-set-tattoo",
    "gimp-layer-set-visible": "gimp-item-set-visible",
    "gimp-levels-auto": "gimp-drawable-levels-stretch",
    "gimp-levels-stretch": "gimp-drawable-levels-stretch",
    "gimp-palette-entry-get-color": "gimp-palette-get-entry-color",
    "gimp-palette-entry-get-name": "gimp-palette-get-entry-name",
    "gimp-palette-entry-set-color": "gimp-palette-set-entry-color",
    "gimp-palette-entry-set-name": "gimp-palette-set-entry-name",
    "gimp-palette-get-background": "gimp-context-get-background",
    "gimp-palette-get-foreground": "gimp-context-get-foreground",
    "gimp-palette-get-info": "gimp-palette-get-color-count",
    "gimp-palette-refresh": "gimp-palettes-refresh",
    "gimp-palette-set-background": "gimp-context-set-background",
    "gimp-palette-set-default-colors": "gimp-context-set-default-colors",
    "gimp-palette-set-foreground": "gimp-context-set-foreground",
    "gimp-palette-swap-colors": "gimp-context-swap-colors",
    "gimp-palettes-get-palette": "gimp-context-get-palette",
    "gimp-palettes-set-palette": "gimp-context-set-palette",
    "gimp-parasite-attach": "gimp-attach-parasite",
    "gimp-parasite-detach": "gimp-detach-parasite",
    "gimp-parasite-find": "gimp-get-parasite",
    "gimp-parasite-list": "gimp-get-parasite-list",
    "gimp-patterns-get-pattern": "gimp-context-get-pattern",
    "gimp-patterns-list": "gimp-patterns-get-list",
    "gimp-patterns-set-pattern": "gimp-context-set-pattern",
    "gimp-posterize": "gimp-drawable-posterize",
    "gimp-selection-clear": "gimp-selection-none",
    "gimp-text-layer-get-hinting": "gimp-text-layer-get-hint-style",
    "gimp-undo-push-group-end": "gimp-image-undo-group-end",
    "gimp-undo-push-group-start": "gimp-image-undo-group-start",
    "gimp-vectors-get-image": "gimp-item-get-image",
    "gimp-vectors-get-name": "gimp-item-get-name",
    "gimp-vectors-get-tattoo": "gimp-item-get-tattoo",
    "gimp-vectors-get-visible": "gimp-item-get-visible",
    "gimp-vectors-is-valid": "gimp-item-id-is-valid",
    "gimp-vectors-parasite-attach": "gimp-item-attach-parasite",
    "gimp-vectors-parasite-detach": "gimp-item-detach-parasite",
    "gimp-vectors-parasite-find": "gimp-item-get-parasite",
    "gimp-vectors-parasite-list": "gimp-item-get-parasite-list",
    "gimp-vectors-set-name": "gimp-item-set-name",
    "gimp-vectors-set-tattoo": "gimp-item-set-tattoo",
    "gimp-vectors-set-visible": "gimp-item-set-visible",
    "plug-in-autocrop": "gimp-image-autocrop",
    "plug-in-autocrop-layer": "gimp-image-autocrop-selected-layers",
    # The arguments changed as well.
    "gimp-brightness-contrast": "gimp-drawable-brightness-contrast "
    "drawable brightness/127 contrast/127",
    "gimp-by-color-select": "gimp-image-select-color drawable color @sample-threshold-int "
    "operation @antialias @feather @feather-radius @sample-merged",
    "gimp-by-color-select-full": "gimp-image-select-color drawable color @sample-threshold-int "
    "operation @antialias @feather @feather-radius @feather-radius @sample-merged "
    "@sample-transparent @sample-criterion",
    "gimp-channel-new": "gimp-channel-new image width height name opacity color",
    "gimp-desaturate": "gimp-drawable-desaturate drawable desaturate-mode=0",
    "gimp-drawable-transform-2d": "gimp-item-transform-2d item source-x source-y "
    f"scale-x scale-y angle dest-x dest-y {_DIRECTION}",
    "gimp-drawable-transform-2d-default": "gimp-item-transform-2d item source-x source-y "
    f"scale-x scale-y angle dest-x dest-y {_DEFAULT}",
    "gimp-drawable-transform-flip": f"gimp-item-transform-flip item x0 y0 x1 y1 {_DIRECTION}",
    "gimp-drawable-transform-flip-default": f"gimp-item-transform-flip item x0 y0 x1 y1 {_DEFAULT}",
    "gimp-drawable-transform-flip-simple": "gimp-item-transform-flip-simple "
    "item flip-type auto-center axis @transform-resize",
    "gimp-drawable-transform-matrix": f"gimp-item-transform-matrix item {_MATRIX} {_DIRECTION}",
    "gimp-drawable-transform-matrix-default": "gimp-item-transform-matrix "
    f"item {_MATRIX} {_DEFAULT}",
    "gimp-drawable-transform-perspective": "gimp-item-transform-perspective "
    f"item x0 y0 x1 y1 x2 y2 x3 y3 {_DIRECTION}",
    "gimp-drawable-transform-perspective-default": "gimp-item-transform-perspective "
    f"item x0 y0 x1 y1 x2 y2 x3 y3 {_DEFAULT}",
    "gimp-drawable-transform-rotate": "gimp-item-transform-rotate "
    f"item angle auto-center center-x center-y {_DIRECTION}",
    "gimp-drawable-transform-rotate-default": "gimp-item-transform-rotate "
    f"item angle auto-center center-x center-y {_DEFAULT}",
    "gimp-drawable-transform-rotate-simple": "gimp-item-transform-rotate-simple "
    "item rotate-type auto-center center-x center-y @transform-resize",
    "gimp-drawable-transform-scale": f"gimp-item-transform-scale item x0 y0 x1 y1 {_DIRECTION}",
    "gimp-drawable-transform-scale-default": "gimp-item-transform-scale "
    f"item x0 y0 x1 y1 {_DEFAULT}",
    "gimp-drawable-transform-shear": "gimp-item-transform-shear "
    f"item shear-type magnitude {_DIRECTION}",
    "gimp-drawable-transform-shear-default": "gimp-item-transform-shear "
    f"item shear-type magnitude {_DEFAULT}",
    "gimp-ellipse-select": f"gimp-image-select-ellipse image x y width height {_FEATHER}",
    "gimp-flip": "gimp-item-transform-flip-simple item flip-type auto-center=1",
    "gimp-fuzzy-select": "gimp-image-select-contiguous-color drawable x y @sample-threshold-int "
    f"{_FEATHER} @sample-merged",
    "gimp-fuzzy-select-full": "gimp-image-select-contiguous-color "
    f"drawable x y @sample-threshold-int {_FEATHER} @feather-radius @sample-merged "
    "@sample-transparent @sample-criterion",
    "gimp-histogram": "gimp-drawable-histogram drawable channel start-range/255 end-range/255",
    "gimp-image-add-channel": "gimp-image-insert-channel image channel position",
    "gimp-image-add-layer": "gimp-image-insert-layer image layer position",
    "gimp-image-add-layer-mask": "gimp-layer-add-mask - layer mask",
    "gimp-image-add-vectors": "gimp-image-insert-path image path position",
    "gimp-image-remove-layer-mask": "gimp-layer-remove-mask - layer mode",
    "gimp-image-scale-full": "gimp-image-scale image new-width new-height @interpolation",
    "gimp-layer-group-new": "gimp-group-layer-new image",
    "gimp-layer-new": "gimp-layer-new image width height type name opacity mode",
    "gimp-layer-scale-full": "gimp-layer-scale "
    "layer new-width new-height local-origin @interpolation",
    "gimp-levels": "gimp-drawable-levels drawable channel low-input/255 high-input/255 gamma "
    "low-output/255 high-output/255",
    "gimp-perspective": "gimp-item-transform-perspective "
    "item - x0 y0 x1 y1 x2 y2 x3 y3 @interpolation=2",
    "gimp-rect-select": "gimp-image-select-rectangle "
    "image x y width height operation @feather @feather-radius",
    "gimp-rotate": "gimp-item-transform-rotate item - angle auto-center=1 @interpolation=2",
    "gimp-round-rect-select": "gimp-image-select-round-rectangle image x y width height "
    f"corner-radius-x corner-radius-y {_FEATHER} @feather-radius",
    "gimp-scale": "gimp-item-transform-scale item - x0 y0 x1 y1 @interpolation=2",
    "gimp-shear": "gimp-item-transform-shear item - shear-type magnitude @interpolation=2",
    "gimp-text-fontname": "gimp-text-font image drawable x y text border antialias size - font",
    "gimp-text-get-extents-fontname": "gimp-text-get-extents-font text size - font",
    "gimp-threshold": "gimp-drawable-threshold "
    "drawable low-threshold/255 high-threshold/255 channel=0",
    "gimp-transform-2d": "gimp-item-transform-2d item - source-x source-y scale-x scale-y angle "
    "dest-x dest-y @interpolation=2",
    "gimp-vectors-export-to-file": "gimp-image-export-path-to-file image file path",
    "gimp-vectors-export-to-string": "gimp-image-export-path-to-string",
    "gimp-vectors-import-from-file": "gimp-image-import-paths-from-file",
    "gimp-vectors-import-from-string": "gimp-image-import-paths-from-string",
    "gimp-xcf-save": "gimp-xcf-save - image - file -",
}
"""Old name: new name, and the signature where it is not that of the new one."""


class Renamed(Described):
    """An old procedure, called as :class:`gimpfu.procedures.PdbProcedure` is."""

    def __init__(self, name: str, pdb: ProcedureDatabase) -> None:
        self.proc_name = name
        self.target, _, signature = NAMES[name].partition(" ")
        self._procedure = pdb.new(self.target)
        self.signature = Signature(signature) if signature else None
        self._pdb = pdb

    def __call__(self, *values: object, run_mode: int | None = None) -> object:
        if self.signature is None:
            return self._procedure(*values, run_mode=run_mode)
        arguments = self.signature.sort(self.proc_name, values)
        _add_image(arguments, self._procedure.params)
        if not arguments.context:
            return self._procedure.call(arguments.named, run_mode)
        with context.kept():
            for setting, given in arguments.context.items():
                self._set_context(setting, given)
            return self._procedure.call(arguments.named, run_mode)

    def _set_context(self, setting: str, given: list[object]) -> None:
        setter = self._pdb.new(f"gimp-context-set-{setting}")
        # One radius stood for both directions.
        setter(*given, *given[-1:] * (setter.nparams - len(given)))


def find(name: str, pdb: ProcedureDatabase) -> Callable[..., object] | None:
    """The procedure of an old name, None when it is not one of these."""
    return Renamed(name, pdb) if name in NAMES else None


def _add_image(arguments: Arguments, params: Params) -> None:
    """Give the image of the drawable to a procedure that wants both."""
    wanted = {name for _, name, _ in params}
    drawable = arguments.named.get("drawable")
    if "image" in wanted and "image" not in arguments.named and drawable is not None:
        arguments.named["image"] = drawable.image  # type: ignore[attr-defined]
