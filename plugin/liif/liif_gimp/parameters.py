# SPDX-License-Identifier: GPL-3.0-or-later
"""The parameters of all procedures; a name means the same in each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gimpfu import PF_BOOL, PF_FILENAME, PF_RADIO, PF_SLIDER, PF_SPINNER, PF_STRING

from liif_core.request.limits import MAX_SCALE
from liif_core.request.questions import SmallestJpeg
from liif_core.request.rules import rules_of
from liif_core.request.settings import Settings
from liif_core.sizes.print_plan import USUAL_PPI
from liif_gimp.declared import Parameter, parameter
from liif_gimp.installation import Model
from liif_gimp.words import _

ENGINE: Final = ("model", "strength", "refocus", "detail", "device", "polite", "evidence")
"""How the engine works, wherever it makes layers."""
RARE: Final = ("seamless", "masks", "salvage", "device", "polite", "evidence")
"""What most people never set, and need not see at first."""
FIT, FILL = "fit", "fill"
FOLDER, OPEN_IMAGES = "folder", "open"
UPSCALE, CLEAN = "upscale", "clean"
OWN_FORMAT = "own"
KEEP, REPLACE = "keep", "replace"
_AMOUNT, _LENGTH = (0, 100, 1), (0.1, 1000.0, 0.1)
_OWN: Final = (
    Parameter(
        (PF_SPINNER, "scale", _("_Factor"), 2.0, (1.0, MAX_SCALE, 0.1)),
        _("How many times as wide and high the image becomes"),
    ),
    Parameter(
        (PF_BOOL, "keep-print-size", _("_Keep the print size (more pixels per inch)"), True),
        _(
            "On: the print becomes finer, not larger. Off: the pixels per inch stay, and the print "
            "grows with the image"
        ),
    ),
    Parameter(
        (PF_BOOL, "masks", _("La_yer masks follow the picture"), False),
        _(
            "The edges of a layer's mask are drawn where the picture has its own, as far as they "
            "agree. Layers that have one take several times as long"
        ),
    ),
    Parameter(
        (PF_BOOL, "evidence", _("E_vidence: layers of what was changed, and how sure"), False),
        _(
            "Adds two hidden layers: how strongly each place was changed, and how sure that is. "
            "Takes several times as long"
        ),
    ),
    Parameter(
        (PF_SLIDER, "noise", _("_Noise"), 0, _AMOUNT),
        _("Grain and speckles, as of photos taken in little light"),
    ),
    Parameter(
        (PF_SLIDER, "blur", _("_Blur"), 0, _AMOUNT),
        _("As of a lens that was not quite in focus; do not ask for it where nothing is blurred"),
    ),
    Parameter(
        (PF_SLIDER, "haze", _("Ha_ze"), 0, _AMOUNT),
        _("Mist or smog that takes contrast and colour from what is far away"),
    ),
    Parameter((PF_SPINNER, "width", _("_Width"), 15.0, _LENGTH), _("Of the paper")),
    Parameter((PF_SPINNER, "height", _("Heigh_t"), 10.0, _LENGTH), _("Of the paper")),
    Parameter(
        (PF_RADIO, "unit", _("U_nit"), "cm", [(_("cm"), "cm"), (_("inch"), "inch")]),
        _("In which width and height are given"),
    ),
    Parameter(
        (PF_SPINNER, "ppi", _("Pi_xels per inch"), USUAL_PPI, (1.0, 4800.0, 1.0)),
        _("How fine the print becomes; 300 is usual for photos that are seen from near"),
    ),
    Parameter(
        (
            PF_RADIO,
            "shape",
            _("_Fit"),
            FIT,
            [
                (_("All of the photo, inside the paper"), FIT),
                (_("Fill the paper, cut off the rest"), FILL),
            ],
        ),
        _("What is done where photo and paper differ in shape"),
    ),
    Parameter(
        (PF_BOOL, "turn", _("Turn the paper as the photo l_ies"), True),
        _("Upright or wide. Off: the paper lies as width and height say"),
    ),
    Parameter(
        (PF_BOOL, "sharpen", _("Sharpen a little for the _printer"), True),
        _("Against the softness of ink: a filter of the new layer, to be switched off there"),
    ),
    Parameter(
        (PF_BOOL, "metadata", _("Keep the _metadata"), True),
        _("EXIF, XMP and IPTC data; the colour profile is kept always"),
    ),
    Parameter(
        (PF_FILENAME, "file", _("_File"), None), _("Where the JPEG is written to"), forgotten=True
    ),
    Parameter(
        (PF_BOOL, "overwrite", _("Re_place a file that is there"), False),
        _("Otherwise such a file is kept, and nothing is written"),
        forgotten=True,
    ),
    Parameter(
        (
            PF_RADIO,
            "pictures",
            _("_Pictures"),
            FOLDER,
            [(_("In a folder"), FOLDER), (_("Open in GIMP"), OPEN_IMAGES)],
        ),
        _("Those in a folder and the folders below it, or what the open images show"),
    ),
    # Not by PF_DIRNAME: GIMP's own button forgets a folder that is yet to be made.
    Parameter(
        (PF_FILENAME, "folder", _("Fold_er"), None),
        _("Where the pictures are; they are not changed"),
    ),
    Parameter(
        (PF_FILENAME, "results", _("Results _in"), None),
        _("The folder of the new files and of a report; it is made if it is not there"),
    ),
    Parameter(
        (
            PF_RADIO,
            "task",
            _("_What to do"),
            UPSCALE,
            [(_("Enlarge"), UPSCALE), (_("Clean only, at the same size"), CLEAN)],
        ),
        _("Both remove the marks of compression"),
    ),
    Parameter(
        (
            PF_RADIO,
            "format",
            _("Forma_t"),
            OWN_FORMAT,
            [
                (_("As the picture"), OWN_FORMAT),
                ("JPEG", "jpg"),
                ("PNG", "png"),
                ("TIFF", "tif"),
                ("WebP", "webp"),
                ("AVIF", "avif"),
            ],
        ),
        _(
            "Of the new files. As the picture: what cannot be written becomes a PNG, and open "
            "images a PNG, or a TIFF if they are deeper than 16 bits"
        ),
    ),
    Parameter(
        (
            PF_RADIO,
            "present",
            _("Files alread_y there"),
            KEEP,
            [(_("Keep"), KEEP), (_("Replace"), REPLACE)],
        ),
        _(
            "Keep: such a picture is left out and told of, and an open image gets another name. "
            "What an earlier run has finished is never made again"
        ),
        forgotten=True,
    ),
    Parameter(
        (PF_BOOL, "salvage", _("Use what ca_n be read of damaged files"), False),
        _(
            "On: of a file that is cut off or has wrong data in it, what can be read is used, and "
            "the report says what is missing. Off: such a picture fails"
        ),
    ),
)


def own(name: str) -> Parameter:
    """One that is no setting of the engine's."""
    return next(each for each in _OWN if each.entry[1] == name)


