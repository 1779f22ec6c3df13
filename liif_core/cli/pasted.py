# SPDX-License-Identifier: Apache-2.0
"""Command lines that were pasted from a page or a text, in which signs had become others."""

from __future__ import annotations

import os
import re
from typing import Final

_ENDS: Final = {
    "\u201c": "\u201d\u201c",
    "\u201d": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u2018": "\u2019\u2018",
    "\u2019": "\u2019",
    "\u201a": "\u2018\u2019",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
}
"""What begins a quotation in a text, and what can end it."""
_DASHED: Final = re.compile(
    r"[\u2010-\u2015\u2212-][\u2010-\u2015\u2212-]?([a-z][a-z-]*(?:[=\s].*)?)"
)
_GLUED: Final = re.compile(r"(--?[a-z][a-z-]*)\s+(\S.*)")
"""An option and its value, with a space between them at which no shell has split."""
_PICTURE: Final = re.compile(r"-[^=]*\.[a-z]\w{1,4}", re.I)


def straighten(arguments: list[str]) -> list[str]:
    """``arguments`` as they were meant: with plain dashes, without curly quotes and odd spaces.

    Names of files that are there, and all behind ``--``, stay as they are.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    made: list[str] = []
    for argument in _unquoted(arguments[:end]):
        if os.path.lexists(argument):
            made.append(argument)
            continue
        glued = _GLUED.fullmatch(_plain_dashes(argument))
        made += glued.groups() if glued else [_plain_dashes(argument)]
    return made + arguments[end:]


def explain_dash(arguments: list[str]) -> str:
    """What to do where the name of a picture was taken for options; empty where none can be."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for argument in arguments[:end]:
        dashed = len(argument) > 1 and argument.startswith("-")
        if dashed and (_PICTURE.fullmatch(argument) or os.path.lexists(argument)):
            return (
                f"A name that begins with a dash is written ./{argument}, or after a -- that ends"
                " the options"
            )
    return ""


def _plain_dashes(argument: str) -> str:
    """An option whose two dashes had become one long one, or two of another kind."""
    match = _DASHED.fullmatch(argument)
    if match is None or argument.isascii():
        return argument
    return f"--{match[1]}"


def _unquoted(arguments: list[str]) -> list[str]:
    """With those between curly quotes put together, as the shell does between straight ones."""
    made: list[str] = []
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        name, sign, value = argument.rpartition("=") if argument[:1] == "-" else ("", "", argument)
        ends = _ENDS.get(value[:1], "")
        if not ends or os.path.lexists(argument):
            made.append(argument)
            continue
        parts = [value[1:], *rest]
        last = next((n for n, part in enumerate(parts) if part and part[-1] in ends), None)
        if last is None:
            made.append(argument)
            continue
        made.append(name + sign + " ".join(parts[: last + 1])[:-1])
        del rest[:last]
    return made
