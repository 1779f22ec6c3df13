# SPDX-License-Identifier: GPL-3.0-or-later
"""What is fuzzed: each target takes one case, and must end well or with a documented error."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy as np
from hypothesis import strategies as st

from liif_core.errors import LiifError
from liif_core.registry.files import compute_digest
from liif_core.request.frame import Frame
from liif_core.request.questions import Diagnose, Enlarge
from liif_core.request.rules import RequestError
from liif_core.request.settings import Settings
from liif_core.request.wire import Job, decode
from tests.trust.mutations import altered, damaged
from tests.trust.seeds import CORPUS

LARGEST_SIDE = 3000
"""Of pictures, in place of the engine's own limit: larger ones cost time and show nothing."""


@dataclass(frozen=True)
class Target:
    """Something that reads what strangers wrote."""

    kinds: dict[str, tuple[st.SearchStrategy[bytes], Callable[[bytes], None]]]
    """By name: the damaged data, and what is done with them."""

    def cases(self) -> st.SearchStrategy[tuple[str, bytes]]:
        """A kind, and data for it."""
        return st.one_of([st.tuples(st.just(kind), data) for kind, (data, _) in self.kinds.items()])

    def attempt(self, kind: str, data: bytes) -> None:
        """Raises whatever is no documented error."""
        self.kinds[kind][1](data)


def seeds(folder: str, ending: str = "") -> list[bytes]:
    """The valid files to begin with."""
    return [path.read_bytes() for path in sorted((CORPUS / folder).glob(f"*{ending}"))]


_TEMPORARY: Final = tempfile.TemporaryDirectory(
    prefix="liif-fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None
)
"""In memory where that can be: a disk would be most of the time."""
_FOLDER: Final = Path(_TEMPORARY.name)


def read_and_write(data: bytes) -> None:
    """As the commands do: the picture, what its file tells, and a file of a result."""
    from liif_core.forensics.file_facts import read_facts
    from liif_core.pictures import Picture, read_picture, write_picture

    folder = _FOLDER / "pictures"
    folder.mkdir(exist_ok=True)
    path = folder / "picture"
    path.write_bytes(data)
    with patch("liif_core.pictures.limits.MAX_SIDE", LARGEST_SIDE):
        try:
            picture = read_picture(path)
        except LiifError:
            picture = None
        with contextlib.suppress(LiifError):
            read_facts(path)
        if picture is None:
            return
        assert min(picture.size) >= 1
        assert max(picture.size) <= LARGEST_SIDE
        # What belongs to the pixels is what can make trouble; most of the pixels cannot.
        small = np.ascontiguousarray(picture.samples[:16, :16])
        cut = Picture(small, picture.icc, picture.exif, picture.resolution)
        # One of the formats, always the same for the same data.
        endings = (".png", ".tif", ".webp", ".jpg")[: 3 if picture.has_alpha else 4]
        target = folder / f"out{endings[zlib.crc32(data) % len(endings)]}"
        write_picture(target, cut)
        again = read_picture(target)
        assert again.size == cut.size
        target.unlink()
    assert [file.name for file in folder.iterdir()] == ["picture"]


def read_jobs(data: bytes) -> None:
    """As the worker does, in pieces as a pipe may bring them, up to the mapped pixels."""
    from liif_core.worker.pixels import map_pixels
    from liif_core.worker.requests import lines

    stream = io.BytesIO(data)
    with contextlib.suppress(RequestError):
        for line in lines(lambda most: stream.read(min(most, 100))):
            message = decode(line)
            if message["type"] != "job":
                continue
            job = Job.from_message(message)
            assert Job.from_message(decode(job.to_line())) == job
            if job.pixels.startswith("fd:"):  # a name could be that of anybody's file
                map_pixels(job).close()
            if isinstance(job.request, Diagnose) and job.request.file:
                from liif_core.forensics.file_facts import read_facts

                with contextlib.suppress(LiifError):
                    read_facts(_FOLDER / Path(job.request.file).name)


def _ignored(_: str) -> None:
    """What is told here nobody reads."""


class _Said:
    """A process that has said all it will, and does not care what it is told."""

    def __init__(self, data: bytes) -> None:
        self.stdin, self.stdout, self.stderr = io.BytesIO(), io.BytesIO(data), io.BytesIO()
        self.returncode = 0

    def wait(self, _: float | None = None) -> int:
        return 0

    def kill(self) -> None:
        pass


def hear_answers(data: bytes) -> None:
    """As the plug-in does, with all that it makes of what the worker says."""
    _make_plug_in_importable()
    from gimpfu import CancelError, error
    from liif_gimp import engine, worker
    from liif_gimp.estimate import Pace
    from liif_gimp.installation import Model

    from tests.trust.seeds import JOB

    # As GIMP's own main loop may be slow, nothing here may take long.
    listener = worker.Listener(engine._show_progress, _ignored)
    said = patch.object(worker, "_start", lambda *_: _Said(data))
    with said, worker.WorkerClient([], []) as process:
        try:
            for job in (JOB, JOB):
                done = process.run(job, listener)
                Pace.of(job, done, Model("fast", "", 3, 64, has_detail=False))
                assert done["strength"] is None or 0 <= done["strength"] <= 100
                if not process.ready:
                    return
        except CancelError:
            return
        except error as problem:
            if not str(problem):
                raise


