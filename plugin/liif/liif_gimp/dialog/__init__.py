# SPDX-License-Identifier: GPL-3.0-or-later
"""What the dialogs have beside their parameters: preview, sizes, a summary. Needs a display."""
