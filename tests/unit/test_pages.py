# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages name exists: links, paths, commands, options, procedures, entries, messages."""

from __future__ import annotations

import ast
import inspect
import re
import shlex
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import typer

from liif_core.cli.app import app
from liif_installer.command_line import parse, parser

CHECKOUT = Path(__file__).parents[2]
OURS = (
    "liif_core",
    "liif_installer",
    "plugin",
    "tests",
    "models",
    "docs",
    "locks",
    "release",
    ".ci",
)
"""Folders at the top; what is built or trained in a checkout lies in others."""
_FURTHER_DOWN = (page for folder in OURS for page in (CHECKOUT / folder).rglob("*.md"))
PAGES = sorted([*CHECKOUT.glob("*.md"), *_FURTHER_DOWN])
IDS = [str(page.relative_to(CHECKOUT)) for page in PAGES]
COMPLETE = {"README.md", "CONTRIBUTING.md", *(name for name in IDS if name.startswith("docs/"))}
"""Pages whose command lines can be copied as they are; others abbreviate."""
OF_OTHERS = {"--nproc-per-node", "--upgrade", "--moments", "--figures", "--cases", "--findings"}
"""Options of torchrun, locks/make.py and the tests' own commands."""
PROCEDURE = re.compile(r"plug-in-liif-[a-z]+(?:-[a-z]+)*")

every_page = pytest.mark.parametrize("page", PAGES, ids=IDS)


def without_blocks(text: str) -> str:
    """The page without its blocks of code, which hold no links."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^ {4,}.*$", "", text, flags=re.MULTILINE)


def inline_code(text: str) -> list[str]:
    """What stands between backticks, also across the end of a line."""
    return [re.sub(r"\s+", " ", code) for code in re.findall(r"`([^`]+)`", without_blocks(text))]


def indented(text: str) -> list[str]:
    """The lines of blocks that are set in."""
    return re.findall(r"^ {4,}(.*)$", text, re.MULTILINE)


def anchors(text: str) -> set[str]:
    """Of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ +(.+?) *$", without_blocks(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(text: str) -> list[str]:
    """The targets of links and pictures within the project."""
    prose = re.sub(r"`[^`]+`", "", without_blocks(text))
    found = re.findall(r"\]\(([^)\s]+)\)", prose)
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def broken(page: Path, target: str) -> bool:
    """Whether there is no such file, or no such heading in it."""
    name, _, anchor = target.partition("#")
    file = page.parent / name if name else page
    return not file.exists() or bool(anchor and anchor not in anchors(file.read_text("utf-8")))


def command_lines(text: str) -> Iterator[list[str]]:
    """The words of each command of ours, in blocks and between backticks."""
    whole = re.sub(r"\\\n\s*", " ", text)
    fenced = "\n".join(re.findall(r"^```.*?\n(.*?)^```", whole, re.MULTILINE | re.DOTALL))
    for line in [*fenced.splitlines(), *indented(whole), *inline_code(whole)]:
        if re.match(r"(liif|\$PY|python3?) +\S", line := line.strip()):
            # What can be left out is there for this; dots stand for what the page does not repeat.
            words = shlex.split(re.sub(r"[\[\]]", " ", line), comments=True)
            yield [word for word in words if word != "..."]


@cache
def command() -> Any:  # noqa: ANN401 - typer has a click of its own, or not
    return typer.main.get_command(app)


def choices(found: Any) -> dict[str, list[str]]:  # noqa: ANN401
    """By their names, the parameters of a command that take certain words only."""
    hints = get_type_hints(inspect.unwrap(found.callback)) if found.callback else {}
    kinds = {name: next(iter(get_args(hint)), hint) for name, hint in hints.items()}
    return {
        name: [each.value for each in kind]
        for name, kind in kinds.items()
        if isinstance(kind, type) and issubclass(kind, Enum)
    }


def wrong_liif(words: list[str], complete: bool) -> str:
    """What is wrong with the words after ``liif``; empty if nothing is."""
    found, context = command(), typer.Context(command(), info_name="liif")
    while hasattr(found, "commands"):
        if not words or words[0].startswith("-"):
            break
        name, *words = words
        if name not in found.commands:
            return f"there is no command {name}"
        found = found.commands[name]
        context = typer.Context(found, info_name=name, parent=context)
    try:
        values, more, _ = found.make_parser(context).parse_args(list(words))
    except Exception as error:  # click's own, whichever click it is
        return str(error) or type(error).__name__
    if more:
        return f"{more} is too much"
    for each in found.params:
        value = values.get(each.name)
        allowed = choices(found).get(each.name)
        if value is not None and allowed and value not in allowed:
            return f"{each.name} cannot be {value}"
        asks = not words or "--help" in words
        if complete and each.required and value is None and not asks:
            return f"{each.name} is missing"
    return ""


def wrong_installation(words: list[str]) -> str:
    """What is wrong with the words after ``install.py``; empty if nothing is."""
    try:
        options = parse(words)
    except SystemExit:
        return "install.py does not understand this"
    tests = [word.split("::")[0] for word in options.pytest_arguments if word[0] != "-"]
    return "" if all((CHECKOUT / test).exists() for test in tests) else f"no tests {tests}"


def wrong(words: list[str], complete: bool) -> str:
    """What is wrong with a command line; empty if nothing is."""
    if words[:2] == ["liif", "install-gimp"]:
        return wrong_installation(words[2:])
    if words[0] == "liif":
        return wrong_liif(words[1:], complete)
    _, what, *more = words
    if what == "-m" and more[0].split(".")[0] in ("liif_core", "release", "tests"):
        path = CHECKOUT.joinpath(*more[0].split("."))
        there = path.with_suffix(".py").exists() or (path / "__main__.py").exists()
        return "" if there else f"there is no module {more[0]}"
    if what == "install.py":
        return wrong_installation(more)
    if what.endswith(".py"):
        return "" if (CHECKOUT / what).exists() else f"there is no file {what}"
    return ""


