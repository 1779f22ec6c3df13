# SPDX-License-Identifier: Apache-2.0
"""Plain words to repairs: "remove haze and a little noise, but keep the blocks"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from liif_core.errors import LiifError

COMPRESSION = "compression"
"""What the models undo by themselves, without a repair of :mod:`liif_core.registry.repairs`."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_REPAIRS = {
    "noise": "noise noises noisy denoise denoised grain grainy graininess speckle speckles",
    "blur": "blur blurs blurry blurred deblur unsharp sharpen sharper focus defocus softness soft",
    "haze": "haze hazy dehaze fog foggy defog mist misty smog",
    COMPRESSION: "compression compressed jpeg jpg block blocks blocky blocking artifact artifacts"
    " artefact artefacts",
}
_MEANING = {word: name for name, words in _REPAIRS.items() for word in _words(words)}
_NEGATING = _words("not don't dont never")
_GOING_ON = _words("or nor")
"""Between verbs that one "don't" stands before."""
_KEEPING = _words("keep leave except preserve retain")
_UNDOING = _words(
    "remove undo reduce fix repair clean restore but take lower denoise deblur dehaze defog sharpen"
)
_PARTLY = _words("little bit slight slightly some partly partially mild mildly half gently")
_FILLING = _words(
    "a all also an and any are as at away by can clear could do does for from get have heavy here"
    " i if image in is it its lot make may me more most much my of off old on only out photo"
    " photos picture please rid severe so strong strongly than that the them then there these this"
    " to too touch up very want was with would you your"
)
PARTLY = 50
"""Per cent of a repair for "a little"."""


@dataclass(frozen=True)
class Understood:
    """What was made of a person's words."""

    amounts: dict[str, int]
    """How much of what shall be undone, 1 to 100; 0 for what shall be kept."""
    unknown: tuple[str, ...]
    """Words that meant nothing."""

    @property
    def repairs(self) -> tuple[tuple[str, int], ...]:
        """What is beyond a model's own work, as
        :class:`liif_core.request.settings.Settings` has it."""
        return tuple((k, v) for k, v in self.amounts.items() if v and k != COMPRESSION)

    @property
    def keeps_compression(self) -> bool:
        return self.amounts.get(COMPRESSION) == 0

    def __str__(self) -> str:
        """In words, for the person."""
        undone = [k if v == 100 else f"{k} ({v} %)" for k, v in self.amounts.items() if v]
        kept = [k for k, v in self.amounts.items() if not v]
        if COMPRESSION not in self.amounts:
            undone.append(f"{COMPRESSION} as found")
        text = "; ".join(
            f"{verb} {', '.join(names)}"
            for verb, names in (("undo", undone), ("keep", kept))
            if names
        )
        unknown = ", ".join(f'"{word}"' for word in self.unknown)
        return text + (f"; not understood: {unknown}" if unknown else "")


def understand(text: str) -> Understood:
    """What ``text`` asks for; of what is named twice the last word counts.

    Raises :class:`LiifError` when it names nothing that can be undone.
    """
    amounts: dict[str, int] = {}
    unknown = []
    keeping, negated, amount = False, False, 100
    before: str | None = None
    """What was named directly before, so that a number may belong to it."""
    plain = text.casefold().replace("\u2019", "'")
    for number, word, mark in re.findall(r"(\d+) ?%|([\w']+)|([^\s\w'])", plain):
        named, before = before, None
        if word in _UNDOING:
            keeping, negated = negated, False
        if number:
            share = min(100, int(number))
            if named and amounts[named]:
                amounts[named] = share
            else:
                amount = share
        elif mark == "(" or word == "by":
            before = named
        elif word in _NEGATING:
            keeping = negated = True
        elif word in _GOING_ON:
            negated = keeping
        elif word in _KEEPING:
            keeping, negated = not negated, False
        elif name := _MEANING.get(word):
            amounts.pop(name, None)
            amounts[name] = 0 if keeping else amount
            before, negated, amount = name, False, 100
        elif word in _PARTLY:
            amount = PARTLY
        elif word and word not in _FILLING and word not in _UNDOING:
            unknown.append(word)
    if not any(amounts.values()):
        known = ", ".join(_REPAIRS)
        raise LiifError(f"{text!r} names nothing that can be undone", f"name some of: {known}")
    return Understood(amounts, tuple(unknown))
