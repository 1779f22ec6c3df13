# SPDX-License-Identifier: GPL-3.0-or-later
"""The combinations that are tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from .case import Case, Procedure

_DEPTHS: Final = ("U8", "U16", "U32", "HALF", "FLOAT", "DOUBLE")
_ENCODINGS: Final = ("NON_LINEAR", "LINEAR", "PERCEPTUAL")
_RGB: Final = ("", "Adobe RGB", "Display P3", "linear sRGB")
_GRAY: Final = ("", "gray of CIE L*", "linear gray")
_LAYERS: Final = {
    "plain": "layer",
    "moved": "layer with offsets, part of it off the canvas",
    "smaller_than_canvas": "layer smaller than the canvas",
    "beyond_canvas": "layer larger than the canvas",
    "beside_the_canvas": "layer beside the canvas",
    "between_others": "layer between others",
    "in_group": "layer in a group",
    "in_faded_groups": "layer with offsets in faded groups",
    "whole_group": "group",
    "group_of_moved": "group with offsets, mask and opacity",
    "group_that_passes_through": "group that passes through",
    "filtered_group": "group with a filter",
    "masked": "layer with a mask",
    "masked_in_vain": "layer whose mask is switched off",
    "filtered": "layer with a filter",
    "filter_switched_off": "layer with a filter that is switched off",
    "shadowed": "layer with a filter that draws outside of it",
    "faded": "layer with opacity and a blend mode",
    "text": "text layer",
    "link": "link layer",
    "vector": "vector layer",
    "locked": "locked layer",
    "locked_alpha": "layer with locked alpha",
    "locked_visibility": "layer with locked visibility",
    "hidden": "hidden layer",
    "below_a_floating_selection": "layer below a floating selection",
    "tiny": "layer of one pixel",
    "empty_group": "empty group",
    "the_mask_itself": "mask",
    "a_channel": "channel",
    "floating_selection": "floating selection",
}
"""The scenes, in words."""
_NEW_IN_3_2: Final = ("link", "vector")
_REFUSED: Final = {
    "empty_group": "is empty",
    "the_mask_itself": "Select the layer itself",
    "a_channel": "Select the layer itself",
    "floating_selection": "Anchor it or make it a layer first",
}
_CLEANED: Final = ("moved", "group_of_moved", "masked", "shadowed", "the_mask_itself")
_PRINTED: Final = ("in_faded_groups", "whole_group", "masked", "filtered", "floating_selection")
_ENHANCED: Final = (
    "plain",
    "moved",
    "in_faded_groups",
    "group_of_moved",
    "masked",
    "shadowed",
    "faded",
    "text",
    "link",
    "a_channel",
)


def _formats() -> Iterator[Case]:
    """Every precision, with each of the profiles and with and without alpha in turn."""
    for first, depth in enumerate(_DEPTHS):
        for second, encoding in enumerate(_ENCODINGS):
            yield Case(
                precision=f"{depth}_{encoding}",
                profile=_RGB[(first + second) % 4],
                alpha=(first + second // 2) % 2 == 1,
            )
    for first, depth in enumerate(_DEPTHS):
        yield Case(
            colours="gray",
            precision=f"{depth}_{_ENCODINGS[(first + first // 3) % 3]}",
            profile=_GRAY[first % 3],
            alpha=first % 2 == 1,
        )
    yield Case(colours="indexed", alpha=True, refused="Image > Mode > RGB")
    others: tuple[Procedure, ...] = ("clean", "enhance-selection", "print")
    for plain in (_case(procedure, "plain") for procedure in others):
        yield replace(plain, precision="U16_NON_LINEAR", alpha=True, profile="Adobe RGB")
        yield replace(plain, precision="FLOAT_LINEAR", profile="Display P3")


def _layers() -> Iterator[Case]:
    for scene in _LAYERS:
        if scene != "plain":
            yield _case("upscale", scene)
    for scene in _CLEANED:
        yield _case("clean", scene)
    for scene in _ENHANCED:
        yield _case("enhance-selection", scene)
    for scene in _PRINTED:
        yield _case("print", scene)


def _selections() -> Iterator[Case]:
    yield Case("upscale", selection="rectangle")
    yield Case("enhance-selection", refused="nothing is selected")
    yield Case("enhance-selection", selection="rectangle")
    yield Case(
        "enhance-selection",
        "moved",
        _LAYERS["moved"],
        "beside the layer",
        refused="does not meet the layer",
    )


def _case(procedure: Procedure, scene: str) -> Case:
    return Case(
        procedure,
        scene,
        _LAYERS[scene],
        "feathered" if procedure == "enhance-selection" else "",
        refused=_REFUSED.get(scene, ""),
        needs="3.2" if scene in _NEW_IN_3_2 else "3.0",
    )


CASES: Final = (*_formats(), *_layers(), *_selections())
