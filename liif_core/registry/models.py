# SPDX-License-Identifier: Apache-2.0
"""The models that can be run, listed in manifests."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Literal, get_args

from liif_core.errors import LiifError
from liif_core.registry import folders
from liif_core.registry.files import ListedFile
from liif_core.registry.guests import Guest
from liif_core.registry.listing import Entry, Listing, check_type
from liif_core.request.limits import MAX_SIDE

Role = Literal["encoder", "decoder", "estimator", "weights", "network"]
GUEST = "guest"
"""The architecture of what others trained, whichever it is."""
_ELSEWHERE = b"location"
"""In an ONNX file, the key of the path of weights that lie in another file. It cannot be there
without these bytes, and they are in no model of ours: no names, and by chance once in 10^13."""
_LARGEST_RADIUS = 1000
"""Of the field that a result depends on, in pixels; that of RDN is 150."""
_TEXTS = (
    "name",
    "architecture",
    "licence",
    "description",
    "trained_on",
    "crisper_than",
    "refocuses",
)


@dataclass(frozen=True)
class ModelEntry(Entry):
    """What a manifest says of one model."""

    architecture: str
    """``fast``, ``edsr-liif`` or ``rdn-liif``: which networks the files hold; or ``guest``."""
    files: dict[Role, ListedFile]
    """ONNX ``encoder``, ``decoder`` and, with a strength, its ``estimator``; and the same
    ``weights`` as safetensors. Of a guest the ONNX ``network`` only."""
    receptive_radius: int
    """Input pixels on each side that a latent code can depend on."""
    strength: bool
    """Whether the network takes a strength of artifact removal, and brings its estimator."""
    tile: int
    """Side of a tile in input pixels that keeps to the memory budget."""
    licence: str
    description: str
    trained_on: str
    crisper_than: str = ""
    """The model that this one is the crisper sibling of: all but their encoders is the same,
    and weights between theirs make a model between them."""
    refocuses: str = ""
    """The model that this one is the sibling of for soft photos; as ``crisper_than`` otherwise."""
    psnr: dict[str, float] = field(default_factory=dict)
    """Measured PSNR in dB by task, made by the benchmark."""
    guest: Guest | None = None
    """What is known of a guest, and of nothing else."""

    @property
    def parts(self) -> Mapping[str, ListedFile]:
        return dict(self.files.items())

    def to_json(self) -> dict[str, Any]:
        values = super().to_json()
        if self.guest is None:
            del values["guest"]
        return values

    def path(self, role: Role) -> Path:
        """Where the file of ``role`` lies. Raises :class:`LiifError` when there is none."""
        if role not in self.files:
            raise LiifError(f"model {self.name} has no {role} file")
        return self.folder / self.files[role].file


class Models(Listing[ModelEntry]):
    """The models; a manifest also names networks that LIIF knows but has no weights for."""

    kind = "model"
    file_name = "manifest.json"
    word = "manifest"

    def parse(self, value: Any, folder: Path) -> ModelEntry:  # noqa: ANN401
        files = {role: ListedFile(**file) for role, file in value["files"].items()}
        for role in files:
            if role not in get_args(Role):
                raise ValueError(f"there is no role {str(role)[:40]!r}")
        guest = Guest(**value["guest"]) if value.get("guest") is not None else None
        entry = ModelEntry(**{**value, "files": files, "guest": guest, "folder": folder})
        if (guest is not None) != (entry.architecture == GUEST):
            raise ValueError(f"{str(entry.name)[:40]!r} is a guest in one place only")
        for name in _TEXTS:
            check_type(name, getattr(entry, name), str)
        for name, most in (("receptive_radius", _LARGEST_RADIUS), ("tile", MAX_SIDE)):
            number = getattr(entry, name)
            check_type(name, number, int)
            if not 1 <= number <= most:
                raise ValueError(f"{name} is not within 1 to {most}")
        check_type("strength", entry.strength, bool)
        for task, measured in entry.psnr.items():
            check_type(task, measured, float, int)
        return entry

    def unpack(self, values: Any) -> list[Any]:  # noqa: ANN401
        found = list(values["models"])
        _take_missing(values)
        return found

    def pack(self, values: list[dict[str, Any]], folder: Path) -> object:
        packed: dict[str, Any] = {"models": values}
        if missing := self.read_missing(folder):
            packed["without_weights"] = missing
        return packed

    def read_missing(self, folder: Path) -> dict[str, str]:
        """Networks without weights, by the manifest in ``folder``: name, and why.

        Raises :class:`LiifError` when it cannot be read.
        """
        return self.load(folder, _take_missing, {})

    def read_part(self, entry: ModelEntry, part: str) -> bytes:
        """As :meth:`Listing.read_part`; the file must not refer to others either."""
        data = super().read_part(entry, part)
        if part != "weights" and _ELSEWHERE in data:
            raise LiifError(
                f"model {entry.name} keeps data outside of {entry.parts[part].file}, "
                "which is not allowed",
                "import it again from its checkpoint",
            )
        return data


MODELS = Models()


def list_without_weights() -> dict[str, str]:
    """Networks that LIIF knows but ships no weights for: name, and why.

    Raises :class:`LiifError` when the manifest cannot be read.
    """
    return MODELS.read_missing(folders.shipped_models_dir())


def find(name: str) -> ModelEntry:
    """The model of that name, or the first in the folder whose path ``name`` is.

    A folder that lies right here is asked last: it must not hide a model. Raises
    :class:`LiifError` when there is none.
    """
    here = Path(name).name == name
    if not here and (found := MODELS.read(Path(name))):
        return found[0]
    for entry in MODELS.go_through():
        if entry.name == name:
            return entry
    # Not by Path, which raises for a name that is longer than any file's.
    if here and os.path.isdir(name) and (found := MODELS.read(Path(name))):  # noqa: PTH112
        return found[0]
    raise MODELS.explain_unknown(name)


def find_crisper(entry: ModelEntry) -> ModelEntry | None:
    """The crisper sibling of ``entry``, if there is one: that in its own folder, if there is.

    Raises :class:`LiifError` when a manifest that is asked cannot be read.
    """
    return next((other for other in _near(entry) if other.crisper_than == entry.name), None)


def find_refocusing(entry: ModelEntry) -> ModelEntry | None:
    """The sibling of ``entry`` for soft photos; as :func:`find_crisper`."""
    return next((other for other in _near(entry) if other.refocuses == entry.name), None)


def _near(entry: ModelEntry) -> Iterator[ModelEntry]:
    """All models, those in the folder of ``entry`` first."""
    return chain(MODELS.read(entry.folder), MODELS.go_through())


def read_file(entry: ModelEntry, role: Role) -> bytes:
    """The file of ``role``, read once and checked against its digest, so that what is run is what
    was checked.

    Raises :class:`LiifError` when there is none, when it is not whole, or refers to other files.
    """
    entry.path(role)
    return MODELS.read_part(entry, role)


def need_own(entry: ModelEntry, what: str) -> None:
    """Raise :class:`LiifError` if ``entry`` is a guest, with whose weights ``what`` cannot be
    done."""
    if entry.guest is not None:
        raise LiifError(
            f"{entry.name} is a guest, with which {what} cannot be done", "Choose the model fast."
        )


def check_alone(name: str, folder: Path) -> None:
    """Raise :class:`LiifError` if ``folder`` holds other models than ``name``.

    By its folder the first of them is meant.
    """
    others = [entry.name for entry in MODELS.read(folder) if entry.name != name]
    if others:
        raise LiifError(f"{folder} holds the model {others[0]} already", "name another folder")


def _take_missing(values: Any) -> dict[str, str]:  # noqa: ANN401
    return {str(name): str(why) for name, why in values.get("without_weights", {}).items()}
