# SPDX-License-Identifier: Apache-2.0
"""Errors whose text is written for the person who uses the program."""

from __future__ import annotations


class LiifError(Exception):
    """What happened and, in ``hint``, what to do; shown as one line, without a traceback.

    ``hint`` is a sentence of its own, so it begins with a capital letter.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint[:1].upper() + hint[1:]

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}. {self.hint}" if self.hint else message


class Cancelled(LiifError):  # noqa: N818 - a request of the user, not a failure
    """The user cancelled; nothing was written."""

    def __init__(self) -> None:
        super().__init__("cancelled; nothing was changed")
