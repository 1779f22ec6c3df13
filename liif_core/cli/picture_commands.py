# SPDX-License-Identifier: Apache-2.0
"""``liif upscale`` and the other commands for pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Optional

import typer

from liif_core.cli.options import (
    BitDepth,
    Depth,
    Fill,
    Input,
    Lossless,
    Mask,
    MaskOut,
    NoTurn,
    Output,
    Overwrite,
    Page,
    PixelSize,
    PrintSheet,
    Quality,
    Salvage,
    Scale,
    Strip,
)
from liif_core.cli.outcome import FAILED, OK, BadInput
from liif_core.cli.settings_options import takes_settings
from liif_core.cli.streams import DASH, files_for
from liif_core.cli.values import Words, decimal, listed, whole, word
from liif_core.request.questions import SmallestJpeg
from liif_core.request.rules import default_of, rules_of
from liif_core.request.settings import Settings

if TYPE_CHECKING:
    from liif_core.pictures import Encoding

_DEPTHS: dict[BitDepth, Literal[8, 16, 32]] = {
    BitDepth.eight: 8,
    BitDepth.sixteen: 16,
    BitDepth.float: 32,
}
_SIMILARITY = rules_of(SmallestJpeg)["similarity"]


class Format(Words):
    """Of results, by the ending of their files."""

    jpg = "jpg"
    png = "png"
    tif = "tif"
    webp = "webp"
    avif = "avif"
    heic = "heic"
    jxl = "jxl"


ALSO = {"jpeg": "jpg", "tiff": "tif", "heif": "heic"}
"""Other words for them."""


OutFormat = Annotated[
    Optional[Format],  # noqa: UP045
    typer.Option(
        parser=word(Format, ALSO),
        metavar=listed(Format),
        help="With - for OUT: its format; by default that of IN.",
    ),
]


class BatchEngine(Words):
    """Who works on the pictures of a batch."""

    local = "local"
    ray = "ray"


@takes_settings()
def upscale(
    source: Input,
    target: Output,
    scale: Scale = None,
    size: PixelSize = None,
    print_size: PrintSheet = None,
    fill: Fill = False,
    no_turn: NoTurn = False,
    mask: Mask = None,
    mask_out: MaskOut = None,
    quality: Quality = None,
    lossless: Lossless = False,
    strip: Strip = False,
    depth: Depth = None,
    page: Page = None,
    salvage: Salvage = False,
    format: OutFormat = None,  # noqa: A002 - the name of the option
    *,
    settings: Settings,
    overwrite: Overwrite = False,
) -> None:
    """Enlarge a picture.

    Give one of --scale, --size and --print, or --scale auto.
    """
    from liif_core.cli.enlarging import enlarge, parse_masks, parse_wish

    wish = parse_wish(scale, size, print_size, fill=fill, turn=not no_turn)
    masks = parse_masks(mask, mask_out, target)
    encoding = _encoding(quality, depth, lossless=lossless, strip=strip)
    _give_way(settings)
    with files_for(source, target, _ending(format)) as files:
        enlarge(
            *files,
            wish,
            settings,
            masks,
            encoding=encoding,
            page=page,
            salvage=salvage,
            overwrite=overwrite,
        )


@takes_settings()
def clean(
    source: Input,
    target: Output,
    quality: Quality = None,
    lossless: Lossless = False,
    strip: Strip = False,
    depth: Depth = None,
    page: Page = None,
    salvage: Salvage = False,
    format: OutFormat = None,  # noqa: A002
    *,
    settings: Settings,
    overwrite: Overwrite = False,
) -> None:
    """Remove the marks of compression, at the same size."""
    from liif_core.cli.enlarging import enlarge
    from liif_core.enlarging import Wish

    encoding = _encoding(quality, depth, lossless=lossless, strip=strip)
    _give_way(settings)
    wish = Wish(scale=1.0)
    with files_for(source, target, _ending(format)) as files:
        enlarge(
            *files,
            wish,
            settings,
            encoding=encoding,
            page=page,
            salvage=salvage,
            overwrite=overwrite,
        )


@takes_settings()
def batch(
    source: Annotated[Path, typer.Argument(metavar="IN_DIR", help="Folder of pictures.")],
    target: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="Folder of the results.")],
    scale: Scale = None,
    size: PixelSize = None,
    print_size: PrintSheet = None,
    fill: Fill = False,
    no_turn: NoTurn = False,
    clean: Annotated[bool, typer.Option("--clean", help="Keep the size, clean only.")] = False,
    pattern: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            metavar="GLOB",
            help="Which files, such as 'IMG_*.jpg' or 'holiday/*'; by default all pictures.",
        ),
    ] = None,
    leave_out: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            metavar="FILE",
            help="A picture that is not wanted, by its path within IN_DIR; can be repeated.",
        ),
    ] = None,
    format: Annotated[  # noqa: A002 - the name of the option
        Optional[Format],  # noqa: UP045
        typer.Option(
            parser=word(Format, ALSO),
            metavar=listed(Format),
            help="Of all results; by default each keeps its own.",
        ),
    ] = None,
    quality: Quality = None,
    lossless: Lossless = False,
    strip: Strip = False,
    depth: Depth = None,
    salvage: Salvage = False,
    workers: Annotated[
        int,
        typer.Option(parser=whole(0), metavar="N", help="Pictures at a time; 0 uses all cores."),
    ] = 0,
    engine: Annotated[
        BatchEngine,
        typer.Option(
            parser=word(BatchEngine),
            metavar=listed(BatchEngine),
            help="This machine, or the machines of a Ray cluster.",
        ),
    ] = BatchEngine.local,
    address: Annotated[
        str, typer.Option(metavar="HOST:PORT|auto", help="The Ray cluster; auto finds it.")
    ] = "auto",
    json: Annotated[
        bool, typer.Option("--json", help="Print a line of JSON for each picture, for programs.")
    ] = False,
    *,
    settings: Settings,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that no batch wrote.")
    ] = False,
) -> None:
    """Enlarge or clean all pictures in a folder.

    Give one of --scale, --size, --print and --clean, or --scale auto. What OUT_DIR has already is
    not made again. Ends with report.csv and report.html in OUT_DIR. Ctrl-C keeps what is finished,
    and the same command goes on from there; Ctrl-Z pauses.
    """
    from liif_core.cli.batch import Choice, Place, run
    from liif_core.cli.enlarging import parse_wish

    wish = parse_wish(scale, size, print_size, clean=clean, fill=fill, turn=not no_turn)
    encoding = _encoding(quality, depth, lossless=lossless, strip=strip)
    unwanted = tuple(leave_out or ())
    choice = Choice(pattern, _ending(format), overwrite, encoding, salvage, unwanted)
    if engine is BatchEngine.ray:
        if settings.polite:
            raise BadInput("--polite is for this machine only: leave it out with --engine ray")
        place = Place(workers, address)
    else:
        if address != "auto":
            raise BadInput("--address is for --engine ray")
        _give_way(settings)
        place = Place(workers)
    well = run(source, target, wish, settings, choice, place, as_json=json)
    raise typer.Exit(OK if well else FAILED)


@takes_settings()
def restore(
    source: Input,
    target: Output,
    task: Annotated[
        str, typer.Option(metavar="WORDS", help='What to undo: "remove haze and a little noise".')
    ],
    quality: Quality = None,
    lossless: Lossless = False,
    strip: Strip = False,
    depth: Depth = None,
    page: Page = None,
    salvage: Salvage = False,
    format: OutFormat = None,  # noqa: A002
    *,
    settings: Settings,
    overwrite: Overwrite = False,
) -> None:
    """Undo noise, blur or haze, and compression, at the same size."""
    from liif_core.cli.repairing import repair

    encoding = _encoding(quality, depth, lossless=lossless, strip=strip)
    _give_way(settings)
    with files_for(source, target, _ending(format)) as files:
        repair(
            *files,
            task,
            settings,
            encoding=encoding,
            page=page,
            salvage=salvage,
            overwrite=overwrite,
        )


def export(
    source: Input,
    target: Annotated[Path, typer.Argument(metavar="OUT.jpg", help="The new file, or -.")],
    min_msssim: Annotated[
        float,
        typer.Option(
            parser=decimal(_SIMILARITY.low, _SIMILARITY.high),
            metavar="0-1",
            help=f"{_SIMILARITY.help}.",
        ),
    ] = default_of(SmallestJpeg, "similarity"),
    strip: Strip = False,
    page: Page = None,
    overwrite: Overwrite = False,
) -> None:
    """Write the smallest JPEG that still looks like the picture.

    Its quality is chosen by its content.
    """
    from liif_core.cli.smallest_jpeg import export

    with files_for(source, target, ".jpg" if target == DASH else None) as files:
        export(*files, min_msssim, strip=strip, page=page, overwrite=overwrite)


@takes_settings("model", "device")
def diagnose(
    source: Input,
    scale: Scale = None,
    size: PixelSize = None,
    print_size: PrintSheet = None,
    page: Page = None,
    *,
    settings: Settings,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what happened to a picture, and how to enlarge it.

    Without a size it is for an enlargement by 2.
    """
    from liif_core.cli.diagnosing import examine
    from liif_core.cli.enlarging import parse_wish

    given = any(value is not None for value in (scale, size, print_size))
    wish = parse_wish(scale if given else "2", size, print_size)
    with files_for(source) as (picture, _):
        examine(picture, wish, settings, page=page, as_json=json)


def _ending(kind: Format | None) -> str | None:
    return kind and f".{kind.value}"


def _give_way(settings: Settings) -> None:
    """Low priority and a core less, if that was asked for."""
    if settings.polite:
        from liif_core.runtime import threads

        threads.give_way()


def _encoding(
    quality: int | None, depth: BitDepth | None, *, lossless: bool, strip: bool
) -> Encoding:
    """How the new file is written. Raises :class:`BadInput` for what contradicts itself."""
    from liif_core.pictures import Encoding

    if lossless and quality is not None:
        raise BadInput("give --quality or --lossless, not both")
    return Encoding(quality, lossless, strip, None if depth is None else _DEPTHS[depth])
