# SPDX-License-Identifier: GPL-3.0-or-later
"""A package index that stalls, resets or serves something else than what the lock file names."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import socket
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from liif_installer.environments import make_environment
from liif_installer.errors import InstallError
from liif_installer.packages import DOWNLOADS, install_locked, install_packages
from liif_installer.places import environment_python
from liif_installer.worlds import on_host

from .conftest import tree

pytestmark = pytest.mark.trust("Installer")
NAME = "demo-1.0-py3-none-any.whl"


def wheel(text: str) -> bytes:
    """A package of one module."""
    files = {
        "demo.py": text,
        "demo-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n",
        "demo-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n",
    }
    record = "demo-1.0.dist-info/RECORD"
    lines = [f"{record},,"]
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest())
        lines.append(f"{name},sha256={digest.rstrip(b'=').decode()},{len(content)}")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in {**files, record: "\n".join(lines) + "\n"}.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


GOOD = wheel("answer = 42\n")
Answer = Callable[[BaseHTTPRequestHandler], None]


def send(handler: BaseHTTPRequestHandler, body: bytes, length: int | None = None) -> None:
    handler.send_response(200)
    kind = "application/octet-stream" if handler.path.endswith(".whl") else "text/html"
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)


def reset(handler: BaseHTTPRequestHandler) -> None:
    # Closing without lingering is what a peer sees as a reset.
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.shutdown(socket.SHUT_RD)
    os.close(handler.connection.detach())


class Index:
    """A package index with one wheel, for which ``answer`` answers."""

    def __init__(self) -> None:
        self.answer: Answer = lambda handler: send(handler, GOOD)
        self.over = Event()
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.endswith(".whl"):
                    index.answer(self)
                else:
                    send(self, f'<a href="/{NAME}">{NAME}</a>'.encode())

            def log_message(self, *_: object) -> None:
                """Keep the tests' output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # A handler cut off in the middle says so by an exception.
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]

    def stall(self, handler: BaseHTTPRequestHandler) -> None:
        """Send half of it and then nothing more."""
        send(handler, GOOD[: len(GOOD) // 2], len(GOOD))
        self.over.wait()


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    found = Index()
    Thread(target=found.server.serve_forever, daemon=True).start()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{found.server.server_port}/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    # Not so few that a busy machine's index seems to stall.
    monkeypatch.setenv("PIP_TIMEOUT", "120")
    yield found
    found.over.set()
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with pip alone."""
    folder = tmp_path_factory.mktemp("prefix") / "env"
    make_environment(on_host, sys.executable, folder, folder.parent / "log")
    return folder


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock file that names the good wheel."""
    path = tmp_path / "lock.txt"
    path.write_text(f"demo==1.0 --hash=sha256:{hashlib.sha256(GOOD).hexdigest()}\n")
    return path


def installed(environment: Path) -> bool:
    """Whether the wheel is there; it is removed again."""
    python = environment_python(environment)
    there = subprocess.run([python, "-I", "-c", "import demo"], stderr=subprocess.DEVNULL)
    command = [str(python), "-I", "-m", "pip", "uninstall", "--yes", "--quiet", "demo"]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return there.returncode == 0


@pytest.mark.slow
def test_what_the_lock_file_names(index: Index, empty: Path, lock: Path) -> None:
    install_locked(on_host, empty, lock, empty.parent / "log")
    assert installed(empty)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            lambda _, handler: send(handler, wheel("answer = 41\n")),
            "is not the one",
        ),
        (lambda _, handler: send(handler, GOOD[:-40]), "is not the one"),
        (lambda index, handler: index.stall(handler), "package index cannot be reached"),
        (lambda _, handler: reset(handler), "package index cannot be reached"),
        (lambda _, handler: handler.send_error(503), "package index cannot be reached"),
    ],
    ids=["replaced", "cut off", "stalled", "reset", "out of service"],
)
def test_anything_else_is_refused(
    index: Index,
    empty: Path,
    lock: Path,
    answer: Callable[[Index, object], None],
    words: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if request.node.callspec.id == "stalled":
        monkeypatch.setenv("PIP_TIMEOUT", "1")
    index.answer = lambda handler: answer(index, handler)
    with pytest.raises(InstallError, match=words) as raised:
        install_locked(on_host, empty, lock, empty.parent / "log")
    assert "\n" not in str(raised.value)
    assert not installed(empty)


def test_a_lock_file_without_hashes_is_refused(index: Index, empty: Path, lock: Path) -> None:
    lock.write_text("demo==1.0\n")
    with pytest.raises(InstallError):
        install_locked(on_host, empty, lock, empty.parent / "log")
    assert not installed(empty)


def test_no_index_at_all(index: Index, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing listens on the port that is reserved for discarding.
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    before = tree(empty)
    with pytest.raises(InstallError, match="package index cannot be reached"):
        install_packages(on_host, empty, "cpu", empty.parent / "log")
    assert tree(empty) == before
    assert list(empty.parent.glob("build-*")) == []


def test_pip_keeps_nothing_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = environment_python(tmp_path / "env")
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/calls"\n')
    python.chmod(0o755)

    def calls() -> list[str]:
        (tmp_path / "calls").unlink(missing_ok=True)
        install_packages(on_host, tmp_path / "env", "cpu", tmp_path / "log")
        return (tmp_path / "calls").read_text().splitlines()

    monkeypatch.delenv("PIP_CACHE_DIR", raising=False)
    locked, alone = calls()
    assert f"--cache-dir={tmp_path / DOWNLOADS}" in locked
    assert "--no-cache-dir" in alone
    monkeypatch.setenv("PIP_CACHE_DIR", "/a/choice/of/the/user")
    assert "--cache-dir" not in calls()[0]
