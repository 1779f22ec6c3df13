# SPDX-License-Identifier: GPL-3.0-or-later
"""What strangers may hand to us: files, messages and models that are damaged or made to harm."""
