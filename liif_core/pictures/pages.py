# SPDX-License-Identifier: Apache-2.0
"""Which picture is taken of a file that holds several: pages, frames or shots."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from liif_core.errors import LiifError

if TYPE_CHECKING:
    from pathlib import Path


class Taken(NamedTuple):
    """One picture of several."""

    place: int
    """From 0."""
    notes: tuple[str, ...] = ()
    """For the user: which it is, where there are others and none was asked for."""


def take_page(
    path: Path, count: int, wanted: int | None, *, word: str = "page", usual: int = 0
) -> Taken:
    """The picture number ``wanted``, from 1, of ``count`` in the file; if None, that at ``usual``.

    ``word`` is what one of them is called. Raises :class:`LiifError` where there is no such one.
    """
    if wanted is None:
        told = f"{word} {usual + 1} of {count} is taken; 'liif upscale --page N' takes another"
        return Taken(usual, (told,) if count > 1 else ())
    if wanted > count:
        has = f"{count} {word}s" if count > 1 else f"only one {word}"
        raise LiifError(f"{path} has {has}, and no {word} {wanted}", "Give another --page.")
    return Taken(wanted - 1)
