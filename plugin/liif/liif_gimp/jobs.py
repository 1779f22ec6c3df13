# SPDX-License-Identifier: GPL-3.0-or-later
"""The job structure that is shared with the engine.

The installer copies the engine's ``job.py`` beside this package's folder, so that plug-in and
engine of one version describe a job with the same code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liif_core.job import (
        MAX_LINE,
        MAX_SCALE,
        PROTOCOL,
        SAMPLE_BYTES,
        Channels,
        Device,
        Job,
        JobError,
        Sample,
        decode,
        encode,
    )
else:
    from job import (
        MAX_LINE,
        MAX_SCALE,
        PROTOCOL,
        SAMPLE_BYTES,
        Channels,
        Device,
        Job,
        JobError,
        Sample,
        decode,
        encode,
    )

__all__ = [
    "MAX_LINE",
    "MAX_SCALE",
    "PROTOCOL",
    "SAMPLE_BYTES",
    "Channels",
    "Device",
    "Job",
    "JobError",
    "Sample",
    "decode",
    "encode",
]
