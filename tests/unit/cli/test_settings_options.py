# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that are made from the declarations of the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from liif_core.request.rules import Amounts, RequestError, rules_of
from liif_core.request.settings import Settings

from .conftest import Liif

COMMANDS = ("upscale", "clean", "batch", "restore")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_setting_is_an_option(liif: Liif, command: str) -> None:
    shown = " ".join(liif(command, "--help").output.split())
    for name, rule in rules_of(Settings).items():
        if not isinstance(rule, Amounts):
            assert f"--{name}" in shown
            assert rule.help in shown


def test_a_command_can_have_some_of_them_only(liif: Liif) -> None:
    shown = liif("diagnose", "--help").output
    assert "--model" in shown
    assert "--detail" not in shown


def test_what_the_options_hold_reaches_the_settings(
    liif: Liif, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Settings] = []
    monkeypatch.setattr(
        "liif_core.cli.enlarging.enlarge",
        lambda _source, _target, _wish, settings, *_, **__: found.append(settings),
    )
    monkeypatch.setattr("liif_core.runtime.threads.give_way", lambda: None)
    assert liif("clean", photo, "out.png").status == 0
    options = ["--strength", 7, "--refocus", 20, "--detail", 30, "--device", "cpu", "--tile", 64]
    assert liif("clean", photo, "out.png", *options, "--seamless", "--polite").status == 0
    assert found == [Settings(), Settings("fast", 7, 20, 30, "cpu", 64, True, True)]


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        (
            "--strength",
            "101",
            "the strength '101' is neither auto nor a whole number from 0 to 100",
        ),
        ("--strength", "some", "the strength 'some' is neither auto nor a whole number"),
        ("--detail", "101", "the detail '101' is neither auto nor a whole number from 0 to 100"),
        (
            "--detail",
            "crisp",
            "the detail 'crisp' is neither auto nor a whole number from 0 to 100",
        ),
        ("--detail", "5.5", "the detail '5.5' is neither auto nor a whole number from 0 to 100"),
        ("--tile", "-1", "'--tile': '-1' is not a whole number from 0 to 20000"),
        ("--tile", "50%", "'--tile': '50%' is not a whole number from 0 to 20000"),
        ("--device", "npu", "'--device': 'npu' is not one of 'auto', 'cpu', 'cuda'"),
    ],
)
def test_what_cannot_be_a_setting(
    liif: Liif, photo: Path, option: str, value: str, words: str
) -> None:
    outcome = liif("clean", photo, photo.with_name("out.png"), option, value)
    assert outcome.status == 2
    assert words in outcome.errors
    assert outcome.errors.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        (("--strength", "60%", "--detail", "\u201c50 %\u201d"), Settings(strength=60, detail=50)),
        (("--strength", " Auto", "--device", "CPU"), Settings(device="cpu")),
        (("--tile", "\uff16\uff14"), Settings(tile=64)),
    ],
)
def test_values_as_people_type_them(
    liif: Liif,
    photo: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    settings: Settings,
) -> None:
    found: list[Settings] = []
    monkeypatch.setattr(
        "liif_core.cli.enlarging.enlarge",
        lambda _source, _target, _wish, settings, *_, **__: found.append(settings),
    )
    assert liif("clean", photo, "out.png", *options).status == 0
    assert found == [settings]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("batch . out --clean --workers many", "'many' is not a whole number of at least 0"),
        ("batch . out --clean --format gif", "'gif' is not one of 'jpg', 'png', 'tif', 'webp'"),
        ("clean a.png b.png --quality best", "'best' is not a whole number from 1 to 100"),
        ("clean a.png b.png --depth 12", "'12' is not one of '8', '16', 'float'"),
        ("clean a.png b.png --page 0", "'0' is not a whole number of at least 1"),
        ("batch . out --clean --engine x", "'x' is not one of 'local', 'ray'"),
        ("export a.png b.jpg --min-msssim high", "'high' is not a number from 0 to 1"),
        ("bench speed --rounds 0", "'0' is not a whole number of at least 1"),
        ("models compress fast --out x --bits 9", "'9' is not a whole number from 2 to 8"),
        ("adapt . --name x --minutes nan", "'nan' is not a number of at least 0.1"),
    ],
)
def test_an_error_shows_what_is_accepted(liif: Liif, command: str, told: str) -> None:
    outcome = liif(*command.split())
    assert outcome.status == 2
    assert told in outcome.errors
    assert outcome.errors.count("\n") == 1


def test_the_same_is_refused_without_the_command_line() -> None:
    with pytest.raises(RequestError, match="strength must be 0 to 100 or automatic, not 101"):
        Settings(strength=101)
