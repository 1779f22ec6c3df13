# SPDX-License-Identifier: Apache-2.0
"""``liif restore``: what is wrong with a picture, in plain words, undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from liif_core.cli.enlarging import enlarge
from liif_core.cli.outcome import judging_input, say
from liif_core.enlarging import Wish
from liif_core.pictures import Encoding
from liif_core.registry.repairs import REPAIRS
from liif_core.repair_words import understand
from liif_core.request.settings import Settings


def repair(
    source: Path,
    target: Path,
    wording: str,
    settings: Settings,
    *,
    encoding: Encoding,
    page: int | None,
    salvage: bool,
    overwrite: bool,
) -> None:
    """Do what ``wording`` asks for, and say what was understood. Raises :class:`BadInput`."""
    with judging_input():
        understood = understand(wording)
        for name, _ in understood.repairs:
            REPAIRS.find(name)
    say(f"understood: {understood}")
    if understood.keeps_compression:
        settings = replace(settings, strength=0)
    settings = replace(settings, repairs=understood.repairs)
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
