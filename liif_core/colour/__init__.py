# SPDX-License-Identifier: Apache-2.0
"""What the numbers of a picture mean as colours: found in its file, told by an ICC profile.

``curves``, ``primaries`` and ``meaning`` are the facts; ``icc_*`` make, read and check profiles;
``png_colour``, ``box_colour``, ``exif_colour`` and ``code_points`` are where files say it.
"""
