# SPDX-License-Identifier: GPL-3.0-or-later
"""How many threads onnxruntime takes."""

from __future__ import annotations

import pytest

from liif_core.models import find
from liif_core.runtime import onnx_backend


@pytest.mark.parametrize(("asked", "threads"), [("3", 3), ("1", 1), ("", 0), ("2,4", 0)])
def test_omp_num_threads_is_heeded(
    monkeypatch: pytest.MonkeyPatch, asked: str, threads: int
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    session = onnx_backend._session(find("fast"), "decoder", None)
    assert session.get_session_options().intra_op_num_threads == threads
