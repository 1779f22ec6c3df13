# SPDX-License-Identifier: Apache-2.0
"""A file is there complete or not at all, whatever happens while it is written."""

from __future__ import annotations

import errno
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from liif_core.atomic import put_bytes, put_text, remove_abandoned, remove_leftovers, replacing

CHECKOUT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has neither")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "results"
    path.mkdir()
    return path


@pytest.fixture
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A process that has ``atomic`` and writes a line when it is in the middle."""
    begin = "import os, signal, sys, time\nfrom pathlib import Path\nfrom liif_core import atomic\n"
    return subprocess.Popen(
        [sys.executable, "-c", begin + code, *map(str, arguments)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )


MIDDLE = """
with atomic.replacing(Path(sys.argv[1])) as staged:
    staged.write_bytes(b"half")
    print("middle", flush=True)
    time.sleep(60)
"""


@posix
@pytest.mark.usefixtures("_usual_umask")
def test_a_new_file_has_the_usual_permissions(folder: Path) -> None:
    put_text(folder / "new", "text")
    assert stat.S_IMODE((folder / "new").stat().st_mode) == 0o640


@posix
@pytest.mark.parametrize("mode", [0o600, 0o664, 0o444])
def test_a_replaced_file_keeps_its_permissions(folder: Path, mode: int) -> None:
    path = folder / "old"
    path.write_bytes(b"old")
    path.chmod(mode)
    if os.geteuid() == 0:
        os.chown(path, 1234, 2345)
    put_bytes(path, b"new")
    found = path.stat()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(found.st_mode) == mode
    if os.geteuid() == 0:
        assert (found.st_uid, found.st_gid) == (1234, 2345)


@posix
def test_what_a_group_may_is_not_for_another_group(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "old"
    path.write_bytes(b"old")
    path.chmod(0o664)
    if os.geteuid() != 0:
        pytest.skip("only root can make a file of another group")
    os.chown(path, -1, 2345)

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.chown", refused)
    put_bytes(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


@posix
@pytest.mark.usefixtures("_usual_umask")
def test_also_where_the_writer_puts_another_file_in_place(folder: Path) -> None:
    """As GIMP's exporters do, whose files are private ones."""
    with replacing(folder / "new") as staged:
        staged.unlink()
        staged.touch(0o600)
    assert stat.S_IMODE((folder / "new").stat().st_mode) == 0o640


@pytest.mark.parametrize("stem", ["a" * 246, "ä" * 123, "\N{GRINNING FACE}" * 61])
def test_a_long_name_is_no_trouble(folder: Path, stem: str) -> None:
    path = folder / f"{stem}.png"
    put_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    with replacing(path) as staged:
        assert len(os.fsencode(staged.name)) < 143  # which encrypted folders take at most
        assert staged.suffix == ".png"
    odd = folder / ("a." + "b" * 250)
    put_bytes(odd, b"new")
    assert odd.read_bytes() == b"new"


def test_leftovers_of_long_names_are_found(folder: Path) -> None:
    paths = [folder / f"{'ä' * 120}.png", folder / "short.png", folder / "none", folder / "keep"]
    for path in paths:
        with replacing(path) as staged:
            kept = folder / staged.name
            staged.rename(folder / "aside")
            staged.touch()
        (folder / "aside").rename(kept)
    remove_leftovers(paths[:3])
    left = {path.name for path in folder.iterdir()} - {path.name for path in paths}
    assert len(left) == 1
    assert left.pop().startswith(".keep.")


@pytest.mark.parametrize("links", [True, False])
def test_what_comes_meanwhile_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    path = folder / "file"
    if not links:

        def refused(*_: object) -> None:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

        monkeypatch.setattr(Path, "hardlink_to", refused)
    put_bytes(folder / "free", b"new", overwrite=False)
    assert (folder / "free").stat().st_nlink == 1

    def meanwhile() -> None:
        with replacing(path, overwrite=False) as staged:
            staged.write_bytes(b"new")
            path.write_bytes(b"of somebody else")

    with pytest.raises(FileExistsError):
        meanwhile()
    assert path.read_bytes() == b"of somebody else"
    assert {each.name for each in folder.iterdir()} == {"file", "free"}


def test_a_failure_leaves_nothing(folder: Path) -> None:
    path = folder / "file"
    path.write_bytes(b"old")

    def fail() -> None:
        with replacing(path) as staged:
            staged.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert path.read_bytes() == b"old"
    assert list(folder.iterdir()) == [path]


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_that_end_the_process_leave_nothing(folder: Path, number: signal.Signals) -> None:
    path = folder / "file"
    path.write_bytes(b"old")
    # Whoever runs the tests may have had SIGHUP ignored, by nohup, and that is inherited.
    code = f"signal.signal({number:d}, signal.SIG_DFL)\n{MIDDLE}"
    with run(code, path) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert len(list(folder.iterdir())) == 2
        process.send_signal(number)
        assert process.wait() == -number
    assert list(folder.iterdir()) == [path]
    assert path.read_bytes() == b"old"


