# SPDX-License-Identifier: GPL-3.0-or-later
"""Missing packages, readers that have gone, and Ctrl-C at any time: one line, the right status."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from liif_core.cli.app import main
from liif_core.errors import LiifError
from liif_core.packages import missing

from .conftest import Liif
from .processes import CHECKOUT, start_python

NEEDED = {
    "onnxruntime": "onnxruntime",
    "numpy": "numpy",
    "PIL": "pillow",
    "imagecodecs": "imagecodecs",
    "tifffile": "tifffile",
    "safetensors": "safetensors",
    "platformdirs": "platformdirs",
    "threadpoolctl": "threadpoolctl",
    "typer": "typer",
}
"""Modules that enlarging needs, and the packages that bring them."""
WITHOUT = """
import sys
sys.modules[sys.argv[1]] = None
from liif_core.cli import main
sys.exit(main(sys.argv[2:]))
"""
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="by means of a POSIX shell")


def without(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command where ``module`` cannot be imported."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, module, *arguments],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("module", NEEDED)
def test_a_package_that_is_missing(module: str, photo: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.png"
    # It is loaded only for a picture that needs it.
    source = photo
    if module == "tifffile":
        source = tmp_path / "photo.tif"
        Image.open(photo).save(source)
    # The engine that is always there: another one may have been chosen for this machine.
    ran = without(
        module, "upscale", str(source), str(target), "--scale", "2", "--model", "edsr-liif"
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"liif: the package {module} is missing. Run: ")
    assert ran.stderr.count("\n") == 1
    assert re.search(rf'"{NEEDED[module]}[<>]', ran.stderr)
    assert not target.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "package", "command"),
    [
        ("skimage", "scikit-image", ("bench", "quality", "--data", ".")),
        ("scipy", "scipy", ("bench", "masks", "--data", ".")),
        (
            "matplotlib",
            "matplotlib",
            ("bench", "report", "x", "--results", "{out}", "--charts", "."),
        ),
        ("torch", "torch", ("models", "compress", "fast", "--out", "{out}")),
        ("onnx", "onnx", ("models", "compress", "fast", "--out", "{out}")),
        ("onnxscript", "onnxscript", ("models", "compress", "fast", "--out", "{out}")),
        ("onnx_ir", "onnxscript", ("models", "compress", "fast", "--out", "{out}")),
        ("ray", "ray", ("batch", ".", "{out}", "--clean", "--engine", "ray")),
    ],
)
def test_an_extra_that_is_missing(
    module: str, package: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    if command[0] == "models":
        pytest.importorskip("torch")
    out = tmp_path / "out"
    ran = without(module, *(word.format(out=out) for word in command))
    assert ran.returncode in (1, 2)
    last = ran.stderr.splitlines()[-1]
    assert last.startswith("liif: ")
    assert f"{package}" in last
    assert re.search(r"[Rr]un.* -m pip install |with its extra", last)
    assert "Traceback" not in ran.stderr
    assert not (out / "manifest.json").exists()


def test_a_package_that_is_there_but_does_not_load() -> None:
    error = ImportError("libx.so: cannot open shared object file", name="openvino")
    text = str(missing(error))
    assert text.startswith("openvino cannot be loaded (libx.so: cannot open")
    assert "install LIIF again" in text


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("libx.so: failed to map segment from shared object", True),
        ("libx.so: cannot allocate memory in static TLS block", True),
        ("libx.so: cannot open shared object file: No such file or directory", False),
    ],
)
def test_memory_does_not_reach_for_a_library(
    text: str, full: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is wrong with the installation then, and nobody is told to repeat it."""

    def load(*_: object, **__: object) -> None:
        raise ImportError(text, name="onnxruntime")

    monkeypatch.setattr("liif_core.cli.app.app", load)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().err
    assert ("not enough memory; nothing was written" in said) == full
    assert ("install LIIF again" in said) != full


