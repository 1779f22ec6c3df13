# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in as it lies in its folder."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from liif_gimp.engine import Engine
from liif_gimp.installation import load_models


class Plugin:
    """Its folder, the models listed there, and the one engine of this run."""

    def __init__(self, folder: Path) -> None:
        """Raises :class:`gimpfu.error` when there is no list of models."""
        self.folder = folder
        self.models = {model.name: model for model in load_models(folder)}
        """By name, the recommended one first."""

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
