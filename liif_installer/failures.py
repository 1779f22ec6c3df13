# SPDX-License-Identifier: GPL-3.0-or-later
"""What pip's output means."""

from __future__ import annotations

import platform
import re
from pathlib import Path

from .errors import InstallError, NoPackageError

_FAILURES: tuple[tuple[str, type[InstallError], str], ...] = (
    (
        r"No space left on device|\[Errno 28\]|not enough space on the disk",
        InstallError,
        "the disk is full: make room, or choose another folder with --prefix DIR, and run this"
        " again",
    ),
    (
        r"THESE PACKAGES DO NOT MATCH THE HASHES",
        InstallError,
        "a downloaded package is not the one that LIIF was made with, but damaged or replaced, and"
        " was not installed: run this again, from another network if it stays so",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED",
        InstallError,
        "the package index's certificate is not trusted: set PIP_CERT to your network's"
        " certificate bundle and run this again",
    ),
    (
        r"NewConnectionError|ConnectTimeoutError|Temporary failure in name resolution"
        r"|Network is unreachable|Connection refused|ProxyError|ReadTimeoutError|RemoteDisconnected"
        r"|Connection reset|Connection aborted|Read timed out|Could not fetch URL|HTTPError"
        r"|IncompleteRead|Max retries exceeded",
        InstallError,
        "the package index cannot be reached: check the network (and the proxy, if you need one)"
        " and run this again; it continues where it stopped",
    ),
    (
        r"No matching distribution found for (?P<name>[A-Za-z0-9_.-]+)",
        NoPackageError,
        "there is no ready-made package of {name} for Python {python} on {machine}: run this with"
        " another Python",
    ),
    (
        r"\[Errno 30\]|Read-only file system|Permission denied|\[Errno 13\]",
        InstallError,
        "the folder cannot be written: choose another one with --prefix DIR",
    ),
)


def explain(output: str, log: Path) -> InstallError:
    """The one line that says what pip's output means and what to do."""
    for pattern, kind, text in _FAILURES:
        match = re.search(pattern, output)
        if match:
            names = {
                **match.groupdict(),
                "python": platform.python_version(),
                "machine": f"{platform.system()} {platform.machine()}",
            }
            return kind(f"{text.format(**names)} (details: {log})")
    last = next((line for line in reversed(output.splitlines()) if line.strip()), "no output")
    return InstallError(f"installing the packages failed: {last.strip()} (details: {log})")
