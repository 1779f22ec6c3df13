# SPDX-License-Identifier: Apache-2.0
"""``liif bench``: measure, print, and keep what was measured."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from liif_core.cli.outcome import complain, say
from liif_core.cli.places import check_file, check_folder
from liif_core.errors import LiifError
from liif_core.packages import need

if TYPE_CHECKING:
    from liif_core.lab.benchmarks.job.run import Row as JobRow
    from liif_core.lab.benchmarks.report import Row
    from liif_core.lab.benchmarks.tail import Mean

LARGEST = 1000.0
"""Factor or megapixels of a benchmark."""


def quality(models: list[str], sets: list[str], data: Path, json: Path | None) -> None:
    """Measure ``models`` on ``sets`` under ``data``, print each row, keep them in ``json``."""
    need("skimage", "measuring needs scikit-image")
    check_file(json)
    from liif_core.lab.benchmarks import quality as benchmark
    from liif_core.lab.benchmarks.report import save_json

    rows = benchmark.run(models, sets, data, _print_row)
    if json:
        save_json(rows, json)


def report(files: list[Path], results: Path, charts: Path | None) -> None:
    """Write the rows of ``files`` into the table ``results``, in the place of those of the same
    task and model, the whole table as charts into ``charts``, and into the models' manifest."""
    if charts:
        need("matplotlib", "charts need matplotlib")
    check_folder(charts)
    check_file(results)
    from liif_core.lab.benchmarks.report import (
        load_json,
        load_markdown,
        merged,
        save_in_manifest,
        save_markdown,
    )

    new = [row for file in files for row in load_json(file)]
    rows = merged(load_markdown(results), new)
    save_markdown(rows, _machine(), results)
    save_in_manifest(new)
    if charts:
        from liif_core.lab.benchmarks.charts import save_charts

        for path in save_charts(rows, charts):
            _print_file(path)


def crops(models: list[str], out: Path) -> None:
    """Write sheets of details before and after ``models`` into the folder ``out``."""
    need("skimage", "the photos come with scikit-image")
    check_folder(out)
    from liif_core.lab.benchmarks.crops import save_crops

    save_crops(models, out, _print_file)


def speed(
    contenders: list[str],
    rounds: int,
    factors: str,
    megapixels: str,
    busy: bool,
    json: Path | None,
) -> None:
    """Time ``contenders``, all if there are none, print the table, keep it in ``json``; if
    ``busy``, beside programs that compute on all cores."""
    scales, sizes = _numbers(factors, "--factors"), _numbers(megapixels, "--megapixels")
    need("torch", "the published algorithm needs PyTorch")
    need("onnx", "the graph of the rival needs onnx")
    check_file(json)
    from liif_core.lab.benchmarks.speed.run import race
    from liif_core.lab.benchmarks.speed.table import save_json, table

    result = race(contenders, rounds, scales, sizes, lambda problem: complain(str(problem)), busy)
    rates = [rate / 1e9 for rate in (result.convolution, result.convolution_bf16)]
    say(f"{_machine()}; a plain convolution: {rates[0]:.0f} GFLOP/s, in bfloat16 {rates[1]:.0f}")
    say(table(result))
    if json:
        save_json(result, json)


def job(
    megapixels: str,
    factors: str,
    rounds: int,
    busy: int,
    cold: bool,
    rivals: Path | None,
    before: Path | None,
    batch: int,
    json: Path | None,
    chart: Path | None,
    watch: str | None = None,
) -> None:
    """Time whole commands on photos of ``megapixels``, and on a folder of ``batch``; print a table
    for each job, keep all rows in ``json``, draw their parts in ``chart``. Or only ``watch`` ours,
    writing these formats."""
    sizes, scales = _numbers(megapixels, "--megapixels"), _numbers(factors, "--factors")
    if watch:
        from liif_core.lab.benchmarks.job.run import Plan
        from liif_core.lab.benchmarks.job.watching import describe_watched, watch_all

        plan = Plan(sizes, scales, 1, busy, cold=False)
        watch_all(plan, watch.split(","), lambda each: say(describe_watched(each)))
        return
    if rivals:
        need("ncnn", "rivals are run by ncnn", "rivals")
    if chart:
        need("matplotlib", "charts are drawn by matplotlib")
    from liif_core.lab.benchmarks.job.run import Plan, run
    from liif_core.lab.benchmarks.job.table import describe_parts, save_json, table

    rows: list[JobRow] = []

    def done(new: list[JobRow]) -> None:
        say(f"\n{new[0].what} {new[0].source}\n\n{table(new)}")
        if parts := describe_parts(new):
            say(f"\nparts: {parts}")
        rows.extend(new)
        # Kept as it grows: a run may take hours.
        if json:
            save_json(rows, json)

    say(f"{_machine()}; {busy} programs beside")
    run(Plan(sizes, scales, rounds, busy, cold, batch=batch), rivals, before, done)
    if chart:
        from liif_core.lab.benchmarks.job.chart import save_chart

        save_chart(rows, chart)


