# SPDX-License-Identifier: GPL-3.0-or-later
"""The adapter between GIMP's layers and the engine's worker process."""
