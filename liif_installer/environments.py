# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual environments of the engine, one for each world."""

from __future__ import annotations

import hashlib
import platform
import secrets
import shutil
import sys
import time
from pathlib import Path

from .engines import ENGINES, engines
from .errors import InstallError, NoPackageError
from .failures import explain
from .files import copy_tree, remove_tree
from .packages import DOWNLOADS, install_packages, lock_file
from .places import BY_PIP, CHECKOUT, MODELS, environment_python, own_python
from .programs import last_line, run_logged
from .record import Environment, Prefix
from .worlds import WORLDS, Inside, environment_home, on_host


def fingerprint(python: str, engine: str) -> str:
    """Changes whenever an environment would have to be made anew."""
    digest = hashlib.sha256(f"{python}\n{engine}\n".encode())
    files = [lock_file(engine)] if BY_PIP else [CHECKOUT / "pyproject.toml", lock_file(engine)]
    for folder in (CHECKOUT / "liif_core", MODELS):
        files += sorted(
            path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
        )
    for path in files:
        digest.update(path.relative_to(CHECKOUT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def make_environment(
    inside: Inside, python: str, folder: Path, log: Path, pip_from: Path | None = None
) -> Path:
    """Make a virtual environment that has pip; its interpreter. Raises InstallError.

    Where ``python`` has none to give, as in the runtimes of Flatpak, it is the one of the
    environment ``pip_from``.
    """
    command = ["-I", "-m", "venv", str(folder)]
    status, output = run_logged(inside(python, command), log)
    if status and pip_from:
        status, output = run_logged(inside(python, [*command, "--without-pip", "--clear"]), log)
        for packages in folder.glob("lib/python3.*/site-packages"):
            for part in pip_from.glob("lib/python3.*/site-packages/pip*"):
                copy_tree(part, packages / part.name)
    if status:
        raise explain(output, log)
    return environment_python(folder)


def works(inside: Inside, python: str, log: Path) -> bool:
    """Whether the engine can be loaded there."""
    command = inside(
        python, ["-I", "-c", "import liif_core.cli, liif_core.worker.__main__, numpy, onnxruntime"]
    )
    return run_logged(command, log)[0] == 0


def verify_models(inside: Inside, python: str, log: Path) -> tuple[int, str]:
    """Exit status and output of the check of the models that lie there.

    Imported ones are the user's: they neither come with an environment nor go with one.
    """
    command = ["-I", "-m", "liif_core.cli", "models", "verify", "--shipped"]
    return run_logged(inside(python, command), log)


def choose_engine(inside: Inside, python: str, log: Path) -> str:
    """Have the engines of an environment measured; what was chosen, to be added to a line."""
    status, output = run_logged(inside(python, ["-I", "-m", "liif_core.cli", "engines"]), log)
    # Without a choice the engine is onnxruntime, which is never wrong.
    return "" if status else f"; {last_line(output)}"


def remove_unused_environments(prefix: Prefix) -> None:
    """Remove those that an interrupted run or an older version left behind."""
    used = {Path(environment.folder).name for environment in prefix.state.environments.values()}
    # After a failed upgrade the plug-in and the command still start the one of before.
    users = [gimp.plugin / "install.json" for gimp in prefix.state.gimps]
    users += prefix.launcher_folder.glob("*")
    starts = [path.read_text("utf-8") for path in users if path.exists()]
    for world in WORLDS:
        home = environment_home(prefix, world)
        for folder in (*home.glob("env-*"), *home.glob("build-*")):
            if folder.name not in used and not any(folder.name in start for start in starts):
                # A pip that outlived its killed installer may still write there.
                shutil.rmtree(folder, ignore_errors=True)


def remove_downloads(prefix: Prefix) -> None:
    """Remove what was kept only for a run that goes on after an interruption."""
    for world in WORLDS:
        remove_tree(environment_home(prefix, world) / DOWNLOADS)


def ensure_environment(prefix: Prefix, world: str, python: str) -> tuple[Path, str]:
    """The interpreter of a finished environment for ``world`` and what was done for it.

    It is made by the interpreter ``python`` of that world unless it is there already. Raises
    InstallError; the environment in use until now, if any, is then untouched.
    """
    if BY_PIP and world == "host":
        return own_environment(prefix)
    inside, log = WORLDS[world], prefix.install_log
    used = prefix.state.environments.get(world)
    host = prefix.state.environments.get("host")
    pip_from = Path(host.folder) if host and world != "host" else None
    choices = engines()
    for engine in choices:
        folder = environment_home(prefix, world) / f"env-{secrets.token_hex(4)}"
        started = time.monotonic()
        try:
            mark = fingerprint(f"{python} {platform.python_version()}", engine)
            if used and used.fingerprint == mark:
                interpreter = environment_python(Path(used.folder))
                # What has lost files since is made anew: no later run could mend it.
                whole = works(inside, str(interpreter), log)
                if whole and verify_models(inside, str(interpreter), log)[0] == 0:
                    return interpreter, f"{ENGINES[engine]}, already there"
            interpreter = make_environment(inside, python, folder, log, pip_from)
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


def own_environment(prefix: Prefix) -> tuple[Path, str]:
    """The interpreter of the environment that pip has put the engine into, and what it is.

    It is never removed here. Raises InstallError.
    """
    own = Path(sys.prefix)
    # The worker starts without what a user has put beside the system's own packages.
    if not works(on_host, str(own_python()), prefix.install_log):
        raise InstallError(
            f"the engine of {own} does not start: install liif-for-gimp[cpu] with pipx, or with"
            " pip in an environment of its own, and run this from there"
            f" (details: {prefix.install_log})"
        )
    prefix.state.environments["host"] = Environment(str(own), "", "cpu")
    prefix.save()
    return own_python(), f"the one of {own}"
