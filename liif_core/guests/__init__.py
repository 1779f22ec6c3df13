# SPDX-License-Identifier: Apache-2.0
"""Guests: networks that others trained, taken in once and then run like our own models."""
