# SPDX-License-Identifier: Apache-2.0
"""What happened to a picture before, and what to do about it.

:func:`diagnose` measures, each measure in a module of its own with its source and its limits,
and proposes a model, its settings and the way.
"""

from liif_core.diagnosis.diagnosis import Diagnosis, diagnose
from liif_core.diagnosis.words import describe
from liif_core.forensics.file_facts import FileFacts, read_facts

__all__ = ["Diagnosis", "FileFacts", "describe", "diagnose", "read_facts"]
