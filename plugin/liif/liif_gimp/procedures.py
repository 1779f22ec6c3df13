# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plug-in offers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from typing import Final

from gimpfu import N_, PF_FLOAT, PF_INT, PF_LAYER, PF_STRING, gimp
from gimpfu.introspection import Gimp

from liif_gimp import orders
from liif_gimp.call import Call, Dialog
from liif_gimp.carry_out import carry_out
from liif_gimp.diagnose import diagnose
from liif_gimp.export import export, export_again
from liif_gimp.folder import work_on_folder
from liif_gimp.orders import Order
from liif_gimp.parameters import ENGINE, FILL
from liif_gimp.runner import Procedure
from liif_gimp.words import _

# What is ordered by a call, procedure by procedure.


def _upscaled(call: Call) -> Order:
    scale, keep = call.values["scale"], call.values["keep-print-size"]
    return orders.upscaled(call.image, scale, keep, call.settings())


def _selection_enhanced(call: Call) -> Order:
    return orders.selection_enhanced(call.image, call.settings())


def _cleaned(call: Call) -> Order:
    return orders.cleaned(call.image, call.settings())


def _restored(call: Call) -> Order:
    # In the order in which they can have come: what was in the air, then the lens, at last the
    # sensor, is undone from the last to the first.
    asked = ((name, call.values[name]) for name in ("noise", "blur", "haze"))
    repairs = tuple((name, amount) for name, amount in asked if amount)
    # They were made for the recommended model.
    return orders.cleaned(call.image, call.settings(model=call.plugin.recommended, repairs=repairs))


def _printed(call: Call) -> Order:
    values = call.values
    return orders.printed(
        call.image,
        *(values[name] for name in ("width", "height", "unit", "ppi")),
        fill=values["shape"] == FILL,
        turn=values["turn"],
        sharpened=values["sharpen"],
        settings=call.settings(),
    )


def _told_of_print(call: Call, order: Order) -> str:
    """What is told when the print is made, if anything."""
    if order.size != orders.size_of(call.image):
        return ""
    told = _(
        "The photo already has enough pixels for %(width)s x %(height)s %(unit)s at %(ppi)s "
        "PPI: it was cleaned, not enlarged, and set to %(new).0f PPI, at which it has that "
        "size."
    )
    numbers = {name: f"{call.values[name]:n}" for name in ("width", "height", "ppi")}
    return told % {**numbers, "unit": _(call.values["unit"]), "new": order.resolution[0]}


def _told_nothing(_call: Call, _order: Order) -> str:
    return ""


def _makes_layers(
    name: str,
    label: str,
    blurb: str,
    about: str,
    parameters: tuple[str, ...],
    order: Callable[[Call], Order],
    told: Callable[[Call, Order], str] = _told_nothing,
) -> Procedure:
    """A procedure that adds layers to the image, with a preview of them in its dialog.

    ``told`` says what there is to tell when they are there.
    """

    def ordered(call: Call) -> Order:
        asked = {name: call.values.get(name, False) for name in ("evidence", "masks")}
        return replace(order(call), **asked)

    def run(call: Call) -> Gimp.Layer:
        wanted = ordered(call)
        # Before the image changes, as what it was like is told of.
        text = told(call, wanted)
        layer = carry_out(call, wanted)[0]
        if text:
            gimp.message(text)
        return layer

    result = (PF_LAYER, "layer", _("The new layer, of several the first"))
    beside = partial(_preview, ordered)
    return Procedure(name, label, blurb, about, parameters, (result,), run, beside)


# What needs a display, which other runs may not have, is imported when there is a dialog.


def _preview(order: Callable[[Call], Order], dialog: Dialog) -> AbstractContextManager[None]:
    from liif_gimp.dialog.panel import panel

    return panel(dialog, order)


def _report(dialog: Dialog) -> AbstractContextManager[None]:
    from liif_gimp.dialog.report import report

    return report(dialog)


def _jpeg_size(dialog: Dialog) -> AbstractContextManager[None]:
    from liif_gimp.dialog.jpeg_size import jpeg_size

    return jpeg_size(dialog)


def _pictures(dialog: Dialog) -> AbstractContextManager[None]:
    from liif_gimp.dialog.folder import folder

    return folder(dialog)


