# SPDX-License-Identifier: Apache-2.0
"""``liif diagnose``: what was found in a picture and what is proposed."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from liif_core.cli.outcome import judging_input, note, say
from liif_core.diagnosis import describe, diagnose, read_facts
from liif_core.enlarging import Wish
from liif_core.pictures import read_picture
from liif_core.registry.models import find
from liif_core.request.settings import Settings


def examine(
    source: Path, wish: Wish, settings: Settings, *, page: int | None = None, as_json: bool
) -> None:
    """Print the diagnosis of ``source``.

    Raises :class:`BadInput` for what the user can put right, and :class:`LiifError`.
    """
    with judging_input():
        find(settings.model)
        wish.read()
        picture = read_picture(source, note, page=page).drop_opaque_alpha()
        examined = partial(
            diagnose,
            picture.samples,
            read_facts(source),
            model=settings.model,
            device=settings.device,
        )
        reason = None
        if wish.scale == "auto":
            choice = wish.choose(picture.size, examined(size=picture.size, timed=False))
            size, reason = choice.size, choice.reason
        else:
            size, _ = wish.plan(picture.size)
    found = examined(size=size)
    if as_json:
        say(json.dumps(found.to_json(), indent=2))
        return
    say(f"{source}: {found.width} x {found.height} pixels, {found.file_format}")
    if reason:
        say(reason)
    say(str(describe(found)))
