# SPDX-License-Identifier: Apache-2.0
"""``liif bench speed``: contenders in processes of their own, run in turns on one machine."""
