# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen on a terminal while a command works."""

from __future__ import annotations

import os
import select
import subprocess
import sys

import pytest

from .processes import CHECKOUT

READING = """
import os
from liif_core.cli.progress import moving_bar
from liif_core.pictures.hearing import hearing

with moving_bar("photo.jpg"):
    with hearing() as heard:
        os.write(2, b"odd marker\\n")
        os.write(1, b"reading\\n")
        input()
print(heard)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_the_bar_moves_while_a_decoder_is_heard() -> None:
    import pty

    ours, its = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", READING], cwd=CHECKOUT, env={**os.environ, "TERM": "xterm"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=its, text=True,
    ) as process:  # fmt: skip
        os.close(its)
        assert process.stdout is not None
        assert process.stdout.readline() == "reading\n"
        seen = b""
        # It is drawn once when it begins.
        while seen.count(b"photo.jpg") < 3 and select.select([ours], [], [], 60)[0]:
            seen += os.read(ours, 1 << 16)
        told, _ = process.communicate("\n")
    os.close(ours)
    assert seen.count(b"photo.jpg") >= 3
    assert b"odd marker" not in seen
    assert told == "['its decoder says: odd marker']\n"
