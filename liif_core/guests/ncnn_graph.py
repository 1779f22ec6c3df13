# SPDX-License-Identifier: Apache-2.0
"""The graph of a network for ncnn: its .param file, which is text, a layer on each line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liif_core.errors import LiifError

MAGIC = "7767517"
MOST_LAYERS = 20_000
_ARRAYS = -23300
"""What a key is counted down from where its value is a list, its length first."""
Value = float | tuple[float, ...]


@dataclass(frozen=True)
class Layer:
    """A line of the file."""

    kind: str
    name: str
    inputs: tuple[str, ...]
    """Names of the blobs that it reads."""
    outputs: tuple[str, ...]
    values: Mapping[int, Value]
    """Its parameters, by ncnn's numbers; whole ones are ``int``."""

    def whole(self, key: int, default: int) -> int:
        """A parameter that is a whole number. Raises :class:`LiifError` where it is none."""
        value = self.values.get(key, default)
        if isinstance(value, tuple) or value != int(value):
            raise self.refused(f"has the parameter {key}={value}, which is no whole number")
        return int(value)

    def number(self, key: int, default: float) -> float:
        """A parameter that is a number. Raises :class:`LiifError` where it is a list."""
        value = self.values.get(key, default)
        if isinstance(value, tuple):
            raise self.refused(f"has a list as its parameter {key}")
        return float(value)

    def numbers(self, key: int) -> tuple[float, ...]:
        """A parameter that is a list, empty where it is not there."""
        value = self.values.get(key, ())
        return value if isinstance(value, tuple) else (value,)

    def refused(self, why: str) -> LiifError:
        """The error that this layer cannot be converted."""
        return LiifError(f"its layer {self.name[:60]} ({self.kind[:40]}) {why}")


def parse_graph(text: str) -> tuple[Layer, ...]:
    """The layers of a .param file, in the order in which they are run.

    Each blob that one reads was made by one before. Raises :class:`LiifError` when it is none.
    """
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if not lines or lines[0] != [MAGIC]:
        raise LiifError("it is not the text of a network for ncnn")
    try:
        count = int(lines[1][0])
    except (IndexError, ValueError):
        raise LiifError("it is damaged: it does not say how many layers it has") from None
    if count != len(lines) - 2 or not 0 < count <= MOST_LAYERS:
        raise LiifError(f"it is damaged: of {count} layers there are {len(lines) - 2}")
    layers = tuple(_parse_layer(words) for words in lines[2:])
    made: set[str] = set()
    for layer in layers:
        if missing := set(layer.inputs) - made:
            raise layer.refused(f"reads {min(missing)[:60]}, which no layer before it makes")
        if made.intersection(layer.outputs):
            raise layer.refused("makes what is there already")
        made.update(layer.outputs)
    return layers


def _parse_layer(words: list[str]) -> Layer:
    try:
        kind, name, inputs, outputs = words[0], words[1], int(words[2]), int(words[3])
        blobs, values = words[4 : 4 + inputs + outputs], words[4 + inputs + outputs :]
        if min(inputs, outputs) < 0 or len(blobs) != inputs + outputs:
            raise ValueError
        parsed = dict(_parse_value(word) for word in values)
    except (IndexError, ValueError, OverflowError):
        raise LiifError(f"it is damaged: {' '.join(words)[:60]!r} is no layer") from None
    return Layer(kind, name, tuple(blobs[:inputs]), tuple(blobs[inputs:]), parsed)


def _parse_value(word: str) -> tuple[int, Value]:
    """``key=value``. Raises :class:`ValueError`."""
    name, equals, text = word.partition("=")
    key = int(name)
    if not equals:
        raise ValueError
    if key > _ARRAYS:
        return key, _parse_number(text)
    length, *values = text.split(",")
    if int(length) != len(values):
        raise ValueError
    return _ARRAYS - key, tuple(map(_parse_number, values))


def _parse_number(text: str) -> float:
    value = float(text)
    if value - value:  # neither infinite nor undefined
        raise ValueError
    return value if any(mark in text for mark in ".eE") else int(text)
