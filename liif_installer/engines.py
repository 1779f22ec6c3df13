# SPDX-License-Identifier: GPL-3.0-or-later
"""The builds of onnxruntime, and what else the engine runs on."""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path

ENGINES = {
    "cpu": "onnxruntime",
    "openvino": "onnxruntime and OpenVINO",
    "gpu": "onnxruntime for CUDA",
    "directml": "onnxruntime for DirectML",
}
"""For people."""


def has_nvidia_driver() -> bool:
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def multiplies_bfloat16() -> bool:
    """Whether the processor does so itself, as far as the system tells."""
    try:
        flags = Path("/proc/cpuinfo").read_text("utf-8", "replace").split()
    except OSError:
        return False
    return not {"avx512_bf16", "amx_bf16"}.isdisjoint(flags)


def engines() -> tuple[str, ...]:
    """The engines worth trying on this machine, best first: extras of the package."""
    if platform.machine().lower() in ("x86_64", "amd64") and sys.platform in ("linux", "win32"):
        if has_nvidia_driver():
            return ("gpu", "cpu")
        if sys.platform == "win32":
            return ("directml", "cpu")
        if multiplies_bfloat16():
            return ("openvino", "cpu")
    return ("cpu",)
