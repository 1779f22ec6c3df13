# SPDX-License-Identifier: GPL-3.0-or-later
"""Collects the plug-in's texts and brings its translations up to date; by hand::

    python -m tests.translations          # after a change to a text or a translation
    python -m tests.translations fr       # begins another language

In ``plugin/liif/locale`` lie the template ``liif.pot`` and for each language a ``liif.po``, which
people write, and the ``liif.mo`` made of it, which GIMP's Python reads: so a copy of the plug-in's
folder is complete. Texts that changed are marked "fuzzy" in the ``liif.po`` until someone looks.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Final

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from liif_core import __version__
from liif_core.guests.gallery import list_gallery
from liif_core.phrases import Phrase
from liif_core.request.questions import SmallestJpeg
from liif_core.request.rules import Choice, rules_of
from liif_core.request.settings import Settings
from liif_core.sizes.print_plan import PAPERS

CHECKOUT: Final = Path(__file__).resolve().parents[1]
LOCALE: Final = CHECKOUT / "plugin" / "liif" / "locale"
TEMPLATE: Final = LOCALE / "liif.pot"
_PHRASE: Final = Phrase.__name__
"""How the engine marks what is said in other languages as well."""
_MANIFEST: Final = "models/manifest.json"
_HEAD: Final = "# SPDX-License-Identifier: GPL-3.0-or-later\n# Texts of LIIF for GIMP."


def collected() -> Catalog:
    """All texts of the plug-in that are marked, the engine's phrases, and the texts that the
    plug-in shows from the engine's data."""
    catalogue = _empty(None)
    found = extract_from_dir(CHECKOUT / "plugin" / "liif", keywords={"_": None, "N_": None})
    for file, _line, text, comments, context in found:
        place = [(f"plugin/liif/{file}", 0)]
        catalogue.add(text, locations=place, auto_comments=comments, context=context)
    for path in sorted((CHECKOUT / "liif_core").rglob("*.py")):
        if f"{_PHRASE}(" in path.read_text("utf-8"):
            place = [(path.relative_to(CHECKOUT).as_posix(), 0)]
            for _line, text, *_others in extract_from_file("python", path, {_PHRASE: None}):
                catalogue.add(text, locations=place)
    for model in json.loads((CHECKOUT / _MANIFEST).read_text("utf-8"))["models"]:
        if not (model["crisper_than"] or model.get("refocuses")):
            catalogue.add(model["description"], locations=[(_MANIFEST, 0)])
    for exhibit in list_gallery():
        catalogue.add(exhibit.kind, locations=[("liif_core/guests/gallery.json", 0)])
    for kind in (Settings, SmallestJpeg):
        place = [(f"{kind.__module__.replace('.', '/')}.py", 0)]
        for rule in rules_of(kind).values():
            options = rule.options.values() if isinstance(rule, Choice) else ()
            for text in (rule.label, rule.help, *options) if rule.label else ():
                catalogue.add(text, locations=place)
    for name in PAPERS:
        catalogue.add(name, locations=[("liif_core/sizes/print_plan.py", 0)])
    return catalogue


def translations() -> dict[str, Path]:
    """The ``liif.po`` of each language."""
    return {path.parts[-3]: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/liif.po"))}


def read(path: Path) -> Catalog:
    """A template, or a translation as people wrote it."""
    language = None if path == TEMPLATE else path.parts[-3]
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def refresh() -> None:
    """Write the template anew, and all translations with the texts that it has now."""
    template = collected()
    if TEMPLATE.exists():
        # So that a file changes only where its texts do.
        template.creation_date = read(TEMPLATE).creation_date
    _write(TEMPLATE, template)
    for path in translations().values():
        catalogue = read(path)
        catalogue.update(template)
        # The version of the plug-in goes along.
        catalogue.version = template.version
        _write(path, catalogue)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def begin(language: str) -> Path:
    """An empty translation; returns its ``liif.po``."""
    path = LOCALE / language / "LC_MESSAGES" / "liif.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, _empty(language))
    return path


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        header_comment=_HEAD,
        project="LIIF for GIMP",
        version=__version__,
        msgid_bugs_address="the project's issues",
        last_translator="the authors of LIIF for GIMP",
        language_team="the authors of LIIF for GIMP",
        charset="utf-8",
        revision_date=datetime.now(timezone.utc) if language else None,
        fuzzy=False,
    )


def _write(path: Path, catalogue: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalogue, width=96, include_lineno=False, sort_by_file=True)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        if name not in translations():
            begin(name)
    refresh()
    for name, path in translations().items():
        missing = [m.id for m in read(path) if m.id and (m.fuzzy or not m.string)]
        sys.stdout.write(f"{name}: {len(missing)} texts to translate in {path}\n")
