# SPDX-License-Identifier: Apache-2.0
"""The ``liif`` command."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; see :func:`liif_core.cli.app.main`, whose libraries are loaded only here:
    one that is missing, or Ctrl-C meanwhile, is told as if they were there already.
    """
    try:
        from liif_core.cli.outcome import FAILED, complain, prepare

        prepare()
        from liif_core.cli.app import main as run
    except KeyboardInterrupt:
        sys.stderr.write("liif: interrupted; nothing was written\n")
        return 130
    except ImportError as error:
        from liif_core.packages import missing

        complain(str(missing(error)))
        return FAILED
    return run(arguments)
