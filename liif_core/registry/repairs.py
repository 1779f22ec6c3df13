# SPDX-License-Identifier: Apache-2.0
"""Repairs that a model can do besides its own: low-rank weights that are added to its encoder's.

They lie beside the models, listed in a file of their own; how they are made is told in
:mod:`liif_core.networks.low_rank`, how they are added in :mod:`liif_core.runtime.blending`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liif_core.errors import LiifError
from liif_core.registry.files import ListedFile
from liif_core.registry.listing import Entry, Listing, check_type
from liif_core.registry.models import ModelEntry

_TEXTS = ("name", "base", "licence", "description", "trained_on")


@dataclass(frozen=True)
class Repair(Entry):
    """What the list says of one repair."""

    file: ListedFile
    """Its weights as safetensors."""
    base: str
    """Digest of the weights' file of the model that they are added to."""
    licence: str
    description: str
    trained_on: str

    @property
    def parts(self) -> Mapping[str, ListedFile]:
        return {"weights": self.file}


class Repairs(Listing[Repair]):
    """The repairs."""

    kind = "repair"
    file_name = "repairs.json"
    word = "list"

    def parse(self, value: Any, folder: Path) -> Repair:  # noqa: ANN401
        repair = Repair(**{**value, "file": ListedFile(**value["file"]), "folder": folder})
        for name in _TEXTS:
            check_type(name, getattr(repair, name), str)
        return repair

    def unpack(self, values: Any) -> list[Any]:  # noqa: ANN401
        check_type("it", values, list)
        return list(values)

    def pack(self, values: list[dict[str, Any]], folder: Path) -> object:
        return values


REPAIRS = Repairs()


def read_weights(repair: Repair, entry: ModelEntry) -> bytes:
    """The file of ``repair``, checked, for the model ``entry``.

    Raises :class:`LiifError` when it is not whole, or was made for other weights.
    """
    if repair.base != entry.files["weights"].sha256:
        raise LiifError(
            f"the repair {repair.name} was not made for this {entry.name}",
            "choose the model it was trained on, or train it again",
        )
    return REPAIRS.read_part(repair, "weights")
