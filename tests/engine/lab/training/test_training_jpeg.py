# SPDX-License-Identifier: GPL-3.0-or-later
"""The training's JPEG is Pillow's, its reduction too."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.pictures import Bytes, compressed, photo, psnr

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")

QUALITIES = [10, 25, 49, 50, 75, 90, 95]


def _through_ours(picture: Bytes, quality: int, subsample: bool) -> Bytes:
    from liif_core.lab.training.jpeg import jpeg

    pixels = torch.from_numpy(picture).permute(2, 0, 1)[None].float()
    result = jpeg(pixels, torch.tensor([float(quality)]), subsample)
    return result[0].permute(1, 2, 0).numpy().astype(np.uint8)


@pytest.mark.parametrize("subsampling", ["4:2:0", "4:4:4"])
@pytest.mark.parametrize("quality", QUALITIES)
def test_jpeg_is_that_of_pillow(quality: int, subsampling: str) -> None:
    """On a photo that never was a JPEG at this size, where ties in rounding are rare."""
    picture = photo()[:288]
    ours = _through_ours(picture, quality, subsampling == "4:2:0")
    theirs = compressed(picture, quality, subsampling)
    assert psnr(ours, theirs) > 45
    # Another quality or another subsampling is farther off than that.
    assert psnr(ours, picture) < psnr(ours, theirs) - 3


def test_each_picture_has_its_own_quality() -> None:
    from liif_core.lab.training.jpeg import jpeg

    picture = photo()[:64, :64]
    pixels = torch.from_numpy(picture).permute(2, 0, 1)[None].float().expand(2, -1, -1, -1)
    both = jpeg(pixels, torch.tensor([10.0, 90.0]), True)
    for index, quality in enumerate((10, 90)):
        alone = torch.from_numpy(_through_ours(picture, quality, True)).permute(2, 0, 1)
        assert torch.equal(both[index], alone.float())
    assert not torch.equal(both[0], both[1])


@pytest.mark.parametrize("side", [80, 97, 160, 288])
def test_reduction_is_that_of_pillow(side: int) -> None:
    from PIL import Image

    from liif_core.lab.training.degradations import reduce

    picture = photo()[:288, 60:348]
    pixels = torch.from_numpy(picture).permute(2, 0, 1)[None].float()
    ours = reduce(pixels, side)[0].permute(1, 2, 0).numpy()
    theirs = np.array(Image.fromarray(picture).resize((side, side), Image.Resampling.BICUBIC))
    # One level: Pillow rounds between its two passes as well.
    assert np.abs(ours - theirs.astype(np.float32)).max() <= 1
    assert np.abs(ours - theirs.astype(np.float32)).mean() < 0.25
