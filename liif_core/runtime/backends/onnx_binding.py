# SPDX-License-Identifier: Apache-2.0
"""onnxruntime on a device: what one network makes stays there for the next; and want of memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from liif_core.runtime.backends.interface import DeviceMemoryError

Inputs = Mapping[str, NDArray[np.generic]]
_FULL = re.compile(
    "out of memory|allocate memory|ALLOC_FAILED|enough memory|bad_?alloc"
    r"|allocate \d+ bytes|failed to map segment|Resource temporarily unavailable",
    re.IGNORECASE,
)
"""How the engines, CUDA with its libraries, DirectML and the system (for libraries and threads that
an engine brings along) say it; there is no type for it."""


def to_device(
    session: onnxruntime.InferenceSession, device: str, inputs: Inputs
) -> onnxruntime.OrtValue:
    """The one output of ``session``, left on ``device``. Raises :class:`DeviceMemoryError`."""
    binding = session.io_binding()
    for name, array in inputs.items():
        binding.bind_cpu_input(name, array)
    binding.bind_output(session.get_outputs()[0].name, device)
    with device_memory():
        session.run_with_iobinding(binding)
    return binding.get_outputs()[0]


def from_device(
    session: onnxruntime.InferenceSession, name: str, value: onnxruntime.OrtValue, inputs: Inputs
) -> NDArray[np.float32]:
    """The one output of ``session`` for the input ``name`` on its device and others in memory.

    Raises :class:`DeviceMemoryError`.
    """
    binding = session.io_binding()
    binding.bind_ortvalue_input(name, value)
    for other, array in inputs.items():
        binding.bind_cpu_input(other, array)
    binding.bind_output(session.get_outputs()[0].name)
    with device_memory():
        session.run_with_iobinding(binding)
    return binding.copy_outputs_to_cpu()[0]


@contextmanager
def device_memory() -> Iterator[None]:
    """Makes an engine's exception that speaks of memory a :class:`DeviceMemoryError`."""
    try:
        yield
    except Exception as error:  # its exceptions share no base class
        if _FULL.search(str(error)):
            raise DeviceMemoryError from error
        raise
