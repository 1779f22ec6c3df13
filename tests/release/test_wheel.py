# SPDX-License-Identifier: GPL-3.0-or-later
"""The wheel: what is in it, and that it works where there is neither a checkout nor a network."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from PIL import Image

from liif_core import __version__
from liif_installer.plugin import lay_out

from .conftest import CHECKOUT
from .test_archive import contents
from .test_release import WHEEL

INFO = f"liif_for_gimp-{__version__}.dist-info"


@pytest.fixture(scope="module")
def environment(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that pip has put the wheel into; what it needs is that of the tests' environment."""
    folder = tmp_path_factory.mktemp("pip") / "an environment"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [str(folder / "bin" / "python"), "-I", "-m", "pip", "install", "--quiet", "--no-index"]
    subprocess.run([*pip, "--no-deps", str(out / WHEEL)], check=True)
    # Only now, as this project may be there as well, and pip would be content with that.
    (packages,) = folder.glob("lib/python3.*/site-packages")
    (packages / "tests.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """That of a user who has started GIMP 3.0."""
    folder = tmp_path / "höme of a user"
    (folder / ".config" / "GIMP" / "3.0").mkdir(parents=True)
    return folder


def liif(environment: Path, home: Path, *arguments: str | Path) -> str:
    """Run the command far from the checkout; what it printed."""
    done = subprocess.run(
        [environment / "bin" / "liif", *arguments],
        cwd=home,
        # Nothing of this machine's GIMPs and of this checkout.
        env={"HOME": str(home), "PATH": "/nowhere", "OMP_NUM_THREADS": "1", "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def paths(folder: Path) -> list[str]:
    """Every path below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_licences_are_in_it(out: Path) -> None:
    with ZipFile(out / WHEEL) as wheel:
        gpl = wheel.read(f"{INFO}/licenses/LICENSE")
        apache = wheel.read(f"{INFO}/licenses/liif_core/LICENSE")
        metadata = wheel.read(f"{INFO}/METADATA").decode()
    assert gpl == (CHECKOUT / "LICENSE").read_bytes()
    assert b"GNU GENERAL PUBLIC LICENSE" in gpl
    assert apache == (CHECKOUT / "liif_core" / "LICENSE").read_bytes()
    assert b"Apache License" in apache
    assert "License-Expression: Apache-2.0 AND GPL-3.0-or-later\n" in metadata
    assert f"Version: {__version__}\n" in metadata


def test_all_weights_are_in_it(out: Path) -> None:
    manifest = json.loads((CHECKOUT / "models" / "manifest.json").read_text("utf-8"))
    repairs = json.loads((CHECKOUT / "models" / "repairs.json").read_text("utf-8"))
    text = json.dumps([manifest, repairs])
    files = set(re.findall(r'"([\w.-]+\.(?:onnx|safetensors))"', text))
    assert len(files) >= 10
    with ZipFile(out / WHEEL) as wheel:
        for name in files:
            original = (CHECKOUT / "models" / name).read_bytes()
            assert wheel.read(f"liif_core/weights/{name}") == original


def test_nothing_is_in_it_that_was_made_beside_the_sources(out: Path) -> None:
    names = ZipFile(out / WHEEL).namelist()
    assert {name.split("/")[0] for name in names} == {"liif_core", "liif_installer", INFO}
    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []


@pytest.mark.slow
def test_it_enlarges(environment: Path, home: Path) -> None:
    assert liif(environment, home, "--version").startswith(f"liif {__version__}\n")
    Image.fromarray(np.full((5, 7, 3), 128, np.uint8)).save(home / "in.png")
    liif(environment, home, "upscale", "in.png", "out.png", "--scale", "3")
    with Image.open(home / "out.png") as picture:
        assert picture.size == (21, 15)


@pytest.mark.slow
def test_it_puts_into_gimp_what_the_installer_does(
    environment: Path, home: Path, tmp_path: Path
) -> None:
    before = paths(home)
    output = liif(environment, home, "install-gimp")
    assert re.search(r"enlarged 4 times in [\d.]+ s, \+[\d.]+ dB over bicubic", output), output
    plugin = home / ".config" / "GIMP" / "3.0" / "plug-ins" / "liif"
    found = contents(plugin)
    record = json.loads(found.pop("install.json"))
    lay_out(tmp_path / "of the checkout")
    assert found == contents(tmp_path / "of the checkout")
    assert os.access(plugin / "liif.py", os.X_OK)
    # The engine is the one of pip, as the worker is started.
    assert record["python"] == str(environment / "bin" / "python")
    worker = [record["python"], "-I", "-c", "import liif_core; print(liif_core.__file__)"]
    module = subprocess.run(worker, capture_output=True, text=True, check=True).stdout
    assert Path(module).is_relative_to(environment)

    for command in (("install-gimp", "--doctor"), ("doctor",)):
        assert f"GIMP 3.0: {plugin}\n" in liif(environment, home, *command)
    liif(environment, home, "install-gimp", "--uninstall")
    assert paths(home) == before
    assert liif(environment, home, "--version")


@pytest.mark.slow
def test_a_package_gets_the_plug_in_alone(environment: Path, home: Path) -> None:
    before = paths(home)
    liif(environment, home, "install-gimp", "--only-plug-in", "package/plug-ins")
    plugin = home / "package" / "plug-ins" / "liif"
    record = json.loads((plugin / "install.json").read_text("utf-8"))
    assert record["python"] == str(environment / "bin" / "python")
    # In it stands no folder of who made the package.
    assert record["log"].startswith("~/")
    assert set(record) == {"python", "version", "log"}
    others = [path for path in paths(home) if not path.startswith("package")]
    assert others == before


COPY = """
import sys
from pathlib import Path
from liif_installer.packages import copy_installed
copy_installed(Path(sys.argv[1]))
"""


@pytest.mark.slow
def test_a_sandbox_gets_the_same_engine(environment: Path, out: Path, tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.13" / "site-packages"
    packages.mkdir(parents=True)
    python = str(environment / "bin" / "python")
    subprocess.run([python, "-I", "-c", COPY, str(tmp_path)], check=True)
    copied = contents(packages)
    with ZipFile(out / WHEEL) as wheel:
        for name in wheel.namelist():
            if not name.endswith("/RECORD"):
                assert copied[name] == wheel.read(name), name


@pytest.mark.slow
def test_what_is_wrong_is_one_line(environment: Path, home: Path) -> None:
    program = str(environment / "bin" / "liif")
    command = [program, "install-gimp", "--gimp-dir", str(home / "nowhere")]
    done = subprocess.run(
        command, env={"HOME": str(home), "PATH": "/nowhere"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("liif install-gimp: there is no folder")
    assert done.stderr.count("\n") == 1
