# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for people, in their language.

Every text that a user reads goes through ``_``, whole: values stand in it by name, as in
``_("%(size)s pixels") % {"size": size}``, and fractions are written with the format ``n``, which
has the user's decimal point. The name ``_`` must not stand for anything else in a module that has
it from here. What the engine says crosses over as English text, see :mod:`.engine_words`; the log
is English.
``python -m tests.translations`` collects the texts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gimpfu.translation import translated

DOMAIN: Final = ("liif", str(Path(__file__).resolve().parents[1] / "locale"))


def _(text: str) -> str:
    """The text in the user's language."""
    return translated(text, DOMAIN)


def N_(text: str) -> str:  # noqa: N802 - as gettext calls it
    """The same: it marks a text that is translated later."""
    return text


def short(value: float) -> str:
    """Two digits, or all before the decimal point."""
    return f"{value:.0f}" if value >= 10 else f"{value:.2n}"
