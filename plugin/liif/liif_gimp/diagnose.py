# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened to a layer before, and what to do about it, in words."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from functools import partial

from gimpfu.introspection import Gimp

from liif_core.request.questions import Diagnose
from liif_core.request.wire import Job
from liif_gimp import enlarge, layers, pixels
from liif_gimp.engine import Engine
from liif_gimp.layers import Source
from liif_gimp.orders import Order, size_of
from liif_gimp.pixels import Layout
from liif_gimp.tasks import Task
from liif_gimp.words import _


def diagnose(engine: Engine, image: Gimp.Image, layer: Gimp.Layer, order: Order) -> str:
    """The report for a layer that shall become as ordered. Raises :class:`gimpfu.error`."""
    layers.check(image, layer)
    with layers.shown(image, layer) as source:
        layout = pixels.layout_of(image, source.drawable)
        task, job = prepare(image, layer, source, order, layout)

        def load(memory: mmap.mmap) -> Iterator[object]:
            return pixels.reading(source.drawable, task.part, layout, memory)

        said = engine.answer(job, load, _("LIIF: examining"))
    return str(said["report"])


def prepare(
    image: Gimp.Image, layer: Gimp.Layer, source: Source, order: Order, layout: Layout
) -> tuple[Task, Job]:
    """What is examined, and the job that does it. Raises :class:`gimpfu.error`."""
    task = enlarge.task(image, source, order)
    ask = partial(Diagnose, file=_file(image, layer, source))
    return task, task.job(layout, order.settings, ask=ask)


def _file(image: Gimp.Image, layer: Gimp.Layer, source: Source) -> str:
    """The file whose pixels these still are; its own tables tell more than they do."""
    file = image.get_imported_file()
    untouched = (
        not image.is_dirty()
        and len(image.get_layers()) == 1
        # Otherwise it shows more than the pixels of the layer itself.
        and source.drawable is layer
        and (source.place.x, source.place.y, *source.place.size) == (0, 0, *size_of(image))
    )
    return (file.get_path() or "") if file is not None and untouched else ""
