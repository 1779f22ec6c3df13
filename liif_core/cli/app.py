# SPDX-License-Identifier: Apache-2.0
"""The commands, their options and their exit statuses.

Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional, cast

import typer

from liif_core.cli.outcome import FAILED, INTERRUPTED, OK, USAGE, BadInput, Interrupted, complain
from liif_core.errors import LiifError

# typer has its own copy of click, or uses click itself, depending on its version.
_USAGE_ERROR = cast("type[typer.BadParameter]", typer.BadParameter.__base__)

_HELP = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    add_completion=False,
    context_settings=_HELP,
    help="Enlarge and clean compressed photos by any factor.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
models_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(models_app, name="models", help="List, check and import models.")
bench_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(bench_app, name="bench", help="Measure the models.")


class Device(str, Enum):
    """Where to compute."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


class Format(str, Enum):
    """Of results, by the ending of their files."""

    jpg = "jpg"
    png = "png"
    tif = "tif"
    webp = "webp"


class BatchEngine(str, Enum):
    """Who works on the pictures of a batch."""

    local = "local"
    ray = "ray"


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
    int, typer.Option(min=0, metavar="N", help="Side of a tile in source pixels; 0 chooses.")
]
Polite = Annotated[
    bool,
    typer.Option("--polite", help="Give way to other programs: low priority, one core fewer."),
]
Seamless = Annotated[
    bool,
    typer.Option("--seamless", help="For textures: opposite sides continue each other."),
]
BenchData = Annotated[Path, typer.Option(help="Folder with a folder for each set of pictures.")]
Sets = Annotated[str, typer.Option(metavar="set5,...", help="Sets of pictures to measure on.")]
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


def _give_way(polite: bool) -> None:
    if polite:
        from liif_core.runtime.threads import give_way

        give_way()


@app.command()
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
    model: Model = "fast",
    strength: Strength = "auto",
    detail: Detail = 0,
    device: Where = Device.auto,
    tile: Tile = 0,
    seamless: Seamless = False,
    mask: Mask = None,
    mask_out: MaskOut = None,
    polite: Polite = False,
    overwrite: Overwrite = False,
) -> None:
    """Enlarge IN to OUT; give one of --scale, --size and --print, or --scale auto."""
    from liif_core.cli.enlarging import enlarge, parse_masks, parse_strength, parse_wish
    from liif_core.enlarging import Settings

    wish = parse_wish(scale, size, print_size, fill=fill)
    settings = Settings(model, parse_strength(strength), detail, device.value, tile, seamless)
    masks = parse_masks(mask, mask_out, target)
    _give_way(polite)
    enlarge(source, target, wish, settings, masks, overwrite=overwrite)


@app.command()
def clean(
    source: Input,
    target: Output,
    model: Model = "fast",
    strength: Strength = "auto",
    detail: Detail = 0,
    device: Where = Device.auto,
    tile: Tile = 0,
    seamless: Seamless = False,
    polite: Polite = False,
    overwrite: Overwrite = False,
) -> None:
    """Remove compression artifacts from IN, at the same size."""
    from liif_core.cli.enlarging import enlarge, parse_strength
    from liif_core.enlarging import Settings, Wish

    settings = Settings(model, parse_strength(strength), detail, device.value, tile, seamless)
    _give_way(polite)
    enlarge(source, target, Wish(scale=1.0), settings, overwrite=overwrite)


@app.command()
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
    workers: Annotated[
        int, typer.Option(min=0, metavar="N", help="Pictures at a time; 0 uses all cores.")
    ] = 0,
    engine: Annotated[
        BatchEngine, typer.Option(help="This machine, or the machines of a Ray cluster.")
    ] = BatchEngine.local,
    address: Annotated[
        str, typer.Option(metavar="HOST:PORT|auto", help="The Ray cluster; auto finds it.")
    ] = "auto",
    model: Model = "fast",
    strength: Strength = "auto",
    detail: Detail = 0,
    device: Where = Device.auto,
    tile: Tile = 0,
    polite: Polite = False,
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
    from liif_core.cli.enlarging import parse_strength, parse_wish
    from liif_core.enlarging import Settings

    wish = parse_wish(scale, size, print_size, clean=clean)
    settings = Settings(model, parse_strength(strength), detail, device.value, tile)
    choice = Choice(pattern, format and f".{format.value}", overwrite)
    if engine is BatchEngine.ray:
        if polite:
            raise BadInput("--polite is for this machine only: leave it out with --engine ray")
        place = Place(workers, address)
    else:
        if address != "auto":
            raise BadInput("--address is for --engine ray")
        _give_way(polite)
        place = Place(workers)
    raise typer.Exit(OK if run(source, target, wish, settings, choice, place) else FAILED)


