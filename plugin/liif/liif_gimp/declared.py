# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters of procedures, and what shows when the pointer rests on them, from the engine's own
declarations of what can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gimpfu import PF_BOOL, PF_RADIO, PF_SLIDER, PF_SPINNER, error

from liif_core.request.questions import SmallestJpeg
from liif_core.request.rules import (
    Choice,
    Number,
    RequestError,
    Switch,
    Whole,
    default_of,
    rules_of,
)
from liif_core.request.settings import Settings
from liif_gimp.words import _

AUTOMATIC: Final = -1
"""Stands in a parameter for what is judged from the picture."""
_FINEST = 0.001
"""Step of a number."""


def parameter(name: str, kind: type = Settings) -> tuple[Any, ...]:
    """The parameter for a field of ``kind``, as :func:`gimpfu.register` takes it."""
    rule, default = rules_of(kind)[name], default_of(kind, name)
    head = name.replace("_", "-"), _(rule.label)
    if isinstance(rule, Switch):
        return (PF_BOOL, *head, default)
    if isinstance(rule, Choice):
        options = [(_(words), word) for word, words in rule.options.items()]
        return (PF_RADIO, *head, default, options)
    if isinstance(rule, Whole) and rule.automatic:
        return (PF_SPINNER, *head, AUTOMATIC, (AUTOMATIC, rule.high, 1))
    if isinstance(rule, Whole):
        return (PF_SLIDER, *head, default, (rule.low, rule.high, 1))
    if isinstance(rule, Number):
        return (PF_SLIDER, *head, default, (rule.low, rule.high, _FINEST))
    raise AssertionError(f"no kind of parameter suits {name}")


def settings_from(values: Mapping[str, Any]) -> Settings:
    """From the values of parameters, by their names. Raises :class:`gimpfu.error`."""
    rules = rules_of(Settings)
    made: dict[str, Any] = {}
    for parameter_name, value in values.items():
        name = parameter_name.replace("-", "_")
        rule = rules[name]
        automatic = isinstance(rule, Whole) and rule.automatic and value == AUTOMATIC
        made[name] = None if automatic else value
    try:
        return Settings(**made)
    except RequestError as problem:
        raise error(_("%(problem)s. Nothing was changed.") % {"problem": problem}) from None


def tips() -> dict[str, str]:
    """By the names of parameters."""
    return {
        name.replace("_", "-"): _(rule.help)
        for kind in (Settings, SmallestJpeg)
        for name, rule in rules_of(kind).items()
        if rule.label
    }
