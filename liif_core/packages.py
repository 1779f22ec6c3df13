# SPDX-License-Identifier: Apache-2.0
"""Packages that only some commands need."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys

from liif_core.errors import LiifError

_EXTRAS = {
    "OpenImageIO": "formats",
    "cv2": "rivals",
    "h5py": "bench",
    "matplotlib": "bench",
    "ncnn": "guests",
    "onnx": "guests",
    "onnx_ir": "torch",
    "onnxruntime": "cpu",
    "onnxscript": "torch",
    "openvino": "openvino",
    "pillow_heif": "formats",
    "pnnx": "rivals",
    "rawpy": "raw",
    "ray": "ray",
    "scipy": "bench",
    "skimage": "bench",
    "spandrel": "spandrel",
    "torch": "torch",
}
"""The extra that brings a module; all others come with this package itself."""


_FULL = re.compile("failed to map segment|cannot allocate memory", re.IGNORECASE)
"""How the system says of a library that memory does not reach for it."""


def wants_memory(error: ImportError) -> bool:
    """Whether memory did not reach for the library."""
    return _FULL.search(str(error)) is not None


def missing(error: ImportError) -> LiifError:
    """What to tell of a module that could not be imported: what is missing, what to do."""
    module = (error.name or "").partition(".")[0]
    if not isinstance(error, ModuleNotFoundError):
        return LiifError(
            f"{module or 'a library'} cannot be loaded ({error})",
            "Reinstall it, or install LIIF again.",
        )
    extra = _EXTRAS.get(module, "")
    return LiifError(f"the package {module} is missing", _hint(extra))


def is_there(module: str) -> bool:
    """Whether it can be imported."""
    importlib.invalidate_caches()
    return importlib.util.find_spec(module) is not None


def need(module: str, problem: str, extra: str = "bench") -> None:
    """Raise :class:`LiifError` with ``problem`` unless ``module`` of the ``extra`` is there."""
    if is_there(module):
        return
    raise LiifError(problem, _hint(extra))


def bring(extra: str) -> None:
    """Install what belongs to the ``extra``, by pip, for this Python.

    Raises :class:`LiifError` when that fails; what was there before stays.
    """
    packages = [each.strip('"') for each in _packages(extra)]
    if not packages:
        raise LiifError("what is missing cannot be fetched", _hint(extra))
    command = [
        sys.executable, "-m", "pip", "install", "--no-input", "--disable-pip-version-check",
        "--quiet", *packages,
    ]  # fmt: skip
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        why = (lines or ["pip failed"])[-1].removeprefix("ERROR: ")
        raise LiifError(
            f"{' and '.join(packages)} could not be installed ({why[:200]})",
            "Check the network, and try again.",
        )


def _hint(extra: str) -> str:
    """How to install what belongs to the ``extra``, or to this package itself."""
    if packages := _packages(extra):
        # It is in no package index by itself, and who has it from install.py has no copy at hand.
        return f'Run: "{sys.executable}" -m pip install {" ".join(packages)}'
    return f'Install this package with its extra "{extra}".' if extra else "Install LIIF again."


def _packages(extra: str) -> list[str]:
    """What belongs to the ``extra``, or to none, quoted for a shell; empty where this was not
    installed."""
    # Here, as it loads half of the standard library, and hardly any command asks for it.
    from importlib.metadata import PackageNotFoundError, requires

    try:
        all_of_them = requires("liif-for-gimp") or []
    except PackageNotFoundError:
        return []
    parts = (text.replace("'", '"').partition(";") for text in all_of_them)
    # Before the extra it may stand for which versions of Python.
    end = f'extra == "{extra}"'
    return [
        f'"{name.strip()}"'
        for name, _, when in parts
        if (when.strip().endswith(end) if extra else "extra ==" not in when)
    ]
