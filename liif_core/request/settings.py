# SPDX-License-Identifier: Apache-2.0
"""How the engine shall work: the one table of its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from liif_core.request.limits import MAX_SIDE
from liif_core.request.rules import Amounts, Checked, Choice, Switch, Text, Whole, declare

Device = Literal["auto", "cpu", "cuda"]


@dataclass(frozen=True)
class Settings(Checked):
    """How a picture is computed. Raises :class:`RequestError` when a value is out of range."""

    model: str = declare(
        Text(
            "be the name of a model",
            label="_Model",
            help="The network that does the work",
        ),
        "fast",
    )
    strength: int | None = declare(
        Whole(
            0,
            100,
            automatic=True,
            label="_Artifact removal (-1: automatic)",
            help="How strongly the marks of compression are removed: 0 not at all, 100 most, "
            "automatic as the picture needs it. Of a guest: how much of what it does is taken",
        ),
        None,
    )
    refocus: int | None = declare(
        Whole(
            0,
            100,
            automatic=True,
            label="Refocus (-1: automatic)",
            help="How strongly what is out of focus, noisy, or was enlarged before is drawn sharp "
            "and clean: 0 not at all, 100 most, automatic as the picture needs it when it is "
            "enlarged by 1.5 or more",
        ),
        None,
    )
    """For models that have a sibling for soft and noisy photos."""
    detail: int | None = declare(
        Whole(
            0,
            100,
            automatic=True,
            label="_Detail (0: faithful, 100: crisp, -1: automatic)",
            help="0 draws what the picture proves; towards 100 edges become sharper than that. "
            "Automatic is crisp where a picture is enlarged by 1.5 or more, else 0",
        ),
        None,
    )
    """For models that have a crisper sibling."""
    device: Device = declare(
        Choice(
            {
                "auto": "Fastest available",
                "cpu": "Processor",
                "cuda": "NVIDIA graphics card",
            },
            label="Comp_ute on",
            help="Where it is computed; where there is no such card the processor takes over",
            alters=False,
        ),
        "auto",
    )
    tile: int = declare(
        Whole(
            0,
            MAX_SIDE,
            least=32,
            help="Side of a tile in source pixels, at least 32; 0 chooses",
            alters=False,
        ),
        0,
    )
    """Below the least nearly all of the work is for margins: with 1 a photo takes weeks."""
    seamless: bool = declare(
        Switch(
            label="Texture: opposite sides co_ntinue each other",
            help="For textures that are laid side by side: their edges go on fitting",
        ),
        False,
    )
    polite: bool = declare(
        Switch(
            label="_Give way to other programs",
            help="Work at low priority and leave one processor core free",
            alters=False,
        ),
        False,
    )
    """Of a worker: this job and all later ones."""
    repairs: tuple[tuple[str, int], ...] = declare(Amounts(), ())
    """What else is undone, in this order: the name of each repair (see
    :mod:`liif_core.registry.repairs`), and how much, 1 to 100."""
