# SPDX-License-Identifier: GPL-3.0-or-later
"""The first minutes of somebody new, with a clock: ``python -m tests.gimp.first_minutes HOME``.

On a fresh Debian, as an ordinary user: the installer, a photo opened in GIMP, the menu entry, OK.
Prints when each step was done, what the installer said last, and the folder with the screenshots.
``HOME`` is a folder as for :mod:`tests.gimp.runner`; it should not be there yet.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Final

from . import pictures
from .runner import gimp_in, install
from .sandbox import HOME

SIZE: Final = (800, 533)
"""Of the photo, as a web page has it: 0.4 megapixels."""
LAST_LINES: Final = 12
"""Of what the installer says."""


def main() -> None:
    """Play it and print the times."""
    parser = argparse.ArgumentParser(prog="python -m tests.gimp.first_minutes")
    parser.add_argument("home", type=Path)
    gimp = gimp_in(parser.parse_args().home)
    begun = time.monotonic()
    said = install(gimp.sandbox)
    installed = time.monotonic() - begun
    photo = gimp.sandbox.home / "photo.jpg"
    pictures.save_photo(photo, *SIZE)
    gimp.sandbox.own(photo)
    folder = gimp.use_window("first_result", f"{HOME}/{photo.name}")
    steps = json.loads((folder / "steps.json").read_text())
    sys.stdout.write("\n".join(said.splitlines()[-LAST_LINES:]) + "\n\n")
    for name, seconds in {"the installer": installed, **steps}.items():
        sys.stdout.write(f"{seconds:6.1f} s  {name}\n")
    sys.stdout.write(f"\nscreenshots in {folder}\n")


if __name__ == "__main__":
    main()