@cache
def known_options() -> set[str]:
    """Of all commands of ours."""

    def of(found: Any) -> Iterator[str]:  # noqa: ANN401
        yield from found.get_help_option_names(typer.Context(found))
        for each in found.params:
            yield from (*each.opts, *each.secondary_opts)
        for inner in getattr(found, "commands", {}).values():
            yield from of(inner)

    installer = {option for action in parser()._actions for option in action.option_strings}
    return {*of(command()), *installer, *OF_OTHERS}


@cache
def constants() -> list[str]:
    """All texts in the code, joined as Python joins them."""
    files = [path for folder in OURS[:3] for path in (CHECKOUT / folder).rglob("*.py")]
    return [
        node.value
        for file in [*files, CHECKOUT / "install.py"]
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def procedures() -> set[str]:
    return {text for text in constants() if PROCEDURE.fullmatch(text)}


def menu_entries() -> set[str]:
    """As one reads them: without the letter for Alt, and the dots of a dialog."""
    labels = [text.replace("_", "") for text in constants() if text.endswith("…")]
    return {label[:-1] for label in labels if label.startswith("LIIF ")}


def test_there_are_pages() -> None:
    assert {"README.md", "CONTRIBUTING.md", "docs/architecture.md", "models/RESULTS.md"} <= set(IDS)


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [target for target in links(text) if broken(page, target)] == []


@every_page
def test_paths_exist(page: Path) -> None:
    """Those from the top of the checkout; other names may be anything."""
    path = re.compile(rf"({'|'.join(map(re.escape, OURS))})/[\w./-]+")
    text = page.read_text("utf-8")
    words = [word for line in indented(text) for word in line.split()]
    named = [code for code in [*inline_code(text), *words] if path.fullmatch(code)]
    assert [name for name in named if not (CHECKOUT / name).exists()] == []


@every_page
def test_commands_are_understood(page: Path) -> None:
    complete = str(page.relative_to(CHECKOUT)) in COMPLETE
    problems = {
        shlex.join(words): problem
        for words in command_lines(page.read_text("utf-8"))
        if (problem := wrong(words, complete))
    }
    assert problems == {}


@every_page
def test_options_exist(page: Path) -> None:
    named = [
        option
        for code in inline_code(page.read_text("utf-8"))
        if code.startswith("--")
        for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", code)
    ]
    assert sorted(set(named) - known_options()) == []


@every_page
def test_procedures_are_registered(page: Path) -> None:
    named = set(PROCEDURE.findall(page.read_text("utf-8")))
    assert sorted(named - procedures()) == []


def test_every_procedure_and_menu_entry_is_described() -> None:
    assert len(procedures()) == len(menu_entries()) >= 7
    gimp = (CHECKOUT / "docs" / "gimp.md").read_text("utf-8")
    assert procedures() <= set(PROCEDURE.findall(gimp))
    for page in ("README.md", "docs/gimp.md"):
        text = (CHECKOUT / page).read_text("utf-8")
        assert [entry for entry in menu_entries() if f"| {entry} |" not in text] == []


def test_every_command_is_described() -> None:
    text = "\n".join((CHECKOUT / name).read_text("utf-8") for name in COMPLETE)
    named = {words[1] for words in command_lines(text) if words[0] == "liif"}
    assert set(command().commands) - named == set()


def test_every_room_is_described() -> None:
    text = (CHECKOUT / "docs" / "architecture.md").read_text("utf-8")
    rooms = {path.parent.name for path in (CHECKOUT / "liif_core").glob("*/__init__.py")}
    assert {room for room in rooms if f"| `liif_core/{room}` |" not in text} == set()


def test_messages_that_are_explained_are_said() -> None:
    text = (CHECKOUT / "docs" / "troubleshooting.md").read_text("utf-8")
    cells = re.findall(r"^\| (.*?) \|", text, re.MULTILINE)
    parts = [
        part.strip()
        for quoted in re.findall(r'"([^"]+)"', "\n".join(cells))
        for part in quoted.split("...")
    ]
    assert len(parts) > 8
    assert [part for part in parts if not any(part in known for known in constants())] == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("liif upscale a.jpg b.png --scale 3.7", ""),
        ("liif upscale a.jpg b.png --factor 3.7", "--factor"),
        ("liif upscale a.jpg b.png c.png", "too much"),
        ("liif upscale a.jpg", "target is missing"),
        ("liif enlarge a.jpg b.png", "no command enlarge"),
        ("liif bench tails", "no command tails"),
        ("liif batch a b --engine slurm", "cannot be slurm"),
        ("liif --help", ""),
        ("liif install-gimp --uninstall", ""),
        ("liif install-gimp --remove", "does not understand"),
        ("python3 -m release OUT", ""),
        ("python3 install.py --test --fast tests/unit -x", ""),
        ("python3 install.py --fast", "does not understand"),
        ("python3 install.py --test tests/nowhere", "no tests"),
        ("python -m tests.translation", "no module"),
        ("python3 locks/makes.py", "no file"),
    ],
)
def test_what_is_wrong_is_found(line: str, problem: str) -> None:
    ((words),) = command_lines(f"    {line}\n")
    told = wrong(words, complete=True)
    assert problem in told
    assert bool(told) == bool(problem)


def test_broken_links_are_found() -> None:
    page = CHECKOUT / "docs" / "gimp.md"
    assert not broken(page, "install.md#as-a-gimp-extension")
    assert broken(page, "install.md#nowhere")
    assert broken(page, "README.md")
