# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts in the user's language: what scripts for GIMP 2 call, and the catalogue of a script."""

from __future__ import annotations

import gettext as standard
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from gimpfu.introspection import GLib

Domain = tuple[str, str | None]
"""Name and folder of a catalogue; without a folder it is GIMP 3's own choice, see ``catalogue``."""


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


@cache
def catalogue(domain: Domain) -> standard.NullTranslations:
    """The translations for the user's language, which leave a text as it is where there are none.

    The language is the one that GIMP was told to use, in the settings or by the system. Read by
    Python, not by the C library, which translates only where the system knows the language. Without
    a folder the catalogue is looked for in ``locale`` beside the script.
    """
    name, folder = domain
    if folder is None:
        folder = str(Path(sys.argv[0]).resolve().parent / "locale")
    languages = GLib.get_language_names()
    return standard.translation(name, folder, languages=languages, fallback=True)


def translated(text: str, domain: Domain | None) -> str:
    """A text of a script that was only marked for translation."""
    # The empty text stands for a catalogue's head.
    return catalogue(domain).gettext(text) if text and domain is not None else text


def N_(text: str) -> str:  # noqa: N802 - the name in the GIMP 2 API
    """Mark a text for translation, and leave it as it is."""
    return text
