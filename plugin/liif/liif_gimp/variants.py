# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways to do the work that are worth comparing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from liif_gimp.installation import Model
from liif_gimp.words import _

MOST: Final = 4


@dataclass(frozen=True)
class Variant:
    """A way to do the work."""

    label: str
    model: str
    detail: int


def variants(models: Mapping[str, Model], name: str) -> tuple[Variant, ...]:
    """Of the model that is set from faithful to crisp, then of others those that are quick."""
    of_this = models[name]
    found = [Variant(_("%(model)s, faithful") % {"model": of_this.name}, of_this.name, 0)]
    if of_this.has_detail:
        for detail, label in ((50, _("%(model)s, between")), (100, _("%(model)s, crisp"))):
            found.append(Variant(label % {"model": of_this.name}, of_this.name, detail))
    others = (each for each in models.values() if each.name != of_this.name)
    found += [Variant(each.name, each.name, 0) for each in others if not each.slow]
    return tuple(found[:MOST])
