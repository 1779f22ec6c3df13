# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold after a call, and the outcome in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from ..conftest import Outcome
from ..pictures import Picture
from .case import Case

State = dict[str, Any]
"""As ``inside/state.py`` describes an image or a layer."""

MEAN: Final = 0.005
WORST: Final = 0.05
"""How far a channel, of a range of 1, may be from GIMP's own scaling, in the mean and at worst. The
picture is a soft one, on which all good methods agree within 0.004; a tint, swapped channels or a
wrong curve are far beyond."""
DEBATABLE_MEAN: Final = 0.03
"""The bound where good methods differ; there is none at worst."""
_SIZE: Final = ("width", "height")


def words(case: Case, outcome: Outcome) -> str:
    """What came of a case without faults, for the table."""
    if case.refused:
        return f"refused: {outcome.result['error']}"
    source, layer = _source(outcome.after, outcome), outcome.layer
    notes = ["done"]
    if _new(outcome) != layer:
        notes.append("in a group with a copy of the source")
    if layer["alpha"] and not source["alpha"]:
        notes.append("gains alpha")
    if _source(outcome.before, outcome)["visible"] and not source["visible"]:
        notes.append("the source is hidden")
    return ", ".join(notes)


def faults(case: Case, outcome: Outcome) -> list[str]:
    """What is not as it must be; nothing where all is well."""
    if case.refused:
        return list(_of_the_refusal(case, outcome))
    if not outcome.result["ok"]:
        return [f"it failed: {outcome.result['error']}"]
    return [
        *_of_the_image(case, outcome),
        *_of_the_layer(case, outcome),
        *_of_the_source(case, outcome),
        *_of_the_colours(case, outcome),
    ]


def _of_the_refusal(case: Case, outcome: Outcome) -> Iterator[str]:
    if outcome.result["ok"]:
        yield "it was not refused"
    if case.refused not in outcome.result["error"]:
        yield f"the message is: {outcome.result['error']}"
    if not outcome.unchanged:
        yield "the image was changed"


def _of_the_image(case: Case, outcome: Outcome) -> Iterator[str]:
    before, after, scaled = outcome.before, outcome.after, outcome.result["scaled"]
    yield from _unequal("canvas", [after[key] for key in _SIZE], [scaled[key] for key in _SIZE])
    for key in ("base_type", "precision", "profile", "parasites"):
        yield from _unequal(key, after[key], before[key])
    if case.procedure == "print":
        resolution = [100.0, 100.0]
    else:
        resolution = [
            each * after[key] / before[key]
            for each, key in zip(before["resolution"], _SIZE, strict=True)
        ]
    if not np.allclose(after["resolution"], resolution):
        yield f"resolution {after['resolution']} in place of {resolution}"
    added = len(_flat(after["layers"])) - len(_flat(before["layers"])) - len(_flat([_new(outcome)]))
    if added:
        yield f"{added} layers more"


def _of_the_layer(case: Case, outcome: Outcome) -> Iterator[str]:
    layer, scaled = outcome.layer, outcome.result["scaled"]
    for key in ("channels", "encoding"):
        yield from _unequal(key, layer["pixels"][key], scaled["alone"][key])
    if case.scene != "shadowed":  # whose bounds only the filter knows
        expected = (scaled["x"], scaled["y"], *(scaled["alone"][key] for key in _SIZE))
        if case.procedure == "enhance-selection":
            expected = _selected(outcome, expected)
        found = (layer["x"], layer["y"], *(layer["pixels"][key] for key in _SIZE))
        yield from _unequal("place", found, expected)
    if case.procedure == "enhance-selection" and not layer["mask"]:
        yield "the selection is lost"
    source, new = _source(outcome.after, outcome), _new(outcome)
    if layer not in _flat([new]):
        yield "the new layer does not lie directly above the source"
    visible = _source(outcome.before, outcome)["visible"]
    yield from _unequal("visibility", new["visible"], visible)
    yield from _unequal("opacity", new["opacity"], source["opacity"])
    if case.scene != "group_that_passes_through":  # which only groups do
        yield from _unequal("mode", new["mode"], source["mode"])
    if source["mask"] and not new["mask"]:
        yield "the mask is lost"


