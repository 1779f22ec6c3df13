# SPDX-License-Identifier: Apache-2.0
"""Which library runs the encoders on this machine's processor: what :mod:`measuring` kept."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Engine = Literal["onnxruntime", "openvino"]
DEFAULT: Engine = "onnxruntime"
"""Exact in single precision, and there on every machine."""


@dataclass(frozen=True)
class Choice:
    """An engine, and why it was taken, for people."""

    engine: Engine
    reason: str


def choice_file() -> Path:
    """Where the choice is kept: in the environment whose engines were measured."""
    return Path(sys.prefix) / "liif-engine.json"


def chosen() -> Choice:
    """What was chosen here, or the default where nothing was, or it is there no more."""
    try:
        values = json.loads(choice_file().read_text("utf-8"))
        choice = Choice(values["engine"], str(values["reason"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Choice(DEFAULT, "no other was measured; 'liif engines' does it")
    if choice.engine not in available():
        return Choice(DEFAULT, f"{choice.engine}, which was chosen, is not installed here")
    return choice


def available() -> list[Engine]:
    """The installed ones."""
    both: tuple[Engine, Engine] = ("onnxruntime", "openvino")
    return [name for name in both if importlib.util.find_spec(name) is not None]
