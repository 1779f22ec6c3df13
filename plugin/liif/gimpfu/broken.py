# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts that end with an error before they have said what they offer.

GIMP takes nothing from such a script, and says so on standard error only: its menu entry would
vanish. It gets one here that tells what is wrong, where the script wanted its own if that can be
read from its text.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

from gimpfu.errors import error, fail
from gimpfu.registration import register, registrations

_MENU = "<Image>/Filters/Scripts that do not run"
_NAME, _LABEL, _MENU_PLACE = 0, 6, 11
"""Where arguments of ``register`` stand."""

Declared = tuple[str, str, str]
"""Name, label and menu of a procedure."""


def watch() -> None:
    """Offer an entry for the script if it ends with an error before it calls ``main``."""
    sys.excepthook = _offer


def stop_watching() -> None:
    """The script got as far as ``main``: what happens now GIMP reports by itself."""
    sys.excepthook = sys.__excepthook__


def _offer(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    sys.__excepthook__(kind, problem, trace)
    # Run by hand it is no plug-in, and the error has been seen.
    if not issubclass(kind, Exception) or sys.argv[1:2] != ["-gimp"]:
        return
    from gimpfu.plugin import main  # which imports this module in turn

    script = Path(sys.argv[0])
    text = f"{script.name} does not run: {_described(problem)}"
    registrations.clear()
    for name, label, menu in _declared(script) or [(script.stem, script.stem, _MENU)]:
        _register(name, f"{label} (does not run)", menu, text)
    main()


def _described(problem: BaseException) -> str:
    """The error in its own words; with its kind, where they are meant for programmers."""
    if isinstance(problem, (ImportError, error)):
        return str(problem)
    return f"{type(problem).__name__}: {problem}"


def _register(name: str, label: str, menu: str, text: str) -> None:
    for place in (menu, _MENU):
        try:
            register(
                name, text, text, "", "", "", label, "", [], [], lambda: fail(text), menu=place
            )
        except error:  # such as one that reads files: those are not offered in menus
            continue
        return


def _declared(script: Path) -> list[Declared]:
    """What a script would have registered, as far as it is written out in it."""
    try:
        tree = ast.parse(script.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return []
    by_name = {name: (name, label, menu) for name, label, menu in _written(tree)}
    return list(by_name.values())


def _written(tree: ast.Module) -> Iterator[Declared]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and _called(node.func) == "register"):
            continue
        given = {word.arg: word.value for word in node.keywords}
        places = dict(enumerate(_in_order(node.args)))
        name = _text(places.get(_NAME, given.get("proc_name")))
        label = _text(places.get(_LABEL, given.get("label")))
        menu = _text(places.get(_MENU_PLACE, given.get("menu")))
        if not menu:
            menu, _, label = label.rpartition("/")
        if name and label:
            yield name, label.rstrip(".… "), menu or _MENU


def _in_order(arguments: Sequence[ast.expr]) -> Iterator[ast.expr]:
    """The arguments at their places, up to one that stands for an unknown number of them."""
    for argument in arguments:
        if not isinstance(argument, ast.Starred):
            yield argument
        elif isinstance(argument.value, (ast.Tuple, ast.List)):
            yield from argument.value.elts
        else:
            return


def _called(function: ast.expr) -> str:
    """The name by which a function is called, without its module."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _text(value: ast.expr | None) -> str:
    """A text as it is written, also one that is marked for translation; "" for all else."""
    if isinstance(value, ast.Call) and value.args:
        value = value.args[0]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""
