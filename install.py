#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs LIIF for GIMP: its own Python environment, the engine, and the plug-in.

Standard library only, so that it runs on a machine where nothing is installed yet. Every stage
either completes or leaves the previous installation in use; ``install-state.json`` in the prefix
says which stage was reached, and the next run continues there.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import hashlib
import json
import os
import platform
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType

    # Turns a program and its arguments into the command that runs it in some world.
    Inside = Callable[[str, Sequence[str]], list[str]]

CHECKOUT = Path(__file__).resolve().parent
NAME = "liif-for-gimp"
LOCK = ".lock"
MINIMUM_PYTHON = (3, 10)
STAGES = 5
NEEDED_BYTES = 800 * 2**20
"""Free space that an installation needs, pip's temporary files included."""

SHARED_WITH_PLUGIN = ("job.py", "print_plan.py")
"""Files of the engine that the plug-in, in GIMP's own Python, uses as well."""
SKIPPED = ("__pycache__", ".*_cache", "*.pyc", "*.egg-info")


class InstallError(Exception):
    """What went wrong and what to do, in one line for the user."""


class NoPackageError(InstallError):
    """The package index has no ready-made package for this Python and system."""


# --- Console -----------------------------------------------------------------------------------


class Console:
    """Numbered stages, one line each: ``[3/5] Models ... 1 verified``."""

    def __init__(self) -> None:
        self._stage = 0
        self._open = False

    def begin(self, title: str) -> None:
        self._stage += 1
        self._write(f"[{self._stage}/{STAGES}] {title} ... ")
        self._open = True

    def end(self, text: str) -> None:
        self._write(f"{text}\n")
        self._open = False

    def line(self, text: str = "") -> None:
        self.break_line()
        self._write(f"{text}\n")

    def break_line(self) -> None:
        """Close a stage's unfinished line, so that an error begins on its own."""
        if self._open:
            self.end("")

    @staticmethod
    def _write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()


# --- Folders and state -------------------------------------------------------------------------


def data_home() -> Path:
    """The folder in which this system keeps the data of a user's programs."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def cache_home() -> Path:
    """The folder in which this system keeps what a user's programs can make again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def environment_python(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    if sys.platform == "win32":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


@dataclass
class Environment:
    """A finished virtual environment; an unfinished one is in no record and is thrown away."""

    folder: str
    fingerprint: str
    engine: str
    """Which it holds, see ENGINES."""


@dataclass(frozen=True)
class Gimp:
    """One GIMP 3 and where it looks for plug-ins."""

    label: str
    plug_ins: str
    world: str = "host"
    """``host``, or the sandbox in which it runs plug-ins with the sandbox's own Python."""


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
        self.state_file = folder / "install-state.json"
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
        except FileNotFoundError:
            return State()
        except (ValueError, TypeError, KeyError, AttributeError):
            # Everything the record says can be found or made again.
            return State(status="incomplete", stage="an unreadable record")

    def enter(self, stage: str) -> None:
        """Record that ``stage`` begins."""
        self.state.status, self.state.stage = "incomplete", stage
        self.save()

    def complete(self) -> None:
        self.state.status, self.state.stage = "complete", ""
        self.save()

    def save(self) -> None:
        text = json.dumps(asdict(self.state), indent=2, ensure_ascii=False)
        write_atomically(self.state_file, text + "\n")


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a second installer out; the system drops the lock when this process ends."""
    with (folder / LOCK).open("a+b") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InstallError(
                f"another install.py works in {folder}; wait until it has finished"
            ) from None
        yield


def write_atomically(path: Path, text: str) -> None:
    """Write ``text`` so that ``path`` holds either its old or its new content."""
    staged = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with staged.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def copy_tree(source: Path, target: Path) -> None:
    """Copy the files' contents only: a read-only checkout must not give read-only copies."""
    target.mkdir(parents=True)
    ignored = shutil.ignore_patterns(*SKIPPED)(str(source), [p.name for p in source.iterdir()])
    for path in sorted(source.iterdir()):
        if path.name in ignored:
            continue
        if path.is_dir():
            copy_tree(path, target / path.name)
        else:
            shutil.copyfile(path, target / path.name)


