# SPDX-License-Identifier: Apache-2.0
"""``liif bench job``: what people wait for, whole commands from file to file."""
