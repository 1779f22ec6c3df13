# SPDX-License-Identifier: Apache-2.0
"""Texts for people that other programs can say in another language."""

from __future__ import annotations

from typing import Any, TypeAlias

Spelled: TypeAlias = "str | dict[str, Any]"
"""A text as JSON holds it: see :func:`spell`."""


class Phrase(str):
    """An English text that still knows what it was made of: a template, and values by name.

    ``Phrase("%(width)d x %(height)d pixels", width=4, height=3)`` is ``4 x 3 pixels``. Without
    values the template is the text itself, with single percent signs. A value is a number, a text
    that is the same in all languages, or another phrase. Whoever translates finds the templates
    by this name, so they are written out where a phrase is made.
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Phrase:
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """For copies, also in other processes."""
        return (self.template,), self.values


def spell(text: str) -> Spelled:
    """A phrase as ``{"text": TEMPLATE, "values": {NAME: VALUE}}``, phrases among its values too;
    any other text as it is."""
    if not isinstance(text, Phrase):
        return text
    values = {
        name: spell(value) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return {"text": text.template, "values": values}