def make_folders(folder: Path) -> list[str]:
    """Make a folder and those above it; the ones that were not there, outermost first."""
    missing: list[str] = []
    parent = folder
    while not parent.exists():
        missing.insert(0, str(parent))
        parent = parent.parent
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def remove_tree(folder: Path) -> None:
    """Remove a folder, or the link to one, if it is there."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def source_version() -> str:
    text = (CHECKOUT / "liif_core" / "__init__.py").read_text("utf-8")
    match = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    if match is None:
        raise InstallError(f"no version stands in {CHECKOUT / 'liif_core' / '__init__.py'}")
    return match.group(1)


# --- Checks ------------------------------------------------------------------------------------


def check_python() -> str:
    """What runs this script, in words. Raises unless it can run the engine."""
    version = platform.python_version()
    if sys.version_info < MINIMUM_PYTHON:
        needed = ".".join(map(str, MINIMUM_PYTHON))
        raise InstallError(f"Python {version} is too old: run this with Python {needed} or newer")
    if sys.maxsize < 2**32:
        raise InstallError("this Python is a 32-bit program: run this with a 64-bit Python")
    missing = [module for module in ("venv", "ensurepip") if not has_module(module)]
    if missing:
        if shutil.which("apt-get"):
            package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
            todo = f"run 'sudo apt-get install {package}' and then this again"
        else:
            todo = "install it with your system's package manager and run this again"
        raise InstallError(f"this Python comes without its module {' and '.join(missing)}: {todo}")
    return f"{version}, 64 bit"


def has_module(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None


def prepare_prefix(folder: Path) -> list[str]:
    """Make the folder; what had to be made. Raises unless it is ours, writable and has room."""
    try:
        made = make_folders(folder)
        with tempfile.TemporaryFile(dir=folder):
            pass
        names = {path.name for path in folder.iterdir()}
    except OSError as error:
        raise InstallError(
            f"{folder} cannot be written ({error.strerror}):"
            " choose another folder with --prefix DIR"
        ) from None
    # --uninstall removes the whole folder, so it must not be one that holds other things.
    if names - {LOCK, "models"} and "install-state.json" not in names:
        raise InstallError(
            f"{folder} holds files of something else: name a new or empty folder with --prefix DIR"
        )
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise InstallError(
            f"{folder} has {free // 2**20} MB free, but {NEEDED_BYTES // 2**20} MB are needed:"
            " make room or choose another folder with --prefix DIR"
        )
    return made


def has_nvidia_driver() -> bool:
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def multiplies_bfloat16() -> bool:
    """Whether the processor does so itself, as far as the system tells."""
    try:
        flags = Path("/proc/cpuinfo").read_text("utf-8", "replace").split()
    except OSError:
        return False
    return not {"avx512_bf16", "amx_bf16"}.isdisjoint(flags)


def engines() -> tuple[str, ...]:
    """The engines worth trying on this machine, best first: extras of the package."""
    if platform.machine().lower() in ("x86_64", "amd64") and sys.platform in ("linux", "win32"):
        if has_nvidia_driver():
            return ("gpu", "cpu")
        if sys.platform == "win32":
            return ("directml", "cpu")
        if multiplies_bfloat16():
            return ("openvino", "cpu")
    return ("cpu",)


ENGINES = {
    "cpu": "onnxruntime",
    "openvino": "onnxruntime and OpenVINO",
    "gpu": "onnxruntime for CUDA",
    "directml": "onnxruntime for DirectML",
}
"""For people."""


# --- Running programs --------------------------------------------------------------------------

FLATPAK = "org.gimp.GIMP"


def on_host(program: str, arguments: Sequence[str]) -> list[str]:
    return [program, *arguments]


def in_flatpak(program: str, arguments: Sequence[str]) -> list[str]:
    return ["flatpak", "run", f"--command={program}", FLATPAK, *arguments]


def in_snap(program: str, arguments: Sequence[str]) -> list[str]:
    return ["snap", "run", "--shell", "gimp", "-c", 'exec "$0" "$@"', program, *arguments]


WORLDS: dict[str, Inside] = {"host": on_host, "flatpak": in_flatpak, "snap": in_snap}


def clean_environment() -> dict[str, str]:
    """The user's environment without what would send Python or pip elsewhere."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def run_logged(command: Sequence[str], log: Path) -> tuple[int, str]:
    """Run a command, append its output to ``log``; its exit status and its output."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(f"\n$ {' '.join(command)}\n")
        file.flush()
        try:
            process = subprocess.run(
                command,
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        except OSError as error:
            file.write(f"{error}\n")
            return 127, str(error)
        file.write(process.stdout)
    return process.returncode, process.stdout


_FAILURES: tuple[tuple[str, type[InstallError], str], ...] = (
    (
        r"No space left on device|\[Errno 28\]|not enough space on the disk",
        InstallError,
        "the disk is full: make room, or choose another folder with --prefix DIR, and run this"
        " again",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED",
        InstallError,
        "the package index's certificate is not trusted: set PIP_CERT to your network's"
        " certificate bundle and run this again",
    ),
    (
        r"NewConnectionError|ConnectTimeoutError|Temporary failure in name resolution"
        r"|Network is unreachable|Connection refused|ProxyError|ReadTimeoutError|RemoteDisconnected"
        r"|Connection reset|Could not fetch URL|HTTPError|IncompleteRead",
        InstallError,
        "the package index cannot be reached: check the network (and the proxy, if you need one)"
        " and run this again; it continues where it stopped",
    ),
    (
        r"No matching distribution found for (?P<name>[A-Za-z0-9_.-]+)",
        NoPackageError,
        "there is no ready-made package of {name} for Python {python} on {machine}: run this with"
        " another Python",
    ),
    (
        r"\[Errno 30\]|Read-only file system|Permission denied|\[Errno 13\]",
        InstallError,
        "the folder cannot be written: choose another one with --prefix DIR",
    ),
)


def explain(output: str, log: Path) -> InstallError:
    """The one line that says what pip's output means and what to do."""
    for pattern, kind, text in _FAILURES:
        match = re.search(pattern, output)
        if match:
            names = {
                **match.groupdict(),
                "python": platform.python_version(),
                "machine": f"{platform.system()} {platform.machine()}",
            }
            return kind(f"{text.format(**names)} (details: {log})")
    last = next((line for line in reversed(output.splitlines()) if line.strip()), "no output")
    return InstallError(f"installing the packages failed: {last.strip()} (details: {log})")


