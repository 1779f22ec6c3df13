# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs by plain names of values, wherever in a job each of them stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from liif_core.request.frame import Frame
from liif_core.request.layout import Layout
from liif_core.request.questions import (
    Diagnose,
    Enlarge,
    Evidence,
    Mask,
    Request,
    SmallestJpeg,
)
from liif_core.request.rules import rules_of
from liif_core.request.settings import Settings
from liif_core.request.wire import Job

TASKS: Final[dict[str, Callable[..., Request]]] = {
    "compute": Enlarge,
    "changes": partial(Evidence, shown="changes"),
    "certainty": partial(Evidence, shown="certainty"),
    "mask": Mask,
    "diagnose": Diagnose,
    "jpeg": SmallestJpeg,
}


def job_of(task: str = "compute", **values: Any) -> Job:  # noqa: ANN401
    """The job with these values; what its task has no use for is left out."""
    layout = Layout(**_picked(Layout, values))
    if task == "jpeg":
        request: Request = SmallestJpeg(**_picked(SmallestJpeg, values))
    else:
        frame, settings = Frame(**_picked(Frame, values)), Settings(**_picked(Settings, values))
        more = {"file": values["file"]} if task == "diagnose" and "file" in values else {}
        request = TASKS[task](frame, settings, **more)
    rest = {name: values[name] for name in ("pixels", "stay") if name in values}
    return Job(layout, request, **rest)


def changed(values: Mapping[str, Any], **changes: Any) -> Job:  # noqa: ANN401
    """The job of ``values`` with some of them changed."""
    return job_of(**{**values, **changes})


def message_of(job: Job, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Its message with some values changed, or put in, where nothing checks them."""
    message = job.to_message()
    for name, value in changes.items():
        next((part for part in _parts(message) if name in part), message)[name] = value
    return message


def _parts(message: dict[str, Any]) -> list[dict[str, Any]]:
    request = message["request"]
    return [message, message["layout"], request, *(v for v in request.values() if _is_part(v))]


def _is_part(value: object) -> bool:
    return isinstance(value, dict)


def flat(message: dict[str, Any]) -> dict[str, Any]:
    """All values of a message by their own names."""
    found: dict[str, Any] = {}
    for part in _parts(message):
        found.update({name: value for name, value in part.items() if not _is_part(value)})
    return found


def _picked(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in rules_of(kind) if name in values}
