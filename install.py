#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs LIIF for GIMP; ``python3 install.py --help`` lists what else it does."""

# Any Python, 2 as well, must be able to read this file, so that an old one can say what it lacks.
import os
import sys

if sys.version_info < (3, 10):  # noqa: UP036
    sys.stderr.write(
        "install.py: Python %d.%d is too old: run this with Python 3.10 or newer\n"  # noqa: UP031
        % sys.version_info[:2]
    )
    sys.exit(1)

# The checkout may be read-only, and stays as it is; nor is it on the path of a Python that was
# told to be careful (-I, -P).
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120

try:
    from liif_installer.command_line import main
except KeyboardInterrupt:
    sys.stderr.write("install.py: interrupted; nothing was changed\n")
    sys.exit(130)

if __name__ == "__main__":
    sys.exit(main())
