# SPDX-License-Identifier: GPL-3.0-or-later
"""``gimpshelf.shelf``: values of Python that scripts keep until GIMP ends."""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable
from typing import Any

from gimpfu import gimp
from gimpfu.errors import error
from gimpfu.objects import Channel, Display, GroupLayer, Image, Layer, Vectors, Wrapper


class Shelf:
    """A mapping whose values may hold images, layers and so on, which are kept by number."""

    def has_key(self, key: str) -> bool:
        return key in self

    def __contains__(self, key: str) -> bool:
        try:
            return bool(gimp.get_data(key))
        except error:
            return False

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - whatever was kept
        """Raises :class:`KeyError` when nothing was kept under the key."""
        if key not in self:
            raise KeyError(key)
        # What plug-ins of this user kept in this run of GIMP: they may do all that this one may.
        return pickle.loads(gimp.get_data(key))

    def __setitem__(self, key: str, value: object) -> None:
        gimp.set_data(key, pickle.dumps(value))

    def __delitem__(self, key: str) -> None:
        gimp.parasite_detach(gimp._DATA + key)


def _by_number(find: Callable[[int], Wrapper]) -> Callable[[Any], tuple[Any, tuple[int]]]:
    return lambda wrapper: (find, (wrapper.ID,))


for _classes, _find in (
    ((Image,), gimp._id2image),
    ((Layer, GroupLayer, Channel, Vectors), gimp._id2drawable),
    ((Display,), gimp._id2display),
):
    for _class in _classes:
        copyreg.pickle(_class, _by_number(_find))

shelf = Shelf()
