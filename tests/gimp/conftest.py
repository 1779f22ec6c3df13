# SPDX-License-Identifier: GPL-3.0-or-later
"""The real GIMP 3 with the plug-in that install.py installed, once for all tests.

Where GIMP cannot be had the tests are skipped, but not in CI: there that is a failure.
``LIIF_GIMP_SUITE=forky`` takes GIMP 3.2 in place of 3.0.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from . import classic_scripts, pictures
from .pictures import Picture
from .rootfs import NoGimpError, Root, ensure_root
from .runner import Gimp, install
from .sandbox import HOME, Sandbox

SIZE = (150, 100)
"""Width and height of the photo that most tests open."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("gimp")


@dataclass(frozen=True)
class Outcome:
    """What a procedure did: the image before and after, as ``state.describe`` wrote it."""

    result: dict[str, Any]

    @property
    def before(self) -> dict[str, Any]:
        return dict(self.result["before"])

    @property
    def after(self) -> dict[str, Any]:
        return dict(self.result["after"])

    @property
    def layer(self) -> dict[str, Any]:
        """The returned layer, which must be in the image."""
        found = [each for each in _all(self.after["layers"]) if each["id"] == self.result["layer"]]
        assert found, f"no layer was returned: {self.result['error']}"
        return found[0]

    @property
    def unchanged(self) -> bool:
        """Whether the image, pixels included, is what it was."""
        return bool(_without_files(self.before) == _without_files(self.after))

    def pixels(self, drawable: dict[str, Any] | None = None) -> Picture:
        """Of a layer, or of the ``pixels`` or ``mask`` of one; by default of the new layer."""
        drawable = drawable or self.layer
        return pictures.read(drawable.get("pixels", drawable), self.result["folder"])


Run = Callable[..., Outcome]


def _all(layers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [found for layer in layers for found in (layer, *_all(layer["children"]))]


def _without_files(state: Any) -> Any:  # noqa: ANN401 - anything that JSON can hold
    if isinstance(state, dict):
        return {key: _without_files(value) for key, value in state.items() if key != "file"}
    if isinstance(state, list):
        return [_without_files(each) for each in state]
    return state


@pytest.fixture(scope="session")
def root() -> Root:
    try:
        return ensure_root(os.environ.get("LIIF_GIMP_SUITE", "trixie"))
    except NoGimpError as problem:
        if os.environ.get("CI") == "true" or os.environ.get("LIIF_REQUIRE_GIMP") == "1":
            pytest.fail(str(problem))
        pytest.skip(str(problem))


@pytest.fixture(scope="session")
def sandbox(root: Root, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return Sandbox(root, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def install_output(sandbox: Sandbox) -> str:
    """What ``python3 install.py`` printed on this fresh machine."""
    Gimp(sandbox).configure()
    return install(sandbox)


@pytest.fixture(scope="session")
def gimp(sandbox: Sandbox, install_output: str) -> Gimp:
    """GIMP with the plug-in."""
    return Gimp(sandbox)


@pytest.fixture(scope="module")
def scripts(sandbox: Sandbox) -> Iterator[Gimp]:
    """GIMP with the scripts in the style of GIMP 2."""
    with classic_scripts.installed(sandbox) as found:
        yield found


@pytest.fixture(scope="module")
def call(scripts: Gimp) -> classic_scripts.Call:
    """Calls a procedure of such a script."""
    return classic_scripts.caller(scripts)


@pytest.fixture(scope="session")
def photo(gimp: Gimp) -> str:
    """A compressed photo of 150 x 100 pixels at 240 x 200 PPI; its name inside."""
    path = gimp.sandbox.home / "photo.jpg"
    pictures.save_photo(path, *SIZE, ppi=(240, 200))
    gimp.sandbox.own(path)
    return f"{HOME}/photo.jpg"


@pytest.fixture(scope="session")
def large_photo(gimp: Gimp) -> str:
    """A photo on which any machine works for seconds, so that a job can be met half-way."""
    path = gimp.sandbox.home / "large.jpg"
    pictures.save_photo(path, 1500, 1000)
    gimp.sandbox.own(path)
    return f"{HOME}/large.jpg"


@pytest.fixture(scope="session")
def run(gimp: Gimp, photo: str) -> Run:
    """Calls a procedure on the photo: ``run("upscale", scale=2.0, scene="transparent")``.

    The outcome of a call that was made before is given again, unless ``again`` is set: GIMP
    takes seconds to start.
    """
    outcomes: dict[str, Outcome] = {}

    def call(
        procedure: str,
        *,
        scene: str = "plain",
        kill: str = "",
        file: str = photo,
        again: bool = False,
        **values: object,
    ) -> Outcome:
        key = repr((procedure, scene, kill, file, sorted(values.items())))
        if again or key not in outcomes:
            outcome = Outcome(
                gimp.call(
                    "tasks:run",
                    photo=file,
                    procedure=f"plug-in-liif-{procedure}",
                    arguments=values,
                    scene=scene,
                    kill=kill,
                )
            )
            return outcome if again else outcomes.setdefault(key, outcome)
        return outcomes[key]

    return call
