# SPDX-License-Identifier: Apache-2.0
"""``liif doctor``: what is installed and whether it works."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any

from liif_core import __version__
from liif_core.cli.outcome import say
from liif_core.cli.version import find_version
from liif_core.errors import LiifError
from liif_core.registry import folders
from liif_core.registry.listing import Entry, Listing
from liif_core.registry.models import MODELS
from liif_core.registry.repairs import REPAIRS

_LIBRARIES = ("numpy", "pillow", "tifffile", "imagecodecs", "openvino", "torch")
RECORD = "install-state.json"
EXTENSION = "org.liif_for_gimp.extension"
"""Where in the folder of GIMP's extensions the plug-in lies, when it is one."""


def examine() -> bool:
    """Print the findings, one a line; whether all is well."""
    say(f"liif {__version__}")
    say(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    say(f"  {sys.executable}")
    for library in _LIBRARIES:
        say(f"{library} {find_version(library) or 'not installed'}")
    # Each is told even when the one before is not well.
    return all([_engine(), _models(), _repairs(), _installation()])


def _engine() -> bool:
    try:
        import onnxruntime
    except ImportError as error:
        say(f"onnxruntime cannot be loaded ({error}): install LIIF again")
        return False
    from liif_core.runtime.backends.engines import chosen
    from liif_core.runtime.backends.onnx_backend import available_gpu

    say(f"onnxruntime {onnxruntime.__version__}")
    say(f"  providers: {', '.join(onnxruntime.get_available_providers())}")
    say(f"  chosen: {available_gpu() or 'CPU'}")
    choice = chosen()
    say(f"engine on the processor: {choice.engine} ({choice.reason})")
    return True


def _models() -> bool:
    found = _verified(MODELS)
    if found is None:
        return False
    if not found:
        say("no models: install LIIF again")
    say(f"  shipped: {folders.shipped_models_dir()}")
    say(f"  imported: {folders.user_models_dir()}")
    return bool(found) and all(found)


def _repairs() -> bool:
    found = _verified(REPAIRS)
    return found is not None and all(found)


def _verified(listing: Listing[Any]) -> list[bool] | None:
    """Whether each of them is whole; None when their lists cannot be read."""
    try:
        entries = listing.list_all()
    except LiifError as error:
        say(str(error))
        return None
    return [_is_whole(listing, entry) for entry in entries]


def _is_whole(listing: Listing[Any], entry: Entry) -> bool:
    try:
        listing.verify(entry)
    except LiifError as error:
        say(str(error))
        return False
    say(f"{listing.kind} {entry.name}: verified")
    return True


def _find_record() -> Path | None:
    record = Path(sys.prefix).parent / RECORD
    if record.exists():
        return record
    record = folders.user_models_dir().parent / RECORD
    try:
        engine = json.loads(record.read_text("utf-8"))["environments"]["host"]["folder"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if engine == sys.prefix else None


def _installation() -> bool:
    """What the installer recorded, if it has made this environment or started it from GIMP."""
    record = _find_record()
    if record is None:
        say("not installed by install.py or liif install-gimp, so no GIMP is known")
        return True
    try:
        state: dict[str, Any] = json.loads(record.read_text("utf-8"))
        status, gimps = state["status"], state["gimps"]
        say(f"installed: version {state['version']}, {status}")
        well: bool = status != "incomplete"
        for gimp in gimps:
            place = Path(gimp["plug_ins"])
            plugin = (place / EXTENSION if gimp.get("extension") else place) / "liif"
            there = (plugin / "install.json").exists()
            say(f"{gimp['label']}: {plugin}{'' if there else ' is gone: install LIIF again'}")
            well = well and there
    except (ValueError, KeyError, TypeError) as error:
        say(f"{record} is damaged ({error}): install LIIF again")
        return False
    if not gimps:
        say("the plug-in is in no GIMP")
    say(f"logs: {record.parent / 'log'}")
    return well
