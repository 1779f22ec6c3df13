# SPDX-License-Identifier: Apache-2.0
"""The engine of LIIF for GIMP: continuous-scale enlargement and JPEG repair of pictures."""

__version__ = "0.1.0"
