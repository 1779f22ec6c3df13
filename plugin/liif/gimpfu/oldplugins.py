# SPDX-License-Identifier: GPL-3.0-or-later
"""Plug-ins without ``register``: ``gimp.main`` with ``gimp.install_procedure``, and ``gimpplugin``.

They are registered from here, so that all else is as with ``register``. What GIMP 2 left to their
own dialogs is asked by the generated one, and they get their values as if they were not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gimpfu.introspection import Gimp
from gimpfu.params import Kind
from gimpfu.plugin import main
from gimpfu.registration import register

Begin = Callable[[], object]
Query = Callable[[], object]
Run = Callable[[str, tuple[Any, ...]], object]

_run: Run | None = None
"""What the plug-in gave to ``gimp.main``."""


def serve(init: Begin | None, quit: Begin | None, query: Query | None, run: Run | None) -> None:  # noqa: A002 - the name in the GIMP 2 API
    """Let ``query`` install the procedures, and serve them by ``run(name, values)``.

    ``init`` was called when GIMP started, for procedures that come and go; GIMP 3 has none.
    """
    global _run
    _run = run
    if query is not None:
        query()
    main()
    if quit is not None:
        quit()


def install(
    about: tuple[str, str, str, str, str, str, str, str | None],
    params: Sequence[Sequence[Any]],
    results: Sequence[Sequence[Any]],
) -> None:
    """Register a procedure: ``about`` is what :func:`gimpfu.register` takes before ``params``."""
    name, blurb, about_it, author, rights, date, path, types = about
    own = list(params[1:]) if params and params[0][1].replace("_", "-") == "run-mode" else params
    menu, _, label = path.rpartition("/")
    register(
        name,
        blurb,
        about_it,
        author,
        rights,
        date,
        label,
        types,
        [(*param[:3], _default(param[0])) for param in own],
        results,
        lambda *values: _call(name, values),
        menu=menu or None,
    )


def _call(name: str, values: tuple[Any, ...]) -> object:
    assert _run is not None
    return _run(name.replace("-", "_"), (int(Gimp.RunMode.NONINTERACTIVE), *values))


def _default(kind: object) -> object:
    """GIMP 2 knew none here: what is empty."""
    return "" if kind is Kind.STRING else None


class plugin:  # noqa: N801 - the name in the GIMP 2 API
    """A plug-in as a class: :meth:`query` installs procedures, methods of their names run them."""

    def start(self) -> None:
        """Serve the procedures; call it last in the script."""
        serve(self.init, self.quit, self.query, self._run)

    def init(self) -> None: ...

    def quit(self) -> None: ...

    def query(self) -> None: ...

    def _run(self, name: str, params: tuple[Any, ...]) -> object:
        """Raises :class:`AttributeError` for a procedure without a method."""
        return getattr(self, name)(*params)
