# SPDX-License-Identifier: Apache-2.0
"""Repairs that a model can do besides its own: low-rank changes of its encoder's weights.

They lie beside the models, listed in a file of their own; how they are made is told in
:mod:`liif_core.networks.low_rank`, how they are added in :mod:`liif_core.runtime.blending`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liif_core.atomic import put_bytes, put_text
from liif_core.errors import LiifError
from liif_core.registry.digest import check_regular
from liif_core.registry.models import (
    ModelEntry,
    ModelFile,
    check_beside,
    checked,
    mend_list,
    read_manifest,
    shipped_models_dir,
    user_models_dir,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST = "repairs.json"


@dataclass(frozen=True)
class Repair:
    """What the list says of one repair."""

    name: str
    file: ModelFile
    """The changes as safetensors."""
    base: str
    """Digest of the weights' file of the model that they change."""
    licence: str
    description: str
    trained_on: str
    folder: Path = Path()


def repairs() -> list[Repair]:
    """All of them, shipped ones first; an imported one never hides a shipped one.

    Raises :class:`LiifError` when a list cannot be read.
    """
    found: dict[str, Repair] = {}
    for repair in _listed():
        found.setdefault(repair.name, repair)
    return list(found.values())


def _listed() -> Iterator[Repair]:
    """All of them, see :func:`liif_core.registry.models._listed`."""
    for folder in (shipped_models_dir(), user_models_dir()):
        yield from read_list(folder)


def find_repair(name: str) -> Repair:
    """The repair of that name. Raises :class:`LiifError` when there is none."""
    for repair in _listed():
        if repair.name == name:
            return repair
    names = ", ".join(repair.name for repair in repairs()) or "none"
    raise LiifError(f"there is no repair {name!r}", f"the repairs are: {names}")


def content(repair: Repair, entry: ModelEntry) -> bytes:
    """The file of ``repair``, checked, for the model ``entry``.

    Raises :class:`LiifError` when it is not whole, or was made for other weights.
    """
    if repair.base != entry.files["weights"].sha256:
        raise LiifError(
            f"the repair {repair.name} was not made for this {entry.name}",
            "choose the model it was trained on, or train it again",
        )
    return verify_repair(repair)


def verify_repair(repair: Repair) -> bytes:
    """The file of ``repair``. Raises :class:`LiifError` when it is not whole."""
    return checked(repair.folder / repair.file.file, repair.file.sha256, f"repair {repair.name}")


def read_list(folder: Path) -> list[Repair]:
    """The repairs listed in ``folder``, none when there is no list. Raises :class:`LiifError`."""
    path = folder / LIST
    try:
        check_regular(path)
        values = json.loads(path.read_text("utf-8"))
        if not isinstance(values, list):
            raise TypeError("it is no list")
        return [_repair(value, folder) for value in values]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LiifError(
            f"the list of repairs {path} cannot be read ({error})", mend_list(folder)
        ) from error


def add_to_list(folder: Path, repair: Repair) -> None:
    """Put ``repair`` in the place of the one of its name, or last."""
    known = {other.name: other for other in read_list(folder)}
    known[repair.name] = replace(repair, folder=folder)
    values = [{k: v for k, v in asdict(r).items() if k != "folder"} for r in known.values()]
    put_text(folder / LIST, json.dumps(values, indent=2) + "\n")


def only_repairs(folder: Path) -> bool:
    """Whether ``folder`` holds repairs and no models. Raises :class:`LiifError`."""
    return bool(read_list(folder)) and not read_manifest(folder)


def adopt_repairs(source: Path, target: Path) -> list[Repair]:
    """Copy the repairs in the folder ``source`` into ``target``, all or none.

    Raises :class:`LiifError` when one is not whole, or has the name of one that is shipped.
    """
    found = read_list(source)
    shipped = shipped_models_dir()
    hidden = {} if target.resolve() == shipped.resolve() else {r.name for r in read_list(shipped)}
    for repair in found:
        if repair.name in hidden:
            raise LiifError(
                f"a repair named {repair.name} comes with LIIF already", "choose another name"
            )
    files = [verify_repair(repair) for repair in found]
    if found:
        target.mkdir(parents=True, exist_ok=True)
    for repair, file in zip(found, files, strict=True):
        put_bytes(target / repair.file.file, file)
        add_to_list(target, repair)
    return found


def _repair(value: dict[str, Any], folder: Path) -> Repair:
    """Raises nearly anything when ``value`` is no repair."""
    repair = Repair(**{**value, "file": ModelFile(**value["file"]), "folder": folder})
    texts = asdict(repair)
    texts.update(texts.pop("file"))
    del texts["folder"]
    for name, text in texts.items():
        if not isinstance(text, str):
            raise TypeError(f"{name} is no text")
    check_beside(repair.file.file, "list")
    return repair
