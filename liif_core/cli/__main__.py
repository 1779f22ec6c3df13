# SPDX-License-Identifier: Apache-2.0
"""``python -m liif_core.cli``."""

import sys

from liif_core.cli.app import main

sys.exit(main())
