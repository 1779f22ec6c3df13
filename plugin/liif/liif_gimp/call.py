# SPDX-License-Identifier: GPL-3.0-or-later
"""What travels together while a procedure is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gimpfu.introspection import Gimp

from liif_core.request.settings import Settings
from liif_gimp.declared import settings_from
from liif_gimp.installation import Model
from liif_gimp.plugin import Plugin

if TYPE_CHECKING:
    from gimpfu.dialog import Questions  # needs a display, which other runs may not have


@dataclass(frozen=True)
class Call:
    """A procedure called on an image, or as its open dialog would call it."""

    plugin: Plugin
    given_image: Gimp.Image | None
    """The image, if it is called on any."""
    chosen: tuple[Gimp.Drawable, ...]
    """The layers to work on; not yet checked."""
    values: Mapping[str, Any]
    """Of the parameters, by their names."""

    @classmethod
    def on(
        cls,
        plugin: Plugin,
        image: Gimp.Image | None,
        drawables: Iterable[Gimp.Drawable],
        values: Mapping[str, Any],
    ) -> Call:
        """On each of the ``drawables`` once, even if it is given twice."""
        distinct = {drawable.get_id(): drawable for drawable in drawables}
        return cls(plugin, image, tuple(distinct.values()), values)

    @property
    def image(self) -> Gimp.Image:
        """The image of a procedure that is called on one."""
        assert self.given_image is not None
        return self.given_image

    def settings(self, **others: object) -> Settings:
        """From the parameters that are settings, and ``others`` in their place.

        Raises :class:`gimpfu.error` for a value that cannot be one, or a model that is not there.
        """
        settings = settings_from({**self.values, **others})
        self.plugin.model(settings.model)
        return settings


@dataclass(frozen=True)
class Dialog:
    """The open dialog of a procedure."""

    plugin: Plugin
    questions: Questions
    names: tuple[str, ...]
    """Of the parameters, in their order."""

    @property
    def model(self) -> Model | None:
        """The one that is chosen; None where the dialog asks for none, or it is not there."""
        if "model" not in self.names:
            return None
        return self.plugin.models.get(self.questions.config.get_property("model"))

    def call(self) -> Call:
        """As the parameters stand. Raises :class:`gimpfu.error`."""
        questions = self.questions
        values = dict(zip(self.names, questions.values(), strict=True))
        return Call.on(self.plugin, questions.given_image, questions.drawables, values)
