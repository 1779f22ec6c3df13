# SPDX-License-Identifier: Apache-2.0
"""Taking over what a training run has made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from liif_core.atomic import put_bytes
from liif_core.errors import LiifError
from liif_core.registry.listing import Entry, Listing
from liif_core.registry.models import MODELS
from liif_core.registry.repairs import REPAIRS


def adopt(source: Path, target: Path) -> list[Entry]:
    """Copy the models and repairs in the folder ``source`` into ``target``, all or none, over
    those of the same names; what was copied, the models first.

    Raises :class:`LiifError` when there is none, when one is damaged or would be hidden.
    """
    kinds: tuple[Listing[Any], ...] = (MODELS, REPAIRS)
    found = [(listing, entry) for listing in kinds for entry in listing.read(source)]
    if not found:
        raise LiifError(f"{source} holds no models", "name the folder that liif train wrote")
    for listing, entry in found:
        listing.check_name(entry.name, target)
    for listing, entry in found:
        listing.verify(entry)
    target.mkdir(parents=True, exist_ok=True)
    for listing, entry in found:
        for part, file in entry.parts.items():
            put_bytes(target / file.file, listing.read_part(entry, part))
        listing.add(target, entry)
    return [entry for _, entry in found]
