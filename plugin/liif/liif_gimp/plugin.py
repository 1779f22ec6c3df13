# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in as it lies in its folder."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from gimpfu import error

from liif_gimp.batch import Tally
from liif_gimp.engine import Engine
from liif_gimp.installation import Model, load_models
from liif_gimp.words import _


class Plugin:
    """Its folder, the models listed there, and the one engine of this run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tally: Tally | None = None
        """Of a batch that ran while its dialog was open."""

    @property
    def models(self) -> dict[str, Model]:
        """By name, the recommended one first; read anew, as more can come while GIMP runs.

        Raises :class:`gimpfu.error` when there is no list of models.
        """
        return {model.name: model for model in load_models(self.folder)}

    def model(self, name: str) -> Model:
        """The one of that name. Raises :class:`gimpfu.error` that names those that there are."""
        models = self.models
        if name not in models:
            problem = _("model must be one of %(names)s; not %(name)s. Nothing was changed.")
            raise error(problem % {"names": ", ".join(models), "name": name})
        return models[name]

    @cached_property
    def engine(self) -> Engine:
        """Made when it is first asked for, which may be by the preview in a dialog.

        Raises :class:`gimpfu.error` when it is not installed.
        """
        return Engine(self.folder)

    @property
    def recommended(self) -> str:
        """The name of the model for those who choose none."""
        return next(iter(self.models))
