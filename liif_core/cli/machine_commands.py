# SPDX-License-Identifier: Apache-2.0
"""``liif doctor``, ``engines`` and ``install-gimp``: the machine and what is installed."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from liif_core.cli.outcome import FAILED, OK


def doctor() -> None:
    """Say what is installed, what works and where the logs lie."""
    from liif_core.cli.doctor import examine

    raise typer.Exit(OK if examine() else FAILED)


def engines() -> None:
    """Find the fastest engine here, and use it from now on."""
    from liif_core.cli.engines import choose

    choose()


def install_gimp(
    options: Annotated[list[str] | None, typer.Argument(metavar="[OPTION]...")] = None,
) -> None:
    """Put the plug-in into GIMP 3, or remove it."""
    # Of another package, as the engine itself knows no editor.
    from liif_installer.command_line import main

    # Not by typer, which would add what became of pictures when it was interrupted.
    sys.exit(main(options or []))
