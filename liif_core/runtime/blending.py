# SPDX-License-Identifier: Apache-2.0
"""Weights between a model and its crisper sibling (network interpolation, arXiv 1811.10515)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load

from liif_core.errors import LiifError
from liif_core.models import ModelEntry, content, crisper

ENCODER = "encoder."
"""What the names of the encoder's weights begin with."""
Weights = dict[str, NDArray[np.float32]]


def weights(entry: ModelEntry, detail: int) -> Weights:
    """The weights of ``entry`` (``detail`` 0) to those of its crisper sibling (100), by name.

    Raises :class:`LiifError` when it has no such sibling or a file is damaged.
    """
    faithful = _stored(entry)
    if not detail:
        return faithful
    sibling = crisper(entry)
    if sibling is None:
        raise LiifError(f"model {entry.name} has no setting of detail", "set detail to 0")
    crisp = _stored(sibling)
    for key, value in faithful.items():
        if not key.startswith(ENCODER) and not np.array_equal(value, crisp[key]):
            text = f"model {sibling.name} was not made from this {entry.name}"
            raise LiifError(text, "set detail to 0")
    share = np.float32(detail / 100)
    return {key: value + share * (crisp[key] - value) for key, value in faithful.items()}


def _stored(entry: ModelEntry) -> Weights:
    data = content(entry, "weights")
    try:
        stored = load(data)
        # They may be stored in half precision.
        return {key: value.astype(np.float32) for key, value in stored.items()}
    except Exception as error:  # its own, or numpy's of a kind of number that it does not know
        raise LiifError(
            f"the weights of model {entry.name} cannot be read ({error})", "run install.py again"
        ) from error
