# SPDX-License-Identifier: Apache-2.0
"""Measurements whose results are printed, saved and shown, never typed by hand."""
