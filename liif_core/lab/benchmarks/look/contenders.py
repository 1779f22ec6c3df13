# SPDX-License-Identifier: Apache-2.0
"""Who is looked at: interpolation, our models at some settings of the slider, and rivals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from liif_core.atomic import put_bytes
from liif_core.lab.benchmarks.look.rivals import open_rivals
from liif_core.lab.benchmarks.metrics import Picture
from liif_core.lab.benchmarks.tasks import baseline
from liif_core.registry.files import describe_file
from liif_core.registry.models import (
    MODELS,
    ModelEntry,
    find,
    find_crisper,
    find_refocusing,
    read_file,
)
from liif_core.request import questions
from liif_core.request.frame import Frame
from liif_core.request.settings import Settings
from liif_core.runtime import run as runtime
from liif_core.runtime.backends.kept import Backends

Size = tuple[int, int]
Enlarge = Callable[[Picture, Size], Picture]
BICUBIC = "bicubic"
ALL = 100
"""The crisp end of the slider."""


@dataclass(frozen=True)
class Contender:
    """A way to enlarge a picture (h, w, 3) to a size (width, height)."""

    name: str
    enlarge: Enlarge


def open_contenders(
    models: list[str], sliders: list[int], rivals: Path | None, folder: Path
) -> list[Contender]:
    """Bicubic, ``models`` by name or folder as they work by themselves and with their detail at
    each of ``sliders`` and no refocus, and all that the folder ``rivals`` holds.

    The crisp end of a slider, named by itself, is mixed with the model that it was made from; for
    that files are written into ``folder``. Raises :class:`LiifError` where one cannot be opened.
    """
    found = [Contender(BICUBIC, baseline)]
    for number, model in enumerate(models):
        found += _ours(model, sliders, folder / str(number))
    if rivals is not None:
        found += [Contender(rival.name, rival.enlarge) for rival in open_rivals(rivals)]
    return found


def _ours(model: str, sliders: list[int], folder: Path) -> list[Contender]:
    """``model`` at each of ``sliders``, or, if it has no crisp end, as it is."""
    entry, label = find(model), Path(model).name
    MODELS.verify(entry)
    if not entry.crisper_than:
        own = [Contender(label, _run(model))]
        if find_crisper(entry) or find_refocusing(entry):
            own += [Contender(f"{label} {slider}", _run(model, slider)) for slider in sliders]
        return own
    mixed = str(_pair(find(entry.crisper_than), entry, folder))
    return [
        Contender(f"{label} {slider}", _run(mixed, slider) if slider < ALL else _run(model))
        for slider in sliders
        if slider
    ]


def _run(model: str, slider: int | None = None) -> Enlarge:
    backends = Backends()
    settings = Settings(model, detail=slider, refocus=None if slider is None else 0)

    def run(source: Picture, size: Size) -> Picture:
        result = np.empty((size[1], size[0], 3), np.uint8)
        request = questions.Enlarge(Frame.of(size), settings)
        runtime.run(request, source, result, backends=backends)
        return result

    return run


def _pair(faithful: ModelEntry, crisp: ModelEntry, folder: Path) -> Path:
    """``folder``, with both models in it as the two ends of a slider."""
    folder.mkdir(parents=True)
    entries = []
    for name, entry, than in (("faithful", faithful, ""), ("crisp", crisp, "faithful")):
        files = {}
        for role, file in entry.files.items():
            path = folder / f"{name}.{role}{Path(file.file).suffix}"
            put_bytes(path, read_file(entry, role))
            files[role] = describe_file(path)
        entries.append(replace(entry, name=name, files=files, crisper_than=than, folder=folder))
    MODELS.write(folder, entries)
    return folder
