# SPDX-License-Identifier: Apache-2.0
"""The ``liif`` command: its parts, and how it ends.

Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from typing import TYPE_CHECKING, Annotated, cast

import typer

from liif_core.cli.bench_commands import bench_app
from liif_core.cli.machine_commands import doctor, engines, install_gimp
from liif_core.cli.model_commands import models_app
from liif_core.cli.outcome import (
    FAILED,
    INTERRUPTED,
    NOTHING_WRITTEN,
    OK,
    USAGE,
    BadInput,
    Interrupted,
    complain,
    finish,
    say,
)
from liif_core.cli.pasted import explain_dash, straighten
from liif_core.cli.picture_commands import batch, clean, diagnose, export, restore, upscale
from liif_core.cli.training_commands import adapt, train
from liif_core.errors import LiifError
from liif_core.packages import missing, wants_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# typer has its own copy of click, or uses click itself, depending on its version.
_USAGE_ERROR = cast("type[typer.BadParameter]", typer.BadParameter.__base__)
_NOTHING_GIVEN = "NoArgsIsHelpError"
"""What is raised for ``liif`` alone; older versions of click print the help themselves."""

app = typer.Typer(
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from liif_core.cli.version import show

        show()
        raise typer.Exit


@app.callback()
def begin(
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            is_eager=True,
            callback=_show_version,
            help="Say which version, engine and models these are.",
        ),
    ] = False,
) -> None:
    """Enlarge and clean compressed photos by any factor."""


for command in (
    upscale, clean, batch, restore, export, diagnose, doctor, engines, train, adapt,
):  # fmt: skip
    app.command()(command)
# What follows is for the installer.
app.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)(install_gimp)
app.add_typer(models_app, name="models", help="List, check and import models.")
app.add_typer(bench_app, name="bench", help="Measure the models.")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit status: 0, 1 failed, 2 bad input or usage, 130 interrupted."""
    given = straighten(sys.argv[1:] if arguments is None else arguments)
    with _noticing_interrupts() as pressed:
        try:
            status = app(given, prog_name="liif", standalone_mode=False)
            finish()
        except (KeyboardInterrupt, typer.Abort):
            status = INTERRUPTED
        except Exception as error:
            # A library that was just being loaded makes nearly anything of Ctrl-C.
            if not pressed():
                return _tell(error, given)
            status = INTERRUPTED
    if status == INTERRUPTED:
        complain(NOTHING_WRITTEN)
    return status if isinstance(status, int) else OK


def _tell(error: Exception, given: list[str]) -> int:
    """Say what happened in one line; the exit status. Raises what only a fault of ours can be."""
    if isinstance(error, _USAGE_ERROR):
        message = error.format_message()
        if type(error).__name__ == _NOTHING_GIVEN:
            say(message)  # which is the help, in many lines
        else:
            complain(f"{_with_hint(message, given)} (see --help)")
        return USAGE
    if isinstance(error, BadInput):
        complain(str(error))
        return USAGE
    if isinstance(error, Interrupted):
        complain(str(error))
        return INTERRUPTED
    if isinstance(error, LiifError):
        complain(str(error))
    elif isinstance(error, MemoryError) or (isinstance(error, ImportError) and wants_memory(error)):
        complain("there is not enough memory; nothing was written")
    elif isinstance(error, ImportError):
        complain(str(missing(error)))
    elif isinstance(error, OSError):
        complain(f"{error.filename or 'the system'}: {error.strerror or error}")
    else:
        raise error
    return FAILED


def _with_hint(message: str, given: list[str]) -> str:
    hint = explain_dash(given)
    return f"{message.rstrip('.')}. {hint}" if hint else message


@contextlib.contextmanager
def _noticing_interrupts() -> Iterator[Callable[[], bool]]:
    """Yields whether Ctrl-C was pressed in the block, whatever became of the exception."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield lambda: False  # in the background, or where a program has its own ways
        return
    pressed = False

    def press(*_: object) -> None:
        nonlocal pressed
        pressed = True
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, press)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
