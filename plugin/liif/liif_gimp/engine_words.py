# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine says, in the user's language.

A report crosses over as phrases, spelled out (:mod:`liif_core.phrases`). All else crosses over as
English text, whole: what people may meet of it stands in :mod:`.engine_texts`; what does not is
shown as it came.
"""

from __future__ import annotations

import functools
import locale
import re
from typing import Any, Final

from liif_gimp.engine_texts import IN_GIMP, TEXTS, USED_IN_PART
from liif_gimp.words import _

VALUE: Final = re.compile(r"%\((\w+)\)s")
_BETWEEN: Final = ". "
"""What stands between what happened and a hint."""
_DEEPEST: Final = 9
"""Steps by which a line is indented at most."""


def _pattern(text: str) -> re.Pattern[str]:
    plain, *rest = VALUE.split(text)  # names and what is between them take turns
    parts = [
        f"(?P<{each}>.+?)" if number % 2 == 0 else re.escape(each)
        for number, each in enumerate(rest)
    ]
    return re.compile(re.escape(plain) + "".join(parts), re.DOTALL)


@functools.cache
def _patterns() -> dict[re.Pattern[str], str]:
    """Made when the engine first says something: every start of GIMP's would wait for them."""
    shown = {**IN_GIMP, **{text: text for text in TEXTS}}
    return {_pattern(text): ours for text, ours in shown.items()}


def in_our_words(said: str) -> str:
    """What the engine ``said``, translated where it is known; without a full stop at the end."""
    return _BETWEEN.join(filter(None, what_and_hint(said)))


def what_and_hint(said: str) -> tuple[str, str]:
    """The same in two parts: what happened, and what to do, if that is known."""
    plain = said.rstrip(".")
    parts = plain.split(_BETWEEN)
    # Names can have such signs in them as well.
    pairs = [
        (_BETWEEN.join(parts[:count]), _BETWEEN.join(parts[count:]))
        for count in range(1, len(parts))
    ]
    known = [(what, _known(what), hint) for what, rest in pairs if (hint := _known(rest))]
    for _what, ours, hint in known:
        if ours is not None:
            return ours, _capital(hint)
    whole = _known(plain)
    if whole is None and known:
        what, _none, hint = known[-1]
        return what, _capital(hint)
    return whole or plain, ""


def tells_of_damage(said: str) -> bool:
    """Whether it is that a picture was made of what is left of its file."""
    return any(_pattern(text).fullmatch(said) for text in USED_IN_PART)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _known(plain: str) -> str | None:
    """The translation of one text, None where it is not known."""
    # Hints begin with a capital letter where they stand alone.
    for form in (plain, plain[:1].lower() + plain[1:]):
        for pattern, ours in _patterns().items():
            if found := pattern.fullmatch(form):
                values = {name: _value(value) for name, value in found.groupdict().items()}
                words = _(ours) % values
                return words if form == plain else _capital(words)
    return None


def _value(said: str) -> str:
    """What stands in a text, which can be another text; what a library said behind that is for the
    report."""
    plain = said.partition(" (")[0]
    return _known(said) or _known(plain) or said


def retold(report: Any) -> str | None:  # noqa: ANN401 - whatever JSON can hold
    """The lines of a report that the engine has spelled out; None where they are no such."""
    try:
        return "\n".join(_line(depth, text) for depth, text in report)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return None


def _line(depth: int, spelled: object) -> str:
    if not 0 <= depth <= _DEEPEST:
        raise ValueError
    return f"{'  ' * depth}{_in_full(spelled)}"


def _in_full(spelled: Any) -> str:  # noqa: ANN401 - as above
    """A text that is the same in all languages, or a phrase with its values, in ours."""
    if isinstance(spelled, str):
        return spelled
    values = {
        name: value if isinstance(value, (int, float)) else _in_full(value)
        for name, value in spelled["values"].items()
    }
    words = _(spelled["text"])
    # With the user's decimal point.
    return locale.format_string(words, values) if values else words
