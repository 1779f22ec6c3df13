# SPDX-License-Identifier: Apache-2.0
"""Arguments and options that several commands share."""

from __future__ import annotations

import math
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

SMALLEST_TILE = 32
"""Below it nearly all of the work is for the margins of the tiles: with 1 a photo takes weeks."""


def check_tile(side: int) -> int:
    """``side``. Raises BadParameter for one that nobody can want."""
    if 0 < side < SMALLEST_TILE:
        raise typer.BadParameter(f"{side} is neither 0 nor at least {SMALLEST_TILE}")
    return side


def check_finite(number: float) -> float:
    """``number``. Raises BadParameter for infinity and what is no number: a run without end."""
    if not math.isfinite(number):
        raise typer.BadParameter(f"{number} is no number that anything could be made of")
    return number


class Device(str, Enum):
    """Where to compute."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


# typer reads the annotations at run time, in which Python 3.10 needs Optional.
Input = Annotated[Path, typer.Argument(metavar="IN", help="The picture.")]
Output = Annotated[
    Path,
    typer.Argument(metavar="OUT", help="The new file; .jpg, .png, .tif or .webp says its format."),
]
Scale = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        metavar="3.7|auto",
        help="Factor, 1 to 64; auto has the picture's own detail decide what a 4K screen, or the "
        "--size or --print beside it, gets.",
    ),
]
PixelSize = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--size",
        metavar="4000x3000",
        help="The largest size in pixels that fits into this; the shape is kept.",
    ),
]
PrintSheet = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--print",
        metavar="30x20cm@300",
        help="Size of a print (cm, mm or in) and its pixels per inch, which --scale auto chooses; "
        "the photo fits inside, the shape is kept.",
    ),
]
Model = Annotated[
    str, typer.Option(help="Name of a model, see 'liif models list', or folder of a training run.")
]
ModelsFolder = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(metavar="FOLDER", help="Models folder; by default the user's own."),
]
Photos = Annotated[list[Path], typer.Option(metavar="PHOTOS ...", help="Folders or tar files.")]
# --data takes one value, as the parser has it; a shell's pattern leaves the others behind.
MorePhotos = Annotated[Optional[list[Path]], typer.Argument(hidden=True)]  # noqa: UP045
Strength = Annotated[
    str,
    typer.Option(
        metavar="auto|0-100",
        help="How strongly compression artifacts are removed; auto judges by the picture.",
    ),
]
Detail = Annotated[
    int, typer.Option(min=0, max=100, metavar="0-100", help="From faithful to crisp.")
]
Where = Annotated[Device, typer.Option(help="Where to compute.")]
Tile = Annotated[
    int,
    typer.Option(
        min=0,
        metavar="N",
        callback=check_tile,
        help=f"Side of a tile in source pixels, at least {SMALLEST_TILE}; 0 chooses.",
    ),
]
Polite = Annotated[
    bool,
    typer.Option("--polite", help="Give way to other programs: low priority, one core fewer."),
]
Seamless = Annotated[
    bool,
    typer.Option("--seamless", help="For textures: opposite sides continue each other."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")]
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
