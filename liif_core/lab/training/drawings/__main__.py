# SPDX-License-Identifier: Apache-2.0
"""Entry point, see the package's text."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from liif_core.errors import LiifError
from liif_core.lab.training.drawings.collection import read_photos, write_collection
from liif_core.lab.training.drawings.fonts import FOLDERS, find_fonts
from liif_core.lab.training.drawings.kinds import KINDS, chosen_kinds


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m liif_core.lab.training.drawings",
        description="Write a tar file of drawings for 'liif train --data', and a table beside it.",
    )
    parser.add_argument("out", type=Path, metavar="OUT.tar", help="where the drawings go")
    parser.add_argument(
        "--kinds",
        default="",
        help=f"names with commas between, by default all: {', '.join(KINDS)}",
    )
    parser.add_argument("--count", type=int, default=260, help="drawings in all (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the first drawing (%(default)s)")
    parser.add_argument(
        "--photos",
        type=Path,
        action="append",
        default=[],
        metavar="TAR",
        help="photos to draw on and to dither; may be given more than once",
    )
    parser.add_argument(
        "--fonts",
        type=Path,
        action="append",
        metavar="FOLDER",
        help="where fonts are, in place of those of the system; may be given more than once",
    )
    parser.add_argument("--processes", type=int, help="by default one for each core")
    given = parser.parse_args(arguments)
    try:
        kinds = chosen_kinds([name for name in given.kinds.split(",") if name])
        fonts, photos = find_fonts(given.fonts or FOLDERS), read_photos(given.photos)
        table = write_collection(
            given.out, kinds, given.count, given.seed, fonts, photos, given.processes
        )
    except (LiifError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"{given.count} drawings with {len(fonts)} fonts and {len(photos)} photos: {given.out}\n"
        f"how each came about: {table}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
