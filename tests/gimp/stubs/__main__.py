# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the stubs in ``plugin/stubs`` anew: ``python -m tests.gimp.stubs``.

By hand, when the type checker says of something in GIMP's API, which is there, that it is not.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from ..rootfs import NoGimpError, ensure_root
from ..sandbox import Sandbox
from .making import FOLDER, SUITE, make, write
from .writing import UndescribedError


def main() -> int:
    """Make and write them; 1 where that is impossible."""
    with tempfile.TemporaryDirectory() as home:
        try:
            files = make(Sandbox(ensure_root(SUITE), Path(home)))
        except (NoGimpError, UndescribedError) as problem:
            sys.stderr.write(f"{problem}\n")
            return 1
    write(files)
    sys.stdout.write(f"{len(files)} files in {FOLDER}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
