# SPDX-License-Identifier: GPL-3.0-or-later
"""``gettext`` and ``N_`` as scripts for GIMP 2 call them."""

from __future__ import annotations

import gettext as standard
from collections.abc import Sequence
from typing import Any


class Gettext:
    """Python's ``gettext`` module, whose ``install`` also takes the ``unicode`` of Python 2."""

    def install(
        self,
        domain: str,
        localedir: str | None = None,
        unicode: bool = True,
        codeset: str | None = None,
        names: Sequence[str] | None = None,
    ) -> None:
        """Make ``_`` translate by a domain; ``unicode`` and ``codeset`` mean nothing any more."""
        standard.install(domain, localedir, names=names)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module has
        return getattr(standard, name)


gettext = Gettext()


def N_(text: str) -> str:  # noqa: N802 - the name in the GIMP 2 API
    """Mark a text for translation, and leave it as it is."""
    return text
