# SPDX-License-Identifier: Apache-2.0
"""``liif --version``."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from liif_core import __version__
from liif_core.cli.outcome import say

_BRINGING = {"onnxruntime": ("onnxruntime", "onnxruntime-gpu", "onnxruntime-directml")}
"""By engine the packages that bring it."""


def show() -> None:
    """Print the version, the engine and the models. Raises :class:`LiifError`."""
    from liif_core.registry.models import MODELS
    from liif_core.registry.repairs import REPAIRS
    from liif_core.runtime.backends.engines import chosen

    say(f"liif {__version__}")
    engine = chosen().engine
    say(f"engine: {engine} {find_version(*_BRINGING.get(engine, (engine,))) or 'is missing'}")
    say(f"models: {', '.join(entry.name for entry in MODELS.list_all())}")
    say(f"repairs: {', '.join(entry.name for entry in REPAIRS.list_all())}")


def find_version(*packages: str) -> str | None:
    """That of the first package that is installed; None where none is."""
    for package in packages:
        try:
            return version(package)
        except PackageNotFoundError:
            continue
    return None
