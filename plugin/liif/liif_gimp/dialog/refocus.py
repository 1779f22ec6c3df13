# SPDX-License-Identifier: GPL-3.0-or-later
"""How strongly a soft photo is drawn sharp."""

from __future__ import annotations

from liif_gimp.call import Dialog
from liif_gimp.dialog.automatic import Automatic
from liif_gimp.words import _

_NAME = "refocus"


class Refocus(Automatic):
    """Found in the picture, or set by hand."""

    def __init__(self, dialog: Dialog) -> None:
        """Takes the place of the parameter's own widget."""
        super().__init__(dialog, _NAME, _("Refocus"))
        self._explain(
            _(
                "Draw sharp what is out of focus, or was enlarged before, as much as the picture "
                "needs it; only where it is enlarged by 1.5 or more"
            ),
            _("0 leaves the picture as soft as it is, 100 draws it sharp"),
        )

    def suit(self, *_signal: object) -> None:
        """Be what the setting is for the model that is chosen."""
        model = self._dialog.model
        self._dialog.questions.enable(_NAME, model is None or model.has_refocus)
        super().suit()
