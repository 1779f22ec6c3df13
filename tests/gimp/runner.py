# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs Python inside the real GIMP 3, for the tests and by hand.

By hand, from the top of the checkout, as root (the first call builds the root, about a minute)::

    python -m tests.gimp.runner HOME install            # python3 install.py, really, inside
    python -m tests.gimp.runner HOME script FILE.py     # in gimp-console, as its batch
    python -m tests.gimp.runner HOME window NAME PHOTO  # a scenario of inside/window.py
    python -m tests.gimp.runner HOME shell -- ls -la    # any command inside, with a network

``HOME`` is any folder; inside it is ``/home/tester``, where an ordinary user has GIMP's
configuration, the plug-in and its environment. Files for a script are put there and its own
are found there. ``install`` copies the checkout (what git tracks, and new files that it does not
ignore) to ``HOME/checkout`` and runs ``python3 install.py`` there; run it again after a change to
the plug-in. A script has ``Gimp``, ``Gegl``, ``Gio``, ``GLib`` and ``GObject`` to hand, and the
modules of ``tests/gimp/inside`` (``from inside import state``); what it prints is shown. GIMP has
no network and no display.

``LIIF_GIMP_SUITE=forky`` takes GIMP 3.2 in place of 3.0.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from .rootfs import ensure_root
from .sandbox import HOME, TESTS, Sandbox

CHECKOUT: Final = Path(__file__).resolve().parents[2]
_FINISHED: Final = "LIIF-BATCH-FINISHED"

_PRELUDE: Final = f"""
import sys
sys.path.insert(0, {TESTS!r})
sys.dont_write_bytecode = True
import gi
gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")
from gi.repository import Gegl, Gimp, Gio, GLib, GObject
"""


class GimpFailedError(AssertionError):
    """GIMP ended without finishing its script; the text holds what it printed."""


@dataclass(frozen=True)
class Gimp:
    """The GIMP of one sandbox, with its configuration in the sandbox's home."""

    sandbox: Sandbox
    environment: dict[str, str] = field(default_factory=dict)
    """Variables added to those of every run."""

    @property
    def profile(self) -> Path:
        """GIMP's configuration folder, on the host."""
        return self.sandbox.home / ".config" / "GIMP" / self.sandbox.root.gimp_version

    @property
    def plug_ins(self) -> Path:
        """The user's plug-in folder, on the host."""
        return self.profile / "plug-ins"

    def configure(self) -> None:
        """Writes a configuration in which no welcome window stands in the way, if there is none.

        GIMP adds to the file; to replace it would make GIMP query all its plug-ins again.
        """
        if (self.profile / "gimprc").exists():
            return
        program = f"gimp-console-{self.sandbox.root.gimp_version}"
        printed = self.sandbox.run([program, "--version"]).stdout
        version = printed.strip().splitlines()[-1].rsplit(" ", 1)[-1]
        self.profile.mkdir(parents=True, exist_ok=True)
        (self.profile / "gimprc").write_text(
            f'(config-version "{version}")\n(show-welcome-dialog no)\n(check-updates no)\n'
        )
        self.sandbox.own(self.sandbox.home / ".config")

    def run_python(self, code: str, *, timeout: float = 600.0) -> str:
        """Runs Python code as GIMP's batch and returns what was printed.

        Raises :class:`GimpFailedError` unless GIMP ended well and the code ran to its end.
        """
        code = f"{_PRELUDE}\n{code}\nprint({_FINISHED!r}, flush=True)\n"
        printed = self.run_batch("python-fu-eval", f"exec({code!r})", timeout=timeout)
        if _FINISHED not in printed.splitlines():
            raise GimpFailedError(f"the script did not reach its end:\n{printed}")
        return printed.replace(f"{_FINISHED}\n", "")

    def run_batch(self, interpreter: str, code: str, *, timeout: float = 600.0) -> str:
        """Runs code with one of GIMP's batch interpreters and returns what was printed.

        Raises :class:`GimpFailedError` unless GIMP ended with status 0 in time.
        """
        command = [f"gimp-console-{self.sandbox.root.gimp_version}", "-i", "-d", "--quit"]
        command += ["--batch-interpreter", interpreter, "-b", code]
        try:
            done = self.sandbox.run(command, timeout=timeout, environment=self.environment)
        except subprocess.TimeoutExpired as error:
            printed = (error.stdout or b"").decode(errors="replace")
            raise GimpFailedError(f"GIMP ran over {timeout:.0f} seconds:\n{printed}") from error
        if done.returncode != 0:
            raise GimpFailedError(f"GIMP ended with status {done.returncode}:\n{done.stdout}")
        return done.stdout

    def call(self, task: str, *, timeout: float = 600.0, **arguments: object) -> dict[str, Any]:
        """Calls ``module:function`` of ``tests/gimp/inside`` within GIMP; returns its result.

        Arguments and result cross as JSON. The function's first argument is a folder of its
        own for files; on the host that folder is ``result["folder"]``.
        """
        folder = self.new_folder()
        module, function = task.split(":")
        # Not on the command line, where a search for a process by its name would find them.
        (folder / "arguments.json").write_text(json.dumps(arguments))
        printed = self.run_python(
            f"import json, inside.{module}, pathlib\n"
            f"folder = pathlib.Path({self.sandbox.inside(folder)!r})\n"
            f"arguments = json.loads((folder / 'arguments.json').read_text())\n"
            f"result = inside.{module}.{function}(folder, **arguments)\n"
            "(folder / 'answer.json').write_text(json.dumps(result))\n",
            timeout=timeout,
        )
        result: dict[str, Any] = json.loads((folder / "answer.json").read_text())
        return {**result, "folder": folder, "printed": printed}

    def use_window(
        self,
        scenario: str,
        photo: str,
        *,
        timeout: float = 900.0,
        network: bool = False,
        environment: dict[str, str] | None = None,
    ) -> Path:
        """Plays a scenario of ``inside/window.py`` in GIMP's window, on a screen of its own.

        Returns the folder with the states and screenshots. Raises :class:`GimpFailedError`.
        """
        folder = self.new_folder()
        program = f"gimp-{self.sandbox.root.gimp_version}"
        command = ["python3", "-B", "-m", "inside.window", scenario]
        command += [self.sandbox.inside(folder), program, photo]
        done = self.sandbox.run(
            command,
            network=network,
            timeout=timeout,
            environment={"PYTHONPATH": TESTS, **(environment or {})},
        )
        if done.returncode != 0:
            raise GimpFailedError(f"{scenario} failed; see {folder}:\n{done.stdout}")
        return folder

    def new_folder(self) -> Path:
        runs = self.sandbox.home / "runs"
        folder = next(f for n in itertools.count() if not (f := runs / f"{n:03}").exists())
        folder.mkdir(parents=True)
        self.sandbox.own(runs)
        return folder


