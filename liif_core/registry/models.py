# SPDX-License-Identifier: Apache-2.0
"""The models that can be run: what the manifests say of them, and whether their files are whole."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from liif_core.atomic import put_bytes, put_text
from liif_core.errors import LiifError
from liif_core.registry.digest import check_regular, digest_of
from liif_core.request.limits import MAX_SIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

Role = Literal["encoder", "decoder", "estimator", "weights"]
MANIFEST = "manifest.json"
_ELSEWHERE = b"location"
"""In an ONNX file, the key of the path of weights that lie in another file. It cannot be there
without these bytes, and they are in no model of ours: no names, and by chance once in 10^13."""
_LARGEST_RADIUS = 1000
"""Of the field that a result depends on, in pixels; that of RDN is 150."""
_TEXTS = ("name", "architecture", "licence", "description", "trained_on", "crisper_than")


@dataclass(frozen=True)
class ModelFile:
    """One file of a model, beside its manifest."""

    file: str
    sha256: str


@dataclass(frozen=True)
class ModelEntry:
    """What a manifest says of one model."""

    name: str
    architecture: str
    """``fast``, ``edsr-liif`` or ``rdn-liif``: which networks the files hold."""
    files: dict[Role, ModelFile]
    """ONNX ``encoder``, ``decoder`` and, with a strength, its ``estimator``; and the same
    ``weights`` as safetensors."""
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
    psnr: dict[str, float] = field(default_factory=dict)
    """Measured PSNR in dB by task, made by the benchmark."""
    folder: Path = Path()

    def path(self, role: Role) -> Path:
        """Where the file of ``role`` lies. Raises :class:`LiifError` when there is none."""
        if role not in self.files:
            raise LiifError(f"model {self.name} has no {role} file")
        return self.folder / self.files[role].file

    def to_json(self) -> dict[str, Any]:
        """The entry as it stands in a manifest."""
        values = asdict(self)
        del values["folder"]
        return values


def shipped_models_dir() -> Path:
    """The folder of the models that came with the package, installed or in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "weights"
    return installed if installed.is_dir() else package.parent / "models"


def user_models_dir() -> Path:
    """The folder of imported models."""
    from platformdirs import user_data_path

    return user_data_path("liif-for-gimp", appauthor=False) / "models"


def manifest() -> list[ModelEntry]:
    """All models, shipped ones first; an imported model never hides a shipped one.

    Raises :class:`LiifError` when a manifest cannot be read.
    """
    entries: dict[str, ModelEntry] = {}
    for entry in _listed():
        entries.setdefault(entry.name, entry)
    return list(entries.values())


def _listed() -> Iterator[ModelEntry]:
    """All entries; the list of the imported ones is read only when no shipped one was taken,
    so that a damaged one keeps nobody from those."""
    for folder in (shipped_models_dir(), user_models_dir()):
        yield from read_manifest(folder)


def read_manifest(folder: Path) -> list[ModelEntry]:
    """The entries of the manifest in ``folder``, none when there is no manifest."""
    return _read(folder)[0]


def without_weights() -> dict[str, str]:
    """Networks that LIIF knows but ships no weights for: name, and why."""
    return _read(shipped_models_dir())[1]


def _read(folder: Path) -> tuple[list[ModelEntry], dict[str, str]]:
    path = folder / MANIFEST
    try:
        check_regular(path)
        values = json.loads(path.read_text("utf-8"))
        entries = [_entry(value, folder) for value in values["models"]]
        return entries, {str(key): str(v) for key, v in values.get("without_weights", {}).items()}
    except FileNotFoundError:
        return [], {}
    except (
        OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError
    ) as error:  # fmt: skip
        raise LiifError(
            f"the list of models {path} cannot be read ({error})", mend_list(folder)
        ) from error


def mend_list(folder: Path) -> str:
    """What to do about a list in ``folder`` that cannot be read."""
    if folder == shipped_models_dir():
        return "run install.py again"
    return "move it away, and import its models again"


def write_manifest(folder: Path, entries: list[ModelEntry]) -> None:
    """Replace the manifest in ``folder``."""
    values: dict[str, Any] = {"models": [entry.to_json() for entry in entries]}
    if missing := _read(folder)[1]:
        values["without_weights"] = missing
    put_text(folder / MANIFEST, json.dumps(values, indent=2) + "\n")


def find(name: str) -> ModelEntry:
    """The model of that name, or the first in the folder whose path ``name`` is.

    A folder that lies right here is asked last: it must not hide a model. Raises
    :class:`LiifError` when there is none.
    """
    here = Path(name).name == name
    if not here and (found := read_manifest(Path(name))):
        return found[0]
    for entry in _listed():
        if entry.name == name:
            return entry
    # Not by Path, which raises for a name that is longer than any file's.
    if here and os.path.isdir(name) and (found := read_manifest(Path(name))):  # noqa: PTH112
        return found[0]
    names = ", ".join(entry.name for entry in manifest()) or "none"
    raise LiifError(f"there is no model {name!r}", f"the models are: {names}")


