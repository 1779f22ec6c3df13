# SPDX-License-Identifier: Apache-2.0
"""Packages that only some commands need."""

from __future__ import annotations

import importlib.util

from liif_core.errors import LiifError


def need(module: str, problem: str, extra: str = "bench") -> None:
    """Raise :class:`LiifError` with ``problem`` unless ``module`` of the ``extra`` is there."""
    if importlib.util.find_spec(module) is None:
        raise LiifError(problem, f'Install the extra "{extra}".')