# --- Environments ------------------------------------------------------------------------------


def fingerprint(python: str, engine: str) -> str:
    """Changes whenever an environment would have to be made anew."""
    digest = hashlib.sha256(f"{python}\n{engine}\n".encode())
    files = [CHECKOUT / "pyproject.toml"]
    for folder in ("liif_core", "models"):
        files += sorted(
            path
            for path in (CHECKOUT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )
    for path in files:
        digest.update(path.relative_to(CHECKOUT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def package_source(parent: Path) -> Iterator[Path]:
    """A temporary copy to build from: building writes beside the sources.

    It lies beside the environment, as a sandbox has a folder of its own for temporary files.
    """
    with tempfile.TemporaryDirectory(prefix="build-", dir=parent) as name:
        folder = Path(name)
        shutil.copyfile(CHECKOUT / "pyproject.toml", folder / "pyproject.toml")
        for part in ("liif_core", "models"):
            copy_tree(CHECKOUT / part, folder / part)
        yield folder


PIP_INSTALL = (
    *("-I", "-m", "pip", "install"),
    *("--disable-pip-version-check", "--no-input", "--no-warn-script-location"),
    *("--progress-bar=off", "--only-binary=:all:"),
)


def make_environment(inside: Inside, python: str, folder: Path, log: Path) -> Path:
    """Make an empty virtual environment; its interpreter. Raises InstallError."""
    status, output = run_logged(inside(python, ["-I", "-m", "venv", str(folder)]), log)
    if status:
        raise explain(output, log)
    return environment_python(folder)


def install_packages(inside: Inside, folder: Path, extra: str, log: Path) -> None:
    """Install the engine and all it needs into an environment. Raises InstallError."""
    python = environment_python(folder)
    with package_source(folder.parent) as source:
        requirement = f"liif-core[{extra}] @ {source.as_uri()}"
        status, output = run_logged(inside(str(python), [*PIP_INSTALL, requirement]), log)
    if status:
        raise explain(output, log)


def works(inside: Inside, python: str, log: Path) -> bool:
    """Whether the engine can be loaded there."""
    command = inside(python, ["-I", "-c", "import liif_core, numpy, onnxruntime"])
    return run_logged(command, log)[0] == 0


def choose_engine(inside: Inside, python: str, log: Path) -> str:
    """Have the engines of an environment measured; what was chosen, to be added to a line."""
    status, output = run_logged(inside(python, ["-I", "-m", "liif_core.cli", "engines"]), log)
    # Without a choice the engine is onnxruntime, which is never wrong.
    return "" if status else f"; {last_line(output)}"


def environment_home(prefix: Prefix, world: str) -> Path:
    """Where the environments of a world lie: a Snap sees no hidden folders of the user."""
    if world == "snap":
        return Path.home() / "snap" / "gimp" / "common" / NAME
    return prefix.folder


def remove_unused_environments(prefix: Prefix) -> None:
    """Remove those that an interrupted run or an older version left behind."""
    used = {environment.folder for environment in prefix.state.environments.values()}
    for world in WORLDS:
        home = environment_home(prefix, world)
        for folder in (*home.glob("env-*"), *home.glob("build-*")):
            if str(folder) not in used:
                # A pip that outlived its killed installer may still write there.
                shutil.rmtree(folder, ignore_errors=True)


def ensure_environment(prefix: Prefix, world: str, python: str) -> tuple[Path, str]:
    """The interpreter of a finished environment for ``world`` and what was done for it.

    It is made by the interpreter ``python`` of that world unless it is there already. Raises
    InstallError; the environment in use until now, if any, is then untouched.
    """
    inside, log = WORLDS[world], prefix.install_log
    used = prefix.state.environments.get(world)
    choices = engines()
    for engine in choices:
        mark = fingerprint(f"{python} {platform.python_version()}", engine)
        if used and used.fingerprint == mark:
            interpreter = environment_python(Path(used.folder))
            if works(inside, str(interpreter), log):
                return interpreter, f"{ENGINES[engine]}, already there"
        folder = environment_home(prefix, world) / f"env-{secrets.token_hex(4)}"
        started = time.monotonic()
        try:
            interpreter = make_environment(inside, python, folder, log)
            install_packages(inside, folder, engine, log)
            if not works(inside, str(interpreter), log):
                raise InstallError(f"the engine was installed but does not start (details: {log})")
        except BaseException as error:
            # Above all on a full disk, where what is half there is in the way of everything.
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, NoPackageError) and engine != choices[-1]:
                continue
            raise
        prefix.state.environments[world] = Environment(str(folder), mark, engine)
        prefix.save()
        seconds = time.monotonic() - started
        done = f"{ENGINES[engine]}, installed in {seconds:.0f} s"
        if engine == "openvino":
            done += choose_engine(inside, str(interpreter), log)
        return interpreter, done
    raise AssertionError("engines() names at least one")


def write_launcher(prefix: Prefix, interpreter: Path) -> Path:
    """Put the ``liif`` command at a place that stays the same from version to version."""
    prefix.launcher_folder.mkdir(exist_ok=True)
    if sys.platform == "win32":
        launcher = prefix.launcher_folder / "liif.cmd"
        write_atomically(launcher, f'@"{interpreter}" -I -m liif_core.cli %*\r\n')
        return launcher
    launcher = prefix.launcher_folder / "liif"
    quoted = "'" + str(interpreter).replace("'", "'\\''") + "'"
    write_atomically(launcher, f'#!/bin/sh\nexec {quoted} -I -m liif_core.cli "$@"\n')
    launcher.chmod(0o755)
    return launcher


# --- Finding GIMP ------------------------------------------------------------------------------


def output_of(*command: str) -> str:
    """A program's standard output; empty when it is not there, fails or hangs."""
    if shutil.which(command[0]) is None:
        return ""
    try:
        process = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return process.stdout if process.returncode == 0 else ""


def config_home() -> Path:
    """The folder whose ``GIMP/3.x`` holds the settings of a GIMP outside any sandbox."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def settings_folders(home: Path) -> dict[str, Path]:
    """By version (``3.0``), the settings folders of GIMP 3 below a configuration folder."""
    return {
        folder.name: folder
        for folder in sorted(home.glob("GIMP/3.*"))
        if folder.is_dir() and re.fullmatch(r"3\.\d+", folder.name)
    }


def program_versions() -> set[str]:
    """Versions (``3.0``) of the GIMP 3 programs installed outside any sandbox."""
    programs = [f"gimp{kind}{suffix}" for kind in ("-console", "") for suffix in ("", "-3")]
    programs += [f"gimp-console-3.{minor}" for minor in (0, 2)]
    programs.append("/Applications/GIMP.app/Contents/MacOS/gimp")
    if sys.platform == "win32":
        for folder in ("ProgramFiles", "LOCALAPPDATA"):
            root = Path(os.environ.get(folder, "."), "Programs" if folder[0] == "L" else "")
            programs += map(str, root.glob("GIMP 3*/bin/gimp-console-3*.exe"))
    found = {os.path.realpath(path): path for path in map(shutil.which, programs) if path}
    versions: set[str] = set()
    for path in found.values():
        # Sandboxes export a "gimp" of their own, and they are asked by their own means.
        if "/snap/" in path or "/flatpak/" in path:
            continue
        match = re.search(r"version (3\.\d+)\.", output_of(path, "--version"))
        if match:
            versions.add(match.group(1))
    for folder in ("Applications", "AppImages", "Downloads", "bin", ".local/bin"):
        for image in (Path.home() / folder).glob("GIMP-3.*.AppImage"):
            match = re.match(r"GIMP-(3\.\d+)", image.name)
            if match:
                versions.add(match.group(1))
    return versions


def find_native(versions: set[str]) -> list[Gimp]:
    home = config_home()
    folders = {version: home / "GIMP" / version for version in versions}
    folders.update(settings_folders(home))
    if sys.platform == "win32":
        store = data_home() / "Packages"
        for package in store.glob("GIMP.*/LocalCache/Roaming"):
            folders.update(settings_folders(package))
    own = os.environ.get("GIMP3_DIRECTORY")
    if own:
        folders["3"] = Path(own)
    return [
        Gimp(f"GIMP {version}", str(folder / "plug-ins")) for version, folder in folders.items()
    ]


def find_flatpak() -> list[Gimp]:
    listing = output_of("flatpak", "list", "--app", "--columns=application,version")
    match = re.search(rf"^{re.escape(FLATPAK)}\s+(3\.\d+)", listing, re.MULTILINE)
    if match is None:
        return []
    folders = settings_folders(Path.home() / ".var" / "app" / FLATPAK / "config")
    if not folders:
        # The Flatpak uses the settings of a native GIMP where there were some before it.
        shared = settings_folders(config_home())
        version = match.group(1)
        own = Path.home() / ".var" / "app" / FLATPAK / "config" / "GIMP" / version
        folders = {version: shared.get(version, own)}
    return [
        Gimp(f"GIMP {version} (Flatpak)", str(folder / "plug-ins"), "flatpak")
        for version, folder in folders.items()
    ]


def find_snap() -> list[Gimp]:
    match = re.search(r"^gimp\s+(3\.\d+)", output_of("snap", "list", "gimp"), re.MULTILINE)
    if match is None:
        return []
    home = Path.home() / "snap" / "gimp"
    folders: dict[str, Path] = {}
    for part in ("common", "current"):
        folders.update(settings_folders(home / part / ".config"))
    if not folders:
        folders = {match.group(1): home / "current" / ".config" / "GIMP" / match.group(1)}
    return [
        Gimp(f"GIMP {version} (Snap)", str(folder / "plug-ins"), "snap")
        for version, folder in folders.items()
    ]


def find_gimps(named: Sequence[Path]) -> list[Gimp]:
    """Every GIMP 3 of this user; only those ``named`` by their folder, when some are."""
    if named:
        return [
            Gimp(f"GIMP in {path}", str(path if path.name == "plug-ins" else path / "plug-ins"))
            for path in named
        ]
    gimps: dict[str, Gimp] = {}
    # A folder that a sandboxed GIMP shares with a native one is served for the native one.
    versions = program_versions()
    native, flatpak = find_native(versions), find_flatpak()
    if not versions:
        native, flatpak = flatpak, native
    for gimp in (*native, *flatpak, *find_snap()):
        gimps.setdefault(gimp.plug_ins, gimp)
    return list(gimps.values())


# --- The plug-in -------------------------------------------------------------------------------


def install_plugin(plug_ins: Path, interpreter: Path, version: str, log: Path) -> Path:
    """Put the plug-in into GIMP's folder in one step; the folder it then lies in."""
    folder = plug_ins / "liif"
    if folder.exists() and not folder.is_symlink() and not (folder / "install.json").exists():
        raise InstallError(
            f"{folder} holds another plug-in, not one of this installer: move it away, then run"
            " this again"
        )
    remove_leftovers(plug_ins)
    staged = plug_ins / f".liif-new-{secrets.token_hex(4)}"
    retired = plug_ins / f".liif-old-{secrets.token_hex(4)}"
    try:
        copy_tree(CHECKOUT / "plugin" / "liif", staged)
        for shared in SHARED_WITH_PLUGIN:
            shutil.copyfile(CHECKOUT / "liif_core" / shared, staged / shared)
        shutil.copyfile(CHECKOUT / "models" / "manifest.json", staged / "manifest.json")
        record = {"python": str(interpreter), "version": version, "log": str(log)}
        write_atomically(
            staged / "install.json", json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        )
        # GIMP ignores a plug-in that is not executable, without a word.
        (staged / "liif.py").chmod(0o755)
        if folder.exists() or folder.is_symlink():
            folder.rename(retired)
        staged.rename(folder)
    except BaseException:
        if retired.exists() and not folder.exists():
            retired.rename(folder)
        raise
    finally:
        remove_leftovers(plug_ins)
    return folder


def remove_leftovers(plug_ins: Path) -> None:
    """Remove what a killed run left in GIMP's folder; bring back a plug-in it had set aside."""
    folder = plug_ins / "liif"
    for retired in plug_ins.glob(".liif-old-*"):
        if not folder.exists():
            retired.rename(folder)
    for path in plug_ins.glob(".liif-*"):
        remove_tree(path)


# --- Commands ----------------------------------------------------------------------------------


def install(options: argparse.Namespace, console: Console) -> int:
    version = source_version()
    folder: Path = options.prefix
    console.line(
        f"LIIF for GIMP {version}, into {folder} (up to 500 MB; the first time takes minutes)"
    )
    console.begin("Python")
    console.end(check_python())
    made = prepare_prefix(folder)
    with locked(folder):
        prefix = Prefix(folder)
        if prefix.state.status == "incomplete":
            console.line(f"      The last run ended during: {prefix.state.stage}. Continuing.")
        prefix.state.version = version
        prefix.state.made += made
        prefix.enter("engine")
        remove_unused_environments(prefix)
        console.begin("Engine")
        interpreter, done = ensure_environment(prefix, "host", sys.executable)
        console.end(done)
        verify_models(prefix, interpreter, console)
        # Those that have the plug-in must follow to the new environment, whatever the options say.
        prefix.state.gimps = [
            gimp for gimp in prefix.state.gimps if (Path(gimp.plug_ins) / "liif").exists()
        ]
        gimps = {gimp.plug_ins: gimp for gimp in prefix.state.gimps}
        if not options.no_gimp:
            gimps.update({gimp.plug_ins: gimp for gimp in find_gimps(options.gimp_dir)})
        prefix.enter("GIMP plug-in")
        console.begin("GIMP plug-in")
        if gimps:
            console.end(f"for {len(gimps)} GIMP 3")
            install_plugins(prefix, list(gimps.values()), interpreter, console)
        elif options.no_gimp:
            console.end("left out (--no-gimp)")
        else:
            console.end("no GIMP 3 found")
            console.line(
                "      Start GIMP 3 once and run this again, or name its settings folder"
                " (Edit > Preferences > Folders) with --gimp-dir DIR."
            )
        try_sample(prefix, interpreter, console)
        launcher = write_launcher(prefix, interpreter)
        remove_unused_environments(prefix)
        prefix.complete()
    menu = " Start GIMP again, then see Filters > Enhance." if gimps else ""
    console.line(f"Done.{menu} On the command line: {launcher}")
    return 0


def verify_models(prefix: Prefix, interpreter: Path, console: Console) -> None:
    """The stage Models. Raises InstallError when a file is not what the manifest says."""
    prefix.enter("models")
    console.begin("Models")
    log = prefix.install_log
    command = [str(interpreter), "-I", "-m", "liif_core.cli", "models", "verify"]
    status, output = run_logged(command, log)
    if status:
        raise InstallError(f"the models are damaged: {last_line(output)} (details: {log})")
    console.end(last_line(output))


def last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def install_plugins(
    prefix: Prefix, gimps: Sequence[Gimp], interpreter: Path, console: Console
) -> None:
    """Put the plug-in into every GIMP. Raises InstallError when none of them took it."""
    failures: list[str] = []
    for gimp in gimps:
        home = environment_home(prefix, gimp.world)
        try:
            prefix.state.made += make_folders(home)
            python = interpreter
            if gimp.world != "host":
                python, _ = ensure_environment(prefix, gimp.world, "python3")
            log = home / "log" / "plug-in.log"
            log.parent.mkdir(exist_ok=True)
            prefix.state.made += make_folders(Path(gimp.plug_ins))
            folder = install_plugin(Path(gimp.plug_ins), python, prefix.state.version, log)
        except InstallError as error:
            failures.append(f"{gimp.label}: {error}")
        except OSError as error:
            failures.append(f"{gimp.label}: {gimp.plug_ins} cannot be written ({error.strerror})")
        else:
            others = [other for other in prefix.state.gimps if other.plug_ins != gimp.plug_ins]
            prefix.state.gimps = [*others, gimp]
            prefix.save()
            console.line(f"      {gimp.label}: {folder}")
    if len(failures) == len(gimps):
        raise InstallError("; ".join(failures))
    for failure in failures:
        console.line(f"      Not installed for {failure}")


def try_sample(prefix: Prefix, interpreter: Path, console: Console) -> None:
    """The stage Sample photo: the main job through the worker that the plug-in starts."""
    prefix.enter("sample photo")
    console.begin("Sample photo")
    log = prefix.install_log
    command = [str(interpreter), "-I", "-m", "liif_core.sample", str(prefix.sample_folder)]
    status, output = run_logged(command, log)
    if status:
        raise InstallError(f"the sample photo failed: {last_line(output)} (details: {log})")
    result: Mapping[str, Any] = json.loads(last_line(output))
    console.end(
        f"enlarged {result['scale']} times in {result['seconds']:.1f} s,"
        f" {result['gain']:+.2f} dB over bicubic"
    )
    console.line(f"      Enlarged picture: {result['enlarged']}")
    console.line(f"      Before and after: {result['comparison']}")


def uninstall(options: argparse.Namespace, console: Console) -> int:
    folder: Path = options.prefix
    if Prefix(folder).state.status == "none":
        console.line(f"LIIF for GIMP is not installed in {folder}.")
        return 0
    with locked(folder):
        prefix = Prefix(folder)
        prefix.enter("removal")
        for gimp in prefix.state.gimps:
            plugin = Path(gimp.plug_ins) / "liif"
            remove_tree(plugin)
            console.line(f"Removed {plugin}")
        for environment in prefix.state.environments.values():
            remove_tree(Path(environment.folder))
        remove_tree(environment_home(prefix, "snap"))
        # The record goes last, so that an interrupted removal can be continued.
        for path in folder.iterdir():
            if path.is_dir():
                remove_tree(path)
            elif path not in (prefix.state_file, prefix.lock_file):
                path.unlink()
    prefix.lock_file.unlink()
    prefix.state_file.unlink()
    folder.rmdir()
    for made in reversed(prefix.state.made):
        # Others may have put something there since.
        with contextlib.suppress(OSError):
            Path(made).rmdir()
    console.line(f"Removed {folder}")
    return 0


def doctor(options: argparse.Namespace, console: Console) -> int:
    prefix = Prefix(options.prefix)
    state = prefix.state
    console.line(f"Folder: {prefix.folder}")
    if state.status == "none":
        console.line("Not installed there: run 'python3 install.py'.")
        return 1
    healthy = state.status == "complete"
    console.line(f"Version {state.version}, installation {state.status} {state.stage}".rstrip())
    for gimp in state.gimps:
        plugin = Path(gimp.plug_ins) / "liif"
        there = (plugin / "install.json").exists()
        healthy = healthy and there
        console.line(f"{gimp.label}: {plugin}{'' if there else ' is gone'}")
    served = {gimp.plug_ins for gimp in state.gimps}
    for gimp in find_gimps(()):
        if gimp.plug_ins not in served:
            console.line(f"{gimp.label}: without the plug-in")
    host = state.environments.get("host")
    if host is None:
        healthy = False
    else:
        interpreter = environment_python(Path(host.folder))
        command = [str(interpreter), "-I", "-m", "liif_core.cli", "doctor"]
        status, output = run_logged(command, prefix.install_log)
        healthy = healthy and status == 0
        console.line(output.rstrip())
    if not healthy:
        console.line("Something is missing: run 'python3 install.py' again.")
    return 0 if healthy else 1


def run_tests(options: argparse.Namespace, _console: Console) -> int:
    """Run every test in an environment of its own; pytest's exit status."""
    command = [str(tests_environment()), "-m", "pytest", *options.pytest_arguments]
    return subprocess.run(command, cwd=CHECKOUT, env=clean_environment(), check=False).returncode


def print_tests_python(_options: argparse.Namespace, console: Console) -> int:
    console.line(str(tests_environment()))
    return 0


def tests_environment() -> Path:
    """The tests' interpreter, with what pyproject.toml names and this checkout's engine.

    The environment is kept outside the checkout and made anew only when what it must hold
    changes; the engine itself, which the worker's tests start with ``-I``, is always replaced.
    """
    check_python()
    # The tools' own settings, which come last, change nothing that has to be installed.
    needs = (CHECKOUT / "pyproject.toml").read_text("utf-8").split("\n[tool.")[0]
    stamp = f"{needs}{sys.version}{sys.prefix}"
    root = cache_home() / NAME / "test-environment"
    folder = root / hashlib.sha256(stamp.encode()).hexdigest()[:16]
    log = root / "install.log"
    python = environment_python(folder)
    finished = folder / "finished"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with locked(root):
            if not finished.exists():
                sys.stderr.write(f"Making the test environment in {folder} ...\n")
                remove_tree(folder)
                make_environment(on_host, sys.executable, folder, log)
                install_packages(on_host, folder, "cpu,torch,test", log)
                finished.touch()
            else:
                with package_source(root) as source:
                    again = [*PIP_INSTALL, "--no-deps", "--force-reinstall", str(source)]
                    status, output = run_logged([str(python), *again], log)
                if status:
                    raise explain(output, log)
    except OSError as error:
        raise InstallError(
            f"{folder} cannot be written ({error.strerror}): set XDG_CACHE_HOME to another folder"
        ) from None
    return python


def absolute(path: Path) -> Path:
    # Not resolve(): a link that the user set up stays the way to the folder.
    return Path(os.path.abspath(path.expanduser()))  # noqa: PTH100


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="install.py",
        description="Install LIIF for GIMP for this user: the engine, its models, the plug-in.",
        allow_abbrev=False,
    )
    command = parser.add_mutually_exclusive_group()
    command.add_argument("--doctor", action="store_true", help="say what is installed and works")
    command.add_argument("--uninstall", action="store_true", help="remove everything again")
    command.add_argument(
        "--test", action="store_true", help="run the tests; what follows goes to pytest"
    )
    command.add_argument(
        "--test-python",
        action="store_true",
        help="print the tests' Python, which has ruff and mypy",
    )
    parser.add_argument(
        "--prefix",
        type=Path,
        metavar="DIR",
        default=data_home() / NAME,
        help="folder for the engine (default: %(default)s)",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--no-gimp", action="store_true", help="only the engine and its commands")
    where.add_argument(
        "--gimp-dir",
        type=Path,
        metavar="DIR",
        action="append",
        default=[],
        help="settings folder of a GIMP 3, such as ~/.config/GIMP/3.0, instead of those found"
        " (may be given several times)",
    )
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.test:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.pytest_arguments = rest
    options.prefix = absolute(options.prefix)
    options.gimp_dir = [absolute(path) for path in options.gimp_dir]
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` name; the exit status."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    console = Console()
    commands = {
        "doctor": doctor,
        "uninstall": uninstall,
        "test": run_tests,
        "test_python": print_tests_python,
    }
    run = next((run for name, run in commands.items() if getattr(options, name)), install)
    try:
        return run(options, console)
    except InstallError as error:
        problem, status = str(error), 1
    except KeyboardInterrupt:
        problem, status = "interrupted; run this again to continue", 130
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        todo = "make room" if full else "check that folder and its permissions"
        problem, status = f"{error.strerror}{where}: {todo}, then run this again", 1
    console.break_line()
    sys.stderr.write(f"install.py: {problem}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
