# SPDX-License-Identifier: GPL-3.0-or-later
"""What the decoder of LIIF is taught is what ``fast`` answers, asked as LIIF asks."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from tests.engine.pictures import photo

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")

from torch.nn import functional  # noqa: E402

from liif_core.coordinates import positions, taps  # noqa: E402
from liif_core.lab.training import teaching  # noqa: E402
from liif_core.lab.training.batches import Batches  # noqa: E402
from liif_core.lab.training.growing import BLIND, as_edsr, widened  # noqa: E402
from liif_core.lab.training.objective import decode  # noqa: E402
from liif_core.networks.architectures import build  # noqa: E402
from liif_core.networks.fast import FastNetwork  # noqa: E402
from liif_core.networks.liif import Liif, Mlp  # noqa: E402


@pytest.fixture(scope="module")
def master(random_fast: FastNetwork) -> FastNetwork:
    network = FastNetwork(64, 16)
    network.load_state_dict(widened(random_fast.state_dict(), network))
    return network.eval()


def _batches() -> Batches:
    picture = np.tile(photo()[:170, :170], (2, 2, 1))
    return Batches([torch.from_numpy(picture).permute(2, 0, 1)], 2, np.random.default_rng(0))


@torch.no_grad()  # type: ignore[untyped-decorator]
def test_the_answers_of_the_corners_make_the_answer(master: FastNetwork) -> None:
    """Put together by the local ensemble they are what ``fast`` itself answers."""
    scale, inputs = 2.5, 20
    pixels = torch.from_numpy(photo()[60:80, 60:80]).permute(2, 0, 1)[None] / 255
    axis = taps(positions(inputs, 50, 15, 35), inputs)
    features = master.encoder(pixels, torch.full((1, 1), BLIND))
    wanted = decode(master.decoder, features, axis, axis, scale)[0]
    _, latent, added = teaching._seen(master, pixels)
    cell, count = torch.tensor(2 / scale), axis.index.shape[1]
    index, rel, weight = map(torch.from_numpy, axis.arrays)
    found = torch.zeros(1, count * count, 3)
    for down, across in product((0, 1), (0, 1)):
        rows, columns = (
            values.expand(count, count).reshape(1, -1)
            for values in (index[down][:, None], index[across][None])
        )
        places = torch.stack(
            [rel[down][:, None].expand(count, count), rel[across].expand(count, count)]
        ).view(2, 1, -1)
        answer = teaching._interpolated(pixels - added, rows, columns, places)
        answer = answer + teaching._read(master.decoder, latent, rows, columns, places, cell)
        found = found + answer * (weight[down][:, None] * weight[across]).reshape(1, -1, 1)
    assert (found.view(count, count, 3).permute(2, 0, 1) - wanted).abs().max() < 1e-4


def test_what_surrounds_a_place_comes_in_the_order_of_liif() -> None:
    values = torch.rand(2, 5, 9, 8, generator=torch.Generator().manual_seed(0))
    unfolded = functional.unfold(values, 3, padding=1).view(2, 45, 9, 8)
    rows, columns = torch.tensor([[3, 4], [5, 1]]), torch.tensor([[2, 6], [1, 3]])
    found = teaching._around(values, rows, columns, 1).flatten(2)
    for picture, place in product((0, 1), (0, 1)):
        wanted = unfolded[picture, :, rows[picture, place], columns[picture, place]]
        assert torch.equal(found[picture, place], wanted)


def test_lessons_have_the_shape_of_queries(master: FastNetwork) -> None:
    lesson = teaching.draw(master, _batches())
    assert lesson.asked.shape == (2 * teaching.PLACES, 64 * 9 + 4)
    assert lesson.answer.shape == (2 * teaching.PLACES, 3)
    rel, cell = lesson.asked[:, -4:-2], lesson.asked[:, -2:]
    assert rel.abs().max() <= 2
    assert rel.std() == pytest.approx(2 / 6**0.5, rel=0.1)
    assert cell.min() == cell.max()
    assert 2 / 4 <= float(cell[0, 0]) <= 2


def test_the_decoder_can_begin_as_a_linear_function() -> None:
    torch.manual_seed(0)
    decoder, rng = Mlp(10), torch.Generator().manual_seed(0)
    asked = torch.rand(500, 10, generator=rng)
    answer = asked @ torch.rand(10, 3, generator=rng) - 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(teaching, "QUIET", 0)
        teaching.begin_linear(decoder, [teaching.Lesson(asked, answer)])
    with torch.no_grad():
        assert (decoder(asked) * 0.5 + 0.5 - answer).abs().max() < 1e-3


def test_whitened_values_are_uncorrelated_and_the_layer_takes_them_back() -> None:
    rng = torch.Generator().manual_seed(0)
    asked = torch.rand(4000, 5, generator=rng) @ torch.rand(5, 5, generator=rng) + 3
    whitened = teaching.Whitening(asked)
    values = whitened(asked)
    # Nearly: differences that hardly occur are not made larger.
    assert (values.T @ values / len(values) - torch.eye(5)).abs().max() < 0.05
    layer = torch.nn.Linear(5, 7)
    with torch.no_grad():
        wanted = layer(values)
        whitened.folded(layer)
        assert (layer(asked) - wanted).abs().max() < 1e-4


def test_no_time_for_a_step_is_no_failure() -> None:
    from liif_core.lab.training.teaching import learn
    from liif_core.networks.liif import Mlp

    rng = np.random.default_rng(0)
    assert np.isnan(learn(Mlp(4), [], pytest.fail, rng, lambda: 1.0, 1e-3))


def test_some_queries_keep_their_answers() -> None:
    lesson = teaching.Lesson(torch.arange(9)[:, None], 10 * torch.arange(9)[:, None])
    rng = np.random.default_rng(0)
    some = lesson.some(rng, 4)
    assert len(set(some.asked.flatten().tolist())) == 4
    assert torch.equal(some.answer, 10 * some.asked)
    assert sorted(lesson.some(rng, 20).asked.flatten().tolist()) == [*range(9)]


def test_teaching_teaches_the_decoder_and_nothing_else(master: FastNetwork) -> None:
    torch.manual_seed(0)
    network = build("edsr-liif")
    assert isinstance(network, Liif)
    network.load_state_dict(as_edsr(master.state_dict(), network))
    encoder = {key: value.clone() for key, value in network.encoder.state_dict().items()}
    batches = _batches()
    lesson = teaching.draw(master, batches)

    def error() -> float:
        with torch.no_grad():
            answer = network.imnet(lesson.asked) * 0.5 + 0.5
        return float((answer - lesson.answer).abs().mean())

    before, passed = error(), iter(np.linspace(0, 1, 13))
    teaching.teach(network, master, batches, lambda: float(next(passed)))
    assert error() < 0.7 * before
    # Cells that differ a little, as rounding has it, must not be another picture.
    lesson.asked[:, -1] += 0.01
    assert error() < 0.7 * before
    for key, value in network.encoder.state_dict().items():
        assert torch.equal(value, encoder[key])
    assert all(parameter.requires_grad for parameter in network.parameters())