def shell(command: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run ``command``, in which LIIF is the command line of liif."""
    liif = f'"{sys.executable}" -m liif_core.cli'
    return subprocess.run(
        ["sh", "-c", command.replace("LIIF", liif), "sh", *map(str, arguments)],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@POSIX
def test_a_reader_that_goes_before_the_end(photo: Path, tmp_path: Path) -> None:
    """What was asked for is done all the same, and nothing is said about it."""
    out = tmp_path / "out.png"
    for command, *arguments in (
        ("LIIF models list",), ("LIIF doctor",), ('LIIF upscale "$1" "$2" --scale 2', photo, out),
    ):  # fmt: skip
        ran = shell(f"({command}; echo $? >&2) | true", *arguments)
        assert ran.stderr == "0\n", command
    assert out.exists()


@POSIX
@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "1>&- 2>&-", "0<&-"])
def test_streams_that_are_closed(closed: str, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    ran = shell(f'LIIF upscale "$1" "$2" --scale 2 {closed}', photo, out)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert out.exists()
    assert shell(f"LIIF models nonsense {closed}").returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_for_which_there_is_no_room() -> None:
    ran = shell("LIIF models list >/dev/full")
    assert ran.returncode == 1
    assert ran.stderr.startswith("liif: the output could not be written (")
    assert ran.stderr.count("\n") == 1


INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from liif_core.cli import main

class Begun:
    def find_spec(self, name, *_):
        if name == "liif_core.cli.app":
            print("begun", flush=True)

sys.meta_path.insert(0, Begun())
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("delay", [0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6])
def test_ctrl_c_while_libraries_are_loaded(delay: float, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    # Large enough that it is not done before.
    command = ["upscale", str(photo), str(out), "--scale", "64", "--model", "edsr-liif"]
    with start_python(INTERRUPTED, *command) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert (process.returncode, errors) == (130, "liif: interrupted; nothing was written\n")
    assert os.listdir(tmp_path) == [photo.name]  # noqa: PTH208


STUCK = """
import ctypes, signal, sys, threading
signal.signal(signal.SIGINT, signal.default_int_handler)
from liif_core import enlarging
from liif_core.cli import main
from liif_core.pictures import behind

def compute(*_, **__):
    # No signal wakes a thread that waits for what it has itself, nor does Python answer to one.
    mutex = ctypes.create_string_buffer(128)
    ctypes.CDLL(None).pthread_mutex_lock(mutex)
    # Once it waits.
    threading.Timer(1, print, ["begun"], {"flush": True}).start()
    ctypes.CDLL(None).pthread_mutex_lock(mutex)

if sys.argv.pop(1) == "reading":
    from liif_core.pictures import reading
    reading._READERS[None] = compute
else:
    behind.WHOLE = 0
    import liif_core.runtime.run
    liif_core.runtime.run.run = compute
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="by means of its mutex")
@pytest.mark.parametrize(
    ("number", "status", "said"),
    [
        (signal.SIGINT, 130, "liif: interrupted; nothing was written\n"),
        (signal.SIGTERM, 143, ""),
        (signal.SIGHUP, 129, ""),
    ],
)
@pytest.mark.parametrize(("work", "files"), [("reading", 1), ("computing", 2)])
def test_the_end_does_not_wait_for_a_library(
    work: str,
    files: int,
    number: signal.Signals,
    status: int,
    said: str,
    photo: Path,
    tmp_path: Path,
) -> None:
    out = tmp_path / "out.png"
    with start_python(STUCK, work, "upscale", str(photo), str(out), "--scale", "2") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        # While it is computed it is being written already.
        assert len(os.listdir(tmp_path)) == files  # noqa: PTH208
        process.send_signal(number)
        try:
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    if work == "reading" and number != signal.SIGINT:
        status = -number  # There is nothing to remove yet, so it is left to the system.
    assert (process.returncode, errors) == (status, said)
    assert os.listdir(tmp_path) == [photo.name]  # noqa: PTH208


def test_what_a_library_makes_of_ctrl_c(liif: Liif, monkeypatch: pytest.MonkeyPatch) -> None:
    """numpy and others raise ImportError when they are interrupted while they load."""

    def loading() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise ImportError("cannot be loaded", name="numpy") from None

    monkeypatch.setattr("liif_core.cli.models.show", loading)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert liif("models", "list").status == 130
    finally:
        signal.signal(signal.SIGINT, before)


BIG = "9" * 5000


@pytest.mark.parametrize(
    "arguments",
    [
        *(("upscale", "--scale", n) for n in ("1e400", "nan", "-inf", "0", "1e-400", "", BIG)),
        *(("diagnose", "--scale", n) for n in ("1e400", "nan", BIG)),
        *(("upscale", "--size", f"{n}x{n}") for n in ("0", "1e9", "9" * 20, BIG)),
        *(("upscale", "--scale", "auto", "--size", f"{n}x{n}") for n in ("0", "9" * 20, BIG)),
        *(("upscale", "--print", f"{n}x{n}cm@{n}") for n in ("0", "nan", "1e9", "9" * 9, BIG)),
        *(("upscale", "--print", f"{n}x{n}cm@{n}", "--fill") for n in ("9" * 9, BIG)),
        *(("clean", "--strength", n) for n in ("nan", "101", "-1", "1e2", BIG)),
        *(("clean", "--detail", n) for n in ("nan", "101", BIG)),
        *(("clean", "--tile", n) for n in ("1", "31", "-1", "nan", BIG)),
        *(("export", "--min-msssim", n) for n in ("nan", "inf", "-1", "2")),
    ],
)
def test_absurd_numbers(
    liif: Liif, photo: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    command, *options = arguments
    out = tmp_path / "out.jpg"
    targets = [] if command == "diagnose" else [out]
    outcome = liif(command, photo, *targets, *options)
    assert outcome.status == 2
    assert outcome.output == ""
    assert outcome.errors.startswith("liif: ")
    assert outcome.errors.count("\n") == 1
    assert len(outcome.errors) < 500
    assert not out.exists()


@pytest.mark.torch
@pytest.mark.parametrize("number", ["nan", "inf", "-1", "1e400"])
@pytest.mark.parametrize(
    "command",
    [
        ("train", "--data", ".", "--out", "{out}", "--minutes"),
        ("train", "--data", ".", "--out", "{out}", "--minutes", "1", "--teach"),
        ("train", "--data", ".", "--out", "{out}", "--minutes", "1", "--blur"),
        ("train", "--data", ".", "--out", "{out}", "--minutes", "1", "--noise"),
        ("train", "--data", ".", "--out", "{out}", "--minutes", "1", "--clean-first"),
        ("adapt", ".", "--name", "mine", "--into", "{out}", "--minutes"),
        ("models", "compress", "fast", "--out", "{out}", "--prune"),
        ("models", "shorten", "edsr-liif", "--out", "{out}", "--data", ".", "--minutes"),
        ("bench", "speed", "--factors"),
        ("bench", "speed", "--megapixels"),
    ],
)
def test_numbers_that_are_none(
    liif: Liif, tmp_path: Path, command: tuple[str, ...], number: str
) -> None:
    outcome = liif(*(word.format(out=tmp_path / "out") for word in command), number)
    assert outcome.status in (1, 2)
    assert re.match(r"liif: (Invalid value|--)", outcome.errors), outcome.errors
    assert outcome.errors.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_the_hint_names_what_to_install() -> None:
    assert isinstance(missing(ModuleNotFoundError(name="skimage.metrics")), LiifError)
    assert "scikit-image" in str(missing(ModuleNotFoundError(name="skimage.metrics")))
