# SPDX-License-Identifier: GPL-3.0-or-later
"""Machines on which it cannot work: one line that says what to do."""

from __future__ import annotations

import ast
import errno
import os
import platform
import runpy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

from liif_installer import checks, engines, environments
from liif_installer.errors import NoPackageError
from liif_installer.failures import explain
from liif_installer.files import copy_tree

from .conftest import CHECKOUT, Run, tree

Capture = pytest.CaptureFixture[str]


def assert_one_line(errors: str, *texts: str) -> None:
    assert errors.startswith("install.py: ")
    assert errors.count("\n") == 1
    for text in texts:
        assert text in errors


def test_a_python_that_is_too_old(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(CHECKOUT / "install.py"), run_name="__main__")
    assert stopped.value.code == 1
    assert_one_line(capsys.readouterr().err, "Python 3.9 is too old", "Python 3.10 or newer")


def test_any_python_can_read_the_script() -> None:
    tree = ast.parse((CHECKOUT / "install.py").read_text("utf-8"))
    modern = (ast.AnnAssign, ast.FunctionDef, ast.JoinedStr, ast.Match, ast.NamedExpr)
    assert not [node for node in ast.walk(tree) if isinstance(node, modern)]
    assert not [node for node in ast.walk(tree) if getattr(node, "module", "") == "__future__"]


def test_a_32_bit_python(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "maxsize", 2**31 - 1)
    assert_one_line(run().errors, "64-bit Python")


@pytest.mark.parametrize(
    ("apt", "advice"), [("/usr/bin/apt-get", "sudo apt-get install python3."), (None, "package")]
)
def test_a_missing_venv(
    run: Run,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    apt: str | None,
    advice: str,
) -> None:
    monkeypatch.setattr(checks, "has_module", lambda name: name != "ensurepip")
    monkeypatch.setattr(shutil, "which", lambda _: apt)
    outcome = run()
    assert outcome.status == 1
    assert_one_line(outcome.errors, "ensurepip", advice)
    assert tree(home) == []


def test_a_folder_that_cannot_be_made(run: Run, home: Path) -> None:
    (home / "file").write_text("")
    outcome = run("--prefix", home / "file" / "prefix")
    assert outcome.status == 1
    assert_one_line(outcome.errors, "cannot be written", "--prefix DIR")


def test_a_read_only_folder(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    outcome = run("--prefix", home / "prefix")
    assert outcome.status == 1
    assert_one_line(outcome.errors, "Read-only file system", "--prefix DIR")


class Usage(NamedTuple):
    """As ``shutil.disk_usage`` has it."""

    total: int
    used: int
    free: int


def test_too_little_room(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10, 10, 5 * 2**20))
    assert_one_line(run().errors, "5 MB free", "make room")


def test_a_disk_that_becomes_full(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "some/file")

    monkeypatch.setattr(environments, "install_packages", full)
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
def test_what_pip_says_is_put_into_words(output: str, advice: str) -> None:
    error = explain(output, Path("install.log"))
    assert advice in str(error)
    assert "install.log" in str(error)
    assert "\n" not in str(error)
    assert isinstance(error, NoPackageError) == ("onnxruntime" in output)


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
    monkeypatch: pytest.MonkeyPatch,
    nvidia: bool,
    bfloat16: bool,
    machine: str,
    system: str,
    expected: tuple[str, ...],
) -> None:
    monkeypatch.setattr(engines, "has_nvidia_driver", lambda: nvidia)
    monkeypatch.setattr(engines, "multiplies_bfloat16", lambda: bfloat16)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(sys, "platform", system)
    assert engines.engines() == expected
    assert set(expected) <= set(engines.ENGINES)


def test_it_needs_nothing_but_python() -> None:
    imported: set[str] = set()
    for path in (CHECKOUT / "install.py", *(CHECKOUT / "liif_installer").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported.update(name.name.split(".")[0] for name in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add((node.module or "").split(".")[0])
    assert imported - {"liif_installer"} <= sys.stdlib_module_names


def test_a_copy_of_a_read_only_folder_can_be_written(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "part").mkdir(parents=True)
    (source / "part" / "file.py").write_text("x")
    (source / "__pycache__").mkdir()
    (source / "part" / "file.py").chmod(0o444)
    (source / "part").chmod(0o555)
    copy_tree(source, tmp_path / "copy")
    assert tree(tmp_path / "copy") == ["part", "part/file.py"]
    assert (tmp_path / "copy" / "part").stat().st_mode & 0o200
    assert (tmp_path / "copy" / "part" / "file.py").stat().st_mode & 0o200
    (source / "part").chmod(0o755)
    shutil.rmtree(source)


@pytest.mark.parametrize("name", ["", " ", "~nobody-has-this-name/liif"])
def test_a_folder_that_is_none(run: Run, home: Path, capfd: Capture, name: str) -> None:
    for option in ("--prefix", "--gimp-dir", "--extension"):
        with pytest.raises(SystemExit) as ended:
            run("--doctor", option, name)
        assert ended.value.code == 2
        assert f"argument {option}: " in capfd.readouterr().err
    assert tree(home) == []


def test_a_folder_of_one_that_is_gone(
    run: Run, home: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = home / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(SystemExit):
        run("--doctor", "--prefix", "here")
    assert "is gone: name the whole path" in capfd.readouterr().err


def test_a_prefix_below_a_file(run: Run, home: Path) -> None:
    (home / "file").write_text("")
    for command in ("--uninstall", "--doctor"):
        assert "ot installed" in run(command, "--prefix", home / "file" / "x").output
    assert_one_line(run("--prefix", home / "file" / "x").errors, "cannot be written", "--prefix")


@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_output_that_nobody_reads(home: Path, reader: str) -> None:
    """As "install.py | head" has it: what it does is done all the same, without a word."""
    command = f'"{sys.executable}" "{CHECKOUT}/install.py" --doctor; echo "$?" >&2'
    ran = subprocess.run(
        ["sh", "-c", f"(sleep 0.2; {command}) | {reader}"], capture_output=True, text=True
    )
    assert ran.stderr == "1\n"


def test_closed_streams(home: Path) -> None:
    for closed in ("1>&-", "2>&-", "1>&- 2>&-"):
        command = f'"{sys.executable}" "{CHECKOUT}/install.py" --doctor {closed}'
        ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
        assert (ran.returncode, ran.stderr) == (1, "")
