# SPDX-License-Identifier: Apache-2.0
"""The command line's options for :class:`Settings`, made from their declarations."""

from __future__ import annotations

import contextlib
import functools
import inspect
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer

from liif_core.cli.outcome import BadInput
from liif_core.cli.values import Words, listed, whole, word
from liif_core.request.rules import (
    Amounts,
    Choice,
    Switch,
    Whole,
    default_of,
    rules_of,
)
from liif_core.request.settings import Settings
from liif_core.typed import tidy

if TYPE_CHECKING:
    from collections.abc import Callable

    from liif_core.request.rules import Rule

AUTOMATIC: Final = "auto"
_SAYS_MORE: Final = {
    "model": ": a name that 'liif models list' has, or the folder of a training run"
}
"""What the command line can do besides."""
_Result = TypeVar("_Result")


def help_for(name: str) -> str:
    """The sentence about a setting."""
    return f"{rules_of(Settings)[name].help}{_SAYS_MORE.get(name, '')}."


def takes_settings(
    *names: str,
) -> Callable[[Callable[..., _Result]], Callable[..., _Result]]:
    """Give a command an option for each of its settings, by default for all that can have one.

    The command has one parameter ``settings`` in their place. Raises :class:`BadInput` for a value
    that cannot be one.
    """
    rules = {
        name: rule
        for name, rule in rules_of(Settings).items()
        if (name in names or not names) and not isinstance(rule, Amounts)
    }

    def decorate(command: Callable[..., _Result]) -> Callable[..., _Result]:
        @functools.wraps(command)
        def called(**given: Any) -> _Result:  # noqa: ANN401 - what the options hold
            values = {name: _value(name, rule, given.pop(name)) for name, rule in rules.items()}
            return command(**given, settings=Settings(**values))

        parameters: list[inspect.Parameter] = []
        for parameter in inspect.signature(command, eval_str=True).parameters.values():
            if parameter.name == "settings":
                parameters += [_parameter(name, rule) for name, rule in rules.items()]
            else:
                parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
        called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {each.name: each.annotation for each in parameters}
        return called

    return decorate


def _parameter(name: str, rule: Rule) -> inspect.Parameter:
    default = default_of(Settings, name)
    kind: Any = type(default)
    text = help_for(name)
    if isinstance(rule, Whole):
        ends = f"{rule.low}-{rule.high}"
        if rule.automatic:
            kind, default = str, AUTOMATIC
            option = typer.Option(metavar=f"{AUTOMATIC}|{ends}", help=text)
        else:
            parser = whole(rule.low or 0, rule.high)
            option = typer.Option(parser=parser, metavar=ends, help=text)
    elif isinstance(rule, Switch):
        # Without its opposite.
        option = typer.Option(f"--{name.replace('_', '-')}", help=text)
    elif isinstance(rule, Choice):
        words: Any = Words  # whose members are known at run time only
        kind = words(name, {each: each for each in rule.options})
        default = kind(default)
        option = typer.Option(parser=word(kind), metavar=listed(kind), help=text)
    else:
        option = typer.Option(metavar="NAME", help=text)
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[kind, option],
    )


def _value(name: str, rule: Rule, given: Any) -> Any:  # noqa: ANN401
    """The setting from what its option holds."""
    if isinstance(given, Enum):
        return given.value
    if not (isinstance(rule, Whole) and rule.automatic):
        if isinstance(rule, Whole) and rule.least is not None and 0 < given < rule.least:
            raise BadInput(f"the {name} {given} is neither 0 nor at least {rule.least}")
        return given
    if tidy(given).lower() == AUTOMATIC:
        return None
    with contextlib.suppress(typer.BadParameter):
        return whole(rule.low or 0, rule.high)(given)
    raise BadInput(
        f"the {name} {given[:20]!r} is neither {AUTOMATIC} nor a whole number from {rule.low} to"
        f" {rule.high}"
    )
