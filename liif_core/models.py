# SPDX-License-Identifier: Apache-2.0
"""The models that can be run: what the manifests say of them, and whether their files are whole."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from liif_core.digest import digest_of
from liif_core.errors import LiifError

Role = Literal["encoder", "decoder", "estimator", "weights"]
MANIFEST = "manifest.json"


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
    package = Path(__file__).parent
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
    for folder in (shipped_models_dir(), user_models_dir()):
        for entry in read_manifest(folder):
            entries.setdefault(entry.name, entry)
    return list(entries.values())


def read_manifest(folder: Path) -> list[ModelEntry]:
    """The entries of the manifest in ``folder``, none when there is no manifest."""
    return _read(folder)[0]


def without_weights() -> dict[str, str]:
    """Networks that LIIF knows but ships no weights for: name, and why."""
    return _read(shipped_models_dir())[1]


def _read(folder: Path) -> tuple[list[ModelEntry], dict[str, str]]:
    path = folder / MANIFEST
    try:
        values = json.loads(path.read_text("utf-8"))
        entries = [_entry(value, folder) for value in values["models"]]
        return entries, dict(values.get("without_weights", {}))
    except FileNotFoundError:
        return [], {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LiifError(
            f"the list of models {path} cannot be read ({error})", "run install.py again"
        ) from error


def write_manifest(folder: Path, entries: list[ModelEntry]) -> None:
    """Replace the manifest in ``folder``, by a rename so that it is never half-written."""
    values: dict[str, Any] = {"models": [entry.to_json() for entry in entries]}
    if missing := _read(folder)[1]:
        values["without_weights"] = missing
    text = json.dumps(values, indent=2)
    beside = folder / (MANIFEST + ".part")
    beside.write_text(text + "\n", "utf-8")
    beside.replace(folder / MANIFEST)


def find(name: str) -> ModelEntry:
    """The model of that name, or the first in the folder whose path ``name`` is.

    Raises :class:`LiifError` when there is none.
    """
    if Path(name).name != name and (found := read_manifest(Path(name))):
        return found[0]
    entries = manifest()
    for entry in entries:
        if entry.name == name:
            return entry
    names = ", ".join(entry.name for entry in entries) or "none"
    raise LiifError(f"there is no model {name!r}", f"the models are: {names}")


def crisper(entry: ModelEntry) -> ModelEntry | None:
    """The crisper sibling of ``entry``, if there is one."""
    return next((other for other in manifest() if other.crisper_than == entry.name), None)


def check_name(name: str, folder: Path) -> None:
    """Raise :class:`LiifError` if a model ``name`` in ``folder`` would be hidden."""
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
            beside = target / (file.file + ".part")
            beside.write_bytes(entry.path(role).read_bytes())
            beside.replace(target / file.file)
        add_to_manifest(target, entry)
    return found


def add_to_manifest(folder: Path, entry: ModelEntry) -> None:
    """Put ``entry`` in the place of the one of its name, or last."""
    entries = {other.name: other for other in read_manifest(folder)}
    entries[entry.name] = replace(entry, folder=folder)
    write_manifest(folder, list(entries.values()))


@cache
def verify(entry_name: str, path: Path, sha256: str) -> None:
    """Check one file against its digest, once in a process. Raises :class:`LiifError`."""
    try:
        digest = digest_of(path)
    except OSError as error:
        raise LiifError(
            f"model {entry_name} is missing its file {path.name} ({error.strerror})",
            "run install.py again",
        ) from error
    if digest != sha256:
        raise LiifError(
            f"model {entry_name} is damaged: {path.name} is not the file it was",
            "run install.py again",
        )


def verify_model(entry: ModelEntry) -> None:
    """Check all files of a model. Raises :class:`LiifError` at the first that is not whole."""
    for role, file in entry.files.items():
        verify(entry.name, entry.path(role), file.sha256)


def described_file(path: Path) -> ModelFile:
    """The manifest's record of an existing file."""
    return ModelFile(path.name, digest_of(path))


def _entry(value: dict[str, Any], folder: Path) -> ModelEntry:
    files = {role: ModelFile(**file) for role, file in value["files"].items()}
    for file in files.values():
        if Path(file.file).name != file.file:
            raise ValueError(f"{file.file!r} does not lie beside the manifest")
    return ModelEntry(**{**value, "files": files, "folder": folder})
