# SPDX-License-Identifier: Apache-2.0
"""The wire format between an editor and the worker: one JSON object a line.

* editor -> worker: a job first, later optionally ``{"type": "cancel"}``, and other jobs when
  one that asked the worker to stay is done or cancelled; end-of-file on the worker's standard
  input ends the worker, whatever it is doing;
* worker -> editor: ``hello``, then for each job any number of ``progress`` and ``warning``, then
  exactly one ``done``, ``cancelled`` or ``error``. The ``done`` of a diagnosis holds its
  ``report``, for people, and the ``strength`` and ``steps`` that it proposes; each line of the
  report is how far it is indented and a text that :func:`liif_core.phrases.spell` has spelled, so
  that an editor can say it in another language. That of a JPEG holds its
  ``quality`` (libjpeg's), whether its colours are ``subsampled``, the ``similarity`` reached, its
  ``bytes`` and, for comparison, those at ``usual_quality``, ``usual_bytes``.

Pixels never pass through the pipe: they lie in one file that both sides map into memory, the
source at offset 0 and the result at :attr:`Job.result_offset`.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any

from liif_core.request.layout import Layout
from liif_core.request.questions import QUESTIONS, Request
from liif_core.request.rules import (
    Checked,
    Part,
    RequestError,
    Switch,
    Text,
    declare,
    rules_of,
)

PROTOCOL = 8
MAX_LINE = 64 * 1024
"""Longest message in bytes; a longer line is a protocol error, not something to buffer."""
_PAGE = 4096
_WORD = "ask"
"""The key of the word for what is asked."""


@dataclass(frozen=True)
class Job(Checked):
    """A request, and where its pixels are. Raises :class:`RequestError` when it cannot be
    carried out."""

    layout: Layout = declare(Part((Layout,)))
    request: Request = declare(Part(tuple(QUESTIONS.values())))
    pixels: str = declare(Text("name the file that holds them"))
    """``fd:N`` for an inherited file descriptor (POSIX), otherwise the path of the file."""
    stay: bool = declare(Switch(), False)
    """Whether the worker waits for another job, unless this one fails."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.request.check_layout(self.layout)

    @property
    def result_offset(self) -> int:
        """Where the result begins in the pixel file: the first page after the source."""
        return -(-self.layout.source_bytes // _PAGE) * _PAGE

    @property
    def result_bytes(self) -> int:
        width, height = self.request.result_size
        return width * height * self.layout.pixel_bytes

    @property
    def file_bytes(self) -> int:
        """Size that the pixel file must have."""
        return self.result_offset + self.result_bytes

    def to_message(self) -> dict[str, Any]:
        """As JSON can hold it."""
        word = next(word for word, kind in QUESTIONS.items() if kind is type(self.request))
        values = asdict(self)
        values["request"][_WORD] = word
        return {"type": "job", "protocol": PROTOCOL, **values}

    def to_line(self) -> bytes:
        """The job as one line of the wire format."""
        return encode(self.to_message())

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Job:
        """The job that a decoded ``job`` message holds. Raises :class:`RequestError`."""
        values = {key: value for key, value in message.items() if key != "type"}
        # The version is judged first: another version may well have other fields.
        protocol = values.pop("protocol", None)
        if protocol != PROTOCOL or isinstance(protocol, bool):
            raise RequestError(
                f"the plug-in speaks protocol {protocol!r}, the engine {PROTOCOL}: "
                "install LIIF again so that both are of one version"
            )
        made = _read(cls, values)
        assert isinstance(made, cls)
        return made


def _read(kind: type[Any], values: object) -> object:
    """What JSON made of a declared thing. Raises :class:`RequestError`."""
    if not isinstance(values, dict):
        raise RequestError(f"the job's {kind.__name__.lower()} is no object")
    rules = rules_of(kind)
    if unknown := sorted(values.keys() - rules.keys()):
        raise RequestError(f"the job has unknown fields: {', '.join(unknown)[:200]}")
    missing = [f.name for f in fields(kind) if f.default is MISSING and f.name not in values]
    if missing:
        raise RequestError(f"the job is incomplete: it has no {', '.join(missing)}")
    return kind(**{name: _value(rules[name], value) for name, value in values.items()})


def _value(rule: Any, value: Any) -> object:  # noqa: ANN401
    if not isinstance(rule, Part):
        return rule.from_json(value)
    if len(rule.kinds) == 1:
        return _read(rule.kinds[0], value)
    values = dict(value) if isinstance(value, dict) else {}
    word = values.pop(_WORD, None)
    if not (isinstance(word, str) and word in QUESTIONS):
        raise RequestError(f"{_WORD} must be one of {', '.join(QUESTIONS)}, not {word!r}"[:200])
    return _read(QUESTIONS[word], values)


def encode(message: dict[str, Any]) -> bytes:
    """One message as one line. Raises :class:`RequestError` when it is too long."""
    line = json.dumps(message, separators=(",", ":"), allow_nan=False).encode() + b"\n"
    if len(line) > MAX_LINE:
        raise RequestError(f"a message of {len(line)} bytes is longer than the {MAX_LINE} allowed")
    return line


def decode(line: bytes) -> dict[str, Any]:
    """The message in one line. Raises :class:`RequestError` unless it is an object with a type."""
    if len(line) > MAX_LINE:
        raise RequestError(f"a message of over {MAX_LINE} bytes")
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        raise RequestError(f"not a message: {line[:80]!r}") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise RequestError(f"not a message: {line[:80]!r}")
    return message
