# SPDX-License-Identifier: Apache-2.0
"""Learning rate and mixture of degradations by wall-clock time: warm up, stay, decay.

Unlike a cosine over the whole run, the long constant phase can be continued another day
without losing anything: the state before the decay is kept and resumed from, only the decay
is run again (warmup-stable-decay; Hu et al., arXiv 2404.06395).
"""

from __future__ import annotations

from dataclasses import dataclass

WARM_UP_STEPS = 200


@dataclass(frozen=True)
class Schedule:
    """``minutes`` of training in all, of which the last ``decay`` share lowers the rate to 0
    and the first ``clean`` share sees only undamaged pictures.
    """

    minutes: float
    decay: float = 0.25
    clean: float = 0.0

    def progress(self, seconds: float) -> float:
        return min(seconds / (self.minutes * 60), 1.0)

    def decaying(self, seconds: float) -> bool:
        return self.progress(seconds) > 1 - self.decay

    def share(self, seconds: float, step: int) -> float:
        """Share of the highest learning rate after ``seconds`` of training and ``step`` steps."""
        left = (1 - self.progress(seconds)) / self.decay if self.decay else 1.0
        return min(1.0, left, (step + 1) / WARM_UP_STEPS)

    def clean_only(self, seconds: float) -> bool:
        return self.progress(seconds) < self.clean
