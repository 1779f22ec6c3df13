# SPDX-License-Identifier: Apache-2.0
"""``liif models``."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from liif_core.cli.outcome import judging_input, say
from liif_core.errors import LiifError
from liif_core.models import adopt, manifest, user_models_dir, verify_model, without_weights

SHOWN = ("set5, clean, x4", "set5, QF 30, x4", "live1, QF 10")
"""The measured tasks that tell a model's character; all are in models/RESULTS.md."""


def show() -> None:
    """Print every model, a paragraph each."""
    for entry in manifest():
        origin = "imported" if entry.folder == user_models_dir() else "shipped"
        say(f"{entry.name} ({origin}, {entry.architecture}, {entry.licence})")
        say(f"    {entry.description}")
        say(f"    Trained on: {entry.trained_on}")
        measured = [f"{task}: {entry.psnr[task]:.2f} dB" for task in SHOWN if task in entry.psnr]
        if measured:
            say(f"    Measured PSNR: {'; '.join(measured)}")
    for name, reason in without_weights().items():
        say(f"{name} (no weights)")
        say(f"    {reason}")


def check() -> None:
    """Verify all models. Raises :class:`LiifError` at the first that is damaged or if none is."""
    entries = manifest()
    if not entries:
        raise LiifError("there are no models", "Run install.py again.")
    for entry in entries:
        verify_model(entry)
    say(f"verified: {', '.join(entry.name for entry in entries)}")


def bring_in(source: Path, into: Path | None) -> None:
    """Import a checkpoint, or the models of a training run, into the user's models or ``into``.

    Raises :class:`BadInput` when ``source`` cannot be used.
    """
    into = into or user_models_dir()
    if source.is_dir():
        with judging_input():
            entries = adopt(source, into)
        say(f"imported {', '.join(entry.name for entry in entries)}")
        return
    if importlib.util.find_spec("torch") is None:
        raise LiifError(
            "importing a checkpoint needs PyTorch, which is not installed",
            f'Run: "{sys.executable}" -m pip install torch onnx onnxscript safetensors',
        )
    from liif_core.networks.importer import import_checkpoint

    with judging_input():
        if not source.is_file():
            raise LiifError(f"{source} is not there", "Check the name.")
        entry = import_checkpoint(source, into)
    say(f"imported {entry.name}; use it with --model {entry.name}")
