# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine says, in the user's language.

A report crosses over as phrases, spelled out (:mod:`liif_core.phrases`). All else crosses over as
English text, whole: what people may meet of it stands here as the engine writes it, with a name in
place of each value; what is not here is shown as it came.
"""

from __future__ import annotations

import functools
import locale
import re
from typing import Any, Final

from liif_gimp.words import N_, _

TEXTS: Final = (
    N_("this onnxruntime has no CUDA; the picture is computed on the CPU"),
    N_("torch finds no CUDA; the picture is computed on the CPU"),
    N_("%(provider)s could not be started; the picture is computed on the CPU"),
    N_("the GPU has too little memory left; the picture is computed on the CPU"),
    N_("model %(model)s takes no strength; the setting is ignored"),
    N_("model %(model)s has no crisp end; the setting of detail is ignored"),
    N_("model %(model)s has no setting of detail"),
    N_("model %(model)s was not made from this %(other)s"),
    N_("model %(model)s cannot be used (%(reason)s)"),
    N_("%(model)s is a guest, with which %(what)s cannot be done"),
    N_("%(owner)s is damaged: %(file)s is not the file it was"),
    N_("%(owner)s is missing its file %(file)s (%(reason)s)"),
    N_("the repair %(repair)s was not made for this %(model)s"),
    N_("the network produced undefined values; nothing was written"),
    N_("there is not enough memory for this picture"),
    N_("install LIIF again, and report this with the output of liif doctor"),
    N_("install LIIF again"),
    N_("please report this with the output of liif doctor"),
    N_("close other programs, or choose a smaller enlargement"),
    N_("set detail to 0"),
    N_("set detail to 0, and ask for no repairs"),
    N_("choose the model fast"),
    N_("choose the model it was trained on, or train it again"),
)
"""As the engine has them, without a full stop at the end."""
VALUE: Final = re.compile(r"%\((\w+)\)s")
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
def _patterns() -> dict[str, re.Pattern[str]]:
    """Made when the engine first says something: every start of GIMP's would wait for them."""
    return {text: _pattern(text) for text in TEXTS}


def in_our_words(said: str) -> str:
    """What the engine ``said``, translated where it is known; without a full stop at the end."""
    plain = said.rstrip(".")
    # Hints begin with a capital letter where they stand alone.
    for form in (plain, plain[:1].lower() + plain[1:]):
        for text, pattern in _patterns().items():
            if found := pattern.fullmatch(form):
                words = _(text) % found.groupdict()
                return words if form == plain else words[:1].upper() + words[1:]
    return plain


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
