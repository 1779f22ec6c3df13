# SPDX-License-Identifier: GPL-3.0-or-later
"""Working on all pictures in a folder, or on all open images."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gimpfu import error, gimp
from gimpfu.introspection import Gimp

from liif_gimp.batch import BatchOrder, BatchRun, Result, Tally
from liif_gimp.call import Call
from liif_gimp.engine_words import tells_of_damage, what_and_hint
from liif_gimp.open_images import OpenImages
from liif_gimp.parameters import CLEAN, OPEN_IMAGES, OWN_FORMAT, REPLACE
from liif_gimp.words import _

_LOOK_UP: Final = 0.1
"""Seconds between two looks at how far it is."""


def work_on_folder(call: Call) -> tuple[int, int, int, str]:
    """Do it, unless that was done while the dialog was open; how many pictures were made, how many
    were made before and how many failed, and the report.

    Raises :class:`gimpfu.error` where there is none.
    """
    tally = call.plugin.tally or _work(call)
    counts = (tally.count(status) for status in ("done", "kept", "failed"))
    return (*counts, "" if tally.report is None else str(tally.report))  # type: ignore[return-value]


def check(values: Mapping[str, Any]) -> None:
    """Raise :class:`gimpfu.error` where a folder is missing that only people can name."""
    if values["pictures"] != OPEN_IMAGES and not values["folder"]:
        raise error(_("there is no folder with pictures. Choose one."))
    if not values["results"]:
        raise error(_("there is no folder for the results. Choose one."))


def order(call: Call, source: Path, unwanted: tuple[str, ...] = ()) -> BatchOrder:
    """What the engine shall do with the pictures in ``source`` but the ``unwanted`` ones.

    Raises :class:`gimpfu.error`.
    """
    values = call.values
    return BatchOrder(
        source,
        Path(values["results"]),
        None if values["task"] == CLEAN else values["scale"],
        call.settings(),
        "" if values["format"] == OWN_FORMAT else values["format"],
        replace=values["present"] == REPLACE,
        salvage=values["salvage"],
        unwanted=unwanted,
    )


def save_images(call: Call, copies: OpenImages, images: Iterable[Gimp.Image]) -> dict[str, int]:
    """As :meth:`OpenImages.save`, for the results of this call. Raises :class:`gimpfu.error`."""
    values = call.values
    replace = values["present"] == REPLACE
    return copies.save(images, Path(values["results"]), replace=replace)


def counted(tally: Tally) -> str:
    """How many came to what, in words."""
    parts = [_("%(count)d done") % {"count": tally.count("done")}]
    for number, words in (
        (tally.count("kept"), _("%(count)d done before")),
        (tally.count("failed"), _("%(count)d failed")),
        (tally.unfinished, _("%(count)d not finished")),
        (tally.unwanted, _("%(count)d left out")),
    ):
        if number:
            parts.append(words % {"count": number})
    return ", ".join(parts)


@dataclass(frozen=True)
class Why:
    """The reason for a result, for people, without a full stop."""

    what: str
    hint: str
    """What to do; empty where nobody knows."""

    def __str__(self) -> str:
        return f"{self.what}. {self.hint}" if self.hint else self.what


def why(result: Result, source: Path, name: str) -> Why:
    """Why the picture of that ``name``, in the folder ``source``, failed or is incomplete."""
    path = str(source / result.source)
    # Most name it by its path, and people know their pictures by their names.
    notes = filter(tells_of_damage, result.notes) if result.incomplete else result.notes
    told = [what_and_hint(note.replace(path, name)) for note in notes]
    what = "; ".join(what for what, _hint in told)
    hint = ". ".join(hint for _what, hint in told if hint)
    return Why(what if name in what else f"{name}: {what}", hint)


def _work(call: Call) -> Tally:
    """Do it here, with GIMP's own progress bar."""
    check(call.values)
    with ExitStack() as stack:
        source = Path(call.values["folder"])
        if call.values["pictures"] == OPEN_IMAGES:
            copies = stack.enter_context(OpenImages())
            images = Gimp.get_images()
            if not images:
                raise error(_("no image is open. Open one, or name a folder."))
            save_images(call, copies, images)
            source = copies.folder
        gimp.progress_init(_("LIIF: starting"))
        run = BatchRun(call.plugin.folder, order(call, source))
        while not run.ended:
            time.sleep(_LOOK_UP)
            if run.look():
                gimp.progress_update(len(run.tally.results) / max(1, run.tally.pictures))
                gimp.progress_set_text(_("LIIF: %(counts)s") % {"counts": counted(run.tally)})
    if run.tally.report is None:
        raise error(run.tally.problem)
    return run.tally
