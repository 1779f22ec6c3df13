# SPDX-License-Identifier: GPL-3.0-or-later
"""Which answers are compared: those of the model that is set, then of others that are quick."""

from __future__ import annotations

from liif_gimp.installation import Model
from liif_gimp.variants import variants


def _models(*slow: bool, detail: bool = True) -> dict[str, Model]:
    own = Model("fast", "", 3, 64, has_detail=detail)
    others = [Model(f"m{n}", "", 3, 64, False, "photos", each) for n, each in enumerate(slow)]
    return {each.name: each for each in (own, *others)}


def test_from_faithful_to_crisp_then_a_quick_one() -> None:
    found = variants(_models(True, False, False), "fast")
    assert [(each.model, each.detail) for each in found] == [
        ("fast", 0), ("fast", 50), ("fast", 100), ("m1", 0),
    ]  # fmt: skip
    assert len({each.label for each in found}) == 4


def test_of_a_model_without_a_crisp_end_there_is_one() -> None:
    found = variants(_models(False, True), "m0")
    assert [each.model for each in found] == ["m0", "fast"]


def test_a_slow_model_is_compared_only_where_it_is_set() -> None:
    assert [each.model for each in variants(_models(True, detail=False), "m0")] == ["m0", "fast"]
