# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps an installation from being made, in words for the user."""

from __future__ import annotations


class InstallError(Exception):
    """What went wrong and what to do, in one line for the user."""


class NoPackageError(InstallError):
    """The package index has no ready-made package for this Python and system."""
