# SPDX-License-Identifier: Apache-2.0
"""The file of pixels that a job names."""

from __future__ import annotations

import mmap
import os
from typing import TYPE_CHECKING

from liif_core.request.rules import RequestError
from liif_core.request.wire import Job

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def source_of(job: Job, memory: mmap.mmap) -> NDArray[np.generic]:
    """The job's source (rows, columns, channels), in the file."""
    import numpy as np

    layout = job.layout
    dtype = np.dtype({"u8": np.uint8, "u16": np.uint16, "f32": np.float32}[layout.sample])
    values = np.frombuffer(memory, dtype, layout.source_bytes // dtype.itemsize)
    return values.reshape(layout.source_height, layout.source_width, len(layout.channels))


def result_of(job: Job, memory: mmap.mmap) -> NDArray[np.generic]:
    """Where its result belongs (rows, columns, channels), in the file."""
    import numpy as np

    source = source_of(job, memory)
    values = job.result_bytes // source.itemsize
    result = np.frombuffer(memory, source.dtype, values, job.result_offset)
    width, height = job.request.result_size
    return result.reshape(height, width, source.shape[2])


def map_pixels(job: Job) -> mmap.mmap:
    """The job's pixels, mapped for reading and writing. Raises :class:`RequestError`."""
    try:
        if job.pixels.startswith("fd:"):
            descriptor = int(job.pixels[3:])
        else:
            descriptor = os.open(job.pixels, os.O_RDWR | getattr(os, "O_BINARY", 0))
        size = os.fstat(descriptor).st_size
    except (OSError, ValueError, OverflowError) as error:
        raise RequestError(f"the pixels cannot be opened ({error})") from None
    if size != job.file_bytes:
        raise RequestError(f"the file of pixels has {size} bytes instead of {job.file_bytes}")
    try:
        return mmap.mmap(descriptor, size)
    except (OSError, ValueError, OverflowError) as error:
        raise RequestError(f"the pixels cannot be mapped into memory ({error})") from None
