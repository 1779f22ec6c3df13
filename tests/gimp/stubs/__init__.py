# SPDX-License-Identifier: GPL-3.0-or-later
"""Stubs for the type checker: GIMP's API, as far as it is used. See :mod:`.__main__`."""
