# SPDX-License-Identifier: Apache-2.0
"""Training: photos, degradations, batches, the loop and its checkpoints."""
