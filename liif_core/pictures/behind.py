# SPDX-License-Identifier: Apache-2.0
"""A large picture's file, written while the picture is still being computed."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from liif_core.atomic import remove_abandoned
from liif_core.pictures.formats import find_format
from liif_core.pictures.replacing import replacing
from liif_core.pictures.rows import WHOLE, GivenUp, Growing
from liif_core.pictures.writing import IN_BANDS, check_holds, write_bands, write_picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from liif_core.pictures.formats import Encoding
    from liif_core.pictures.picture import Picture


@contextlib.contextmanager
def writing_behind(
    path: Path,
    picture: Picture,
    growing: Growing,
    warn: Callable[[str], None],
    *,
    overwrite: bool,
    encoding: Encoding,
) -> Iterator[Callable[[int], None]]:
    """Write ``picture``, whose samples are ``growing`` in this block, complete or not at all.

    It is as :func:`liif_core.pictures.write_picture` writes it. Yields what is to be told how many
    rows are there, which raises what has hindered the writing; at the end of the block all are
    there. A picture that is small, or that is to be seen as a whole first, is written then. Raises
    :class:`LiifError`.
    """
    if not _can_follow(path, picture):
        yield lambda _: None
        write_picture(path, picture, warn, overwrite=overwrite, encoding=encoding)
        return
    check_holds(find_format(path), picture, encoding, warn)
    # Writing takes long enough for some to be killed meanwhile, whose files are as large.
    remove_abandoned(path)
    with replacing(path, overwrite=overwrite) as staged:
        failures: list[Exception] = []

        def follow() -> None:
            try:
                write_bands(path, staged, picture, growing.bands, warn, encoding)
            except GivenUp:
                pass
            except Exception as error:  # for the other thread
                failures.append(error)
                growing.give_up()  # it need not wait

        def tell(rows: int) -> None:
            growing.tell(rows)
            if failures:
                raise failures[0]

        writer = threading.Thread(target=follow, name="writing", daemon=True)
        writer.start()
        try:
            yield tell
            tell(picture.size[1])
            writer.join()
        finally:
            growing.give_up()
            writer.join()
        tell(picture.size[1])


def _can_follow(path: Path, picture: Picture) -> bool:
    """Whether neither a decision nor a warning needs all of its samples, and it is worth while."""
    width, height = picture.size
    large = width * height > WHOLE
    whole = picture.has_alpha or picture.samples.dtype.kind == "f"
    return large and not whole and find_format(path) in IN_BANDS
