# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters of the plug-in's procedures, from the engine's declarations."""

from __future__ import annotations

import gimpfu
import pytest
from liif_gimp.declared import AUTOMATIC, parameter, settings_from
from liif_gimp.installation import Model
from liif_gimp.parameters import table

from liif_core.request.questions import SmallestJpeg
from liif_core.request.rules import rules_of
from liif_core.request.settings import Settings


def test_ranges_and_defaults_are_those_of_the_settings() -> None:
    assert parameter("detail").entry[1:] == (
        "detail", "_Detail (0: faithful, 100: crisp, -1: automatic)", AUTOMATIC,
        (AUTOMATIC, 100, 1),
    )  # fmt: skip
    assert parameter("strength").entry[3:] == (AUTOMATIC, (AUTOMATIC, 100, 1))
    assert parameter("seamless").entry[3:] == (False,)
    kind, name, _label, default, options = parameter("device").entry
    assert (kind, name, default) == (gimpfu.PF_RADIO, "device", "auto")
    assert [word for _words, word in options] == ["auto", "cpu", "cuda"]
    assert parameter("similarity", SmallestJpeg).entry[3:] == (0.995, (0, 1, 0.001))


def test_automatic_stays_automatic() -> None:
    assert settings_from({"strength": AUTOMATIC}) == Settings()
    assert settings_from({"strength": 0, "detail": 9}) == Settings(strength=0, detail=9)


def test_what_cannot_be_is_told_as_an_error() -> None:
    told = r"detail must be 0 to 100 or automatic, not 900\. Nothing"
    with pytest.raises(gimpfu.error, match=told):
        settings_from({"detail": 900})


def test_what_is_no_setting_does_not_matter() -> None:
    assert settings_from({"scale": 3.0, "strength": 7}) == Settings(strength=7)


def test_what_has_a_label_has_a_tip() -> None:
    found = table({"fast": Model("fast", "Quick.", 3, 64, has_detail=True, has_refocus=True)})
    assert all(each.tip for each in found.values())
    for kind in (Settings, SmallestJpeg):
        for name, rule in rules_of(kind).items():
            assert (name in found) == bool(rule.label)
            assert bool(rule.label) <= bool(rule.help)
