# SPDX-License-Identifier: Apache-2.0
"""``liif adapt``: a model tuned to a folder of photos."""

from __future__ import annotations

from pathlib import Path

from liif_core.cli.outcome import judging_input, say
from liif_core.cli.places import check_folder
from liif_core.cli.progress import progress_bar
from liif_core.packages import need
from liif_core.registry import folders
from liif_core.registry.models import MODELS, find


def adapt(folder: Path, name: str, minutes: float, model: str, into: Path | None) -> None:
    """Tune, measure, and keep what pays. Raises :class:`BadInput` and :class:`LiifError`."""
    for module, extra in (("torch", "torch"), ("skimage", "bench")):
        need(module, "tuning a model needs more packages", extra)
    from liif_core.lab.adapting import SCALES, read
    from liif_core.lab.adapting import adapt as tune

    into = into or folders.user_models_dir()
    check_folder(into)
    with judging_input():
        find(model)
        MODELS.check_name(name, into)
        collection = read(folder)
    qualities = collection.qualities
    say(
        f"{len(qualities)} photos of quality {min(qualities)} to {max(qualities)},"
        f" {len(collection.kept)} of them to measure only"
    )
    with progress_bar(name) as progress:
        gain = tune(collection, model, minutes, name, into, progress)
    for scale, before, after in zip(SCALES, gain.before, gain.after, strict=True):
        what = "cleaned" if scale == 1 else f"enlarged by {scale}"
        say(f"{what}: {before:.3f} -> {after:.3f} dB")
    say(f"{gain.gaining} of {gain.photos} gain, after {gain.steps} steps")
    if gain.pays:
        say(f"kept; use it with --model {name}")
    else:
        say(f"it does not pay: nothing was kept, {model} stays the better choice")
