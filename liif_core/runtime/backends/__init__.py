# SPDX-License-Identifier: Apache-2.0
"""Whatever runs the networks: the interface, the libraries behind it, the choice between them."""
