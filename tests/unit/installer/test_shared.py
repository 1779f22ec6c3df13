# SPDX-License-Identifier: GPL-3.0-or-later
"""What of the engine lies beside the plug-in, where there is nothing but Python itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from liif_installer.plugin import copy_shared

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
import liif_core.atomic
import liif_core.batch.finding
import liif_core.registry.guests
import liif_core.request.wire
import liif_core.sizes.print_plan
others = {name.partition(".")[0] for name in set(sys.modules) - before}
others -= {"liif_core", *sys.stdlib_module_names, "openvino_telemetry"}
assert not others, others
print(liif_core.__file__)
"""


def test_it_needs_nothing_but_the_standard_library(tmp_path: Path) -> None:
    copy_shared(tmp_path)
    command = [sys.executable, "-I", "-S", "-c", PROGRAM, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert Path(done.stdout.strip()) == tmp_path / "liif_core" / "__init__.py"


def test_it_is_no_more_than_that(tmp_path: Path) -> None:
    copy_shared(tmp_path)
    top = {path.name for path in (tmp_path / "liif_core").iterdir()}
    files = {"__init__.py", "atomic.py", "endings.py", "errors.py"}
    assert top == {*files, "batch", "registry", "request", "sizes"}
    batch = {path.name for path in (tmp_path / "liif_core" / "batch").iterdir()}
    assert batch == {"__init__.py", "finding.py", "left_out.py"}
