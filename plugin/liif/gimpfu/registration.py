# SPDX-License-Identifier: GPL-3.0-or-later
"""``register``: what a script declares about its procedures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gimpfu.errors import error
from gimpfu.params import PATHS, PF_DRAWABLE, PF_IMAGE, Kind, Param, canonical
from gimpfu.translation import Domain

if TYPE_CHECKING:
    from gimpfu.dialog import Questions

Customise = Callable[["Questions"], AbstractContextManager[None]]

_PREFIXES = ("python-", "extension-", "plug-in-", "file-")
_PIXELS = (Kind.DRAWABLE, Kind.LAYER, Kind.CHANNEL)
_MENUS = {"<Toolbox>": "<Image>", "<Vectors>": "<Paths>"}
"""Menus that are gone, and those that have their entries now."""
_FILES = ("<Load>", "<Save>")


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
    """Without the image and the drawable that GIMP gives by itself."""
    results: tuple[Param, ...]
    function: Callable[..., object]
    """Called with what ``leading`` says and the values of ``params``."""
    menus: tuple[str, ...]
    """In which menus it is shown."""
    leading: tuple[Param, ...] = ()
    """The image, or the image and the drawable, on which it works; nothing where on neither."""
    domain: Domain | None = None
    """The catalogue that translates blurb, help and label, and what this module says for it."""
    on_query: Callable[[], object] | None = None
    """Called when GIMP asks which procedures there are."""
    on_run: Callable[[], object] | None = None
    """Called before each run."""
    several: bool = False
    """Whether it works on all drawables that are selected, and gets a list of them."""
    customise: Customise | None = None
    """What a dialog of the script's own adds to the generated one, for as long as it is open."""
    repeated: Callable[..., object] | None = None
    """Called in place of ``function``, and like it, where GIMP repeats it without a dialog."""

    @property
    def asks_anew(self) -> bool:
        """Whether a repetition must ask: what a file was chosen for is known to the user only."""
        involved = any(param.kind in PATHS or param.forgotten for param in self.params)
        return self.repeated is None and involved


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
    imagetypes: str | None,
    params: Sequence[Sequence[object]],
    results: Sequence[Sequence[object]],
    function: Callable[..., object],
    menu: str | None = None,
    domain: str | Domain | None = None,
    on_query: Callable[[], object] | None = None,
    on_run: Callable[[], object] | None = None,
    run_mode_param: bool = True,
    *,
    several: bool = False,
    customise: Customise | None = None,
    tips: Mapping[str, str] | None = None,
    forgotten: Sequence[str] = (),
    repeated: Callable[..., object] | None = None,
) -> None:
    """Declare a procedure.

    Where the first of ``params`` is a PF_IMAGE, GIMP gives the image from whose menu the
    procedure was called, and where a PF_DRAWABLE, PF_LAYER or PF_CHANNEL follows, what is
    selected in it; see :meth:`Param.parse` for the others. ``results`` are
    ``(kind, name, description)``. ``menu`` is a path such as ``<Image>/Filters/Enhance``; without
    it the label is the whole path, and image and drawable are added to the parameters where it
    begins with ``<Image>``. ``domain`` is the name of a catalogue of translations, or that and its
    folder; blurb, help and label are marked for it by ``N_``. ``run_mode_param`` means nothing any
    more: callers leave the run mode out in any case. GIMP 2 had neither ``several``,
    with which the function gets a list of all drawables that are selected, nor ``customise``,
    which is called with the dialog before it is shown and left when it is closed, nor ``tips``,
    which explain parameters by their names; those of others do not matter. Nor had it
    ``forgotten``, names of parameters whose values GIMP shall not keep, and ``repeated``, which
    takes the place of ``function`` where GIMP repeats it. Without that a procedure that has
    files, folders or such parameters is repeated by its dialog. Raises
    :class:`gimpfu.errors.error` on a malformed declaration.
    """
    name = canonical(proc_name)
    if not name.startswith(_PREFIXES):
        name = "python-fu-" + name
    if name in registrations:
        raise error(f"{name} is registered twice")
    entries = list(params)
    if menu is None and "/" in label:
        menu, _, label = label.rpartition("/")
        if menu.startswith("<Image>"):
            image = (PF_IMAGE, "image", "Input image", None)
            entries[:0] = [image, (PF_DRAWABLE, "drawable", "Input drawable", None)]
    if menu is not None and menu.startswith(_FILES):
        raise error(
            f"{name}: gimpfu does not cover file formats; use GIMP 3's Gimp.LoadProcedure and "
            "Gimp.ExportProcedure"
        )
    parsed = [Param.parse(entry) for entry in entries]
    count = _leading(parsed)
    own = _distinct(parsed[count:], {"run-mode", "image", "drawables"} if count else {"run-mode"})
    explained = tips or {}
    registrations[name] = Registration(
        name,
        blurb,
        help,
        author,
        copyright,
        date,
        label,
        imagetypes or "",
        tuple(
            replace(param, tip=explained.get(param.name, ""), forgotten=param.name in forgotten)
            for param in own
        ),
        _distinct([Param.parse((*entry, None)) for entry in results], set()),
        function,
        _current_menus(menu),
        tuple(parsed[:count]),
        (domain, None) if isinstance(domain, str) else domain,
        on_query,
        on_run,
        several,
        customise,
        repeated,
    )


def _leading(params: Sequence[Param]) -> int:
    """How many of the parameters GIMP gives by itself."""
    if not params or params[0].kind is not Kind.IMAGE:
        return 0
    return 2 if len(params) > 1 and params[1].kind in _PIXELS else 1


def add_menu(proc_name: str, menu: str) -> None:
    """Show a procedure in one more menu. Raises :class:`gimpfu.errors.error` if there is none."""
    name = canonical(proc_name)
    found = registrations.get(name) or registrations.get(f"python-fu-{name}")
    if found is None:
        raise error(f"{proc_name} is not registered: register it before its menu")
    menus = dict.fromkeys((*found.menus, *_current_menus(menu)))
    registrations[found.name] = replace(found, menus=tuple(menus))


def _current_menus(menu: str | None) -> tuple[str, ...]:
    """The menu as GIMP 3 calls it, none where there is none."""
    if menu is None:
        return ()
    for old, new in _MENUS.items():
        if menu.startswith(old):
            menu = new + menu.removeprefix(old)
    return (menu.rstrip("/"),)


def _distinct(params: Sequence[Param], taken: set[str]) -> tuple[Param, ...]:
    """The parameters with names of their own, which GIMP 3 wants and GIMP 2 did not."""
    found = []
    for param in params:
        name, number = param.name, 2
        while name in taken:
            name, number = f"{param.name}-{number}", number + 1
        taken.add(name)
        found.append(replace(param, name=name))
    return tuple(found)
