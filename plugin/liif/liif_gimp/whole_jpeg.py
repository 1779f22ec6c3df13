# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the file that GIMP's exporter wrote is a whole JPEG: on a full disk it is not.

The exporter does not notice when the last few kilobytes were not taken.
"""

from __future__ import annotations

import re
from pathlib import Path

_BEGIN, _END = b"\xff\xd8", b"\xff\xd9"
_SCAN = 0xDA
_IN_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""A marker that ends coded data; zeros stuff it, eight others divide it."""


def is_whole(data: bytes) -> bool:
    """Whether segments and coded data follow each other up to the end mark, the last bytes."""
    if not data.startswith(_BEGIN):
        return False
    place, scans = 2, 0
    while data[place : place + 2] != _END:
        # By their lengths, as a thumbnail within one has an end mark of its own.
        if data[place : place + 1] != b"\xff" or place + 4 > len(data):
            return False
        is_scan = data[place + 1] == _SCAN
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if is_scan:
            scans += 1
            found = _IN_SCAN.search(data, place)
            if found is None:
                return False
            place = found.start()
    return scans > 0 and place + 2 == len(data)


def check_whole(path: Path) -> None:
    """Raise :class:`ValueError` unless the file is a whole JPEG, :class:`OSError` if unreadable."""
    if not is_whole(path.read_bytes()):
        raise ValueError(f"{path} is cut off")
