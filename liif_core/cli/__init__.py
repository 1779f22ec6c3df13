# SPDX-License-Identifier: Apache-2.0
"""The ``liif`` command."""

from liif_core.cli.app import main

__all__ = ["main"]
