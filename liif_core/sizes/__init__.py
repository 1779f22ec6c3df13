# SPDX-License-Identifier: Apache-2.0
"""How large a result shall be: in pixels, on paper, or as its detail carries."""
