# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened to a layer before, and what to do about it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from gimpfu.introspection import Gimp

from liif_core.request.questions import Diagnose
from liif_core.request.wire import Job
from liif_gimp import enlarge, layers, orders, pixels
from liif_gimp.call import Call
from liif_gimp.layers import Source
from liif_gimp.orders import size_of
from liif_gimp.pixelfile import PixelFile
from liif_gimp.pixels import Layout
from liif_gimp.tasks import Task
from liif_gimp.words import _


def diagnose(call: Call) -> str:
    """The report for a layer that shall grow as asked. Raises :class:`gimpfu.error`."""
    with call.plugin.engine as engine:
        layer = layers.check(call.image, call.chosen[0])
        with layers.shown(call.image, layer) as source:
            task, layout, job = prepare(call, source)

            def load(file: PixelFile) -> Iterator[object]:
                return pixels.reading(source.drawable, task.part, layout, file)

            said = engine.answer(job, load, _("LIIF: examining"))
    return str(said["report"])


def prepare(call: Call, source: Source) -> tuple[Task, Layout, Job]:
    """What is examined of the chosen layer, which shows ``source``, how its pixels lie, and the job
    that does it.

    Raises :class:`gimpfu.error`.
    """
    order = orders.upscaled(call.image, call.values["scale"], True, call.settings())
    layout = pixels.layout_of(call.image, source.drawable)
    task = enlarge.task(call, source, order)
    ask = partial(Diagnose, file=_file(call.image, call.chosen[0], source))
    return task, layout, task.job(layout, order.settings, ask=ask)


def _file(image: Gimp.Image, layer: Gimp.Drawable, source: Source) -> str:
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