def _of_the_source(case: Case, outcome: Outcome) -> Iterator[str]:
    if case.grows == 1.0:
        before, after = (_source(state, outcome) for state in (outcome.before, outcome.after))
        for key in before.keys() - {"visible", "children", "pixels", "mask"}:
            yield from _unequal(f"the source's {key}", after[key], before[key])
        for key in ("pixels", "mask"):
            if before[key] and before[key]["hash"] != after[key]["hash"]:
                yield f"the source's {key} changed"
    if case.procedure in ("clean", "enhance-selection"):
        selections = (state["selection"]["hash"] for state in (outcome.before, outcome.after))
        yield from _unequal("selection", *selections)


def _of_the_colours(case: Case, outcome: Outcome) -> Iterator[str]:
    scaled = outcome.result["scaled"]
    bounds = (DEBATABLE_MEAN, 1.0) if case.debatable else (MEAN, WORST)
    if case.procedure != "enhance-selection" and case.scene != "shadowed":
        pictures = outcome.pixels(), outcome.pixels(scaled["alone"])
        yield from (f"the layer's {each}" for each in unlike(*pictures, *bounds))
    pictures = outcome.pixels(outcome.result["seen"]), outcome.pixels(scaled["seen"])
    yield from (f"the image's {each}" for each in unlike(*pictures, *bounds))


def unlike(one: Picture, other: Picture, mean: float = MEAN, worst: float = WORST) -> Iterator[str]:
    """In what two pictures of the same kind differ by more than the bounds.

    Colours count where both are rather opaque.
    """
    if one.shape != other.shape:
        yield f"shape is {one.shape} in place of {other.shape}"
        return
    difference = np.abs(one - other).reshape(-1, one.shape[2])
    if one.shape[2] in (2, 4):
        opaque = np.minimum(one[..., -1], other[..., -1]).ravel() > 0.5
        yield from _beyond("alpha", difference[:, -1:], mean, worst)
        difference = difference[opaque, :-1]
    if difference.size:
        yield from _beyond("colours", difference, mean, worst)


def _beyond(what: str, difference: Picture, mean: float, worst: float) -> Iterator[str]:
    found = difference.mean(axis=0).max(), difference.max()
    if found[0] > mean or found[1] > worst:
        yield f"{what} differ by {found[0]:.4f} in the mean, {found[1]:.4f} at worst"


def _unequal(what: str, found: object, expected: object) -> Iterator[str]:
    if found != expected:
        yield f"{what} {found} in place of {expected}"


def _selected(outcome: Outcome, place: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The bounds of what is selected of a layer by more than 1/255."""
    x, y, width, height = place
    selection = outcome.pixels(outcome.before["selection"])[..., 0] > 1.5 / 255
    rows, columns = (np.flatnonzero(selection.any(axis=axis)) for axis in (1, 0))
    left, top = max(x, int(columns[0])), max(y, int(rows[0]))
    right, bottom = min(x + width, int(columns[-1]) + 1), min(y + height, int(rows[-1]) + 1)
    return left, top, right - left, bottom - top


def _source(state: State, outcome: Outcome) -> State:
    return next(each for each in _flat(state["layers"]) if each["id"] == outcome.result["source"])


def _new(outcome: Outcome) -> State:
    """What lies directly above the source: the new layer, or the group that it is in."""
    source = _source(outcome.after, outcome)
    siblings = _siblings(outcome.after["layers"], source)
    return siblings[siblings.index(source) - 1]


def _flat(layers: list[State]) -> list[State]:
    return [found for layer in layers for found in (layer, *_flat(layer["children"]))]


def _siblings(layers: list[State], layer: State) -> list[State]:
    """The layers among which one stands."""
    if any(each["id"] == layer["id"] for each in layers):
        return layers
    return next((found for each in layers if (found := _siblings(each["children"], layer))), [])
