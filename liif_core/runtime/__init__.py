# SPDX-License-Identifier: Apache-2.0
"""Running a model on a picture of any size: backends, tiles, alpha, sample types."""
