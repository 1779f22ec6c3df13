# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a Ray cluster, and what is said where there is none."""

from __future__ import annotations

import socket

import pytest

from liif_core.batch.ray_cluster import Share, connect, share_out
from liif_core.errors import LiifError

SMALL, LARGE = {"CPU": 4.0}, {"CPU": 16.0}
WITH_CARDS = {"CPU": 8.0, "GPU": 2.0}


@pytest.mark.parametrize(
    ("machines", "most", "device", "shared"),
    [
        ([SMALL, LARGE], 1000, "auto", (20, Share(1))),
        ([SMALL, LARGE], 5, "auto", (5, Share(4))),
        ([SMALL, LARGE], 6, "auto", (6, Share(3))),
        ([SMALL, LARGE], 1, "cpu", (1, Share(16))),
        ([{"CPU": 0.5}, SMALL, {}], 9, "cpu", (4, Share(1))),
        ([SMALL, WITH_CARDS], 1000, "auto", (4, Share(1, 0.5))),
        ([SMALL, WITH_CARDS], 3, "cuda", (3, Share(1, 0.5))),
        ([SMALL, WITH_CARDS], 1000, "cpu", (12, Share(1))),
    ],
)
def test_what_a_cluster_has_is_shared_out(
    machines: list[dict[str, float]], most: int, device: str, shared: tuple[int, Share]
) -> None:
    assert share_out(machines, most, device) == shared


@pytest.mark.parametrize(
    ("machines", "device", "problem"),
    [([SMALL], "cuda", "no machine of the cluster has a graphics card"), ([{}], "cpu", "no proc")],
)
def test_what_a_cluster_lacks_is_said(
    machines: list[dict[str, float]], device: str, problem: str
) -> None:
    with pytest.raises(LiifError, match=problem):
        share_out(machines, 1, device)


@pytest.mark.parametrize("address", ["local", "ray://127.0.0.1:1", "127.0.0.1", "127.0.0.1:x", ""])
def test_no_address_has_a_cluster_started(address: str) -> None:
    with pytest.raises(LiifError, match="HOST:PORT"), connect(address):
        pytest.fail("connected")


def test_where_nothing_answers_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    # Bound, so that nobody else gets the port meanwhile, but not listening.
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        monkeypatch.setenv("RAY_ADDRESS", f"127.0.0.1:{port}")
        with pytest.raises(LiifError) as caught, connect("auto"):
            pytest.fail("connected")
    assert f"no Ray cluster was found at 127.0.0.1:{port} (" in str(caught.value)
    assert "ray start --head" in caught.value.hint
    assert "\n" not in str(caught.value)