@posix
def test_what_a_killed_process_has_left_is_told_from_what_is_being_written(folder: Path) -> None:
    path, elsewhere = folder / "large.png", folder / ".large.00000000-1-00000000.png"
    elsewhere.touch()
    with run(MIDDLE, path) as killed, run(MIDDLE, path) as living:
        for process in (killed, living):
            assert process.stdout is not None
            process.stdout.readline()
        begun = set(folder.iterdir())
        killed.kill()
        assert killed.wait() == -signal.SIGKILL
        assert set(folder.iterdir()) == begun
        with replacing(folder / "other.png"):
            remove_abandoned(folder / "other.png")
        assert begun < set(folder.iterdir())
        remove_abandoned(path)
        (left,) = begun - set(folder.iterdir())
        assert f"-{killed.pid:x}-" in left.name
        living.terminate()
    assert set(folder.iterdir()) == {elsewhere, folder / "other.png"}


@posix
def test_signals_that_others_answer_stay_theirs(folder: Path) -> None:
    """``nohup`` ignores one; a program may have its own way to end."""
    code = "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + MIDDLE.replace("60", "1")
    code += "print(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)"
    with run(code, folder / "file") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        assert process.stdout.readline() == "True\n"
    assert process.returncode == 0
    assert (folder / "file").read_bytes() == b"half"


@posix
def test_the_end_of_a_child_does_not_take_the_file_of_its_parent(folder: Path) -> None:
    code = """
with atomic.replacing(Path(sys.argv[1])) as staged:
    staged.write_bytes(b"whole")
    if (child := os.fork()) == 0:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    with run(code, folder / "file") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"{-signal.SIGTERM}\n"
    assert (folder / "file").read_bytes() == b"whole"


OTHERWISE = {
    "batch/ledger.py": "adds lines, each by one write that is counted",
    "batch/report.py": "into the temporary file of replacing()",
    "atomic.py": "is where it is done",
    "lab/benchmarks/job/photos.py": "into memory",
    "lab/benchmarks/job/others.py": "in a temporary folder, for a race",
    "pictures/pillow_damage.py": "into memory",
    "lab/benchmarks/speed/contenders.py": "in a temporary folder, for a race",
    "lab/benchmarks/speed/engines.py": "in a temporary folder, for a converter",
    "lab/benchmarks/speed/rival.py": "in a temporary folder, for a race",
    "networks/export.py": "into the temporary file of replacing()",
    "pictures/jpeg_writer.py": "into memory",
    "pictures/heic_writer.py": "into memory",
    "pictures/jxl_reader.py": "in a temporary folder, for a library",
    "pictures/jxl_writer.py": "into the temporary file of replacing()",
    "pictures/png_writer.py": "into the temporary file of replacing()",
    "pictures/reading.py": "to nowhere",
    "pictures/saving.py": "into memory",
    "pictures/tiff_writer.py": "into the temporary file of replacing()",
    "pictures/webp_writer.py": "into memory",
    "cli/look.py": "by a function of the lab, which writes so",
    "batch/thumbnails.py": "into memory",
    "lab/benchmarks/look/damages.py": "into memory",
    "lab/benchmarks/look/rows.py": "into the temporary file of replacing()",
    "lab/benchmarks/look/sheet.py": "into memory",
    "lab/benchmarks/tasks.py": "into memory",
    "cli/outcome.py": "to nowhere",
    "cli/progress.py": "to the terminal",
    "cli/streams.py": "into the temporary file of replacing()",
    "lab/training/damage/codecs.py": "into memory",
    "lab/training/drawings/collection.py": "into the temporary files of replacing()",
    "lab/training/state.py": "into the temporary file of replacing()",
    "lab/training/train.py": "adds lines to a log",
}


def test_no_file_is_written_otherwise() -> None:
    """What writes files by other means must say why that is safe."""
    writes = re.compile(
        r"\.write_(bytes|text)\(|open\([^)]*[\"'][wax]b?\+?[\"']|\bsave\(|imwrite\(|copyfile\("
    )
    core = CHECKOUT / "liif_core"
    found = {
        path.relative_to(core).as_posix()
        for path in core.rglob("*.py")
        if writes.search(path.read_text("utf-8"))
    }
    assert found - set(OTHERWISE) == set()