def crisper(entry: ModelEntry) -> ModelEntry | None:
    """The crisper sibling of ``entry``, if there is one: that in its own folder, if there is."""
    others = chain(read_manifest(entry.folder), _listed())
    return next((other for other in others if other.crisper_than == entry.name), None)


def check_alone(name: str, folder: Path) -> None:
    """Raise :class:`LiifError` if ``folder`` holds other models than ``name``.

    By its folder the first of them is meant.
    """
    others = [entry.name for entry in read_manifest(folder) if entry.name != name]
    if others:
        raise LiifError(f"{folder} holds the model {others[0]} already", "name another folder")


def check_name(name: str, folder: Path) -> None:
    """Raise :class:`LiifError` if a model ``name`` in ``folder`` would be hidden, or if no file
    can be named after it."""
    try:
        check_beside(f"{name}.onnx" if name else "", "manifest")
    except ValueError:
        raise LiifError(f"a model cannot be named {name!r}", "choose a name of a file") from None
    shipped = shipped_models_dir()
    if folder.resolve() != shipped.resolve() and any(
        entry.name == name for entry in read_manifest(shipped)
    ):
        raise LiifError(f"a model named {name} comes with LIIF already", "choose another name")


def adopt(source: Path, target: Path) -> list[ModelEntry]:
    """Copy the models in the folder ``source`` into ``target``, over those of the same names.

    Raises :class:`LiifError` when there is none, when one is damaged or would be hidden.
    """
    found = read_manifest(source)
    if not found:
        raise LiifError(f"{source} holds no models", "name the folder that liif train wrote")
    target.mkdir(parents=True, exist_ok=True)
    for entry in found:
        check_name(entry.name, target)
    for entry in found:
        verify_model(entry)
        for role, file in entry.files.items():
            put_bytes(target / file.file, content(entry, role))
        add_to_manifest(target, entry)
    return found


def add_to_manifest(folder: Path, entry: ModelEntry) -> None:
    """Put ``entry`` in the place of the one of its name, or last."""
    entries = {other.name: other for other in read_manifest(folder)}
    entries[entry.name] = replace(entry, folder=folder)
    write_manifest(folder, list(entries.values()))


def content(entry: ModelEntry, role: Role) -> bytes:
    """The file of ``role``, read once and checked against its digest, so that what is run is what
    was checked. Raises :class:`LiifError` when it is not whole, or refers to other files.
    """
    data = checked(entry.path(role), entry.files[role].sha256, f"model {entry.name}")
    if role != "weights" and _ELSEWHERE in data:
        raise LiifError(
            f"model {entry.name} keeps data outside of {entry.files[role].file}, "
            "which is not allowed",
            "import it again from its checkpoint",
        )
    return data


def checked(path: Path, sha256: str, owner: str) -> bytes:
    """The content of ``path``. Raises :class:`LiifError`, in the name of its ``owner``, when it is
    not there or has another digest."""
    try:
        check_regular(path)
        data = path.read_bytes()
    except OSError as error:
        raise LiifError(
            f"{owner} is missing its file {path.name} ({error.strerror})", "run install.py again"
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise LiifError(
            f"{owner} is damaged: {path.name} is not the file it was", "run install.py again"
        )
    return data


def verify_model(entry: ModelEntry) -> None:
    """Check all files of a model. Raises :class:`LiifError` at the first that is not whole."""
    for role in entry.files:
        content(entry, role)


def described_file(path: Path) -> ModelFile:
    """The manifest's record of an existing file."""
    return ModelFile(path.name, digest_of(path))


def check_beside(file: str, what: str) -> None:
    """Raise :class:`ValueError` unless ``file`` can be the name of a file beside ``what``."""
    # Nor can what is not printable be the name of a file everywhere.
    beside = Path(file).name == file and file not in ("", "..")
    if not beside or not file.isprintable():
        raise ValueError(f"{file[:200]!r} does not lie beside the {what}")


def _entry(value: dict[str, Any], folder: Path) -> ModelEntry:
    """Raises nearly anything when ``value`` is no entry."""
    files = {role: ModelFile(**file) for role, file in value["files"].items()}
    for role, file in files.items():
        if role not in get_args(Role):
            raise ValueError(f"there is no role {str(role)[:40]!r}")
        _check_kind("file", file.file, str)
        check_beside(file.file, "manifest")
        _check_kind("sha256", file.sha256, str)
    entry = ModelEntry(**{**value, "files": files, "folder": folder})
    for name in _TEXTS:
        _check_kind(name, getattr(entry, name), str)
    for name, most in (("receptive_radius", _LARGEST_RADIUS), ("tile", MAX_SIDE)):
        number = getattr(entry, name)
        _check_kind(name, number, int)
        if not 1 <= number <= most:
            raise ValueError(f"{name} is not within 1 to {most}")
    _check_kind("strength", entry.strength, bool)
    for task, measured in entry.psnr.items():
        _check_kind(task, measured, float, int)
    return entry


def _check_kind(name: str, value: object, *kinds: type) -> None:
    if type(value) not in kinds:
        raise TypeError(f"{name[:40]} is no {kinds[0].__name__}")
