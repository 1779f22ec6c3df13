# SPDX-License-Identifier: Apache-2.0
"""The commands with their options; what they do is imported when one is called."""
