# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad picture files on the command line: one line and a status, or a right result."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from liif_core.pictures import read_picture
from liif_core.registry.files import compute_digest
from tests.trust.bad_pictures import PHOTO, refused, unusual
from tests.trust.seeds import CORPUS
from tests.unit.cli.conftest import Liif, Outcome

pytestmark = pytest.mark.trust("Bad input")
CHECKOUT = Path(__file__).parents[2]
FLIPS = 5
"""Of one bit, of each format."""
MEMORY = 100 << 20
"""Bytes that Python may take for a picture of a few pixels."""


def assert_refused(outcome: Outcome, words: str) -> None:
    """One line that says what is wrong, and status 2."""
    assert outcome.status == 2, outcome
    assert outcome.output == ""
    assert outcome.errors.startswith("liif: ")
    assert outcome.errors.count("\n") == 1
    assert re.search(words, outcome.errors)


@pytest.mark.parametrize("name", refused())
@pytest.mark.parametrize("command", ["clean", "export", "diagnose"])
def test_what_is_no_picture_is_refused(liif: Liif, folder: Path, name: str, command: str) -> None:
    case, source = refused()[name], folder / "in.jpg"
    source.write_bytes(case.data)
    targets = [] if command == "diagnose" else [folder / "out.jpg"]
    tracemalloc.start()
    try:
        outcome = liif(command, source, *targets)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
    assert_refused(outcome, case.words)
    assert source.read_bytes() == case.data
    assert list(folder.iterdir()) == [source]


@pytest.mark.parametrize("name", unusual())
def test_what_only_looks_wrong_has_a_right_result(liif: Liif, folder: Path, name: str) -> None:
    case, source, target = unusual()[name], folder / "in.jpg", folder / "out.tif"
    source.write_bytes(case.data)
    tracemalloc.start()
    try:
        picture = read_picture(source)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
    outcome = liif("clean", source, target)
    assert outcome.status == 0, outcome
    assert re.fullmatch(f"(liif: note: .*{case.note}.*\n)?" if case.note else "", outcome.errors)
    result = read_picture(target)
    assert result.samples.shape == case.shape == picture.samples.shape
    assert result.samples.dtype == picture.samples.dtype
    assert np.isfinite(result.samples).all()
    if "profile" in name:
        assert (result.icc is not None) == case.mended
        assert result.icc is None or int.from_bytes(result.icc[:4], "big") == len(result.icc)
    assert source.read_bytes() == case.data
    assert sorted(path.name for path in folder.iterdir()) == ["in.jpg", "out.tif"]


@pytest.mark.parametrize("kind", PHOTO)
def test_one_flipped_bit(
    liif: Liif, folder: Path, kind: str, record_property: Callable[[str, object], None]
) -> None:
    """Refused, or a picture: not all formats can tell that their pixels are others."""
    record_property("cases", FLIPS)
    source, target = folder / f"in.{kind}", folder / "out.png"
    whole = (CORPUS / "pictures" / PHOTO[kind]).read_bytes()
    random = Random(kind)
    for _ in range(FLIPS):
        data = bytearray(whole)
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        source.write_bytes(data)
        outcome = liif("clean", source, target, "--strength", 50)
        if outcome.status:
            assert_refused(outcome, "")
            assert not target.exists()
        else:
            assert read_picture(target).size == read_picture(source).size
            target.unlink()
        assert source.read_bytes() == data
        assert list(folder.iterdir()) == [source]


def _refused_by_a_process(*arguments: str | bytes | Path, words: str) -> None:
    """As by :func:`assert_refused`, of a real process, which must not wait for anything."""
    process = subprocess.run(
        [sys.executable, "-m", "liif_core.cli", *arguments],
        cwd=CHECKOUT,
        capture_output=True,
        timeout=120,
        check=False,
    )
    errors = process.stderr.decode()
    assert_refused(Outcome(process.returncode, process.stdout.decode(), errors), words)


@pytest.mark.parametrize("command", [("clean",), ("diagnose",), ("models", "import")])
def test_a_pipe_is_not_waited_for(folder: Path, command: tuple[str, ...]) -> None:
    pipe = folder / "pipe.jpg"
    os.mkfifo(pipe)
    targets = [folder / "out.png"] if command == ("clean",) else []
    _refused_by_a_process(*command, pipe, *targets, words="is not a file|is not there")
    assert list(folder.iterdir()) == [pipe]


def test_what_is_no_file(liif: Liif, folder: Path) -> None:
    target = folder.parent / "out.png"
    (folder / "loop.jpg").symlink_to(folder / "loop.jpg")
    (folder / "nowhere.jpg").symlink_to(folder / "none.jpg")
    for source, words in (
        (folder, "is a folder. Name a picture file"),
        (folder / "none.jpg", "is not there"),
        (folder / "nowhere.jpg", "is not there"),
        (folder / "loop.jpg", r"cannot be read \(Too many levels"),
        (Path("/dev/zero"), "it is not a file"),
        (folder / ("x" * 300 + ".jpg"), r"cannot be read \(File name too long"),
        (folder / "loop.jpg" / "in.jpg", r"cannot be read \(Too many levels"),
    ):
        assert_refused(liif("clean", source, target), words)
    assert not target.exists()


def test_a_name_that_is_no_text(liif: Liif, folder: Path) -> None:
    """A process gets its bytes; what is printed of them does no harm to a terminal."""
    source = folder / os.fsdecode(b"ph\xff\xf6to\x1b[31m.jpg")
    source.write_bytes((CORPUS / "pictures" / "baseline.jpg").read_bytes())
    before = compute_digest(source)
    target = source.with_name(os.fsdecode(b"l\xe4rger\n.png"))
    outcome = liif("clean", source, target, "--strength", 50)
    assert outcome.status == 0, outcome
    assert read_picture(target).size == (12, 20)
    assert outcome.output.count("\n") == 2
    assert "\x1b" not in outcome.output
    (folder / "bad").mkdir()
    bad = folder / "bad" / source.name
    bad.write_bytes(b"")
    _refused_by_a_process("clean", os.fsencode(bad), bad.with_name("x.png"), words="not a picture")
    assert compute_digest(source) == before
    assert list(bad.parent.iterdir()) == [bad]


def test_more_pixels_than_memory(folder: Path) -> None:
    """A small file of a size that is allowed, where memory is not what it needs."""
    source, target = folder / "in.png", folder / "out.png"
    source.write_bytes(_flat_png(20_000, 20_000))

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    process = subprocess.run(
        [sys.executable, "-m", "liif_core.cli", "clean", source, target],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        preexec_fn=limited,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        check=False,
    )
    assert process.returncode in (1, 2)
    assert re.fullmatch(r"liif: .*not enough memory.*\n", process.stderr)
    assert list(folder.iterdir()) == [source]


def _flat_png(width: int, height: int) -> bytes:
    import zlib

    from tests.trust.bad_pictures import chunk, png

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(width + 1)) for _ in range(height)) + packer.flush()
    return png(width, height, chunk(b"IDAT", rows))
