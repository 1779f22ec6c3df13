# SPDX-License-Identifier: Apache-2.0
"""``liif bench look``: measure, print, keep the rows, and show crops."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from liif_core.atomic import put_text
from liif_core.cli.outcome import note, say
from liif_core.cli.places import check_folder
from liif_core.errors import LiifError
from liif_core.packages import need

if TYPE_CHECKING:
    from liif_core.lab.benchmarks.look.measure import Look
    from liif_core.lab.benchmarks.look.perceptual import Perceptual


@dataclass(frozen=True)
class Wanted:
    """What shall be written, and how much of it."""

    out: Path | None
    page: Path | None
    shown: int


def pictures(
    models: list[str],
    sliders: str,
    rivals: Path | None,
    sets: str,
    factors: str,
    damages: str,
    data: Path | None,
    perceptual: Path | None,
    side: int,
    limit: int,
    seed: int,
    wanted: Wanted,
) -> None:
    """Measure the pictures, print each table, and write what is ``wanted``."""
    need("skimage", "measuring needs scikit-image")
    if rivals:
        need("ncnn", "rivals are run by ncnn", "rivals")
    check_folder(wanted.out)
    check_folder(wanted.page and wanted.page.parent)
    from liif_core.lab.benchmarks.look.contenders import open_contenders
    from liif_core.lab.benchmarks.look.damages import named
    from liif_core.lab.benchmarks.look.measure import Plan, run

    plan = Plan(
        sets=sets.split(","),
        factors=numbers(factors, "--factors", 1.5, 16),
        damages=named(damages.split(",")),
        data=data,
        limit=limit,
        seed=seed,
    )
    settings = [int(slider) for slider in numbers(sliders, "--slider", 0, 100)]
    networks = _networks(perceptual, side)
    looks: list[Look] = []

    def done(found: Look) -> None:
        looks.append(found)
        _print(found)
        # Kept as it grows: a run may take hours.
        if wanted.out:
            _save(looks, wanted.out)
            _save_sheets(found, wanted.out / "sheets")

    with tempfile.TemporaryDirectory() as folder:
        contenders = open_contenders(models, settings, rivals, Path(folder))
        shown = wanted.shown if wanted.out or wanted.page else 0
        run(plan, contenders, networks, shown, done)
    if wanted.page:
        from liif_core.lab.benchmarks.look.sheet import save_page

        save_page(looks, wanted.page)
        say(str(wanted.page))


def text(models: list[str], sliders: str, rivals: Path | None, seed: int, out: Path | None) -> None:
    """Measure how much of small print can be read, print the table, and write it into ``out``."""
    need("rapidocr_onnxruntime", "reading text needs RapidOCR")
    need("matplotlib", "the fonts come with matplotlib")
    if rivals:
        need("ncnn", "rivals are run by ncnn", "rivals")
    check_folder(out)
    from liif_core.lab.benchmarks.look.contenders import open_contenders
    from liif_core.lab.benchmarks.look.text import rapid_reader, run, table

    settings = [int(slider) for slider in numbers(sliders, "--slider", 0, 100)]
    with tempfile.TemporaryDirectory() as folder:
        contenders = open_contenders(models, settings, rivals, Path(folder))
        rows = run(contenders, seed, rapid_reader(), lambda done: say(f"{table(done)}\n"))
    if out:
        out.mkdir(parents=True, exist_ok=True)
        values = json.dumps([asdict(row) for row in rows], indent=1)
        put_text(out / "text.json", values + "\n")
        put_text(out / "text.md", table(rows) + "\n")


def numbers(text: str, option: str, least: float, most: float) -> list[float]:
    """The numbers in ``text``. Raises :class:`LiifError` unless they lie within the bounds."""
    try:
        found = [float(word) for word in text.split(",")]
    except ValueError:
        found = []
    if not found or not all(least <= number <= most for number in found):
        raise LiifError(
            f"{option} {text!r} is no list of numbers from {least:g} to {most:g}",
            'write it as "2,3.7"',
        )
    return found


def _networks(folder: Path | None, side: int) -> Perceptual | None:
    if folder is None:
        note("no LPIPS~, DISTS~ and MDF without --perceptual")
        return None
    need("torch", "the distances are computed by PyTorch", "torch")
    need("h5py", "the weights of the distances are read by h5py")
    from liif_core.lab.benchmarks.look.perceptual import DISCRIMINATORS, Perceptual

    networks = Perceptual(folder, side)
    if not networks.has_mdf:
        note(f"no MDF: {folder} holds no {DISCRIMINATORS}")
    return networks


def _print(found: Look) -> None:
    from liif_core.lab.benchmarks.look.rows import table

    count = len(found.pictures) // len(found.means)
    say(f"\n{found.task.name} ({found.task.damage.words}), pictures: {count}\n")
    say(table(found.means))


def _save(looks: list[Look], folder: Path) -> None:
    from liif_core.lab.benchmarks.look.rows import save, table

    save([row for each in looks for row in each.means], "rows", folder)
    save([row for each in looks for row in each.pictures], "pictures", folder)
    parts = [f"## {each.task.name}\n\n{table(each.means)}\n" for each in looks]
    put_text(folder / "table.md", "\n".join(parts))


def _save_sheets(found: Look, folder: Path) -> None:
    from liif_core.lab.benchmarks.look.sheet import save_contact_sheets

    save_contact_sheets(found, folder, lambda path: say(str(path)))
