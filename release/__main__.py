# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 -m release OUT``: makes all files of a release and the list of their checksums."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
from pathlib import Path

from liif_installer.errors import InstallError
from liif_installer.places import source_version

from .commit import commit_time, is_changed
from .extension import make_extension
from .flatpak import make_addon
from .wheel import make_wheel

SUMS = "SHA256SUMS"


def main() -> int:
    """Make them; the exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m release", description=__doc__)
    parser.add_argument("out", type=Path, help="a folder, new or empty")
    out: Path = parser.parse_args().out
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        sys.stderr.write(f"release: {out} is not empty: name a new folder\n")
        return 1
    if is_changed():
        sys.stderr.write("release: with changes that are in no commit\n")
    try:
        made = make_all(out)
    except InstallError as error:
        sys.stderr.write(f"release: {error}\n")
        return 1
    for path in made:
        sys.stdout.write(f"{path}\n")
    return 0


def make_all(out: Path) -> list[Path]:
    """Make everything in the folder ``out``, or nothing; the files."""
    version, seconds = source_version(), commit_time()
    # What others may do with the files is packed with them.
    os.umask(0o022)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".release-", dir=out.parent) as name:
        folder = Path(name) / "made"
        folder.mkdir()
        wheel = make_wheel(folder, seconds)
        files = [wheel, make_extension(folder, version, seconds), *make_addon(folder, wheel)]
        sums = "".join(
            f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
            for path in sorted(files)
        )
        (folder / SUMS).write_text(sums, "utf-8")
        if out.exists():
            out.rmdir()
        folder.rename(out)
    return sorted(out.iterdir())


if __name__ == "__main__":
    sys.exit(main())