def copy_checkout(sandbox: Sandbox) -> Path:
    """Copies the checkout into the sandbox's home, as a clone would leave it there."""
    target = sandbox.home / "checkout"
    shutil.rmtree(target, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        source = CHECKOUT / name
        if source.is_file():  # listed but deleted in the working tree otherwise
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    sandbox.own(target)
    return target


def install(sandbox: Sandbox, *, timeout: float = 1800.0) -> str:
    """Runs ``python3 install.py`` inside, as a user on a fresh machine, and returns its output.

    Raises :class:`GimpFailedError` when it fails.
    """
    checkout = sandbox.inside(copy_checkout(sandbox))
    done = sandbox.run(["python3", f"{checkout}/install.py"], network=True, timeout=timeout)
    if done.returncode != 0:
        raise GimpFailedError(f"install.py ended with status {done.returncode}:\n{done.stdout}")
    return done.stdout


def gimp_in(home: Path) -> Gimp:
    """The GIMP, configured, whose user's home is that folder; which one, LIIF_GIMP_SUITE says."""
    root = ensure_root(os.environ.get("LIIF_GIMP_SUITE", "trixie"))
    gimp = Gimp(Sandbox(root, home.resolve()))
    gimp.configure()
    return gimp


def main() -> int:
    """The command line described at the top of this file."""
    parser = argparse.ArgumentParser(prog="python -m tests.gimp.runner")
    parser.add_argument("home", type=Path)
    parser.add_argument("action", choices=["install", "script", "window", "shell"])
    parser.add_argument("rest", nargs="*", metavar="FILE.py | NAME PHOTO | COMMAND")
    options = parser.parse_args()
    gimp = gimp_in(options.home)
    sandbox = gimp.sandbox
    if options.action == "install":
        sys.stdout.write(install(sandbox))
    elif options.action == "script":
        sys.stdout.write(gimp.run_python(Path(options.rest[0]).read_text(), timeout=600))
    elif options.action == "window":
        scenario, photo = options.rest
        sys.stdout.write(f"{gimp.use_window(scenario, f'{HOME}/{photo}')}\n")
    else:
        done = sandbox.run(options.rest, network=True, timeout=600)
        sys.stdout.write(done.stdout)
        return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
