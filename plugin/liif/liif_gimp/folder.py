# SPDX-License-Identifier: GPL-3.0-or-later
"""Working on all pictures in a folder, or on all open images."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from gimpfu import error, gimp
from gimpfu.introspection import Gimp

from liif_gimp.batch import BatchOrder, BatchRun, Result, Tally
from liif_gimp.call import Call
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


def order(call: Call, source: Path) -> BatchOrder:
    """What the engine shall do with the pictures in ``source``. Raises :class:`gimpfu.error`."""
    values = call.values
    return BatchOrder(
        source,
        Path(values["results"]),
        None if values["task"] == CLEAN else values["scale"],
        call.settings(),
        "" if values["format"] == OWN_FORMAT else values["format"],
        replace=values["present"] == REPLACE,
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
    ):
        if number:
            parts.append(words % {"count": number})
    return ", ".join(parts)


def why(result: Result, source: Path, name: str) -> str:
    """Why the picture of that ``name``, in the folder ``source``, failed; in the engine's words."""
    told = "; ".join(result.notes)
    path = str(source / result.source)
    # Most begin with it, and people know their pictures by their names.
    return name + told.removeprefix(path) if told.startswith(path) else f"{name}: {told}"


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
