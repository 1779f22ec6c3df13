# SPDX-License-Identifier: GPL-3.0-or-later
"""Machines on which it cannot work: one line that says what to do."""

from __future__ import annotations

import ast
import errno
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from .conftest import CHECKOUT, Run, tree


def assert_one_line(errors: str, *texts: str) -> None:
    assert errors.startswith("install.py: ")
    assert errors.count("\n") == 1
    for text in texts:
        assert text in errors


def test_a_python_that_is_too_old(
    run: Run, installer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installer.sys, "version_info", (3, 9, 2))
    outcome = run()
    assert outcome.status == 1
    assert_one_line(outcome.errors, "Python 3.10 or newer")


def test_a_32_bit_python(run: Run, installer: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installer.sys, "maxsize", 2**31 - 1)
    assert_one_line(run().errors, "64-bit Python")


@pytest.mark.parametrize(
    ("apt", "advice"), [("/usr/bin/apt-get", "sudo apt-get install python3."), (None, "package")]
)
def test_a_missing_venv(
    run: Run,
    installer: ModuleType,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    apt: str | None,
    advice: str,
) -> None:
    monkeypatch.setattr(installer, "has_module", lambda name: name != "ensurepip")
    monkeypatch.setattr(installer.shutil, "which", lambda _: apt)
    outcome = run()
    assert outcome.status == 1
    assert_one_line(outcome.errors, "ensurepip", advice)
    assert tree(home) == []


def test_a_folder_that_cannot_be_made(run: Run, home: Path) -> None:
    (home / "file").write_text("")
    outcome = run("--prefix", home / "file" / "prefix")
    assert outcome.status == 1
    assert_one_line(outcome.errors, "cannot be written", "--prefix DIR")


def test_a_read_only_folder(
    run: Run, installer: ModuleType, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(installer.tempfile, "TemporaryFile", refused)
    outcome = run("--prefix", home / "prefix")
    assert outcome.status == 1
    assert_one_line(outcome.errors, "Read-only file system", "--prefix DIR")


class Usage(NamedTuple):
    """As ``shutil.disk_usage`` has it."""

    total: int
    used: int
    free: int


def test_too_little_room(
    run: Run, installer: ModuleType, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installer.shutil, "disk_usage", lambda _: Usage(10, 10, 5 * 2**20))
    assert_one_line(run().errors, "5 MB free", "make room")


def test_a_disk_that_becomes_full(
    run: Run, fast: ModuleType, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "some/file")

    monkeypatch.setattr(fast, "install_packages", full)
    outcome = run()
    assert outcome.status == 1
    assert_one_line(outcome.errors, "some/file", "make room")
    # What was half there is not left in the way.
    assert list(home.glob(".local/share/liif-for-gimp/env-*")) == []


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left", "full"),
        ("Max retries exceeded with url: / (Caused by NewConnectionError('refused'))", "network"),
        ("WARNING: Temporary failure in name resolution", "network"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
        (
            "ERROR: No matching distribution found for onnxruntime>=1.18; extra",
            "of onnxruntime for",
        ),
        ("PermissionError: [Errno 13] Permission denied: '/x'", "--prefix"),
        ("something else\nERROR: the last line", "the last line"),
        ("", "no output"),
    ],
)
def test_what_pip_says_is_put_into_words(installer: ModuleType, output: str, advice: str) -> None:
    error = installer.explain(output, Path("install.log"))
    assert advice in str(error)
    assert "install.log" in str(error)
    assert "\n" not in str(error)
    assert isinstance(error, installer.NoPackageError) == ("onnxruntime" in output)


def test_an_index_that_cannot_be_reached(
    installer: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    # Nothing listens on the port that is reserved for discarding.
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    folder, log = tmp_path / "env", tmp_path / "log"
    installer.make_environment(installer.on_host, installer.sys.executable, folder, log)
    with pytest.raises(installer.InstallError, match="package index cannot be reached"):
        installer.install_packages(installer.on_host, folder, "cpu", log)
    assert [path.name for path in tmp_path.glob("build-*")] == []


@pytest.mark.parametrize(
    ("nvidia", "bfloat16", "machine", "system", "expected"),
    [
        (True, True, "x86_64", "linux", ("gpu", "cpu")),
        (False, True, "x86_64", "linux", ("openvino", "cpu")),
        (False, False, "x86_64", "linux", ("cpu",)),
        (True, False, "aarch64", "linux", ("cpu",)),
        (True, False, "AMD64", "win32", ("gpu", "cpu")),
        (False, False, "AMD64", "win32", ("directml", "cpu")),
        (False, False, "arm64", "darwin", ("cpu",)),
    ],
)
def test_the_build_that_fits(
    installer: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    nvidia: bool,
    bfloat16: bool,
    machine: str,
    system: str,
    expected: tuple[str, ...],
) -> None:
    monkeypatch.setattr(installer, "has_nvidia_driver", lambda: nvidia)
    monkeypatch.setattr(installer, "multiplies_bfloat16", lambda: bfloat16)
    monkeypatch.setattr(installer.platform, "machine", lambda: machine)
    monkeypatch.setattr(installer.sys, "platform", system)
    assert installer.engines() == expected
    assert set(expected) <= set(installer.ENGINES)


def test_the_script_needs_nothing_but_python() -> None:
    source = (CHECKOUT / "install.py").read_text("utf-8")
    imported: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported.update(name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported <= sys.stdlib_module_names


def test_a_copy_of_a_read_only_folder_can_be_written(installer: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "part").mkdir(parents=True)
    (source / "part" / "file.py").write_text("x")
    (source / "__pycache__").mkdir()
    (source / "part" / "file.py").chmod(0o444)
    (source / "part").chmod(0o555)
    installer.copy_tree(source, tmp_path / "copy")
    assert tree(tmp_path / "copy") == ["part", "part/file.py"]
    assert (tmp_path / "copy" / "part").stat().st_mode & 0o200
    assert (tmp_path / "copy" / "part" / "file.py").stat().st_mode & 0o200
    (source / "part").chmod(0o755)
    shutil.rmtree(source)
