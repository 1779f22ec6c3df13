# SPDX-License-Identifier: GPL-3.0-or-later
"""A few cases of the fuzzer, always the same, and all that it ever found."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from liif_core.request.wire import PROTOCOL, Job, decode
from tests.trust.fuzz import fuzz
from tests.trust.seeds import CORPUS
from tests.trust.targets import Target, targets

CASES = 150
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="uses file descriptors of Linux")
FOUND = sorted((CORPUS / "found").glob("*/*"))


@pytest.mark.parametrize("name", ["pictures", "job", "models"])
def test_a_few_cases(name: str, record_property: Callable[[str, object], None]) -> None:
    if name == "models":
        pytest.importorskip("torch")
    record_property("cases", CASES)
    outcome = fuzz(targets()[name], CASES, start=1)
    assert outcome.failures == {}
    assert outcome.tried >= CASES


def test_the_fuzzer_finds_something() -> None:
    """Where there is something to be found, and how little of it matters."""

    def reject(data: bytes) -> None:
        if len(data) < 300:
            raise KeyError("short")

    pictures = targets()["pictures"]
    (strategy, _) = pictures.kinds["picture"]
    outcome = fuzz(Target({"picture": (strategy, reject)}), 50, start=1)
    (words,) = outcome.failures
    assert words.startswith("picture: KeyError in")


def test_answers_are_in_the_protocol_of_now() -> None:
    """Of another one no more than the greeting is looked at, and nothing would be tried."""
    for path in [*(CORPUS / "answers").iterdir(), *(CORPUS / "found" / "answer").iterdir()]:
        greeting = json.loads(path.read_bytes().splitlines()[0])
        assert greeting["protocol"] == PROTOCOL, path


def test_jobs_are_jobs_of_now() -> None:
    for path in (CORPUS / "jobs").iterdir():
        messages = map(decode, path.read_bytes().splitlines())
        jobs = [Job.from_message(message) for message in messages if message["type"] == "job"]
        assert jobs, path


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_is_mended(path: Path) -> None:
    kind = path.parent.name
    (target,) = (each for each in targets().values() if kind in each.kinds)
    target.attempt(kind, path.read_bytes())
