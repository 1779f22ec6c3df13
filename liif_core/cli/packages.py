# SPDX-License-Identifier: Apache-2.0
"""Packages that only some commands need."""

from __future__ import annotations

import importlib.util
import sys
from importlib.metadata import PackageNotFoundError, requires

from liif_core.errors import LiifError


def need(module: str, problem: str, extra: str = "bench") -> None:
    """Raise :class:`LiifError` with ``problem`` unless ``module`` of the ``extra`` is there."""
    if importlib.util.find_spec(module) is not None:
        return
    hint = f'Install this package with its extra "{extra}".'
    if packages := _packages(extra):
        # It is in no package index by itself, and who has it from install.py has no copy at hand.
        hint = f'Run: "{sys.executable}" -m pip install {" ".join(packages)}'
    raise LiifError(problem, hint)


def _packages(extra: str) -> list[str]:
    """What belongs to the ``extra``, quoted for a shell; empty where this was not installed."""
    try:
        all_of_them = requires("liif-core") or []
    except PackageNotFoundError:
        return []
    parts = (text.replace("'", '"').partition(";") for text in all_of_them)
    # Before it may stand for which versions of Python.
    end = f'extra == "{extra}"'
    return [f'"{name.strip()}"' for name, _, when in parts if when.strip().endswith(end)]