PROCEDURES: Final = (
    _makes_layers(
        "plug-in-liif-upscale",
        N_("_LIIF upscale…"),
        N_("Enlarge a compressed photo by any factor"),
        N_(
            "Enlarges the image. Each selected layer is rebuilt by a local implicit image function,"
            " which removes the marks of JPEG compression on the way, and stands above the one it "
            "was made from; all others are scaled by GIMP. With keep-print-size the resolution "
            "grows with the pixels."
        ),
        ("scale", "keep-print-size", "seamless", "masks", *ENGINE),
        _upscaled,
    ),
    _makes_layers(
        "plug-in-liif-enhance-selection",
        N_("LIIF enhance selec_tion…"),
        N_("Remove compression artifacts from the selected part"),
        N_(
            "Adds a layer over the bounds of the selection in which the marks of JPEG compression "
            "are removed, with the selection as its mask. Nothing outside is computed. Where the "
            "layer is blended with what lies below, both stand in a group: a copy of it, and the "
            "new layer."
        ),
        ENGINE,
        _selection_enhanced,
    ),
    _makes_layers(
        "plug-in-liif-clean",
        N_("LIIF _clean…"),
        N_("Remove compression artifacts at the same size"),
        N_("Adds a layer of the same size in which the marks of JPEG compression are removed."),
        ("seamless", *ENGINE),
        _cleaned,
    ),
    _makes_layers(
        "plug-in-liif-restore",
        N_("LIIF rest_ore…"),
        N_("Remove noise, blur and haze besides compression artifacts"),
        N_(
            "Adds a layer of the same size in which the marks of JPEG compression are removed, and "
            "as much of noise, blur and haze as is asked for. Ask for what you see only: where "
            "nothing is wrong a repair does harm."
        ),
        ("noise", "blur", "haze", "strength", "device", "polite"),
        _restored,
    ),
    _makes_layers(
        "plug-in-liif-print",
        N_("LIIF print si_ze…"),
        N_("Prepare a compressed photo for a print of a given size"),
        N_(
            "Cleans the photo, enlarges it by exactly the factor that the print needs and sets its "
            "resolution. The shape of the photo is kept: it is fitted inside width x height, or "
            "fills them and is cut off at two sides. With turn the paper lies as the photo does, "
            "upright or wide. A photo with enough pixels is cleaned only, and gets the resolution "
            "at which it has that size. The sharpening is a filter of the new layer, which can be "
            "switched off there."
        ),
        ("width", "height", "unit", "ppi", "shape", "turn", "sharpen", *ENGINE),
        _printed,
        _told_of_print,
    ),
    Procedure(
        "plug-in-liif-diagnose",
        N_("LIIF dia_gnose…"),
        N_("Say what happened to a photo and what to do about it"),
        N_(
            "Measures how the layer was compressed and enlarged before, and how noisy it is, and "
            "says which model and settings are proposed for enlarging it by the factor, and why. "
            "Where the image still is what its file holds, that file is asked as well. Nothing is "
            "changed."
        ),
        ("scale", "model", "device"),
        ((PF_STRING, "report", _("What was found and what is proposed")),),
        diagnose,
        _report,
        works_on="layer",
    ),
    Procedure(
        "plug-in-liif-export",
        N_("LIIF smallest _JPEG…"),
        N_("Write the smallest JPEG that still looks like the image"),
        N_(
            "Finds the lowest quality at which the image, as it is seen, is still as alike "
            "(MS-SSIM) as asked for, by trying, and has GIMP write the JPEG so, with its profile "
            "and metadata. The image itself is not changed."
        ),
        ("similarity", "metadata", "file", "overwrite"),
        (
            (PF_INT, "quality", _("The quality found, 1 to 100")),
            (PF_INT, "bytes", _("Size of the file")),
            (PF_FLOAT, "similarity", _("How alike it is")),
        ),
        export,
        _jpeg_size,
        export_again,
        works_on="image",
        menu="<Image>/File/[Export]",
    ),
    Procedure(
        "plug-in-liif-folder",
        N_("LIIF fol_der…"),
        N_("Enlarge or clean all pictures in a folder, or all open images"),
        N_(
            "Has the engine enlarge or clean all pictures in a folder and the folders below it, or "
            "copies of all images that are open in GIMP, and write the results and a report into "
            "another folder. A picture that fails stops nothing, and what an earlier run has "
            "finished is not made again."
        ),
        (
            "pictures",
            "folder",
            "results",
            "task",
            "scale",
            "format",
            "present",
            "model",
            "strength",
            "refocus",
            "detail",
            "device",
            "polite",
            "salvage",
        ),
        (
            (PF_INT, "done", _("How many pictures were made")),
            (PF_INT, "kept", _("How many an earlier run had made")),
            (PF_INT, "failed", _("How many could not be made; the report says why")),
            (PF_STRING, "report", _("The file of the report")),
        ),
        work_on_folder,
        _pictures,
        works_on="nothing",
        menu="<Image>/File/[Export]",
    ),
)
