# SPDX-License-Identifier: Apache-2.0
"""``python -m liif_core.cli``."""

import signal
import sys

from liif_core.cli import main

status = main()
# What is left is to leave, in which Ctrl-C would only make a library complain.
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.exit(status)
