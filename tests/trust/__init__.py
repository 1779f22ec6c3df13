# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the engine: networks, runtime, models, worker, training."""
