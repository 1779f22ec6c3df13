# SPDX-License-Identifier: Apache-2.0
"""A network of others as a model of LIIF: checked, measured, described, and kept with its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnx

from liif_core.atomic import put_bytes
from liif_core.errors import LiifError
from liif_core.guests.effort import check_memory, count_effort
from liif_core.guests.measuring import Reach, check_alike, find_reach, find_sizes, load_photo
from liif_core.guests.onnx_files import pack
from liif_core.guests.running import Engine, as_engine, open_model
from liif_core.guests.structure import find_structure
from liif_core.guests.variants import add_picture, count_to_255
from liif_core.registry.files import ListedFile
from liif_core.registry.guests import Guest
from liif_core.registry.models import GUEST, MODELS, ModelEntry
from liif_core.runtime.backends.guest_backend import Network, answer

CLOSE = 1e-3
"""Largest difference, of colours of 0 to 1, from what the network's own engine answers."""
BUDGET = 3 << 29
"""Bytes for a tile, about: less of it is margin than in a small one."""
LEAST_TILE, LARGEST_TILE = 64, 512
"""Sides of a tile without its margin, in source pixels."""
_WITHIN_A_LEVEL = 0.999
"""Share of the 8-bit samples that bfloat16 may change by one level at most."""


@dataclass(frozen=True)
class Told:
    """What is said of a guest, by its file or by whoever brings it."""

    name: str
    source: str
    """Name of its file."""
    licence: str = ""
    kind: str = ""
    """What it is for, in a word or two."""
    radius: int = 0
    """Its margin in source pixels, where that is known."""


@dataclass(frozen=True)
class Converted:
    """A network as an ONNX model."""

    model: onnx.ModelProto
    channels: int
    engine: Engine | None
    """What runs it as it was; None where nothing does in single precision."""
    sizes: tuple[int, int] | None = None
    """Height and width of the only pictures that the engine takes."""
    licence: str = ""
    """What the file says of it."""


def take_in(converted: Converted, told: Told, folder: Path) -> ModelEntry:
    """Make ``converted`` a model in ``folder``; a model of its name is replaced.

    Raises :class:`LiifError` where it cannot be one, and then nothing was written.
    """
    MODELS.check_name(told.name, folder)
    data, guest, radius = examine(converted, told)
    file = f"{told.name}.onnx"
    entry = ModelEntry(
        name=told.name,
        architecture=GUEST,
        files={"network": ListedFile(file, hashlib.sha256(data).hexdigest())},
        receptive_radius=radius,
        strength=False,
        tile=_choose_tile(guest, radius),
        licence=told.licence or f"unknown: that of {told.source}",
        description=describe(guest),
        trained_on="unknown",
        guest=guest,
        folder=folder,
    )
    folder.mkdir(parents=True, exist_ok=True)
    put_bytes(folder / file, data)
    MODELS.add(folder, entry)
    MODELS.verify(entry)
    return entry


def examine(converted: Converted, told: Told) -> tuple[bytes, Guest, int]:
    """The file of a network, what must be known of it, and its margin in source pixels.

    Raises :class:`LiifError` where it is none for pictures, or its answers are not those of its own
    engine.
    """
    if converted.channels not in (1, 3):
        raise LiifError(f"it takes pictures of {converted.channels} channels, and not of 1 or 3")
    check_memory(converted.model, converted.channels)
    data = pack(converted.model)
    network = open_model(data)
    if converted.engine is not None:
        _compare(network, converted)
    scale, step, least, crop = find_sizes(network, converted.channels)
    guest = Guest(
        scale=scale, channels=converted.channels, step=step, least=least, crop=crop, whole=False,
        work=0, memory=1, half=False, kind=told.kind[:60] or "pictures", source=told.source,
    )  # fmt: skip
    data, network = _find_variant(converted.model, guest)
    # What a network leaves out at its ends counts too much in a small picture.
    work, memory = count_effort(converted.model, guest.channels, 4 * least if crop else least)
    guest = replace(guest, work=work, memory=memory)
    if told.radius:
        reach = Reach(guest.step, told.radius, whole=False)
    else:
        reach = find_reach(network, guest, find_structure(converted.model))
    guest = replace(guest, step=reach.step, whole=reach.whole)
    # A tile that goes by larger steps is as long as the least one at least.
    guest = replace(guest, least=-(-least // reach.step) * reach.step)
    return data, replace(guest, half=_stays_in_half(data, network, guest)), reach.radius


def describe(guest: Guest) -> str:
    """A guest in a sentence, for the list of models."""
    does = "cleans" if guest.scale == 1 else f"enlarges by {guest.scale}"
    effort = f" ({guest.effort:.0f} times the work of fast)" if guest.effort >= 1.5 else ""
    return f"A guest for {guest.kind}: {does}, {guest.speed}{effort}."


def _compare(network: Network, converted: Converted) -> None:
    height, width = converted.sizes or (64, 96)
    photo = load_photo(max(height, width), converted.channels)[:, :height, :width]
    assert converted.engine is not None, "compared where there is one"
    wanted = converted.engine(photo)
    found = as_engine(network)(photo)
    if wanted.shape != found.shape:
        raise LiifError(f"converted, it answers {found.shape} instead of {wanted.shape}")
    if not np.isfinite(wanted).all():
        raise LiifError("it answers a photo with values that are no numbers")
    apart = float(abs(wanted - found).max())
    # An answer in 0..255 may be so many times as far off.
    if not apart <= CLOSE * max(1.0, float(abs(wanted).max())):
        raise LiifError(f"converted, its answer is {apart:.2g} off, more than {CLOSE:g}")


def _find_variant(model: onnx.ModelProto, guest: Guest) -> tuple[bytes, Network]:
    """The network in the form in which it answers a photo with one like it."""
    problem = None
    for variant in _variants(model, guest):
        data = pack(variant)
        network = open_model(data)
        try:
            check_alike(network, guest)
        except LiifError as error:
            problem = problem or error
            continue
        return data, network
    assert problem is not None, "there are variants"
    raise problem


def _variants(model: onnx.ModelProto, guest: Guest) -> Iterator[onnx.ModelProto]:
    yield model
    yield count_to_255(model)
    yield add_picture(model, guest.scale, guest.crop)


def _choose_tile(guest: Guest, radius: int) -> int:
    """The side of a tile that keeps to the budget with its margins."""
    side = int((BUDGET / guest.memory) ** 0.5) - 2 * radius
    return max(LEAST_TILE, min(side, LARGEST_TILE) // guest.step * guest.step)


def _stays_in_half(data: bytes, network: Network, guest: Guest) -> bool:
    """Whether OpenVINO's bfloat16 keeps to the answer within a level; not, where it is not there
    to say."""
    try:
        from liif_core.runtime.backends.openvino_network import OpenVinoNetwork

        half = OpenVinoNetwork(data, "bf16")
    except ImportError:
        return False
    except Exception:  # whatever it does not know; then single precision will do
        return False
    photo = load_photo(guest.least, guest.channels)
    try:
        answers = [answer(each, photo, guest) for each in (network, half)]
    except Exception:
        return False
    levels = [np.rint(values.clip(0, 1) * 255) for values in answers]
    return float((abs(levels[0] - levels[1]) <= 1).mean()) >= _WITHIN_A_LEVEL
