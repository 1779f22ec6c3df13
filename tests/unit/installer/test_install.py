# SPDX-License-Identifier: GPL-3.0-or-later
"""Installing, continuing, upgrading and removing, with environments that take no time."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from liif_installer import environments, installing, plugin
from liif_installer.errors import InstallError, NoPackageError
from liif_installer.files import locked
from liif_installer.worlds import Inside

from . import conftest
from .conftest import CHECKOUT, Run, folder, program, tree


def default_prefix(home: Path) -> Path:
    return home / ".local" / "share" / "liif-for-gimp"


def state(prefix: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((prefix / "install-state.json").read_text("utf-8"))
    return values


def assert_one_line(errors: str, *texts: str) -> None:
    assert errors.startswith("install.py: ")
    assert errors.count("\n") == 1
    for text in texts:
        assert text in errors


def test_a_first_installation(run: Run, home: Path) -> None:
    settings = home / ".config" / "GIMP" / "3.0"
    settings.mkdir(parents=True)
    outcome = run()
    assert outcome.status == 0, outcome.errors
    plugin = settings / "plug-ins" / "liif"
    assert os.access(plugin / "liif.py", os.X_OK)
    for name, original in (
        ("liif.py", "plugin/liif/liif.py"),
        ("liif_core/request/wire.py", "liif_core/request/wire.py"),
        ("liif_core/atomic.py", "liif_core/atomic.py"),
        ("manifest.json", "models/manifest.json"),
        ("liif_gimp/worker.py", "plugin/liif/liif_gimp/worker.py"),
    ):
        assert (plugin / name).read_bytes() == (CHECKOUT / original).read_bytes()
    record = json.loads((plugin / "install.json").read_text("utf-8"))
    assert Path(record["python"]).is_file()
    assert Path(record["log"]).parent.is_dir()
    prefix = default_prefix(home)
    assert state(prefix)["status"] == "complete"
    assert os.access(prefix / "bin" / "liif", os.X_OK)
    assert (
        "[5/5] Sample photo ... enlarged 4 times in 1.5 s, +0.90 dB over bicubic" in outcome.output
    )
    for text in ("E.png", "C.png", str(plugin), str(prefix / "bin" / "liif")):
        assert text in outcome.output
    assert [name for name in tree(settings) if ".liif" in name] == []


def test_uninstalling_leaves_nothing(run: Run, home: Path) -> None:
    for settings in (home / ".config" / "GIMP" / "3.0", home / "GIMP" / "3.2"):
        settings.mkdir(parents=True)
    before = tree(home)
    assert run().status == 0
    named = home / "GIMP" / "3.2"
    assert run("--gimp-dir", named).status == 0
    (named / "plug-ins" / "liif" / "__pycache__").mkdir()
    assert tree(home) != before
    outcome = run("--uninstall")
    assert outcome.status == 0, outcome.errors
    assert tree(home) == before


def test_uninstalling_keeps_what_others_put_beside(run: Run, home: Path) -> None:
    named = folder(home / "GIMP" / "3.2")
    assert run("--gimp-dir", named).status == 0
    other = named / "plug-ins" / "other.py"
    other.write_text("")
    assert run("--uninstall").status == 0
    assert tree(home / "GIMP") == ["3.2", "3.2/plug-ins", "3.2/plug-ins/other.py"]


def test_uninstalling_what_is_not_there(run: Run, home: Path) -> None:
    outcome = run("--uninstall")
    assert outcome.status == 0
    assert "is not installed" in outcome.output
    assert tree(home) == []


def test_no_gimp_is_not_a_failure(run: Run, home: Path) -> None:
    outcome = run()
    assert outcome.status == 0
    assert "no GIMP 3 found" in outcome.output
    assert "install GIMP 3 if you have none" in outcome.output
    assert "--gimp-dir DIR" in outcome.output
    outcome = run("--no-gimp")
    assert outcome.status == 0
    assert "left out" in outcome.output


def test_several_folders_and_a_plug_ins_folder(run: Run, home: Path) -> None:
    first, second = folder(home / "one"), folder(home / "two") / "plug-ins"
    assert run("--gimp-dir", first, "--gimp-dir", second).status == 0
    assert (first / "plug-ins" / "liif" / "liif.py").exists()
    assert (second / "liif" / "liif.py").exists()


@pytest.mark.parametrize("name", ["3.O", "3.O/plug-ins"])
def test_a_mistyped_folder_is_not_made(run: Run, home: Path, name: str) -> None:
    folder(home / ".config" / "GIMP" / "3.0")
    before = tree(home)
    wrong = home / ".config" / "GIMP"
    missing = wrong / "3.O"
    for options in (("--gimp-dir", wrong / name), ("--extension", missing / "extensions")):
        outcome = run(*options)
        assert outcome.status == 1
        assert_one_line(outcome.errors, f"there is no folder {missing}: name the settings folder")
        assert tree(home) == before


@pytest.mark.parametrize("error", [KeyboardInterrupt(), None])
def test_an_interrupted_installation_continues(
    run: Run,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException | None,
) -> None:
    def interrupted(*_: object) -> None:
        raise error or InstallError("no network")

    with monkeypatch.context() as patched:
        patched.setattr(environments, "install_packages", interrupted)
        outcome = run()
    assert outcome.status == (130 if error else 1)
    assert_one_line(outcome.errors)
    prefix = default_prefix(home)
    assert state(prefix)["status"] == "incomplete"
    outcome = run()
    assert outcome.status == 0
    assert "The last run ended during: engine. Continuing." in outcome.output
    assert state(prefix)["status"] == "complete"
    assert len(list(prefix.glob("env-*"))) == 1
    assert "Continuing" not in run().output


def test_what_is_there_is_not_made_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run().status == 0
    monkeypatch.delattr(environments, "make_environment")
    outcome = run()
    assert outcome.status == 0
    assert "already there" in outcome.output


def test_a_broken_environment_is_made_again(run: Run, home: Path) -> None:
    assert run().status == 0
    (python,) = default_prefix(home).glob("env-*/bin/python")
    python.write_text("#!/bin/sh\nexit 1\n")
    outcome = run()
    assert outcome.status == 0
    assert "already there" not in outcome.output
    assert not python.exists()


def test_a_failed_upgrade_leaves_the_old_version_in_use(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = home / ".config" / "GIMP" / "3.0"
    settings.mkdir(parents=True)
    assert run().status == 0
    record = settings / "plug-ins" / "liif" / "install.json"
    before = record.read_text("utf-8")

    def failing(*_: object) -> None:
        raise InstallError("no network")

    monkeypatch.setattr(environments, "fingerprint", lambda *_: "new")
    with monkeypatch.context() as patched:
        patched.setattr(environments, "install_packages", failing)
        assert run().status == 1
    assert record.read_text("utf-8") == before
    old = Path(json.loads(before)["python"])
    assert old.exists()
    # The next one succeeds, and only then the old one goes.
    assert run("--no-gimp").status == 0
    new = Path(json.loads(record.read_text("utf-8"))["python"])
    assert new.exists()
    assert new != old
    assert not old.exists()


def test_an_upgrade_that_fails_twice_leaves_the_old_version_in_use(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = home / ".config" / "GIMP" / "3.0"
    settings.mkdir(parents=True)
    assert run().status == 0
    record = json.loads((settings / "plug-ins" / "liif" / "install.json").read_text("utf-8"))
    launcher = default_prefix(home) / "bin" / "liif"
    command = launcher.read_text()

    def failing(*_: object) -> None:
        raise InstallError("the models are damaged")

    monkeypatch.setattr(environments, "fingerprint", lambda *_: "new")
    with monkeypatch.context() as patched:
        patched.setattr(installing, "verify_models", failing)
        for _ in range(2):
            assert run().status == 1
            assert Path(record["python"]).exists()
            assert launcher.read_text() == command
    assert run().status == 0
    assert not Path(record["python"]).exists()
    assert len(list(default_prefix(home).glob("env-*"))) == 1


def test_an_unreadable_record_is_replaced(run: Run, home: Path) -> None:
    assert run().status == 0
    record = default_prefix(home) / "install-state.json"
    for text in ("", "{", "[]", '{"environments": 1}', '{"environments": {}, "gimps": [], "x": 1}'):
        record.write_text(text)
        outcome = run()
        assert outcome.status == 0
        assert "Continuing" in outcome.output


def test_a_folder_with_other_things_is_refused(run: Run, home: Path) -> None:
    (home / "Documents").mkdir()
    outcome = run("--prefix", home)
    assert outcome.status == 1
    assert_one_line(outcome.errors, "holds files of something else", "--prefix")
    assert tree(home) == ["Documents"]


def test_what_was_downloaded_goes_when_all_is_done(run: Run, home: Path) -> None:
    downloads = default_prefix(home) / "downloads"
    (downloads / "http").mkdir(parents=True)
    (default_prefix(home) / "install-state.json").write_text("{}")
    assert run().status == 0
    assert not downloads.exists()


def test_imported_models_are_no_obstacle(run: Run, home: Path) -> None:
    model = default_prefix(home) / "models" / "mine.onnx"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"")
    assert run().status == 0
    assert model.exists()


def test_a_gimp_that_is_gone_is_forgotten(run: Run, home: Path) -> None:
    settings = home / ".config" / "GIMP" / "3.0"
    settings.mkdir(parents=True)
    assert run().status == 0
    shutil.rmtree(home / ".config")
    outcome = run()
    assert outcome.status == 0
    assert "no GIMP 3 found" in outcome.output
    assert not settings.exists()
    assert state(default_prefix(home))["gimps"] == []


def test_a_plug_in_of_the_same_name_is_refused(run: Run, home: Path) -> None:
    other = home / "3.0" / "plug-ins" / "liif" / "liif.py"
    other.parent.mkdir(parents=True)
    other.write_text("other")
    outcome = run("--gimp-dir", home / "3.0")
    assert outcome.status == 1
    assert_one_line(outcome.errors, "another plug-in", "move it away")
    assert other.read_text() == "other"


def test_one_gimp_that_refuses_does_not_stop_the_others(run: Run, home: Path) -> None:
    blocked = home / "blocked"
    blocked.write_text("a file, no folder")
    folder(home / "3.0")
    outcome = run("--gimp-dir", blocked, "--gimp-dir", home / "3.0")
    assert outcome.status == 0
    assert "Not installed for" in outcome.output
    assert (home / "3.0" / "plug-ins" / "liif").is_dir()
    outcome = run("--prefix", home / "p", "--gimp-dir", blocked)
    assert outcome.status == 1
    assert_one_line(outcome.errors, "cannot be written")


def test_a_failing_swap_brings_the_old_plug_in_back(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = folder(home / "3.0")
    before = tree(home)
    assert run("--gimp-dir", settings).status == 0
    real = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name.startswith(".liif-new"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", failing)
        assert run("--gimp-dir", settings).status == 1
    assert [path.name for path in (settings / "plug-ins").iterdir()] == ["liif"]
    assert (settings / "plug-ins" / "liif" / "install.json").exists()
    # It is still known as ours.
    assert run("--uninstall").status == 0
    assert tree(home) == before


def test_a_run_killed_while_swapping_is_mended(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = folder(home / "3.0")
    assert run("--gimp-dir", settings).status == 0
    plug_ins = settings / "plug-ins"
    (plug_ins / "liif").rename(plug_ins / ".liif-old-1234")
    (plug_ins / ".liif-new-5678").mkdir()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(plugin, "copy_tree", full)
        assert run("--gimp-dir", settings).status == 1
    # What was in use until then is in use again.
    assert [path.name for path in plug_ins.iterdir()] == ["liif"]
    assert run("--gimp-dir", settings).status == 0
    assert [path.name for path in plug_ins.iterdir()] == ["liif"]


BAD_MODELS = '#!/bin/sh\ncase "$*" in *"verify --shipped") echo bad; exit 1;; esac\n'


def test_damaged_models_end_the_installation(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conftest, "FAKE_PYTHON", BAD_MODELS)
    for _ in range(2):
        outcome = run()
        assert outcome.status == 1
        assert_one_line(outcome.errors, "the models are damaged: bad", "install.log")


def test_an_environment_that_has_lost_its_models_is_made_anew(run: Run, home: Path) -> None:
    assert run().status == 0
    (python,) = default_prefix(home).glob("env-*/bin/python")
    python.write_text(BAD_MODELS)
    assert run().status == 0
    (again,) = default_prefix(home).glob("env-*/bin/python")
    assert again != python


@pytest.mark.parametrize(
    ("says", "words"),
    [("echo broken; exit 1", "the sample photo failed: broken"), ("echo '[]'", "gave no answer")],
)
def test_an_environment_that_cannot_do_the_job_is_made_anew(
    run: Run, home: Path, says: str, words: str
) -> None:
    assert run().status == 0
    (python,) = default_prefix(home).glob("env-*/bin/python")
    python.write_text(f'#!/bin/sh\ncase "$*" in *liif_core.sample*) {says};; esac\n')
    outcome = run()
    assert outcome.status == 1
    assert_one_line(outcome.errors, words, "install.log")
    assert run().status == 0


def test_a_second_installer_waits_outside(run: Run, home: Path) -> None:
    prefix = default_prefix(home)
    prefix.mkdir(parents=True)
    with locked(prefix):
        outcome = run()
    assert outcome.status == 1
    assert_one_line(outcome.errors, "another installer works")
    assert run().status == 0


def test_the_cpu_build_stands_in_where_there_is_no_gpu_build(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def for_cpu_only(_inside: object, _folder: Path, extra: str, _log: Path) -> None:
        if extra != "cpu":
            raise NoPackageError("no such package")

    monkeypatch.setattr(environments, "install_packages", for_cpu_only)
    monkeypatch.setattr(environments, "engines", lambda: ("gpu", "cpu"))
    outcome = run()
    assert outcome.status == 0, outcome.errors
    assert "Engine ... onnxruntime, installed in" in outcome.output
    assert len(list(default_prefix(home).glob("env-*"))) == 1


def test_doctor(run: Run, home: Path) -> None:
    settings = folder(home / "3.0")
    assert run("--doctor").status == 1
    assert run("--gimp-dir", settings).status == 0
    outcome = run("--doctor")
    assert outcome.status == 0
    assert str(settings / "plug-ins" / "liif") in outcome.output
    assert "engine: well" in outcome.output
    (settings / "plug-ins" / "liif" / "install.json").unlink()
    outcome = run("--doctor")
    assert outcome.status == 1
    assert "is gone" in outcome.output


def test_doctor_tells_of_a_gimp_without_the_plug_in(run: Run, home: Path) -> None:
    assert run("--no-gimp").status == 0
    (home / ".config" / "GIMP" / "3.2").mkdir(parents=True)
    assert "GIMP 3.2: without the plug-in" in run("--doctor").output


def test_a_sandbox_gets_an_environment_by_its_own_python(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(home, "flatpak", 'test "$1" = list && printf "org.gimp.GIMP\\t3.0.4\\n"')
    program(home, "snap", 'test "$1" = list && printf "gimp 3.0.6 500 stable\\n"')
    made: list[list[str]] = []
    real = environments.make_environment

    def recording(
        inside: Inside, python: str, folder: Path, log: Path, pip_from: Path | None
    ) -> Path:
        made.append(inside(python, ["-m", "venv", str(folder)]))
        return real(inside, python, folder, log, pip_from)

    monkeypatch.setattr(environments, "make_environment", recording)
    monkeypatch.setattr(environments, "works", lambda *_: True)
    before = tree(home)
    assert run().status == 0
    host, flatpak, snap = made
    assert host[1:3] == ["-m", "venv"]
    assert flatpak[:4] == ["flatpak", "run", "--command=python3", "org.gimp.GIMP"]
    assert snap[:4] == ["snap", "run", "--shell", "gimp"]
    # A Snap sees nothing of the user's hidden folders.
    assert snap[-1].startswith(str(home / "snap" / "gimp" / "common"))
    (record,) = home.glob(".var/app/org.gimp.GIMP/config/GIMP/3.0/plug-ins/liif/install.json")
    assert json.loads(record.read_text("utf-8"))["python"].startswith(flatpak[-1])
    (record,) = home.glob("snap/gimp/current/.config/GIMP/3.0/plug-ins/liif/install.json")
    assert Path(json.loads(record.read_text("utf-8"))["log"]).parent.parent == Path(snap[-1]).parent
    assert run("--uninstall").status == 0
    assert tree(home) == before


def test_a_folder_that_a_flatpak_shares_serves_both(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(home, "flatpak", 'test "$1" = list && printf "org.gimp.GIMP\\t3.0.4\\n"')
    monkeypatch.setattr(environments, "works", lambda *_: True)
    settings = home / ".config" / "GIMP" / "3.0"
    settings.mkdir(parents=True)
    assert run().status == 0
    record = json.loads((settings / "plug-ins" / "liif" / "install.json").read_text("utf-8"))
    worlds = state(default_prefix(home))["environments"]
    assert set(worlds) == {"host", "flatpak"}
    assert record["python"].startswith(worlds["host"]["folder"])
    assert record["python_in_flatpak"].startswith(worlds["flatpak"]["folder"])
    program(home, "flatpak", "exit 1")
    assert run().status == 0
    record = json.loads((settings / "plug-ins" / "liif" / "install.json").read_text("utf-8"))
    assert "python_in_flatpak" not in record


@pytest.mark.parametrize(
    "arguments",
    [["--unknown"], ["--no-gimp", "--gimp-dir", "x"], ["--test", "--uninstall"], ["--fast"]],
)
def test_wrong_use(run: Run, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(*arguments)
    assert stopped.value.code == 2
