# SPDX-License-Identifier: Apache-2.0
"""A diagnosis in words, the same for the command line and for an editor."""

from __future__ import annotations

from liif_core.diagnosis.diagnosis import Diagnosis

CERTAIN_QUALITY = 0.01
"""Deviation of tables below which a quality is the encoder's own word."""


def describe(found: Diagnosis) -> str:
    """What was found, what is proposed, and why: several lines, the last without its end."""
    lines = [f"Task: {found.task}"]
    for title, part in (
        ("Found", _findings(found)),
        ("Proposed", _proposed(found)),
        ("Why", list(found.proposal.reasons)),
        ("Behind the model", _sources(found)),
    ):
        lines += ["", title, *(f"  {line}" for line in part)]
    return "\n".join(lines)


def _findings(found: Diagnosis) -> list[str]:
    noise = "too small to say" if found.noise is None else f"{found.noise:.1f} of 255 levels"
    return [
        f"kind: {found.kind}",
        f"compression: {_compression(found)}",
        f"8x8 grid: {_grid(found)}",
        f"compressed before: {_earlier(found)}",
        f"resolution: {_resolution(found)}",
        f"noise: {noise}",
    ]


def _compression(found: Diagnosis) -> str:
    compression = found.compression
    judged = "" if compression.judged is None else f"; judged strength {compression.judged}"
    if compression.quality is None:
        return f"the file does not tell{judged}"
    quality = compression.quality
    value = f"JPEG quality {quality.value}"
    if quality.deviation >= CERTAIN_QUALITY:
        value = f"JPEG near quality {quality.value}, steps {quality.deviation:.0%} off"
    colour = f", colour {found.subsampling}" if found.subsampling else ""
    return f"{value}{colour}{judged}"


def _grid(found: Diagnosis) -> str:
    if found.grid is None:
        return "none"
    # The blocks of a JPEG that was turned upright may begin anywhere.
    shifted = found.file_format != "JPEG" and (found.grid.x or found.grid.y)
    cropped = " (cropped)" if shifted else ""
    return (
        f"from column {found.grid.x}, row {found.grid.y}{cropped};"
        f" steps across it {found.grid.blockiness:.0%} larger"
    )


def _earlier(found: Diagnosis) -> str:
    if found.earlier is None:
        return "no trace"
    where = "on the same grid"
    if found.earlier.kind == "shifted":
        where = f"on a grid from column {found.earlier.x}, row {found.earlier.y}"
    return f"at about quality {found.earlier.quality}, {where}"


def _resolution(found: Diagnosis) -> str:
    if found.resolution is None:
        return "too small or too flat to say"
    share = f"detail up to {found.resolution.share:.0%} of what the pixels can hold"
    if found.resolution.factor is not None:
        how = ", by repeating its pixels" if found.resolution.repeated else ""
        return f"enlarged {found.resolution.factor:.2f} times before{how}; {share}"
    return f"{found.resolution.verdict}; {share}"


def _proposed(found: Diagnosis) -> list[str]:
    proposal = found.proposal
    lines = [f"{found.width} x {found.height}"]
    for step in proposal.steps:
        how = f"{_reducing(found)}, in an editor"
        if step.action != "reduce":
            how = f"model {proposal.model}, detail {proposal.detail}"
            if step.strength is not None:
                how += f", strength {step.strength}"
        lines.append(f"-> {step.action} to {step.width} x {step.height}: {how}")
    if proposal.seconds is not None:
        lines.append(f"about {max(1, round(proposal.seconds))} s on this machine")
    return lines


def _reducing(found: Diagnosis) -> str:
    repeated = found.resolution and found.resolution.repeated
    return "without interpolation" if repeated and repeated.exact else "bicubic"


def _sources(found: Diagnosis) -> list[str]:
    lines = []
    for source in found.sources:
        lines.append(f"{source.authors} {source.year}: {source.title}")
        places = source.url if source.repository is None else f"{source.url}, {source.repository}"
        lines.append(f"    {places}")
        lines.append(f"    for {source.used_for}")
    return lines