@app.command()
def restore(
    source: Input,
    target: Output,
    task: Annotated[
        str, typer.Option(metavar="WORDS", help='What to undo: "remove haze and a little noise".')
    ],
    model: Model = "fast",
    strength: Strength = "auto",
    detail: Detail = 0,
    device: Where = Device.auto,
    tile: Tile = 0,
    polite: Polite = False,
    overwrite: Overwrite = False,
) -> None:
    """Undo noise, blur or haze in IN, and its compression, at the same size."""
    from liif_core.cli.enlarging import parse_strength
    from liif_core.cli.restoring import restore
    from liif_core.enlarging import Settings

    settings = Settings(model, parse_strength(strength), detail, device.value, tile)
    _give_way(polite)
    restore(source, target, task, settings, overwrite=overwrite)


@app.command()
def export(
    source: Input,
    target: Annotated[Path, typer.Argument(metavar="OUT.jpg", help="The new file.")],
    min_msssim: Annotated[
        float,
        typer.Option(min=0, max=1, metavar="0.98", help="How alike it stays; 1 is no difference."),
    ] = 0.995,
    overwrite: Overwrite = False,
) -> None:
    """Write IN as the smallest JPEG that still looks like it, its quality chosen by its content."""
    from liif_core.cli.exporting import export

    export(source, target, min_msssim, overwrite=overwrite)


@app.command()
def diagnose(
    source: Input,
    scale: Scale = None,
    size: PixelSize = None,
    print_size: PrintSheet = None,
    model: Model = "fast",
    device: Where = Device.auto,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what happened to IN before, and how to enlarge it; by default by 2."""
    from liif_core.cli.diagnosing import examine
    from liif_core.cli.enlarging import parse_wish

    given = any(value is not None for value in (scale, size, print_size))
    wish = parse_wish(scale if given else "2", size, print_size)
    examine(source, wish, model, device.value, as_json=json)


@app.command()
def doctor() -> None:
    """Say what is installed, what works and where the logs lie."""
    from liif_core.cli.doctor import examine

    raise typer.Exit(OK if examine() else FAILED)


@app.command()
def engines() -> None:
    """Find out which engine is fastest on this processor, and use it from now on."""
    from liif_core.cli.engines import choose

    choose()


@models_app.command("list")
def models_list() -> None:
    """Show every model and what it is for."""
    from liif_core.cli.models import show

    show()


@models_app.command("verify")
def models_verify() -> None:
    """Check that the files of all models are what they should be."""
    from liif_core.cli.models import check

    check()


@models_app.command("import")
def models_import(
    source: Annotated[
        Path, typer.Argument(metavar="FILE|FOLDER", help="A .pth of LIIF's authors, or --out.")
    ],
    into: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FOLDER", help="Models folder; by default the user's own."),
    ] = None,
) -> None:
    """Add the models of a training run, or a checkpoint of the official LIIF repository."""
    from liif_core.cli.models import bring_in

    bring_in(source, into)


@models_app.command("compress")
def models_compress(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A fast, by name or folder.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the smaller model goes.")],
    prune: Annotated[
        float,
        typer.Option(min=0, max=0.9, metavar="R", help="Share of inner channels to leave out."),
    ] = 0.0,
    bits: Annotated[int, typer.Option(min=2, max=8, help="Of each weight of the encoder.")] = 8,
    plain: Annotated[
        bool, typer.Option("--plain", help="Do not let what is left make up for the loss.")
    ] = False,
) -> None:
    """Make a model smaller without any data; 'liif bench tail' says what that costs."""
    from liif_core.cli.models import compress

    compress(model, prune, bits, plain, out)


@models_app.command("shorten")
def models_shorten(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A LIIF, by name or folder.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the shorter model goes.")],
    data: Annotated[list[Path], typer.Option(metavar="PHOTOS ...", help="Folders or tar files.")],
    more: Annotated[Optional[list[Path]], typer.Argument(hidden=True)] = None,  # noqa: UP045
    remove: Annotated[
        int, typer.Option(min=1, max=3, metavar="N", help="Activations to remove.")
    ] = 1,
    minutes: Annotated[float, typer.Option(min=0, help="How long the rest is tuned.")] = 5,
) -> None:
    """Remove activations from a model's decoder, those of the lowest entropy, and merge layers."""
    from liif_core.cli.models import shorten

    shorten(model, remove, [*data, *(more or [])], minutes, out)


@bench_app.command("quality")
def bench_quality(
    data: BenchData,
    model: Annotated[list[str], typer.Option(help="A model to measure; may be repeated.")] = [  # noqa: B006
        "fast"
    ],
    sets: Sets = "set5,set14,b100,live1",
    json: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="Write the rows here, for 'bench report'."),
    ] = None,
) -> None:
    """PSNR and SSIM beside bicubic interpolation, on average and at worst."""
    from liif_core.cli.bench import quality

    quality(model, sets.split(","), data, json)


