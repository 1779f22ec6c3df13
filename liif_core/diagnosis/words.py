# SPDX-License-Identifier: Apache-2.0
"""A diagnosis in words, the same for the command line and for an editor."""

from __future__ import annotations

from dataclasses import dataclass

from liif_core.diagnosis.diagnosis import Diagnosis
from liif_core.diagnosis.proposal import Step
from liif_core.forensics.kind import Kind
from liif_core.phrases import Phrase

CERTAIN_QUALITY = 0.01
"""Deviation of tables below which a quality is the encoder's own word."""
_KINDS: dict[Kind, Phrase] = {
    "photo": Phrase("photo"),
    "drawing": Phrase("drawing"),
    "page of text": Phrase("page of text"),
    "pixel art": Phrase("pixel art"),
}


@dataclass(frozen=True)
class Line:
    """Of a report."""

    text: str
    """A phrase, or a name that is the same in all languages."""
    depth: int = 0
    """How far it is indented: 0 for titles, 1 for what stands below them, 3 for more of that."""

    def __str__(self) -> str:
        return f"{'  ' * self.depth}{self.text}"


@dataclass(frozen=True)
class Report:
    """A diagnosis in words; as a text it is in English, the last line without its end."""

    lines: list[Line]

    def __str__(self) -> str:
        return "\n".join(map(str, self.lines))


def describe(found: Diagnosis) -> Report:
    """What was found, what is proposed, and why."""
    lines = [Line(Phrase("Task: %(task)s", task=found.task))]
    for title, part in (
        (Phrase("Found"), _listed(_findings(found))),
        (Phrase("Proposed"), _listed(_proposed(found))),
        (Phrase("Why"), _listed(found.proposal.reasons)),
        (Phrase("Behind the model"), _sources(found)),
    ):
        lines += [Line(""), Line(title), *part]
    return Report(lines)


def _listed(texts: list[Phrase] | tuple[Phrase, ...]) -> list[Line]:
    return [Line(text, 1) for text in texts]


def _findings(found: Diagnosis) -> list[Phrase]:
    return [
        Phrase("kind: %(kind)s", kind=_KINDS[found.kind]),
        Phrase("compression: %(compression)s", compression=_compression(found)),
        Phrase("8x8 grid: %(grid)s", grid=_grid(found)),
        Phrase("compressed before: %(earlier)s", earlier=_earlier(found)),
        Phrase("resolution: %(resolution)s", resolution=_resolution(found)),
        Phrase("noise: %(noise)s", noise=_noise(found)),
    ]


def _compression(found: Diagnosis) -> Phrase:
    said = _quality(found)
    judged = found.compression.judged
    if judged is None:
        return said
    return Phrase(
        "%(compression)s; judged strength %(strength)d", compression=said, strength=judged
    )


def _quality(found: Diagnosis) -> Phrase:
    quality = found.compression.quality
    if quality is None:
        return Phrase("the file does not tell")
    said = Phrase("JPEG quality %(quality)d", quality=quality.value)
    if quality.deviation >= CERTAIN_QUALITY:
        said = Phrase(
            "JPEG near quality %(quality)d, steps %(percent)d%% off",
            quality=quality.value,
            percent=round(100 * quality.deviation),
        )
    if not found.subsampling:
        return said
    return Phrase("%(compression)s, colour %(kind)s", compression=said, kind=found.subsampling)


def _grid(found: Diagnosis) -> Phrase:
    if found.grid is None:
        return Phrase("none")
    x, y, percent = found.grid.x, found.grid.y, round(100 * found.grid.blockiness)
    # The blocks of a JPEG that was turned upright may begin anywhere.
    if found.file_format != "JPEG" and (x or y):
        return Phrase(
            "from column %(x)d, row %(y)d (cropped); steps across it %(percent)d%% larger",
            x=x,
            y=y,
            percent=percent,
        )
    return Phrase(
        "from column %(x)d, row %(y)d; steps across it %(percent)d%% larger",
        x=x,
        y=y,
        percent=percent,
    )


def _earlier(found: Diagnosis) -> Phrase:
    earlier = found.earlier
    if earlier is None:
        return Phrase("no trace")
    if earlier.kind == "shifted":
        return Phrase(
            "at about quality %(quality)d, on a grid from column %(x)d, row %(y)d",
            quality=earlier.quality,
            x=earlier.x,
            y=earlier.y,
        )
    return Phrase("at about quality %(quality)d, on the same grid", quality=earlier.quality)


def _resolution(found: Diagnosis) -> Phrase:
    resolution = found.resolution
    if resolution is None:
        return Phrase("too small or too flat to say")
    percent, factor = round(100 * resolution.share), resolution.factor
    share = Phrase("detail up to %(percent)d%% of what the pixels can hold", percent=percent)
    if factor is not None and resolution.repeated:
        return Phrase(
            "enlarged %(factor).2f times before, by repeating its pixels; %(share)s",
            factor=factor,
            share=share,
        )
    if factor is not None:
        return Phrase("enlarged %(factor).2f times before; %(share)s", factor=factor, share=share)
    if resolution.verdict == "soft":
        return Phrase("soft; %(share)s", share=share)
    return Phrase("full; %(share)s", share=share)


def _noise(found: Diagnosis) -> Phrase:
    if found.noise is None:
        return Phrase("too small to say")
    return Phrase("%(noise).1f of 255 levels", noise=found.noise)


def _proposed(found: Diagnosis) -> list[Phrase]:
    proposal = found.proposal
    lines = [Phrase("%(width)d x %(height)d", width=found.width, height=found.height)]
    lines += [_step(found, step) for step in proposal.steps]
    if proposal.seconds is not None:
        seconds = max(1, round(proposal.seconds))
        lines.append(Phrase("about %(seconds)d s on this machine", seconds=seconds))
    return lines


def _step(found: Diagnosis, step: Step) -> Phrase:
    width, height = step.width, step.height
    if step.action == "reduce":
        return Phrase(
            "-> reduce to %(width)d x %(height)d: %(how)s, in an editor",
            width=width,
            height=height,
            how=_reducing(found),
        )
    how = _computing(found, step)
    if step.action == "clean":
        return Phrase(
            "-> clean to %(width)d x %(height)d: %(how)s", width=width, height=height, how=how
        )
    return Phrase(
        "-> enlarge to %(width)d x %(height)d: %(how)s", width=width, height=height, how=how
    )


def _reducing(found: Diagnosis) -> Phrase:
    repeated = found.resolution and found.resolution.repeated
    return Phrase("without interpolation") if repeated and repeated.exact else Phrase("bicubic")


def _computing(found: Diagnosis, step: Step) -> Phrase:
    model = found.proposal.model
    if step.strength is None:
        return Phrase("model %(model)s", model=model)
    return Phrase("model %(model)s, strength %(strength)d", model=model, strength=step.strength)


def _sources(found: Diagnosis) -> list[Line]:
    lines = []
    for source in found.sources:
        places = source.url if source.repository is None else f"{source.url}, {source.repository}"
        lines += [
            Line(f"{source.authors} {source.year}: {source.title}", 1),
            Line(places, 3),
            Line(Phrase("for %(use)s", use=source.used_for), 3),
        ]
    return lines
