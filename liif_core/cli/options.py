# SPDX-License-Identifier: Apache-2.0
"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from liif_core.cli.settings_options import help_for
from liif_core.cli.values import Words, listed, whole, word


class BitDepth(Words):
    """Of results."""

    eight = "8"
    sixteen = "16"
    float = "float"


class Device(Words):
    """Where to train."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


# typer reads the annotations at run time, in which Python 3.10 needs Optional.
Input = Annotated[Path, typer.Argument(metavar="IN", help="The picture; - for standard input.")]
Output = Annotated[
    Path,
    typer.Argument(
        metavar="OUT",
        help="The new file; .jpg, .png, .tif, .webp, .avif, .heic or .jxl says its format. - for "
        "standard output.",
    ),
]
Scale = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        metavar="3.7|370%|auto",
        help="Factor, 1 to 64. auto enlarges for a 4K screen, or for --size or --print if given, "
        "but no further than the detail in the picture allows.",
    ),
]
PixelSize = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--size",
        metavar="4000x3000",
        help="The largest size in pixels that fits into this; the shape is kept. 4000x gives "
        "the width alone, x3000 the height.",
    ),
]
PrintSheet = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--print",
        metavar="30x20cm@300",
        help="Size of a print (cm, mm, in, or a name such as A4 or Letter) and its pixels per "
        "inch, 300 if left out; --scale auto chooses them. The photo fits inside, the shape is "
        "kept.",
    ),
]
Fill = Annotated[
    bool,
    typer.Option("--fill", help="With --print: fill the sheet, and cut off what is beyond."),
]
NoTurn = Annotated[
    bool,
    typer.Option(
        "--no-turn",
        help="With --print: keep the sheet as it is given. Otherwise it is turned as the photo "
        "lies, upright or wide.",
    ),
]
Model = Annotated[str, typer.Option(metavar="NAME", help=help_for("model"))]
ModelsFolder = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(metavar="FOLDER", help="Models folder; by default the user's own."),
]
Photos = Annotated[list[Path], typer.Option(metavar="PHOTOS ...", help="Folders or tar files.")]
# --data takes one value, as the parser has it; a shell's pattern leaves the others behind.
MorePhotos = Annotated[Optional[list[Path]], typer.Argument(metavar="PHOTOS", hidden=True)]  # noqa: UP045
Where = Annotated[
    Device, typer.Option(parser=word(Device), metavar=listed(Device), help="Where to compute.")
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")]
Quality = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option(
        parser=whole(1, 100),
        metavar="1-100",
        help="Of a JPEG, WebP, AVIF, HEIC or JPEG XL, as their encoders count it; 95 by default.",
    ),
]
Lossless = Annotated[
    bool,
    typer.Option(
        "--lossless",
        help="Write WebP, AVIF, HEIC or JPEG XL without loss; PNG and TIFF always are.",
    ),
]
Depth = Annotated[
    Optional[BitDepth],  # noqa: UP045
    typer.Option(
        parser=word(BitDepth),
        metavar=listed(BitDepth),
        help="Bits of each sample in OUT, by default as in IN. 16 needs PNG, TIFF or JPEG XL, float"
        " TIFF or JPEG XL.",
    ),
]
Page = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option(
        parser=whole(1),
        metavar="N",
        help="Which page or frame of IN, if it has several; by default the first.",
    ),
]
Salvage = Annotated[
    bool,
    typer.Option(
        "--salvage", help="Go on with what is left of a damaged picture; a note says how much."
    ),
]
Strip = Annotated[
    bool,
    typer.Option(
        "--strip",
        help="Leave out all that the file says about the photo: EXIF, GPS, XMP, IPTC, texts. The "
        "colour profile and the print size are kept.",
    ),
]
Mask = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        metavar="FILE",
        help="A mask, selection or depth map of IN, enlarged with it: its edges follow.",
    ),
]
MaskOut = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(metavar="FILE", help="The new file for --mask."),
]
