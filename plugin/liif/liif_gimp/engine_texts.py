# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine says in whole English texts, with a name in place of each value.

Without a full stop at the end. Texts that stand in others as a value are here as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from liif_gimp.words import N_

_OF_MODELS: Final = (
    N_("this onnxruntime has no CUDA; the picture is computed on the CPU"),
    N_("torch finds no CUDA; the picture is computed on the CPU"),
    N_("%(provider)s could not be started; the picture is computed on the CPU"),
    N_("the GPU has too little memory left; the picture is computed on the CPU"),
    N_("model %(model)s takes no strength; the setting is ignored"),
    N_("model %(model)s has no crisp end; the setting of detail is ignored"),
    N_("model %(model)s cannot refocus soft photos; the setting of refocus is ignored"),
    N_("model %(model)s has no setting of %(setting)s"),
    N_("model %(model)s was not made from this %(other)s"),
    N_("model %(model)s cannot be used (%(reason)s)"),
    N_("%(model)s is a guest, with which %(what)s cannot be done"),
    N_("%(owner)s is damaged: %(file)s is not the file it was"),
    N_("%(owner)s is missing its file %(file)s (%(reason)s)"),
    N_("the repair %(repair)s was not made for this %(model)s"),
    N_("the network produced undefined values; nothing was written"),
    N_("there is not enough memory for this picture"),
    N_("install LIIF again, and report this with the output of liif doctor"),
    N_("install LIIF again"),
    N_("please report this with the output of liif doctor"),
    N_("close other programs, or choose a smaller enlargement"),
    N_("set %(setting)s to 0"),
    N_("set detail and refocus to 0"),
    N_("set detail and refocus to 0, and ask for no repairs"),
    N_("choose the model fast"),
    N_("choose the model it was trained on, or train it again"),
)
USED_IN_PART: Final = (
    N_("%(path)s is damaged: %(lost)s; what is there is used; %(notes)s"),
    N_("%(path)s is damaged: %(lost)s; what is there is used"),
)
"""What is said of a picture that was made of what is left of its file."""
_OF_DAMAGE: Final = (
    *USED_IN_PART,
    N_("%(path)s is damaged: %(lost)s"),
    N_("%(path)s is damaged or incomplete (%(reason)s)"),
    N_("too little of it is left"),
    N_("the lower %(share)s are missing"),
    N_("the upper %(share)s are missing"),
    N_("%(share)s of its rows are missing"),
    N_("%(share)s of its data are missing, and fine detail with them"),
    N_("%(share)s of its data are missing"),
    N_("%(count)s bytes hold next to none of its pixels"),
    N_("its data is corrupt, and about the lower %(share)s are wrong"),
    N_("its data is corrupt, and parts of it are wrong"),
    N_("its head is damaged"),
    N_("its palette is damaged, so its colours may be wrong"),
    N_("its pixels are missing"),
    N_("its pixels are not those that were written"),
    N_("it is damaged from %(place)s down and %(gone)s"),
    N_("it is damaged from %(place)s down"),
    N_("%(share)s of its height"),
    N_("its top"),
)
_OF_READING: Final = (
    N_("there is not enough memory to open %(path)s"),
    N_("%(path)s is not a picture, or of a kind that cannot be read"),
    N_("%(path)s is not there"),
    N_("%(path)s is a folder"),
    N_("%(path)s may not be read"),
    N_("%(path)s cannot be read (%(reason)s)"),
    N_("%(path)s is %(width)s x %(height)s pixels"),
    N_("%(path)s has %(count)s samples of each pixel"),
    N_("%(path)s is a raw file (%(kind)s) that cannot be developed (%(reason)s)"),
    N_("%(path)s has other inks than those of CMYK"),
    N_("%(path)s has pixels of a kind that cannot be read (%(kind)s)"),
    N_("%(path)s has complex numbers for samples"),
    N_("%(path)s has Lab colours of %(bits)s bits"),
    N_("%(path)s has colours of the kind %(kind)s, which cannot be converted"),
    N_("%(path)s is CMYK without a colour profile, so its colours are not known"),
    N_("%(path)s is CMYK and its colour profile cannot be used (%(reason)s)"),
    N_("%(path)s has the narrow range of video, in which black is not 0"),
    N_("%(path)s is an HDR picture (%(kind)s), whose brightness would be lost"),
    N_("check the name"),
    N_("name a picture file"),
    N_("check its permissions"),
    N_("each side must be within 1 to %(most)s pixels; cut or shrink it first"),
    N_("save it as RGB first"),
    N_("develop it to a TIFF with 16 bits in another program"),
    N_("save it as RGB, uncompressed or with LZW or ZIP compression"),
    N_("save it with 16 bit or float"),
    N_("convert it to RGB in an editor first"),
    N_("save it with full range first"),
    N_("save it as SDR, in sRGB or Display P3, in an editor first"),
)
_OF_WRITING: Final = (
    N_("the folder %(folder)s is not there"),
    N_("the folder %(folder)s may not be written"),
    N_("%(path)s is the picture itself"),
    N_("%(path)s is there already, and no batch wrote it"),
    N_("%(path)s exists already"),
    N_("%(path)s cannot be encoded as %(format)s (%(reason)s)"),
    N_("%(path)s could not be written (%(reason)s)"),
    N_("%(format)s cannot hold %(width)s x %(height)s pixels, only %(most)s a side"),
    N_("%(format)s cannot hold the picture's transparency"),
    N_("JPEG XL cannot be written (%(reason)s)"),
    N_("the name %(name)s is too long for that folder"),
    N_("the disk is full, %(path)s was not written"),
    N_(
        "%(width)s x %(height)s pixels are too many for a picture of %(own_width)s x %(own_height)s"
    ),
    N_("make it first"),
    N_("choose another one"),
    N_("name another file for the result"),
    N_("choose a shorter one"),
    N_("make room and try again"),
    N_("choose another folder or check its permissions"),
    N_("it can grow %(most)s times, and to %(side)s pixels a side"),
)
_OF_BATCHES: Final = (
    N_("%(path)s is not a folder"),
    N_("results in %(results)s could replace the pictures in %(folder)s"),
    N_("there are no pictures in %(folder)s"),
    N_("all pictures in %(folder)s are left out"),
    N_("%(folder)s holds a %(name)s of something else"),
    N_("%(path)s cannot be made (%(reason)s)"),
    N_("%(path)s cannot be made: %(reason)s"),
    N_("the results will take %(needed)s, but %(free)s are free for %(folder)s"),
    N_("another run is at work in %(folder)s"),
    N_("the process that worked on it ended (%(status)s); perhaps for want of memory"),
    N_("the process that worked on it ended (%(status)s)"),
    N_("unexpected %(kind)s: %(reason)s"),
    N_("name the folder of the pictures"),
    N_("name another folder for the results"),
    N_("make room, or name another folder for the results"),
    N_("wait until it has finished, or name another folder for the results"),
    N_("leave out fewer of them"),
)
TEXTS: Final = (*_OF_MODELS, *_OF_DAMAGE, *_OF_READING, *_OF_WRITING, *_OF_BATCHES)
"""As the engine has them."""
IN_GIMP: Final[Mapping[str, str]] = {
    "--salvage, which liif upscale, clean, restore and batch have, goes on with what is there": N_(
        'tick "Use what can be read of damaged files", under More settings'
    ),
    "move it away, or replace such files (--overwrite)": N_(
        'move it away, or choose "Replace" for files already there'
    ),
    "name another file or replace it with --overwrite": N_(
        'move it away, or choose "Replace" for files already there'
    ),
    "write a .png or .tif instead": N_("choose the format PNG or TIFF"),
    "write a .png, .tif or .webp instead": N_("choose the format PNG, TIFF or WebP"),
    "write a .tif instead": N_("choose the format TIFF"),
    "name another format for all with --format, such as png or tif": N_(
        "choose the format PNG or TIFF"
    ),
    "JPEG, PNG, TIFF, WebP, AVIF, HEIC and JPEG XL can": N_(
        "JPEG, PNG, TIFF, WebP, AVIF, HEIC and JPEG XL can be read"
    ),
    "check the folder or --pattern": N_("choose another folder"),
    "there is not enough memory; try fewer --workers": N_(
        "there is not enough memory; close other programs"
    ),
    "what is finished is kept; put that right and run the same command again": N_(
        'what is finished is kept; put that right and press "Begin" again'
    ),
}
"""What speaks of the command line, or of what stands before it, and what is said in its place."""
