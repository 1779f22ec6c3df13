# SPDX-License-Identifier: GPL-3.0-or-later
"""The exceptions of the GIMP 2 API; their lower-case name is part of that API."""

from __future__ import annotations

from typing import NoReturn


class error(RuntimeError):  # noqa: N801, N818 - the name that scripts catch
    """A procedure could not do its work; the text is shown to the user or given to the caller."""


class ArgumentError(error):
    """A procedure was called with a value that it does not take."""


class UnavailableError(error, AttributeError):
    """Something of the GIMP 2 API that GIMP 3 has no counterpart for; the text says what to do.

    An AttributeError as well, so that ``hasattr`` answers False.
    """


class CancelError(RuntimeError):
    """The user cancelled; no message is shown."""


def fail(message: str) -> NoReturn:
    """End the procedure with a message. Raises :class:`error`."""
    raise error(message)
