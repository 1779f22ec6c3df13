# SPDX-License-Identifier: GPL-3.0-or-later
"""The commit that a release is made of."""

from __future__ import annotations

import os

from liif_installer.errors import InstallError
from liif_installer.places import CHECKOUT
from liif_installer.programs import output_of

_GIT = ("git", "-C", str(CHECKOUT))


def commit_time() -> int:
    """When the commit was made, in seconds since 1970; or what SOURCE_DATE_EPOCH says.

    Raises InstallError where neither is known.
    """
    said = os.environ.get("SOURCE_DATE_EPOCH") or output_of(*_GIT, "log", "-1", "--format=%ct")
    try:
        return int(said)
    except ValueError:
        raise InstallError(
            "no commit says when this was made: run this in a clone of the project, or set"
            " SOURCE_DATE_EPOCH to the seconds since 1970"
        ) from None


def is_changed() -> bool:
    """Whether there is something in the checkout that no commit has."""
    return bool(output_of(*_GIT, "status", "--porcelain").strip())
