# SPDX-License-Identifier: Apache-2.0
"""``liif upscale`` and the other commands for pictures."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Optional

import typer

from liif_core.cli.options import (
    BitDepth,
    Depth,
    Input,
    Lossless,
    Mask,
    MaskOut,
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


class Format(str, Enum):
    """Of results, by the ending of their files."""

    jpg = "jpg"
    png = "png"
    tif = "tif"
    webp = "webp"
    avif = "avif"
    heic = "heic"
    jxl = "jxl"


class BatchEngine(str, Enum):
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
    fill: Annotated[
        bool,
        typer.Option("--fill", help="With --print: fill the sheet, and cut off what is beyond."),
    ] = False,
    mask: Mask = None,
    mask_out: MaskOut = None,
    quality: Quality = None,
    lossless: Lossless = False,
    strip: Strip = False,
    depth: Depth = None,
    page: Page = None,
    salvage: Salvage = False,
    *,
    settings: Settings,
    overwrite: Overwrite = False,
) -> None:
    """Enlarge IN to OUT; give one of --scale, --size and --print, or --scale auto."""
    from liif_core.cli.enlarging import enlarge, parse_masks, parse_wish

    wish = parse_wish(scale, size, print_size, fill=fill)
    masks = parse_masks(mask, mask_out, target)
    encoding = _encoding(quality, depth, lossless=lossless, strip=strip)
    _give_way(settings)
    enlarge(
        source,
        target,
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
    *,
    settings: Settings,
    overwrite: Overwrite = False,
) -> None:
    """Remove compression artifacts from IN, at the same size."""
    from liif_core.cli.enlarging import enlarge
    from liif_core.enlarging import Wish

    encoding = _encoding(quality, depth, lossless=lossless, strip=strip)
    _give_way(settings)
    wish = Wish(scale=1.0)
    enlarge(
        source,
        target,
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
    clean: Annotated[bool, typer.Option("--clean", help="Keep the size, clean only.")] = False,
    pattern: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            metavar="GLOB",
            help="Which files, such as 'IMG_*.jpg' or 'holiday/*'; by default all pictures.",
        ),
    ] = None,
    format: Annotated[  # noqa: A002 - the name of the option
        Optional[Format],  # noqa: UP045
        typer.Option(help="Of all results; by default each keeps its own."),
    ] = None,
    quality: Quality = None,
    lossless: Lossless = False,
    strip: Strip = False,
    depth: Depth = None,
    salvage: Salvage = False,
    workers: Annotated[
        int, typer.Option(min=0, metavar="N", help="Pictures at a time; 0 uses all cores.")
    ] = 0,
    engine: Annotated[
        BatchEngine, typer.Option(help="This machine, or the machines of a Ray cluster.")
    ] = BatchEngine.local,
    address: Annotated[
        str, typer.Option(metavar="HOST:PORT|auto", help="The Ray cluster; auto finds it.")
    ] = "auto",
    *,
    settings: Settings,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that no batch wrote.")
    ] = False,
) -> None:
    """Enlarge or clean all pictures in IN_DIR; what OUT_DIR has already is not made again.

    Give one of --scale, --size, --print and --clean, or --scale auto. Ends with
    report.csv and report.html in OUT_DIR. Ctrl-C keeps what is finished, and the same command goes
    on from there.
    """
    from liif_core.cli.batch import Choice, Place, run
    from liif_core.cli.enlarging import parse_wish

    wish = parse_wish(scale, size, print_size, clean=clean)
    encoding = _encoding(quality, depth, lossless=lossless, strip=strip)
    choice = Choice(pattern, format and f".{format.value}", overwrite, encoding, salvage)
    if engine is BatchEngine.ray:
        if settings.polite:
            raise BadInput("--polite is for this machine only: leave it out with --engine ray")
        place = Place(workers, address)
    else:
        if address != "auto":
            raise BadInput("--address is for --engine ray")
        _give_way(settings)
        place = Place(workers)
    raise typer.Exit(OK if run(source, target, wish, settings, choice, place) else FAILED)


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
    *,
    settings: Settings,
    overwrite: Overwrite = False,
) -> None:
    """Undo noise, blur or haze in IN, and its compression, at the same size."""
    from liif_core.cli.repairing import repair

    encoding = _encoding(quality, depth, lossless=lossless, strip=strip)
    _give_way(settings)
    repair(
        source,
        target,
        task,
        settings,
        encoding=encoding,
        page=page,
        salvage=salvage,
        overwrite=overwrite,
    )


def export(
    source: Input,
    target: Annotated[Path, typer.Argument(metavar="OUT.jpg", help="The new file.")],
    min_msssim: Annotated[
        float,
        typer.Option(
            min=_SIMILARITY.low, max=_SIMILARITY.high, metavar="0.98", help=f"{_SIMILARITY.help}."
        ),
    ] = default_of(SmallestJpeg, "similarity"),
    strip: Strip = False,
    page: Page = None,
    overwrite: Overwrite = False,
) -> None:
    """Write IN as the smallest JPEG that still looks like it, its quality chosen by its content."""
    from liif_core.cli.smallest_jpeg import export

    export(source, target, min_msssim, strip=strip, page=page, overwrite=overwrite)


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
    """Say what happened to IN before, and how to enlarge it; by default by 2."""
    from liif_core.cli.diagnosing import examine
    from liif_core.cli.enlarging import parse_wish

    given = any(value is not None for value in (scale, size, print_size))
    wish = parse_wish(scale if given else "2", size, print_size)
    examine(source, wish, settings, page=page, as_json=json)


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
    return Encoding(quality, lossless, strip, depth and _DEPTHS[depth])
