# SPDX-License-Identifier: GPL-3.0-or-later
"""A dash in the place of a name: standard input and output."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from liif_core.cli import streams
from liif_core.cli.outcome import BadInput

from .processes import CHECKOUT

Ran = subprocess.CompletedProcess[bytes]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, of which none may stay."""
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    return made


def piped(given: bytes, *arguments: object) -> Ran:
    """Run the command with ``given`` on standard input."""
    return subprocess.run(
        [sys.executable, "-m", "liif_core.cli", *map(str, arguments)],
        cwd=CHECKOUT, input=given, capture_output=True, check=False,
    )  # fmt: skip


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("source", "options", "kind"),
    [
        ("JPEG", (), "JPEG"),
        ("PNG", (), "PNG"),
        ("TIFF", (), "TIFF"),
        ("WEBP", (), "WEBP"),
        ("AVIF", (), "AVIF"),
        ("PNG", ("--format", "avif"), "AVIF"),
        ("JPEG", ("--format", "png"), "PNG"),
        ("PNG", ("--format", "JPEG"), "JPEG"),
        ("PNG", ("--format", ".tiff"), "TIFF"),
        ("BMP", (), "PNG"),
    ],
)
def test_a_picture_goes_through(
    photo: Path, folder: Path, source: str, options: tuple[str, ...], kind: str
) -> None:
    given = io.BytesIO()
    with Image.open(photo) as image:
        image.save(given, source)
    ran = piped(given.getvalue(), "upscale", "-", "-", "--scale", 2, *options)
    assert ran.returncode == 0, ran.stderr
    made = opened(ran.stdout)
    assert (made.format, made.size) == (kind, (48, 32))
    *notes, told = ran.stderr.decode().splitlines()
    assert told.startswith("standard output: 48 x 32 pixels in ")
    choice = "liif: note: BMP is not written, so the result is a PNG; --format chooses another"
    assert notes == ([choice] if source == "BMP" else [])
    assert list(folder.iterdir()) == []


def test_the_other_commands_and_one_end_alone(photo: Path, folder: Path, tmp_path: Path) -> None:
    given, out = photo.read_bytes(), tmp_path / "out.png"
    ran = piped(given, "clean", "-", "-", "--format", "webp")
    assert (opened(ran.stdout).format, opened(ran.stdout).size) == ("WEBP", (24, 16))
    ran = piped(given, "export", "-", "-")
    assert opened(ran.stdout).format == "JPEG"
    ran = piped(given, "restore", "-", "-", "--task", "remove a little noise")
    assert opened(ran.stdout).size == (24, 16)
    assert b"understood: " in ran.stderr
    ran = piped(given, "clean", "-", out)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode().startswith(f"{out}: 24 x 16 pixels")
    ran = piped(b"", "clean", photo, "-")
    assert opened(ran.stdout).format == "JPEG"
    ran = piped(given, "diagnose", "-")
    assert ran.stdout.startswith(b"standard input: 24 x 16 pixels, JPEG\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "command", "told"),
    [
        (b"", "clean - -", "standard input is empty; a picture must come from there"),
        (b"no picture", "clean - -", "standard input is not a picture, or of a kind that cannot"),
        (b"no picture", "export - -", "standard input is not a picture"),
        (b"no picture", "diagnose -", "standard input is not a picture"),
        (b"", "clean - x.png --format png", "--format is for standard output, -; the name of OUT"),
    ],
)
def test_what_cannot_go_through_is_one_line(
    folder: Path, given: bytes, command: str, told: str
) -> None:
    ran = piped(given, *command.split())
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.decode().startswith(f"liif: {told}")
    assert ran.stderr.count(b"\n") == 1
    assert list(folder.iterdir()) == []


def test_half_a_picture_is_none(photo: Path, folder: Path) -> None:
    ran = piped(photo.read_bytes()[:300], "clean", "-", "-")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.startswith(b"liif: standard input is damaged or incomplete")


def test_what_has_no_end_is_refused(
    photo: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "_LARGEST", 100)
    endless = SimpleNamespace(buffer=io.BytesIO(bytes(101)), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", endless)
    with (
        pytest.raises(BadInput, match="goes on beyond any picture"),
        streams.files_for(streams.DASH, photo),
    ):
        pytest.fail("nothing was read")


@pytest.mark.skipif(sys.platform == "win32", reason="by means of a pseudo-terminal")
def test_a_terminal_is_neither(photo: Path, folder: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    try:
        for command, given, taken in (
            (("clean", "-", "x.png"), theirs, subprocess.PIPE),
            (("clean", str(photo), "-"), subprocess.DEVNULL, theirs),
        ):
            ran = subprocess.run(
                [sys.executable, "-m", "liif_core.cli", *command],
                cwd=CHECKOUT, stdin=given, stdout=taken, stderr=subprocess.PIPE, text=True,
                check=False,
            )  # fmt: skip
            assert ran.returncode == 2
            assert "is the terminal; " in ran.stderr
            assert ran.stderr.count("\n") == 1
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.skipif(sys.platform == "win32", reason="by means of a POSIX shell")
def test_an_output_that_is_full_or_gone(photo: Path, folder: Path) -> None:
    liif = f'"{sys.executable}" -m liif_core.cli clean - -'
    for end, told in (
        (" >/dev/full; echo $? >&2", "liif: the output could not be written ("),
        (" 1>&-; echo $? >&2", ""),
    ):
        ran = subprocess.run(
            ["sh", "-c", f'{liif} <"$1"{end}', "sh", str(photo)],
            cwd=CHECKOUT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        lines = ran.stderr.splitlines()
        assert lines[-1] == ("1" if told else "0")
        assert lines[-2].startswith(told)
        assert "Traceback" not in ran.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_nothing_behind(photo: Path, folder: Path, number: signal.Signals) -> None:
    code = (
        # Where the tests themselves were told to ignore these, their children would be too.
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL);"
        "from liif_core.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "clean", "-", "-"],
        cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(photo.read_bytes())
        process.stdin.flush()
        while process.poll() is None and not list(folder.iterdir()):
            time.sleep(0.01)
        process.send_signal(number)
        output, errors = process.communicate()
    assert process.returncode == 128 + number
    assert output == b""
    assert b"Traceback" not in errors
    assert list(folder.iterdir()) == []