def _numbers(text: str, option: str) -> list[float]:
    try:
        numbers = [float(word) for word in text.split(",")]
    except ValueError:
        numbers = []
    if not numbers or not all(0 < number < LARGEST for number in numbers):
        raise LiifError(f"{option} {text!r} is no list of numbers", 'write it as "2,3.7"')
    return numbers


def engines(model: str, data: Path) -> None:
    """Time the encoder of ``model`` on every engine, compare the results on ``data``, print it."""
    need("torch", "one of the engines is PyTorch")
    need("onnx", "the network in 8 bits is made by onnx")
    need("skimage", "measuring needs scikit-image")
    from liif_core.lab.benchmarks.speed.encoders import measure, table

    say(f"{_machine()}; times of the encoder of {model}")
    say(table(measure(model, data)))


def repairing(sets: list[str], data: Path) -> None:
    """Measure the repairs on ``sets`` under ``data``, and print the table."""
    need("skimage", "measuring needs scikit-image")
    from liif_core.lab.benchmarks.repairing import measure, table

    say(table(measure(sets, data)))


def effort() -> None:
    """Time pictures with and without their flat parts, and print the table."""
    need("skimage", "the photos come with scikit-image")
    from liif_core.lab.benchmarks.effort import measure, table

    say(f"{_machine()}; enlarged by 2, fast")
    say(table(measure()))


def masks(model: str, sets: list[str], data: Path) -> None:
    """Measure masks that follow their picture on ``sets`` under ``data``, print each row."""
    need("skimage", "measuring needs scikit-image")
    from liif_core.lab.benchmarks import masks as benchmark

    say("| mask | factor | way | error | at edges | overlap |\n|---|---|---|---|---|---|")
    benchmark.run(
        sets,
        data,
        model,
        lambda row: say(
            f"| {row.kind} | {row.factor} | {row.way} | {row.error:.2f} | {row.edge:.2f} |"
            f" {'' if row.overlap != row.overlap else f'{row.overlap:.2%}'} |"
        ),
    )


def tail(
    first: str, second: str, sets: list[str], data: Path, every: int, sheet: Path | None
) -> bool:
    """Compare the model ``second`` with ``first`` patch by patch; whether it passes the gate.

    Prints the worst patches and the conditions; pictures of the worst go to the file ``sheet``.
    """
    need("skimage", "measuring needs scikit-image")
    check_file(sheet)
    from liif_core.lab.benchmarks import tail_sheet
    from liif_core.lab.benchmarks.tail import measure
    from liif_core.pictures.saving import save_image

    found = measure(first, second, sets, data, every, _print_mean)
    faster = found.seconds[0] / found.seconds[1]
    say(f"{second} is {faster:.2f} times as fast as {first}")
    say(f"\nThe patches that lose most, by {first} and by {second}:")
    for patch in found.worst[: tail_sheet.SHOWN]:
        say(
            f"{patch.loss:+6.2f} dB  {patch.task}, {patch.picture}, x {patch.x}, y {patch.y}: "
            f"{patch.before:.2f} -> {patch.after:.2f}"
        )
    say(f"\nLoss over {len(found.pictures)} pictures, {len(found.patches)} patches:")
    checks = found.checks()
    for check in checks:
        say(
            f"{check.loss:+7.3f} dB  {check.of:22} at most {check.limit:g}: "
            f"{'passes' if check.passed else 'fails'}"
        )
    if sheet:
        save_image(tail_sheet.sheet(found.worst, first, second), sheet, optimize=True)
        _print_file(sheet)
    passed = all(check.passed for check in checks)
    say(f"{second} {'passes' if passed else 'does not pass'} the gate")
    return passed


def export(sets: list[str], data: Path) -> None:
    """Measure what ``liif export`` saves on ``sets`` under ``data``, print each row."""
    need("skimage", "measuring needs scikit-image")
    from liif_core.lab.benchmarks import smallest_jpeg as benchmark
    from liif_core.smallest_jpeg.jpeg import FIXED

    say(f"| photos | --min-msssim | qualities chosen | size beside quality {FIXED} |")
    say("|---|---|---|---|")
    benchmark.run(
        sets,
        data,
        lambda row: say(
            f"| {row.photos} | {row.threshold} | {row.lowest} to {row.highest} | {row.share:.0%} |"
        ),
    )


def _print_file(path: Path) -> None:
    say(f"{path}: {path.stat().st_size / 1024:.0f} KiB")


def _print_row(row: Row) -> None:
    say(
        f"{row.task:28} {row.model:10} {row.baseline_psnr:6.2f} -> {row.psnr:6.2f} dB "
        f"({row.gain:+.2f}, worst 5 % {row.worst_gain:+.2f}, lowest {row.lowest_gain:+.2f}), "
        f"acutance {row.baseline_acutance:.3f} -> {row.acutance:.3f}"
    )


def _print_mean(mean: Mean) -> None:
    say(f"{mean.task:28} {mean.before:6.2f} -> {mean.after:6.2f} dB")


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}"
