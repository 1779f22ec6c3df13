# SPDX-License-Identifier: GPL-3.0-or-later
"""Two processes under torchrun train one network, on pictures of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.engine.pictures import photo

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")

ROOT = Path(__file__).parents[4]


def test_two_processes_train_one_network(tmp_path: Path) -> None:
    photos, out = tmp_path / "photos", tmp_path / "run"
    photos.mkdir()
    Image.fromarray(np.tile(photo()[:170, :170], (2, 2, 1))).save(photos / "one.png")
    script = Path(__file__).with_name("torchrun_process.py")
    run = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2",
         str(script), str(photos), str(out), "0.05"],
        cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False, timeout=1200,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    one, other = (torch.load(out / f"process-{rank}.pt", weights_only=True) for rank in (0, 1))
    assert len(one["seen"]) == len(other["seen"]) >= 1
    assert not set(one["seen"]) & set(other["seen"])
    for key, value in one["network"].items():
        assert torch.equal(value, other["network"][key]), key
    # Only the first keeps and publishes.
    assert (one["published"], other["published"]) == ("fast", None)
    assert torch.load(out / "resume.pt", weights_only=True)["step"] == len(one["seen"])
