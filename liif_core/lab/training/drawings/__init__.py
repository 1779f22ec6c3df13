# SPDX-License-Identifier: Apache-2.0
"""Pictures that are not photos, drawn for training: seeded, by numpy and Pillow alone.

``python -m liif_core.lab.training.drawings OUT.tar`` writes a tar file of them.
"""
