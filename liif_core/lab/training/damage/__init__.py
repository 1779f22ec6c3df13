# SPDX-License-Identifier: Apache-2.0
"""What happens to a photo before a user has it, picture by picture, by the real codecs."""
