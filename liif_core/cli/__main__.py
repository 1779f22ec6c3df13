# SPDX-License-Identifier: Apache-2.0
"""``python -m liif_core.cli``."""

import sys

status = None
try:
    import signal

    from liif_core.cli import main

    status = main()
    # What is left is to leave, in which Ctrl-C would only make a library complain.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
except KeyboardInterrupt:
    if status is None:
        sys.stderr.write("liif: interrupted; nothing was written\n")
        status = 130
# Where Ctrl-C came while a dataclass was made, Python would end as if it was killed by it.
exec("")
sys.exit(status)
