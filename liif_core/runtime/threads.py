# SPDX-License-Identifier: Apache-2.0
"""How many cores one network may use."""

from __future__ import annotations

import os


def threads() -> int:
    """Threads of one network as OMP_NUM_THREADS has it, 0 for all cores.

    numpy and torch heed the variable, the engines do not: several processes that share a
    machine are told by it how many cores each has.
    """
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    return int(wanted) if wanted.isdecimal() else 0
