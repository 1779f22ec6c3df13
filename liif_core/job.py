# SPDX-License-Identifier: Apache-2.0
"""The one job structure that crosses the process border between an editor and the engine.

Standard library only: the installer copies this file beside the GIMP plug-in, so that both
sides read and check a job with the same code. The wire format is one JSON object a line:

* editor -> worker: the job first, later optionally ``{"type": "cancel"}``, and other jobs when
  one that asked the worker to stay is done or cancelled; end-of-file on the worker's standard
  input ends the worker, whatever it is doing;
* worker -> editor: ``hello``, then for each job any number of ``progress`` and ``warning``, then
  exactly one ``done``, ``cancelled`` or ``error``. The ``done`` of a diagnosis holds its
  ``report``, for people, and the ``strength`` and ``steps`` that it proposes; that of a JPEG its
  ``quality`` (libjpeg's), whether its colours are ``subsampled``, the ``similarity`` reached, its
  ``bytes`` and, for comparison, those at ``usual_quality``, ``usual_bytes``.

Pixels never pass through the pipe: they lie in one file that both sides map into memory, the
source at offset 0 and the result at :attr:`Job.result_offset`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

PROTOCOL = 6
MAX_LINE = 64 * 1024
"""Longest message in bytes; a longer line is a protocol error, not something to buffer."""

MAX_SIDE = 20_000
"""Largest width or height of a source, in pixels."""
MAX_RESULT_SIDE = 262_144
"""Largest width or height of an enlarged picture, in pixels (GIMP's own limit is 524,288)."""
MAX_SCALE = 64.0
_PAGE = 4096

Channels = Literal["Y", "YA", "RGB", "RGBA"]
Sample = Literal["u8", "u16", "f32"]
Task = Literal["compute", "changes", "certainty", "mask", "diagnose", "jpeg"]
_WITHOUT_RESULT = ("diagnose", "jpeg")
"""Their result is what the last message says."""
Device = Literal["auto", "cpu", "cuda"]
MessageType = Literal["hello", "progress", "warning", "done", "cancelled", "error"]

SAMPLE_BYTES: dict[str, int] = {"u8": 1, "u16": 2, "f32": 4}


class JobError(ValueError):
    """A job or message that cannot be carried out as it stands; the text is fit for a user."""


@dataclass(frozen=True)
class Job:
    """Everything the engine must know to enlarge or clean one rectangle of pixels, or to say what
    happened to them before.

    Samples are interleaved, row after row, without padding, in machine byte order and with
    the perceptual (sRGB-like) encoding of the image's own colour space. ``u8`` and ``u16``
    span their whole range; ``f32`` has 0..1 nominal and may exceed it.

    The source as a whole would become ``grid_width`` x ``grid_height`` pixels; of that grid
    the rectangle ``x, y, width, height`` is computed and written as the result, with the
    source's channels and sample type. Raises :class:`JobError` when a value is out of range.
    """

    source_width: int
    source_height: int
    channels: Channels
    sample: Sample
    grid_width: int
    grid_height: int
    x: int
    y: int
    width: int
    height: int
    pixels: str
    """``fd:N`` for an inherited file descriptor (POSIX), otherwise the path of the file."""
    model: str = "fast"
    strength: int | None = None
    """Strength of the artifact removal: 0 (none) to 100; None has it judged from the picture."""
    detail: int = 0
    """From faithful (0) to crisp (100), for models that have a crisper sibling."""
    repairs: tuple[tuple[str, int], ...] = ()
    """What else is undone, in this order: the name of each repair, and how much, 1 to 100."""
    device: Device = "auto"
    tile: int = 0
    """Tile side in source pixels; 0 lets the engine choose."""
    polite: bool = False
    """Whether other programs go first, and one core is left to them: this job and all later."""
    seamless: bool = False
    """Whether opposite sides of the source continue each other, as those of a texture do."""
    stay: bool = False
    """Whether the worker waits for another job, unless this one fails."""
    task: Task = "compute"
    """To compute the picture, or where it was changed, or how sure that is, in its place. For a
    ``mask`` the source's alpha is none but a mask of it, whose edges follow the picture. A
    diagnosis is made of the whole source, for the whole grid, and has no resulting pixels. Nor has
    the question how small a ``jpeg`` of the source, 8 bits without alpha, may be."""
    file: str = ""
    """For a diagnosis: path of the file that the source was read from, and not changed since."""
    similarity: float = 0.995
    """For a JPEG: how alike (MS-SSIM) it must stay; 1 is no difference."""
    protocol: int = PROTOCOL

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in _INTEGERS and (not isinstance(value, int) or isinstance(value, bool)):
                raise JobError(f"{field.name} must be a whole number, not {value!r}")
            if field.name in _CHOICES and value not in _CHOICES[field.name]:
                allowed = ", ".join(_CHOICES[field.name])
                raise JobError(f"{field.name} must be one of {allowed}, not {value!r}")
        if self.protocol != PROTOCOL:
            raise JobError(
                f"the plug-in speaks protocol {self.protocol}, the engine {PROTOCOL}: "
                "run install.py again so that both are of one version"
            )
        if not (isinstance(self.model, str) and self.model):
            raise JobError("model must be the name of a model")
        if not (isinstance(self.pixels, str) and self.pixels):
            raise JobError("pixels must name the file that holds them")
        if not isinstance(self.file, str):
            raise JobError("file must be the path of a file")
        for name in ("polite", "seamless", "stay"):
            if not isinstance(value := getattr(self, name), bool):
                raise JobError(f"{name} must be true or false, not {str(value)[:20]}")
        if self.strength is not None and not (
            isinstance(self.strength, int)
            and not isinstance(self.strength, bool)
            and 0 <= self.strength <= 100
        ):
            raise JobError(f"strength must be 0 to 100 or automatic, not {self.strength!r}")
        if not 0 <= self.detail <= 100:
            raise JobError(f"detail must be 0 to 100, not {str(self.detail)[:20]}")
        if not (isinstance(self.repairs, tuple) and all(map(_is_repair, self.repairs))):
            told = str(self.repairs)[:80]
            raise JobError(f"repairs must be names, each with 1 to 100, not {told}")
        if self.repairs and self.task != "compute":
            raise JobError("repairs are made of the picture itself only")
        if not 0 <= self.tile <= MAX_SIDE:
            raise JobError(f"tile must be 0 to {MAX_SIDE}, not {str(self.tile)[:20]}")
        if self.task == "mask" and not self.channels.endswith("A"):
            raise JobError("a mask must come as the alpha of its picture")
        if not (_is_number(self.similarity) and 0 <= self.similarity <= 1):
            raise JobError(f"similarity must be 0 to 1, not {str(self.similarity)[:20]}")
        if self.task == "jpeg" and (self.channels.endswith("A") or self.sample != "u8"):
            raise JobError("a JPEG has 8 bits and no alpha")
        for name, source, grid in (
            ("width", self.source_width, self.grid_width),
            ("height", self.source_height, self.grid_height),
        ):
            if not 1 <= source <= MAX_SIDE:
                raise JobError(f"the picture's {name} of {source} is not within 1 to {MAX_SIDE}")
            if grid < source:
                raise JobError(f"the new {name} of {grid} is below the {source} there are")
            if grid > MAX_RESULT_SIDE or grid > source * MAX_SCALE:
                raise JobError(
                    f"the new {name} of {grid} is above the limit of "
                    f"{min(MAX_RESULT_SIDE, int(source * MAX_SCALE))}"
                )
        if (
            min(self.x, self.y) < 0
            or min(self.width, self.height) < 1
            or self.x + self.width > self.grid_width
            or self.y + self.height > self.grid_height
        ):
            raise JobError("the rectangle to compute does not lie inside the enlarged picture")

    @property
    def pixel_bytes(self) -> int:
        """Bytes of one pixel."""
        return len(self.channels) * SAMPLE_BYTES[self.sample]

    @property
    def source_bytes(self) -> int:
        return self.source_width * self.source_height * self.pixel_bytes

    @property
    def result_offset(self) -> int:
        """Where the result begins in the pixel file: the first page after the source."""
        return -(-self.source_bytes // _PAGE) * _PAGE

    @property
    def result_bytes(self) -> int:
        if self.task in _WITHOUT_RESULT:
            return 0
        return self.width * self.height * self.pixel_bytes

    @property
    def file_bytes(self) -> int:
        """Size that the pixel file must have."""
        return self.result_offset + self.result_bytes

    def to_line(self) -> bytes:
        """The job as one line of the wire format."""
        return encode({"type": "job", **asdict(self)})

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Job:
        """The job that a decoded ``job`` message holds. Raises :class:`JobError`."""
        values = {key: value for key, value in message.items() if key != "type"}
        known = {field.name for field in fields(cls)}
        # The version is judged first: another version may well have other fields.
        if values.get("protocol") != PROTOCOL:
            raise JobError(
                f"the plug-in speaks protocol {values.get('protocol')!r}, the engine {PROTOCOL}: "
                "run install.py again so that both are of one version"
            )
        if unknown := sorted(values.keys() - known):
            raise JobError(f"the job has unknown fields: {', '.join(unknown)[:200]}")
        if isinstance(repairs := values.get("repairs"), list):  # JSON has no tuples
            values["repairs"] = tuple(tuple(x) if isinstance(x, list) else x for x in repairs)
        try:
            return cls(**values)
        except TypeError as error:
            raise JobError(f"the job is incomplete: {error}") from None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_repair(value: object) -> bool:
    if not (isinstance(value, tuple) and len(value) == 2):
        return False
    name, amount = value
    whole = isinstance(amount, int) and not isinstance(amount, bool)
    return isinstance(name, str) and name != "" and whole and 1 <= amount <= 100


_INTEGERS = {
    "source_width",
    "source_height",
    "grid_width",
    "grid_height",
    "x",
    "y",
    "width",
    "height",
    "detail",
    "tile",
    "protocol",
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "channels": get_args(Channels),
    "sample": get_args(Sample),
    "device": get_args(Device),
    "task": get_args(Task),
}


def encode(message: dict[str, Any]) -> bytes:
    """One message as one line. Raises :class:`JobError` when it is too long."""
    line = json.dumps(message, separators=(",", ":"), allow_nan=False).encode() + b"\n"
    if len(line) > MAX_LINE:
        raise JobError(f"a message of {len(line)} bytes is longer than the {MAX_LINE} allowed")
    return line


def decode(line: bytes) -> dict[str, Any]:
    """The message in one line. Raises :class:`JobError` unless it is an object with a type."""
    if len(line) > MAX_LINE:
        raise JobError(f"a message of over {MAX_LINE} bytes")
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        raise JobError(f"not a message: {line[:80]!r}") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise JobError(f"not a message: {line[:80]!r}")
    return message
