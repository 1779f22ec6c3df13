# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs LIIF for GIMP: its own Python environment, the engine, and the plug-in.

Standard library only, so that it runs on a machine where nothing is installed yet. Every stage
either completes or leaves the previous installation in use; ``install-state.json`` in the prefix
says which stage was reached, and the next run continues there.
"""
