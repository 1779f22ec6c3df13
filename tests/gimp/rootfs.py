# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the Debian root file system in which the real GIMP 3 runs.

The root lies in the user's cache folder, outside the checkout, and is named after a hash of its
recipe: a changed recipe gives a new root. It is built under another name and renamed when
complete, so that an interrupted build is never mistaken for a root.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

USER_ID: Final = 1000
"""The ordinary user, with the same group, as whom everything runs inside the root."""

_BUILD_TIMEOUT: Final = 1200.0
"""Seconds that one step of a build may take; it takes about one minute in all."""

_PACKAGES: Final = [
    *("gimp", "python3-gi", "gir1.2-gimp-3.0", "python3-venv"),
    *("fonts-dejavu-core", "adwaita-icon-theme"),
    *("xvfb", "openbox", "xdotool", "imagemagick", "x11-utils"),
]
_SUITE_PACKAGES: Final = {"trixie": ("gir1.2-gexiv2-0.10",), "forky": ()}

_DPKG_CONFIG: Final = """\
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
path-exclude=/usr/share/help/*
path-exclude=/usr/share/gimp/*/help/*
force-unsafe-io
"""
# A testing suite's Release file may have run out; that matters to a machine in use, not here.
_APT_CONFIG: Final = """\
APT::Install-Recommends "false";
Acquire::Check-Valid-Until "false";
Acquire::Retries "3";
"""
_MOUNT_POINTS: Final = ("opt/liif-tests", "var/cache/liif-pip")
"""Folders for sandbox.py."""
_KEPT_DAYS: Final = 30
"""How long a root that nobody uses any more is kept beside a newer one."""


class NoGimpError(RuntimeError):
    """This machine can neither find nor build a root with GIMP 3; the text says why."""


@dataclass(frozen=True)
class Root:
    """A complete root file system."""

    path: Path
    suite: str

    @property
    def gimp_version(self) -> str:
        """The two numbers that name the program and its folders, such as ``3.0``."""
        programs = sorted(self.path.glob("usr/bin/gimp-console-3.*"))
        return programs[-1].name.removeprefix("gimp-console-")


def cache_folder() -> Path:
    """Where roots and downloads are kept between runs."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "liif-gimp-tests"


def ensure_root(suite: str = "trixie") -> Root:
    """The root for ``suite``: the cached one, or one built now.

    Raises :class:`NoGimpError` where it cannot be had.
    """
    if sys.platform != "linux":
        raise NoGimpError("the tests against GIMP need Linux: they build a Debian root")
    if os.geteuid() != 0:
        raise NoGimpError("the tests against GIMP need root: they build and enter a Debian root")
    if suite not in _SUITE_PACKAGES:
        raise NoGimpError(f"no recipe for {suite!r}; there is one for {', '.join(_SUITE_PACKAGES)}")
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / f"{suite}-{_recipe_hash(suite)}"
    with _locked(cache / f"{suite}.lock"):
        if not path.is_dir():
            _remove_unused(cache, suite)
            building = cache / f"{path.name}.building"
            shutil.rmtree(building, ignore_errors=True)
            _build(suite, building)
            building.rename(path)
        os.utime(path)  # in use
    return Root(path, suite)


def _recipe_hash(suite: str) -> str:
    packages = (_PACKAGES, _SUITE_PACKAGES[suite])
    recipe = (suite, packages, _DPKG_CONFIG, _APT_CONFIG, _MOUNT_POINTS, USER_ID)
    return hashlib.sha256(json.dumps(recipe).encode()).hexdigest()[:12]


def _remove_unused(cache: Path, suite: str) -> None:
    oldest = time.time() - _KEPT_DAYS * 24 * 3600
    for root in cache.glob(f"{suite}-*"):
        if root.stat().st_mtime < oldest:
            shutil.rmtree(root)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _build(suite: str, root: Path) -> None:
    debootstrap = [_debootstrap_program(), "--variant=minbase", suite, str(root)]
    scripts = Path("/usr/share/debootstrap/scripts")
    if not (scripts / suite).exists():
        debootstrap += ["", str(scripts / "sid")]  # no mirror named: the default one
    _step(debootstrap)
    for name, text, mode in (
        ("usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755),  # start no service inside
        ("etc/dpkg/dpkg.cfg.d/liif-tests", _DPKG_CONFIG, 0o644),
        ("etc/apt/apt.conf.d/liif-tests", _APT_CONFIG, 0o644),
    ):
        file = root / name
        file.write_text(text)
        file.chmod(mode)
    _inside(root, "apt-get", "update")
    _inside(root, "apt-get", "install", "--yes", *_PACKAGES, *_SUITE_PACKAGES[suite])
    _inside(root, "useradd", "--uid", str(USER_ID), "--create-home", "tester")
    _inside(root, "apt-get", "clean")
    for name in _MOUNT_POINTS:
        (root / name).mkdir()


def _debootstrap_program() -> str:
    program = shutil.which("debootstrap")
    if program is None and shutil.which("apt-get"):
        _step(["apt-get", "update"])
        _step(["apt-get", "install", "--yes", "--no-install-recommends", "debootstrap"])
        program = shutil.which("debootstrap")
    if program is None:
        raise NoGimpError("the tests against GIMP need debootstrap, which is not installed")
    return program


def _inside(root: Path, *command: str) -> None:
    """Runs a command as root inside, in namespaces that leave no mount and no process behind."""
    enter = ["unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child"]
    enter += [f"--mount-proc={root / 'proc'}", "chroot", str(root)]
    environment = ["HOME=/root", "LANG=C.UTF-8", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
    environment += ["DEBIAN_FRONTEND=noninteractive"]
    environment += [f"{name}={os.environ[name]}" for name in PROXIES if name in os.environ]
    _step([*enter, "env", "-i", *environment, *command])


PROXIES: Final = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "no_proxy", "NO_PROXY")
"""Variables of the environment without which a machine behind a proxy downloads nothing."""


def _step(command: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            timeout=_BUILD_TIMEOUT,
            text=True,
            errors="replace",
        )
    except subprocess.TimeoutExpired as error:
        raise NoGimpError(f"{command[0]} took over {_BUILD_TIMEOUT:.0f} seconds") from error
    if done.returncode != 0:
        tail = "\n".join(done.stdout.splitlines()[-15:])
        raise NoGimpError(f"building the Debian root failed at {' '.join(command[:6])}:\n{tail}")
