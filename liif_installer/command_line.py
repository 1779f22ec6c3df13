# SPDX-License-Identifier: GPL-3.0-or-later
"""The command ``python3 install.py``, which is ``liif install-gimp`` where pip installed it."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from .console import Console, prepare_streams
from .doctor import doctor
from .errors import InstallError
from .installing import install, put_plugin
from .places import BY_PIP, NAME, PROGRAM, data_home
from .testing import print_tests_python, run_tests
from .uninstalling import uninstall


def folder(text: str) -> Path:
    """The folder that a user names, absolute. Raises ArgumentTypeError when it names none."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of a folder is wanted")
    try:
        # Not resolve(): a link that the user set up stays the way to the folder.
        return Path(os.path.abspath(Path(text).expanduser()))  # noqa: PTH100
    except RuntimeError:
        raise argparse.ArgumentTypeError(f"nobody's home folder is {text}") from None
    except FileNotFoundError:
        raise argparse.ArgumentTypeError(
            f"the folder that this runs in is gone: name the whole path of {text}"
        ) from None


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description=(
            "Install the plug-in for this user; it starts the engine that pip has installed."
            if BY_PIP
            else "Install LIIF for GIMP for this user: the engine, its models, the plug-in."
        ),
        allow_abbrev=False,
    )
    command = parser.add_mutually_exclusive_group()
    command.add_argument("--doctor", action="store_true", help="say what is installed and works")
    command.add_argument("--uninstall", action="store_true", help="remove everything again")
    if BY_PIP:
        parser.set_defaults(test=False, test_python=False, fast=False)
        command.add_argument(
            "--only-plug-in",
            type=folder,
            metavar="DIR",
            help="put the plug-in into this folder of plug-ins and do nothing else, for packages",
        )
    else:
        parser.set_defaults(only_plug_in=None)
        _add_tests(parser, command)
    parser.add_argument(
        "--prefix",
        type=folder,
        metavar="DIR",
        default=data_home() / NAME,
        help="folder for the engine (default: %(default)s)",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--no-gimp", action="store_true", help="only the engine and its commands")
    where.add_argument(
        "--gimp-dir",
        type=folder,
        metavar="DIR",
        action="append",
        default=[],
        help="settings folder of a GIMP 3, such as ~/.config/GIMP/3.0, instead of those found"
        " (may be given several times)",
    )
    where.add_argument(
        "--extension",
        type=folder,
        metavar="DIR",
        help="put the plug-in as an extension of GIMP into this folder, such as"
        " ~/.config/GIMP/3.0/extensions, and not among the plug-ins",
    )
    return parser


def _add_tests(parser: argparse.ArgumentParser, command: argparse._ActionsContainer) -> None:
    """The options that run the tests, which only a checkout has."""
    command.add_argument(
        "--test", action="store_true", help="run the tests; what follows goes to pytest"
    )
    command.add_argument(
        "--test-python",
        action="store_true",
        help="print the tests' Python, which has ruff and mypy",
    )
    parser.add_argument(
        "--fast",
        action="store_true",
        help="with --test: only what needs no GIMP, no training and little time",
    )


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; what goes to pytest is in ``pytest_arguments``."""
    understood = parser()
    options, rest = understood.parse_known_args(arguments)
    if rest and not options.test:
        understood.error(f"unrecognized arguments: {' '.join(rest)}")
    if options.fast and not options.test:
        understood.error("--fast is for --test")
    options.pytest_arguments = rest
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` name; the exit status."""
    prepare_streams()
    options = parse(sys.argv[1:] if arguments is None else arguments)

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    # The terminal was closed; under nohup that is of no matter.
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) is signal.SIG_DFL:
        signal.signal(hangup, stop)
    console = Console()
    commands = {
        "doctor": doctor,
        "uninstall": uninstall,
        "test": run_tests,
        "test_python": print_tests_python,
        "only_plug_in": put_plugin,
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
    sys.stderr.write(f"{PROGRAM}: {problem}\n")
    return status
