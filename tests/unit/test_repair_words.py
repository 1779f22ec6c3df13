# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain words to repairs."""

from __future__ import annotations

import pytest

from liif_core.errors import LiifError
from liif_core.repair_words import understand


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("remove haze and noise", {"haze": 100, "noise": 100}),
        ("Denoise, please!", {"noise": 100}),
        ("a little fog and 30% of the grain", {"haze": 50, "noise": 30}),
        ("the photo is blurry", {"blur": 100}),
        ("sharpen it a bit, but keep the grain", {"blur": 100, "noise": 0}),
        ("do not touch the JPEG blocks, reduce the noise", {"compression": 0, "noise": 100}),
        ("keep the noise but remove haze", {"noise": 0, "haze": 100}),
        ("keep noise. No, denoise slightly: remove 40 % noise", {"noise": 40}),
        ("don't remove the noise, remove haze", {"noise": 0, "haze": 100}),
        ("Don\u2019t denoise or deblur, but dehaze", {"noise": 0, "blur": 0, "haze": 100}),
        ("never touch the grain, remove the fog", {"noise": 0, "haze": 100}),
        ("not haze but noise", {"haze": 0, "noise": 100}),
        ("do not keep the noise", {"noise": 100}),
        ("keep the noise, dehaze", {"noise": 0, "haze": 100}),
        ("remove noise by 30% and haze (40 %), 50% blur", {"noise": 30, "haze": 40, "blur": 50}),
        ("noise 20 %, 70 % haze", {"noise": 20, "haze": 70}),
    ],
)
def test_plain_words(text: str, amounts: dict[str, int]) -> None:
    assert understand(text).amounts == amounts


def test_what_was_understood_is_said() -> None:
    said = understand("remove scratches and some haze, but not the grain")
    undone = "undo haze (50 %), compression as found"
    assert str(said) == f'{undone}; keep noise; not understood: "scratches"'
    assert said.repairs == (("haze", 50),)
    assert not said.keeps_compression
    assert understand("keep jpeg, denoise").keeps_compression
    assert understand("remove jpeg artifacts").repairs == ()


@pytest.mark.parametrize("text", ["", "make it nice", "keep the noise"])
def test_words_that_ask_for_nothing_are_refused(text: str) -> None:
    with pytest.raises(LiifError, match=r"can be undone\. Name some of: noise, blur, haze"):
        understand(text)
