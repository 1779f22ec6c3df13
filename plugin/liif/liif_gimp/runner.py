# SPDX-License-Identifier: GPL-3.0-or-later
"""From descriptions of procedures to procedures that GIMP can call.

The rest of what all have in common is done by others: :mod:`gimpfu.plugin` has last values, the
dialog and errors, :mod:`liif_gimp.carry_out` the checks and the one undo step,
:class:`liif_gimp.engine.Engine` the worker and the progress.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from gimpfu import PF_DRAWABLE, PF_IMAGE, register
from gimpfu.objects import takes_native

from liif_gimp.call import Call, Dialog
from liif_gimp.declared import Parameter
from liif_gimp.parameters import table
from liif_gimp.plugin import Plugin
from liif_gimp.words import DOMAIN, _

if TYPE_CHECKING:
    from gimpfu.dialog import Questions

_ABOUT = ("LIIF for GIMP", "LIIF for GIMP, GPL-3.0-or-later", "2026")
_TYPES = "*"
_LEADING = (
    (PF_IMAGE, "image", _("Image"), None),
    (PF_DRAWABLE, "drawable", _("Layer"), None),
)
_GIVEN = {"nothing": 0, "image": 1}
"""How many of them, where not both."""


@dataclass(frozen=True)
class Procedure:
    """What there is to say of a procedure, and what it does.

    The words are those of :func:`gimpfu.register`, marked for translation.
    """

    name: str
    label: str
    """In the menu."""
    blurb: str
    about: str
    parameters: tuple[str, ...]
    """Names from :mod:`liif_gimp.parameters`."""
    results: tuple[tuple[Any, ...], ...]
    run: Callable[[Call], object]
    """Does it; returns the result, or all of them."""
    beside: Callable[[Dialog], AbstractContextManager[None]]
    """What the dialog shows beside the parameters while it is open."""
    run_again: Callable[[Call], object] | None = None
    """What GIMP repeats in place of ``run``."""
    works_on: Literal["nothing", "image", "layer", "layers"] = "layers"
    """What GIMP gives: nothing, as it is about files, or the image, or it and one layer, or it and
    all that are selected."""
    menu: str = "<Image>/Filters/Enhance"


def offer(plugin: Plugin, procedures: Iterable[Procedure]) -> None:
    """Register them all."""
    known = table(plugin.models)
    for procedure in procedures:
        _offer(plugin, procedure, known)


def _offer(plugin: Plugin, procedure: Procedure, known: Mapping[str, Parameter]) -> None:
    # What these models cannot do is not asked.
    parameters = {name: known[name] for name in procedure.parameters if name in known}
    names = tuple(parameters)
    leading = _LEADING[: _GIVEN.get(procedure.works_on, len(_LEADING))]

    def answered(run: Callable[[Call], object]) -> Callable[..., object]:
        @takes_native
        def answer(*given: Any) -> object:  # noqa: ANN401 - of any kind
            image = given[0] if leading else None
            chosen = given[1] if len(leading) > 1 else []
            drawables = chosen if isinstance(chosen, list) else [chosen]
            values = dict(zip(names, given[len(leading) :], strict=True))
            return run(Call.on(plugin, image, drawables, values))

        return answer

    def customise(questions: Questions) -> AbstractContextManager[None]:
        return procedure.beside(Dialog(plugin, questions, names))

    register(
        procedure.name,
        procedure.blurb,
        procedure.about,
        *_ABOUT,
        procedure.label,
        _TYPES,
        (*leading, *(each.entry for each in parameters.values())),
        procedure.results,
        answered(procedure.run),
        procedure.menu,
        DOMAIN,
        customise=customise,
        several=procedure.works_on == "layers",
        tips={name: each.tip for name, each in parameters.items()},
        forgotten=[name for name, each in parameters.items() if each.forgotten],
        repeated=procedure.run_again and answered(procedure.run_again),
    )