@bench_app.command("engines")
def bench_engines(
    data: Annotated[Path, typer.Option(help="Folder with the sets set5 and set14.")],
    model: Model = "fast",
) -> None:
    """Time of an encoder on every engine and precision, and what it costs in quality."""
    from liif_core.cli.bench import engines

    engines(model, data)


@bench_app.command("speed")
def bench_speed(
    contenders: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="[NAME]...", help="Contenders; by default all."),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Runs of each, of which the median.")] = 3,
    factors: Annotated[str, typer.Option(metavar="2,...", help="Factors.")] = "2,3.7,4",
    megapixels: Annotated[
        str, typer.Option(metavar="0.3,...", help="Sizes of the results.")
    ] = "0.3,1,4,12",
    json: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="Write the rows here."),
    ] = None,
) -> None:
    """Time the models beside the published algorithm and what users would take instead."""
    from liif_core.cli.bench import speed

    speed(contenders or [], rounds, factors, megapixels, json)


@bench_app.command("restore")
def bench_restore(
    data: BenchData,
    sets: Sets = "set14",
) -> None:
    """PSNR of the repairs beside doing nothing and beside classical methods."""
    from liif_core.cli.bench import restoring

    restoring(sets.split(","), data)


@bench_app.command("effort")
def bench_effort() -> None:
    """What leaving out the flat parts of a picture saves, and how much it changes."""
    from liif_core.cli.bench import effort

    effort()


@bench_app.command("masks")
def bench_masks(
    data: BenchData,
    model: Model = "fast",
    sets: Sets = "set5",
) -> None:
    """Masks that follow their picture, beside interpolation and the guided filter."""
    from liif_core.cli.bench import masks

    masks(model, sets.split(","), data)


@bench_app.command("tail")
def bench_tail(
    first: Annotated[str, typer.Argument(metavar="MODEL_A", help="A model or its folder.")],
    second: Annotated[str, typer.Argument(metavar="MODEL_B", help="The same, compressed.")],
    data: BenchData,
    sets: Sets = "set5,set14,live1",
    every: Annotated[
        int, typer.Option(min=1, metavar="N", help="Take every N-th picture of a set only.")
    ] = 1,
    sheet: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE.png", help="Draw the patches that lose most."),
    ] = None,
) -> None:
    """Where MODEL_B loses most against MODEL_A; the status is 1 if that is too much."""
    from liif_core.cli.bench import tail

    raise typer.Exit(OK if tail(first, second, sets.split(","), data, every, sheet) else FAILED)


