# SPDX-License-Identifier: GPL-3.0-or-later
"""How crisply a picture is drawn, and how strongly a soft photo is drawn sharp."""

from __future__ import annotations

from liif_gimp.call import Dialog
from liif_gimp.dialog.automatic import Automatic
from liif_gimp.dialog.strength import Strength
from liif_gimp.installation import Model
from liif_gimp.words import _


class _OfSibling(Automatic):
    """For models that have the sibling for it."""

    def suit(self, *_signal: object) -> None:
        """Be what the setting is for the model that is chosen."""
        model = self._dialog.model
        self._dialog.questions.enable(self._name, model is None or self._is_there(model))
        super().suit()

    def _is_there(self, model: Model) -> bool:
        raise NotImplementedError


class Refocus(_OfSibling):
    """Found in the picture, or set by hand."""

    def __init__(self, dialog: Dialog) -> None:
        """Takes the place of the parameter's own widget."""
        super().__init__(dialog, "refocus", _("Refocus"))
        self._explain(
            _(
                "Draw sharp and clean what is out of focus, noisy, or was enlarged before, as much "
                "as the picture needs it; only where it is enlarged by 1.5 or more"
            ),
            _("0 leaves the picture as soft and noisy as it is, 100 draws it sharp and clean"),
        )

    def _is_there(self, model: Model) -> bool:
        return model.has_refocus


class Detail(_OfSibling):
    """By how much a picture is enlarged decides, or a person."""

    def __init__(self, dialog: Dialog) -> None:
        """Takes the place of the parameter's own widget."""
        super().__init__(dialog, "detail", _("_Detail"))
        self._explain(
            _("Crisp where a photo is enlarged by 1.5 or more, else only what the picture proves"),
            _("0 draws what the picture proves; towards 100 edges become sharper than that"),
        )

    def _is_there(self, model: Model) -> bool:
        return model.has_detail


def show_amounts(dialog: Dialog) -> dict[str, Automatic]:
    """Put what the engine can choose by itself in place of the parameters' own widgets, as far as
    the dialog has them; by their names."""
    kinds = {"strength": Strength, "refocus": Refocus, "detail": Detail}
    return {name: kind(dialog) for name, kind in kinds.items() if name in dialog.names}
