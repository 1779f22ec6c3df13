# SPDX-License-Identifier: Apache-2.0
"""JPEG files no larger than they need to be."""
