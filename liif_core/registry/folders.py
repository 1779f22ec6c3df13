# SPDX-License-Identifier: Apache-2.0
"""Where models and repairs lie."""

from __future__ import annotations

from pathlib import Path


def shipped_models_dir() -> Path:
    """The folder of what came with the package, installed or in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "weights"
    return installed if installed.is_dir() else package.parent / "models"


def user_models_dir() -> Path:
    """The folder of what the user has imported; it need not be there."""
    from platformdirs import user_data_path

    return user_data_path("liif-for-gimp", appauthor=False) / "models"
