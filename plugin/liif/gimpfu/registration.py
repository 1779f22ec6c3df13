# SPDX-License-Identifier: GPL-3.0-or-later
"""``register``: what a script declares about its procedures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gimpfu.errors import error
from gimpfu.params import Kind, Param

if TYPE_CHECKING:
    from gimpfu.dialog import Questions

Customise = Callable[["Questions"], AbstractContextManager[None]]

_PREFIXES = ("python-", "extension-", "plug-in-", "file-")


@dataclass(frozen=True)
class Registration:
    """One procedure, as its script declared it."""

    name: str
    blurb: str
    help: str
    author: str
    copyright: str
    date: str
    label: str
    """What the menu shows, with an underscore before the mnemonic letter."""
    image_types: str
    params: tuple[Param, ...]
    """Without the image and the drawable."""
    results: tuple[Param, ...]
    function: Callable[..., object]
    """Called with image, drawable and the values of ``params``."""
    menu: str | None
    customise: Customise | None = None
    """What a dialog of the script's own adds to the generated one, for as long as it is open."""


registrations: dict[str, Registration] = {}
"""Everything registered so far, by name."""


def register(
    proc_name: str,
    blurb: str,
    help: str,  # noqa: A002 - the name in the GIMP 2 API
    author: str,
    copyright: str,  # noqa: A002 - the name in the GIMP 2 API
    date: str,
    label: str,
    imagetypes: str,
    params: Sequence[Sequence[object]],
    results: Sequence[Sequence[object]],
    function: Callable[..., object],
    menu: str | None = None,
    *,
    customise: Customise | None = None,
) -> None:
    """Declare a procedure that works on one drawable of an image.

    The first two ``params`` are the image and the drawable; see :meth:`Param.parse` for the
    others. ``results`` are ``(kind, name, description)``. ``menu`` is a path such as
    ``<Image>/Filters/Enhance``. ``customise``, which GIMP 2 had not, is called with the dialog
    before it is shown and left when it is closed.
    Raises :class:`gimpfu.errors.error` on a malformed declaration.
    """
    parsed = [Param.parse(entry) for entry in params]
    if [param.kind for param in parsed[:2]] != [Kind.IMAGE, Kind.DRAWABLE]:
        raise error(f"{proc_name}: the first two parameters must be PF_IMAGE and PF_DRAWABLE")
    name = proc_name.replace("_", "-")
    if not name.startswith(_PREFIXES):
        name = "python-fu-" + name
    if name in registrations:
        raise error(f"{name} is registered twice")
    registrations[name] = Registration(
        name,
        blurb,
        help,
        author,
        copyright,
        date,
        label,
        imagetypes,
        tuple(parsed[2:]),
        tuple(Param.parse((*entry, None)) for entry in results),
        function,
        menu,
        customise,
    )
