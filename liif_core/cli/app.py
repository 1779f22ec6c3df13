# SPDX-License-Identifier: Apache-2.0
"""The ``liif`` command: its parts, and how it ends.

Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from typing import cast

import typer

from liif_core.cli.bench_commands import bench_app
from liif_core.cli.machine_commands import doctor, engines
from liif_core.cli.model_commands import models_app
from liif_core.cli.outcome import FAILED, INTERRUPTED, OK, USAGE, BadInput, Interrupted, complain
from liif_core.cli.picture_commands import batch, clean, diagnose, export, restore, upscale
from liif_core.cli.training_commands import adapt, train
from liif_core.errors import LiifError

# typer has its own copy of click, or uses click itself, depending on its version.
_USAGE_ERROR = cast("type[typer.BadParameter]", typer.BadParameter.__base__)

app = typer.Typer(
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Enlarge and clean compressed photos by any factor.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    upscale, clean, batch, restore, export, diagnose, doctor, engines, train, adapt,
):  # fmt: skip
    app.command()(command)
app.add_typer(models_app, name="models", help="List, check and import models.")
app.add_typer(bench_app, name="bench", help="Measure the models.")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit status: 0, 1 failed, 2 bad input or usage, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        status = app(arguments, prog_name="liif", standalone_mode=False)
    except _USAGE_ERROR as error:
        complain(f"{error.format_message()} (see --help)")
        return USAGE
    except BadInput as error:
        complain(str(error))
        return USAGE
    except LiifError as error:
        complain(str(error))
        return FAILED
    except Interrupted as stop:
        complain(str(stop))
        return INTERRUPTED
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except MemoryError:
        complain("there is not enough memory; nothing was written")
        return FAILED
    except OSError as error:
        complain(f"{error.filename or 'the system'}: {error.strerror or error}")
        return FAILED
    if status == INTERRUPTED:
        complain("interrupted; nothing was written")
    return status if isinstance(status, int) else OK
