# SPDX-License-Identifier: Apache-2.0
"""What can be run: the models and repairs, whether their files are whole, and where they lie."""
