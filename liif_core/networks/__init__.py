# SPDX-License-Identifier: Apache-2.0
"""The networks in torch: definition, training target and source of the exported models."""
