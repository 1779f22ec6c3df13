# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs commands inside a root of rootfs.py: ordinary user, own namespaces, clean environment.

Every run has its own mounts, processes, shared memory and (unless it asks for the network) an
empty network. When it ends, by itself or by its time limit, nothing of it is left on the machine.
"""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .rootfs import PROXIES, USER_ID, Root, cache_folder

HOME: Final = "/home/tester"
"""The user's home inside; outside it is :attr:`Sandbox.home`."""
TESTS: Final = "/opt/liif-tests"
"""The folder ``tests/gimp`` of the checkout, read-only inside."""
DISK: Final = "/mnt"
_PIP_CACHE: Final = "/var/cache/liif-pip"
_CERTIFICATES: Final = ".host-certificates.pem"

_ENTER: Final = """
set -e
root=$1 home=$2 tests=$3 pip=$4; shift 4
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount --bind "$home" "$root/home/tester"
mount --bind "$tests" "$root/opt/liif-tests"
mount -o remount,bind,ro "$root/opt/liif-tests"
mount --bind "$pip" "$root/var/cache/liif-pip"
if [ -e /etc/resolv.conf ]; then mount --bind /etc/resolv.conf "$root/etc/resolv.conf"; fi
if [ $DISK_BYTES -gt 0 ]; then
    mount -t tmpfs -o mode=1777,size=$DISK_BYTES tmpfs "$root$DISK"
fi
exec chroot --userspec=$USER_IDS "$root" env -i "$@"
"""


@dataclass(frozen=True)
class Sandbox:
    """A root with the home folder of one user, kept on the host between runs."""

    root: Root
    home: Path
    disk_bytes: int = 0
    """Size of a disk on ``DISK`` that each run finds empty; 0 where there is none."""

    def run(
        self,
        command: Sequence[str],
        *,
        network: bool = False,
        timeout: float = 600.0,
        environment: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Runs ``command``; its standard error is part of ``stdout``.

        Raises :class:`subprocess.TimeoutExpired` after ``timeout`` seconds, when all of its
        processes are gone.
        """
        pip_cache = cache_folder() / "pip"
        for folder in (self.home, pip_cache):
            folder.mkdir(parents=True, exist_ok=True)
            os.chown(folder, USER_ID, USER_ID)
        variables = {
            "HOME": HOME,
            "USER": "tester",
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "NO_AT_BRIDGE": "1",
            **(self._network_variables() if network else {}),
            **(environment or {}),
        }
        namespaces = ["--mount", "--pid", "--ipc", "--fork", "--kill-child"]
        if not network:
            namespaces.append("--net")
        return subprocess.run(
            ["unshare", *namespaces, f"--mount-proc={self.root.path / 'proc'}"]
            + ["sh", "-c", self._enter(), "enter"]
            + [str(self.root.path), str(self.home), str(Path(__file__).parent), str(pip_cache)]
            + [f"{name}={value}" for name, value in variables.items()]
            + list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd="/",
            timeout=timeout,
            text=True,
            errors="replace",
        )

    def inside(self, path: Path) -> str:
        """The name inside of a file below :attr:`home`."""
        return f"{HOME}/{path.relative_to(self.home)}"

    def own(self, path: Path) -> None:
        """Gives a file or folder, with all it holds, to the user inside."""
        for each in (path, *path.rglob("*")):
            os.chown(each, USER_ID, USER_ID, follow_symlinks=False)

    def _enter(self) -> str:
        filled = _ENTER.replace("$USER_IDS", f"{USER_ID}:{USER_ID}")
        return filled.replace("$DISK_BYTES", str(self.disk_bytes)).replace("$DISK", DISK)

    def _network_variables(self) -> dict[str, str]:
        """What pip needs to download as it would on the host: proxy, index and certificates."""
        variables = {name: os.environ[name] for name in PROXIES if name in os.environ}
        variables["PIP_CACHE_DIR"] = _PIP_CACHE
        variables["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        for name in ("index-url", "extra-index-url", "trusted-host", "proxy", "timeout"):
            value = _pip_setting(name)
            if value and "file:" not in value:  # a folder of the host does not exist inside
                variables[f"PIP_{name.upper().replace('-', '_')}"] = value
        bundle = os.environ.get("PIP_CERT") or ssl.get_default_verify_paths().cafile
        if bundle and Path(bundle).is_file():
            copy = self.home / _CERTIFICATES
            shutil.copyfile(bundle, copy)
            variables["PIP_CERT"] = variables["SSL_CERT_FILE"] = self.inside(copy)
        return variables


def _pip_setting(name: str) -> str | None:
    variable = os.environ.get(f"PIP_{name.upper().replace('-', '_')}")
    if variable:
        return variable
    command = [sys.executable, "-m", "pip", "config", "get", f"global.{name}"]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None
