# SPDX-License-Identifier: Apache-2.0
"""What JPEG left in the pixels of a picture: its grid, its steps, an earlier compression."""