@bench_app.command("export")
def bench_export(
    data: BenchData,
    sets: Sets = "live1",
) -> None:
    """Qualities that 'liif export' chooses, and what they save beside a fixed one."""
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
    """Write measured rows as a table and charts, and their PSNR into the models' manifest."""
    from liif_core.cli.bench import report

    report(rows, results, charts)


@bench_app.command("crops")
def bench_crops(
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the PNG files go.")],
    model: Annotated[list[str], typer.Option(help="A model to show; may be repeated.")] = [  # noqa: B006
        "fast"
    ],
) -> None:
    """Details of photos, damaged and brought back by the models, beside the originals."""
    from liif_core.cli.bench import crops

    crops(model, out)


@app.command()
def train(
    data: Annotated[list[Path], typer.Option(metavar="PHOTOS ...", help="Folders or tar files.")],
    out: Annotated[Path, typer.Option(help="Folder for the model, the states and the log.")],
    minutes: Annotated[float, typer.Option(min=0.1, help="How long the run lasts in all.")],
    more: Annotated[Optional[list[Path]], typer.Argument(hidden=True)] = None,  # noqa: UP045
    model: Annotated[
        str,
        typer.Option(
            help="fast, detail, edsr-encoder, edsr-liif or rdn-liif; or noise, blur or haze, a "
            "repair of the --start.",
        ),
    ] = "fast",
    device: Where = Device.auto,
    batch: Annotated[int, typer.Option(min=1, help="Pictures in a step, of each process.")] = 16,
    clean_first: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the time with undamaged pictures only.")
    ] = 0.0,
    blur: Annotated[
        float, typer.Option(min=0, max=1, help="Share of pictures blurred slightly.")
    ] = 0.0,
    noise: Annotated[
        float, typer.Option(min=0, max=1, help="Share of pictures with a sensor's noise.")
    ] = 0.0,
    resume: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="State of an earlier run to go on from."),
    ] = None,
    start: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="Weights (safetensors) to begin with."),
    ] = None,
    name: Annotated[str, typer.Option(help="Name of the trained model; by default --model.")] = "",
    origin: Annotated[
        str, typer.Option(help="What the manifest says about the data and its licences.")
    ] = "",
    teach: Annotated[
        float,
        typer.Option(
            metavar="MINUTES",
            help="Before that, how long edsr-liif's decoder learns from the --start, a fast.",
        ),
    ] = 0,
) -> None:
    """Train a model; on several GPUs: torchrun --nproc-per-node=N -m liif_core.cli train ..."""
    from liif_core.cli.training import Options, run

    # --data takes one value, as the parser has it; a shell's pattern leaves the others behind.
    photos = [*data, *(more or [])]
    options = Options(
        model, photos, out, minutes, device.value, batch, clean_first, blur, noise, name, origin,
        teach,
    )  # fmt: skip
    run(options, resume, start)


@app.command()
def adapt(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Your JPEG photos.")],
    name: Annotated[str, typer.Option(help="What the tuned model is called.")],
    minutes: Annotated[float, typer.Option(min=0.1, help="How long it learns.")] = 5,
    model: Model = "fast",
    into: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FOLDER", help="Models folder; by default the user's own."),
    ] = None,
) -> None:
    """Tune a model to your own photos; it is kept only if photos it has not seen gain by it."""
    from liif_core.cli.adapting import adapt

    adapt(folder, name, minutes, model, into)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit status: 0, 1 failed, 2 bad input or usage, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        status = app(arguments, prog_name="liif", standalone_mode=False)
    except _USAGE_ERROR as error:
        complain(f"{error.format_message()} (see --help)")
        return USAGE
    except BadInput as error:
        complain(str(error))
        return USAGE
    except LiifError as error:
        complain(str(error))
        return FAILED
    except Interrupted as stop:
        complain(str(stop))
        return INTERRUPTED
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except MemoryError:
        complain("there is not enough memory; nothing was written")
        return FAILED
    except OSError as error:
        complain(f"{error.filename or 'the system'}: {error.strerror or error}")
        return FAILED
    if status == INTERRUPTED:
        complain("interrupted; nothing was written")
    return status if isinstance(status, int) else OK
