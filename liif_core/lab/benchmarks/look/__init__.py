# SPDX-License-Identifier: Apache-2.0
"""``liif bench look``: what pictures look like, by figures and side by side."""
