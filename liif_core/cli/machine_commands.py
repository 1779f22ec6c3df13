# SPDX-License-Identifier: Apache-2.0
"""``liif doctor`` and ``liif engines``: the machine and what is installed."""

from __future__ import annotations

import typer

from liif_core.cli.outcome import FAILED, OK


def doctor() -> None:
    """Say what is installed, what works and where the logs lie."""
    from liif_core.cli.doctor import examine

    raise typer.Exit(OK if examine() else FAILED)


def engines() -> None:
    """Find the engine that is fastest here, and use it from now on."""
    from liif_core.cli.engines import choose

    choose()