def table(models: Mapping[str, Model]) -> dict[str, Parameter]:
    """All parameters by their names, with these models to choose from."""
    names = {name: Settings for name, rule in rules_of(Settings).items() if rule.label}
    del names["model"]
    # Only where a model has such a sibling; without it the setting could do nothing.
    if not any(model.has_detail for model in models.values()):
        del names["detail"]
    if not any(model.has_refocus for model in models.values()):
        del names["refocus"]
    declared = [parameter(name) for name in names]
    similarity = parameter("similarity", SmallestJpeg)
    # Below, a JPEG is alike in name only.
    useful = (*similarity.entry[:-1], (0.5, 1.0, 0.001))
    all_of_them = (
        *_OWN, *declared, _model(models), Parameter(useful, similarity.tip),
    )  # fmt: skip
    return {each.entry[1]: each for each in all_of_them}


def _model(models: Mapping[str, Model]) -> Parameter:
    """A name, of no fixed list: more models can come while GIMP runs. The dialogs show a list."""
    rule = rules_of(Settings)["model"]
    sentences = (f"{name}: {_(model.description).rstrip('.')}" for name, model in models.items())
    entry = (PF_STRING, "model", _(rule.label), next(iter(models)))
    return Parameter(entry, "\n".join((f"{_(rule.help)}.", *sentences)))
