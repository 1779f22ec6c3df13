# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what the table of tests/README.md says: ``pytest --figures FILE``."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The same cases each time, however slow the machine is.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")

_tally: dict[str, dict[str, Any]] = defaultdict(lambda: {"cases": 0, "failed": []})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--moments", metavar="N", type=int, default=3, help="kills of each process")
    parser.addoption("--figures", metavar="FILE", type=Path, help="count the cases of each item")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test is one case, unless it says how many by ``record_property("cases", n)``."""
    report = yield
    mark = item.get_closest_marker("trust")
    if mark is not None and report.when == "call" and not report.skipped:
        counts = _tally[mark.args[0]]
        counts["cases"] += dict(item.user_properties).get("cases", 1)
        if report.failed:
            counts["failed"].append(item.nodeid)
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    path: Path | None = session.config.getoption("--figures")
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(_tally, indent=2, sort_keys=True) + "\n")