def _make_plug_in_importable() -> None:
    import tests.unit.plugin.conftest  # noqa: F401 - does it when it is imported


MANIFEST: Final[dict[str, Any]] = {
    "models": [
        {
            "name": "tiny",
            "architecture": "fast",
            "files": {},
            "receptive_radius": 1,
            "strength": True,
            "tile": 8,
            "licence": "none",
            "description": "",
            "trained_on": "nothing",
            "crisper_than": "",
            "psnr": {"set5": 30.0},
        }
    ]
}
_FILES: Final = {
    "encoder": "encoder.onnx",
    "estimator": "estimator.onnx",
    "weights": "weights.safetensors",
}


def manifest_text() -> bytes:
    """Of the tiny model as it should be."""
    values = json.loads(json.dumps(MANIFEST))
    for role, name in _FILES.items():
        digest = compute_digest(CORPUS / "models" / name)
        values["models"][0]["files"][role] = {"file": name, "sha256": digest}
    return json.dumps(values).encode()


def model_folder(folder: Path, **files: bytes) -> None:
    """The tiny model with some files replaced, by one who knows to sign them in the manifest."""
    folder.mkdir(exist_ok=True)
    values = json.loads(manifest_text())
    for role, name in _FILES.items():
        path = folder / name
        path.unlink(missing_ok=True)
        path.write_bytes(files.get(role, (CORPUS / "models" / name).read_bytes()))
        values["models"][0]["files"][role] = {"file": name, "sha256": compute_digest(path)}
    (folder / "manifest.json").write_bytes(files.get("manifest", json.dumps(values).encode()))


def run_model(**files: bytes) -> None:
    """As ``--model FOLDER`` does with a stranger's folder, and ``liif models import``."""
    from liif_core.registry.adopting import adopt
    from liif_core.registry.models import find
    from liif_core.runtime.backends.kept import Backends
    from liif_core.runtime.blending import PURE
    from liif_core.runtime.run import run
    from liif_core.runtime.strength import estimate_by_network

    folder = _FOLDER / "model"
    model_folder(folder, **files)
    source = np.arange(8 * 8 * 3, dtype=np.uint8).reshape(8, 8, 3)
    result = np.zeros((16, 16, 3), np.uint8)
    backends = Backends()
    with contextlib.suppress(LiifError, MemoryError):
        # Not an automatic strength: most of that is no network, and takes longer than all else.
        settings = Settings(str(folder), 50, device="cpu")
        run(Enlarge(Frame.of((16, 16)), settings), source, result, backends=backends)
        estimate_by_network(
            source, backends.open(find(str(folder)), "cpu", _ignored, PURE, "exact")
        )
    with contextlib.suppress(LiifError), tempfile.TemporaryDirectory(dir=_FOLDER) as target:
        adopt(folder, Path(target))


@cache
def _network(architecture: str) -> Any:  # noqa: ANN401 - torch is not imported without need
    from liif_core.networks.architectures import build

    return build(architecture)


def import_checkpoint(data: bytes) -> None:
    """As ``liif models import`` does with a single file."""
    from liif_core.networks import importer

    path = _FOLDER / "checkpoint.pth"
    path.write_bytes(data)
    # One network for all: nothing is ever loaded into it, and to make one takes long.
    once = patch("liif_core.networks.importer.build", _network)
    with once, contextlib.suppress(LiifError):
        importer.import_checkpoint(path, _FOLDER / "imported")
    assert not (_FOLDER / "imported").exists()


def import_pickle(data: bytes) -> None:
    """The part of a checkpoint that could hold code, in an archive that is whole."""
    stream = io.BytesIO()
    whole = zipfile.ZipFile(CORPUS / "models" / "checkpoint.pth")
    with whole, zipfile.ZipFile(stream, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, data if name.endswith("data.pkl") else whole.read(name))
    import_checkpoint(stream.getvalue())


def _file(role: str, name: str) -> tuple[st.SearchStrategy[bytes], Callable[[bytes], None]]:
    return damaged(seeds("models", name)), lambda data: run_model(**{role: data})


def targets() -> dict[str, Target]:
    """All, by the name that the command line has for them."""
    return {
        "pictures": Target({"picture": (damaged(seeds("pictures")), read_and_write)}),
        "job": Target(
            {
                "job": (altered(seeds("jobs")), read_jobs),
                "job bytes": (damaged(seeds("jobs")), read_jobs),
                "answer": (altered(seeds("answers")), hear_answers),
                "answer bytes": (damaged(seeds("answers")), hear_answers),
            }
        ),
        "models": Target(
            {
                "manifest": (altered([manifest_text()]), lambda data: run_model(manifest=data)),
                "encoder": _file("encoder", "encoder.onnx"),
                "estimator": _file("estimator", "estimator.onnx"),
                "weights": _file("weights", "weights.safetensors"),
                "checkpoint": (damaged(seeds("models", "checkpoint.pth")), import_checkpoint),
                "pickle": (damaged(seeds("models", "checkpoint.pkl")), import_pickle),
            }
        ),
    }
