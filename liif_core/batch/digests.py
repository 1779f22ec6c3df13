# SPDX-License-Identifier: Apache-2.0
"""By which settings and models are told apart from others that give other pixels."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from liif_core.pictures.formats import DEFAULT, Encoding
from liif_core.registry.models import ModelEntry, find_crisper, find_refocusing
from liif_core.request.rules import rules_of

if TYPE_CHECKING:
    from liif_core.enlarging import Wish
    from liif_core.request.settings import Settings


def digest_settings(wish: Wish, settings: Settings, encoding: Encoding = DEFAULT) -> str:
    """64 hexadecimal digits that differ where a picture's file would, but for the model."""
    values = {**wish.read(), **asdict(settings)}
    for name, rule in rules_of(type(settings)).items():
        if not rule.alters or name == "model":  # that is known by its files
            del values[name]
    if encoding != DEFAULT:  # which books of earlier versions do not name
        values |= asdict(encoding)
    return _digest(values)


def digest_model(entry: ModelEntry, settings: Settings) -> str:
    """64 hexadecimal digits for the files that the ``settings`` may make use of.

    Raises :class:`LiifError` when a manifest cannot be read.
    """
    entries = [entry]
    if settings.detail != 0 and (crisper := find_crisper(entry)):
        entries.append(crisper)
    if settings.refocus != 0 and (refocusing := find_refocusing(entry)):
        entries.append(refocusing)
    return _digest([asdict(file) for entry in entries for file in entry.files.values()])


def _digest(values: object) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
