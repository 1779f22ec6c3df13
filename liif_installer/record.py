# SPDX-License-Identifier: GPL-3.0-or-later
"""The installation's folder, and the record in it of what was installed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .files import LOCK, RECORD, missing_folders, staged_files, write_atomically

EXTENSION = "org.liif_for_gimp.extension"
"""The name of the extension, which is also that of its folder."""


@dataclass
class Environment:
    """A finished virtual environment; an unfinished one is in no record and is thrown away."""

    folder: str
    fingerprint: str
    engine: str
    """Which it holds, see ENGINES."""


@dataclass(frozen=True)
class Gimp:
    """One GIMP 3 and where it looks for plug-ins, or for extensions."""

    label: str
    plug_ins: str
    world: str = "host"
    """``host``, or the sandbox in which it runs plug-ins with the sandbox's own Python."""
    flatpak_too: bool = False
    """Whether the Flatpak looks there as well as a GIMP outside any sandbox."""
    extension: bool = False
    """Whether the plug-in is to be there as an extension of GIMP."""

    @property
    def folder(self) -> Path:
        """What is ours there."""
        return Path(self.plug_ins) / (EXTENSION if self.extension else "liif")

    @property
    def plugin(self) -> Path:
        """The plug-in itself."""
        return self.folder / "liif" if self.extension else self.folder

    @property
    def settings(self) -> Path:
        """The settings folder of this GIMP."""
        return Path(self.plug_ins).parent


@dataclass
class State:
    """What stands in ``install-state.json``."""

    version: str = ""
    status: str = "none"
    """none, incomplete or complete."""
    stage: str = ""
    """The stage that runs, or ran when the installation was interrupted."""
    environments: dict[str, Environment] = field(default_factory=dict)
    """By the world (see :class:`Gimp`) that they serve."""
    gimps: list[Gimp] = field(default_factory=list)
    """Those that have the plug-in."""
    made: list[str] = field(default_factory=list)
    """Folders made outside the prefix, outermost first; removed again when empty."""


class Prefix:
    """The installation's folder and the state kept in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state_file = folder / RECORD
        self.install_log = folder / "log" / "install.log"
        self.sample_folder = folder / "sample"
        self.launcher_folder = folder / "bin"
        self.lock_file = folder / LOCK
        self.state = self._load()

    def _load(self) -> State:
        try:
            values = json.loads(self.state_file.read_text("utf-8"))
            values["environments"] = {
                world: Environment(**environment)
                for world, environment in values["environments"].items()
            }
            values["gimps"] = [Gimp(**gimp) for gimp in values["gimps"]]
            return State(**values)
        except (FileNotFoundError, NotADirectoryError):
            return State()
        except (ValueError, TypeError, KeyError, AttributeError):
            # Everything the record says can be found or made again.
            return State(status="incomplete", stage="an unreadable record")

    def remove_staged(self) -> None:
        """Remove what killed runs left half written; none runs now, as this one has the lock."""
        for folder in (self.folder, self.launcher_folder):
            for path in staged_files(folder):
                path.unlink()

    def enter(self, stage: str) -> None:
        """Record that ``stage`` begins."""
        self.state.status, self.state.stage = "incomplete", stage
        self.save()

    def make_folder(self, folder: Path) -> None:
        """Make a folder outside the prefix and those above it, for the removal to know of."""
        self.state.made += missing_folders(folder)
        self.save()
        folder.mkdir(parents=True, exist_ok=True)

    def complete(self) -> None:
        self.state.status, self.state.stage = "complete", ""
        self.save()

    def save(self) -> None:
        text = json.dumps(asdict(self.state), indent=2, ensure_ascii=False)
        write_atomically(self.state_file, text + "\n")
