# SPDX-License-Identifier: Apache-2.0
"""A model's weights as they are run: with a share of what its siblings have learned (network
interpolation, arXiv 1811.10515; task arithmetic, arXiv 2212.04089), and with what repairs add."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load

from liif_core.errors import LiifError
from liif_core.registry.models import ModelEntry, find_crisper, find_refocusing, read_file
from liif_core.registry.repairs import REPAIRS, read_weights

ENCODER = "encoder."
"""What the names of the encoder's weights begin with."""
BALANCE = "encoder.balance.weight"
"""What holds the tones of ``fast``, see :class:`liif_core.networks.fast.Balance`."""
SCALE = ".scale"
"""What ends the names of the factors of weights that are stored as integers, one an output."""
Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Blend:
    """What is mixed into the weights of a model."""

    detail: int = 0
    """Share of its crisper sibling, 0 to 100."""
    refocus: int = 0
    """Share of its sibling for soft and noisy photos, 0 to 100."""
    repairs: tuple[tuple[str, int], ...] = ()
    """Names of repairs, see :mod:`liif_core.registry.repairs`, and how much of each, 0 to 100."""

    def __bool__(self) -> bool:
        """Whether there is any such thing."""
        return bool(self.detail or self.refocus or self.repairs)


PURE = Blend()


def blend_weights(entry: ModelEntry, blend: Blend = PURE) -> Weights:
    """The weights of ``entry``, by name, and ``blend`` mixed in: only the encoder's are changed.

    Raises :class:`LiifError` when it has no such sibling, no such repair or a file is damaged.
    """
    faithful = _loaded(read_file(entry, "weights"), f"model {entry.name}")
    values = dict(faithful)
    for setting, amount, sibling in (
        ("detail", blend.detail, find_crisper),
        ("refocus", blend.refocus, find_refocusing),
    ):
        if amount:
            if (other := sibling(entry)) is None:
                raise LiifError(
                    f"model {entry.name} has no setting of {setting}", f"set {setting} to 0"
                )
            learned = _read_encoder(other, entry.name, faithful)
            for key, value in learned.items():
                values[key] = values[key] + np.float32(amount / 100) * (value - faithful[key])
    for name, amount in blend.repairs:
        repair = REPAIRS.find(name)
        changes = _loaded(read_weights(repair, entry), f"repair {name}")
        try:
            _add(values, changes, np.float32(amount / 100))
        except (KeyError, ValueError) as error:
            raise LiifError(
                f"the repair {name} does not fit {entry.name} ({error})", "train it again"
            ) from error
    if blend.repairs and BALANCE in values:
        # They learned without it, and haze is to change the tones.
        values[BALANCE] = np.zeros_like(values[BALANCE])
    return values


def _read_encoder(sibling: ModelEntry, name: str, faithful: Weights) -> Weights:
    """The encoder's weights of a ``sibling`` of model ``name``, whose weights are ``faithful``."""
    values = _loaded(read_file(sibling, "weights"), f"model {sibling.name}")
    for key, value in faithful.items():
        if not key.startswith(ENCODER) and not np.array_equal(value, values[key]):
            text = f"model {sibling.name} was not made from this {name}"
            raise LiifError(text, "set detail and refocus to 0")
    return {key: value for key, value in values.items() if key.startswith(ENCODER)}


def _add(values: Weights, changes: Weights, amount: np.float32) -> None:
    """Add ``amount`` times the ``changes`` of :func:`liif_core.networks.low_rank.collect_repair`.

    Raises :class:`KeyError` and :class:`ValueError` when they are those of another network.
    """
    for key, up in changes.items():
        layer, _, kind = key.rpartition(".")
        if kind == "up":
            weight = values[f"{layer}.weight"]
            change = (up @ changes[f"{layer}.down"]).reshape(weight.shape)
            values[f"{layer}.weight"] = weight + amount * change
            values[f"{layer}.bias"] = values[f"{layer}.bias"] + amount * changes[f"{layer}.shift"]


def _loaded(data: bytes, owner: str) -> Weights:
    try:
        # They may be stored in half precision.
        stored = {key: value.astype(np.float32) for key, value in load(data).items()}
        for key in [key for key in stored if key.endswith(SCALE)]:
            factors = stored.pop(key)
            whole = stored[key.removesuffix(SCALE)]
            whole *= factors.reshape(-1, *[1] * (whole.ndim - 1))
        return stored
    except MemoryError:  # the file is not to blame
        raise
    except Exception as error:  # its own, or numpy's of a kind of number that it does not know
        raise LiifError(
            f"the weights of {owner} cannot be read ({error})", "install LIIF again"
        ) from error
