# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs the scripts of ``tests/gimp/classic`` and calls them, for the tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from numpy.typing import NDArray

from .runner import CHECKOUT, Gimp
from .sandbox import Sandbox

SCRIPTS = sorted((Path(__file__).parent / "classic").glob("*.py"))
GIMPFU = CHECKOUT / "plugin" / "liif" / "gimpfu"
GERMAN = {
    "Answer: %s": "Antwort: %s",
    "Call others": "Andere rufen",
    "_Nested calls...": "_Verschachtelte Rufe...",
}
"""The catalogue of the script nested_calls."""
Pixels = NDArray[np.uint8]
"""Of shape (height, width, channels)."""
Call = Callable[..., dict[str, Any]]
"""Name of a procedure, pixels of the layer to call it on, and arguments of ``classic:run``."""


@contextmanager
def installed(sandbox: Sandbox) -> Iterator[Gimp]:
    """GIMP with the scripts meanwhile, each with a copy of gimpfu beside it, as its readers
    would install it."""
    gimp = Gimp(sandbox)
    gimp.configure()
    folders = [gimp.plug_ins / script.stem for script in SCRIPTS]
    for script, folder in zip(SCRIPTS, folders, strict=True):
        folder.mkdir(parents=True)
        shutil.copy2(script, folder)
        shutil.copytree(GIMPFU, folder / "gimpfu")
        for module in (GIMPFU / "beside").glob("[a-z]*.py"):
            shutil.copy2(module, folder)
    catalogue = gimp.plug_ins / "nested_calls" / "locale" / "de" / "LC_MESSAGES" / "classic.mo"
    catalogue.parent.mkdir(parents=True)
    german = Catalog(locale="de")
    for text, translation in GERMAN.items():
        german.add(text, translation)
    with catalogue.open("wb") as file:
        write_mo(file, german)
    sandbox.own(sandbox.home)
    try:
        yield gimp
    finally:
        for folder in folders:
            shutil.rmtree(folder)


def caller(gimp: Gimp) -> Call:
    """A function that calls procedures of the scripts."""

    def run(procedure: str, pixels: Pixels | None = None, **values: Any) -> dict[str, Any]:  # noqa: ANN401
        if pixels is not None:
            values["size"] = [pixels.shape[1], pixels.shape[0]]
            values["pixels"] = pixels.ravel().tolist()
        return gimp.call("classic:run", procedure=procedure, **values)

    return run
