# SPDX-License-Identifier: Apache-2.0
"""``liif train`` and ``liif adapt``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from liif_core.cli.options import (
    Device,
    Model,
    ModelsFolder,
    MorePhotos,
    Photos,
    Where,
)
from liif_core.cli.values import decimal, whole


def train(
    data: Photos,
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Folder for the model, the states and the log.")
    ],
    minutes: Annotated[
        float,
        typer.Option(parser=decimal(0.1), metavar="MINUTES", help="How long the run lasts in all."),
    ],
    more: MorePhotos = None,
    model: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="fast, crisp, edsr-encoder, edsr-liif or rdn-liif; or noise, blur or haze, a "
            "repair of the --start.",
        ),
    ] = "fast",
    device: Where = Device.auto,
    batch: Annotated[
        int, typer.Option(parser=whole(1), metavar="N", help="Pictures in a step, of each process.")
    ] = 16,
    clean_first: Annotated[
        float,
        typer.Option(
            parser=decimal(0, 1),
            metavar="0-1",
            help="Share of the time with undamaged pictures only.",
        ),
    ] = 0.0,
    blur: Annotated[
        float,
        typer.Option(
            parser=decimal(0, 1), metavar="0-1", help="Share of pictures blurred slightly."
        ),
    ] = 0.0,
    noise: Annotated[
        float,
        typer.Option(
            parser=decimal(0, 1), metavar="0-1", help="Share of pictures with a sensor's noise."
        ),
    ] = 0.0,
    resume: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="State of an earlier run to go on from."),
    ] = None,
    start: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="Weights (safetensors) to begin with."),
    ] = None,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="Name of the trained model; by default --model.")
    ] = "",
    origin: Annotated[
        str,
        typer.Option(
            metavar="TEXT", help="What the manifest says about the data and its licences."
        ),
    ] = "",
    teach: Annotated[
        float,
        typer.Option(
            parser=decimal(0),
            metavar="MINUTES",
            help="Before that, how long edsr-liif's decoder learns from the --start, a fast.",
        ),
    ] = 0,
    perceptual: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FOLDER", help="Features that judge crisp; see liif bench look."),
    ] = None,
    masters: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FOLDER", help="Networks for ncnn that teach crisp and its start."),
    ] = None,
    keep: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option(metavar="PATH", help="Photos whose answers by detail stay those of --start."),
    ] = None,
    processes: Annotated[
        int,
        typer.Option(parser=whole(0), metavar="N", help="Processes that make pictures for crisp."),
    ] = 1,
) -> None:
    """Train a model.

    On several GPUs: torchrun --nproc-per-node=N -m liif_core.cli train ...
    """
    from liif_core.cli.training import Options, run

    photos = [*data, *(more or [])]
    options = Options(
        model, photos, out, minutes, device.value, batch, clean_first, blur, noise, name, origin,
        teach, perceptual, masters, processes, keep or [],
    )  # fmt: skip
    run(options, resume, start)


def adapt(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Your JPEG photos.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="What the tuned model is called.")],
    minutes: Annotated[
        float, typer.Option(parser=decimal(0.1), metavar="MINUTES", help="How long it learns.")
    ] = 5,
    model: Model = "fast",
    into: ModelsFolder = None,
) -> None:
    """Tune a model to your own photos.

    It is kept only if photos that it has not seen gain by it.
    """
    from liif_core.cli.adapting import adapt

    adapt(folder, name, minutes, model, into)
