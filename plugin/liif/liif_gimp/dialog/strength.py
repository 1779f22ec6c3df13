# SPDX-License-Identifier: GPL-3.0-or-later
"""The strength of the artifact removal; for a guest it is the share that is taken of its answer."""

from __future__ import annotations

from liif_gimp.call import Dialog
from liif_gimp.dialog.automatic import ALL, Automatic
from liif_gimp.words import _

_NAME = "strength"


class Strength(Automatic):
    """Found in the picture, or set by hand."""

    def __init__(self, dialog: Dialog) -> None:
        """Takes the place of the parameter's own widget."""
        super().__init__(dialog, _NAME, _("_Artifact removal"))

    def suit(self, *_signal: object) -> None:
        """Be what the setting is for the model that is chosen."""
        questions, model = self._dialog.questions, self._dialog.model
        if model is not None and model.is_guest:
            label = _("Sh_are of its answer")
            automatic = _("Take all of this model's answer")
            slider = _("How much of this model's answer is taken; the rest is that of fast")
        else:
            label = _("_Artifact removal")
            automatic = _("Find out from the picture how much it was compressed")
            slider = _("0 keeps all there is, 100 is for the strongest compression")
        questions.rename(_NAME, label)
        self._explain(automatic, slider)
        questions.enable(_NAME, model is None or model.is_guest or model.takes_strength)
        super().suit()

    def _shown(self) -> int | None:
        model = self._dialog.model
        return ALL if model is not None and model.is_guest else super()._shown()
