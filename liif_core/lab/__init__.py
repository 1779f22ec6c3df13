# SPDX-License-Identifier: Apache-2.0
"""Making models and measuring them. Only the command line imports this."""
