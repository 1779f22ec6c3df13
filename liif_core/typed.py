# SPDX-License-Identifier: Apache-2.0
"""Numbers and sizes as people type or paste them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SIGNS: Final = {
    # What stands for "times" on a calculator, a keyboard or in a text.
    **dict.fromkeys("\u00d7\u2715\u2716\u2a2f*", "x"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u00b4`", "'"),
}
_TABLE: Final = str.maketrans(_SIGNS)
_QUOTED: Final = re.compile(r"""(["'])(.*)\1""", re.DOTALL)
# Of so many digits that whatever is computed with it stays finite.
NUMBER: Final = r"(\d{1,9}(?:[.,]\d{1,9})?)"
"""Matches a number with a point or a comma, for :func:`read_number`."""


def tidy(text: str) -> str:
    """``text`` with plain spaces, quotes, dashes and an ``x`` for "times", and with nothing around
    it: no spaces and no quotes that came along from a page."""
    plain = unicodedata.normalize("NFKC", text).translate(_TABLE)
    # Marks that nobody sees, such as the one for the direction of writing.
    plain = "".join(each for each in plain if unicodedata.category(each) != "Cf").strip()
    quoted = _QUOTED.fullmatch(plain)
    return quoted[2].strip() if quoted else plain


def read_number(text: str) -> float:
    """The value of what :data:`NUMBER` matches."""
    return float(text.replace(",", "."))
