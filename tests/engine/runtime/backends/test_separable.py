# SPDX-License-Identifier: GPL-3.0-or-later
"""The decoder that runs on processors is the one that was trained."""

from __future__ import annotations

import numpy as np
import pytest

from liif_core.coordinates import cell, positions, taps
from liif_core.registry.models import ModelEntry
from liif_core.runtime.backends.interface import Window
from liif_core.runtime.backends.onnx_backend import _run, _session, _taps
from liif_core.runtime.backends.separable import SeparableDecoder
from liif_core.runtime.blending import blend_weights

CASES = [
    pytest.param(20, 80, 16, 64, id="x4"),
    pytest.param(20, 74, 0, 74, id="x3.7, both ends"),
    pytest.param(20, 20, 0, 20, id="x1"),
    pytest.param(7, 300, 250, 300, id="x43, one end"),
    pytest.param(1, 5, 0, 5, id="one pixel"),
]


@pytest.mark.torch
@pytest.mark.parametrize(("inputs", "outputs", "start", "stop"), CASES)
def test_it_answers_as_the_exported_graph_does(
    inputs: int, outputs: int, start: int, stop: int, fast_model: ModelEntry
) -> None:
    rng = np.random.default_rng(0)
    features = rng.standard_normal((1, 114, inputs, 30), np.float32)
    rows = taps(positions(inputs, outputs, start, stop), inputs)
    columns = taps(positions(30, 71, 11, 60), 30)
    cells = cell(inputs, outputs), cell(30, 71)
    graph = _taps(rows, columns, cells)
    wanted = _run(_session(fast_model, "decoder", None), {**graph, "features": features})[0]
    decoder = SeparableDecoder(blend_weights(fast_model))
    window = Window(0, inputs, 0, 30)
    found = decoder(features, window, rows, columns, cells)
    assert found.shape == wanted.shape == (3, stop - start, 49)
    assert found.dtype == np.float32
    assert np.abs(found - wanted).max() < 1e-5 * np.abs(wanted).max()
    # And again, from the matrices that were kept.
    assert np.array_equal(decoder(features, window, rows, columns, cells), found)


@pytest.mark.torch
def test_a_window_is_read_where_it_lies(fast_model: ModelEntry) -> None:
    decoder = SeparableDecoder(blend_weights(fast_model))
    features = np.random.default_rng(1).standard_normal((1, 114, 24, 31), np.float32)
    axis = taps(positions(9, 18, 4, 14), 9)
    cells = cell(9, 18), cell(9, 18)
    found = decoder(features, Window(10, 19, 3, 12), axis, axis, cells)
    cut = np.ascontiguousarray(features[..., 10:19, 3:12])
    assert np.array_equal(found, decoder(cut, Window(0, 9, 0, 9), axis, axis, cells))


@pytest.mark.torch
def test_features_of_before_the_balance_are_read_as_they_were(fast_model: ModelEntry) -> None:
    decoder = SeparableDecoder(blend_weights(fast_model))
    features = np.random.default_rng(2).standard_normal((1, 114, 9, 9), np.float32)
    features[:, -6:-3] = 0
    axis, cells = taps(positions(9, 36, 0, 36), 9), (cell(9, 36), cell(9, 36))
    window = Window(0, 9, 0, 9)
    found = decoder(np.delete(features, [-6, -5, -4], axis=1), window, axis, axis, cells)
    assert np.array_equal(found, decoder(features, window, axis, axis, cells))
