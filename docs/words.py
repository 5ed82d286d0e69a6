"""Brings the catalogs of translated words up to date with the code, the templates and the rule book: `make words`.

Which words there are is found without GNU gettext: Babel reads Python, Django turns templates into what Babel can read,
and the rule book tells its own. The console is for staff and in English; its words are in no catalog.
"""

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import allauth
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from assay.policy.load import current

SOURCE = Path(__file__).resolve().parents[1] / "src" / "assay"
LOCALE = SOURCE / "locale"
_KEYWORDS = ("gettext", "gettext_lazy", "ngettext", "pgettext", "npgettext", "_")
_LEFT_OUT = re.compile(r'"(Project-Id|Report-|POT-|PO-Rev|Last-Tr|Language-Team|Generated-By)')
_OPTIONS = {"encoding": "utf-8"}
# What people meet of the sign-in's own words. django-allauth has catalogs, but not all of them are complete.
_SIGN_IN = (
    "account/adapter.py",
    "account/fields.py",
    "account/forms.py",
    "mfa/adapter.py",
    "mfa/totp/forms.py",
    "mfa/webauthn/forms.py",
)


@dataclass(frozen=True)
class Word:
    """One message: `plural` where a number decides between two forms; `context` where one English word means two things."""

    singular: str
    place: str
    plural: str = ""
    context: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.singular, self.plural) if self.plural else self.singular


def _is_staffs(path: Path) -> bool:
    return "console" in path.relative_to(SOURCE).parts or path.name == "all.html"


def _read(code: str, place: str) -> Iterator[Word]:
    for _, function, found, _ in extract_python(io.BytesIO(code.encode()), _KEYWORDS, (), _OPTIONS):
        parts = [part for part in (found if isinstance(found, tuple) else (found,)) if isinstance(part, str)]
        context = parts.pop(0) if function in {"pgettext", "npgettext"} else ""
        if parts and parts[0]:
            yield Word(parts[0], place, parts[1] if len(parts) > 1 else "", context)


def _of_python() -> Iterator[Word]:
    for path in sorted(SOURCE.rglob("*.py")):
        if not _is_staffs(path):
            yield from _read(path.read_text(encoding="utf-8"), str(path.relative_to(SOURCE)))


def _of_sign_in() -> Iterator[Word]:
    for name in _SIGN_IN:
        yield from _read(
            (Path(allauth.__file__).parent / name).read_text(encoding="utf-8"), f"allauth/{name}"
        )


def _of_templates() -> Iterator[Word]:
    for path in sorted([*SOURCE.rglob("*.html"), *SOURCE.glob("**/templates/**/*.txt")]):
        if not _is_staffs(path):
            # In brackets Python has no indentation that could be wrong.
            code = f"({templatize(path.read_text(encoding='utf-8'))})"
            yield from _read(code, str(path.relative_to(SOURCE)))


def _of_policy() -> Iterator[Word]:
    """What customers read of the rule book. Pages translate it where they show it."""
    book = current()
    for reason in book.reasons.values():
        yield from (Word(text, "policy/data/reasons.toml") for text in (reason.customer, reason.fix) if text)
    for level in book.levels:
        for text in (level.title, level.summary, *level.unlocks):
            yield Word(text, "policy/data/levels.toml")
    for route in book.routes:
        yield from (
            Word(route.title, "policy/data/routes.toml"),
            Word(route.summary, "policy/data/routes.toml"),
        )
    for document in book.documents:
        yield Word(document.title, "policy/data/documents.toml")
    for code, country in sorted(book.countries.items()):
        if country.notice:
            yield Word(country.notice, f"policy/data/countries/{code.lower()}.toml")


def words() -> dict[tuple[str, str], Word]:
    """Return every message customers can meet, by context and English text, each with the places it is used in."""
    found: dict[tuple[str, str], Word] = {}
    for word in (*_of_python(), *_of_templates(), *_of_policy(), *_of_sign_in()):
        found.setdefault((word.context, word.singular), word)
    return found


def catalog_of(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """Return the catalog with just the messages there are: translated ones kept, new ones empty, others gone."""
    before, after = (
        catalog_of(language),
        Catalog(locale=language, header_comment="# Made by `make words`.", fuzzy=False),
    )
    for word in sorted(words().values(), key=lambda word: (word.place, word.singular)):
        known = before.get(word.singular, word.context or None)
        after.add(
            word.id,
            known.string if known and not known.fuzzy else None,
            locations=[(word.place, 0)],
            context=word.context or None,
        )
    return after


def write(language: str, catalog: Catalog) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(written, catalog, width=120, include_lineno=False)
    lines = written.getvalue().decode().splitlines(keepends=True)
    # Of the head only what gettext needs: no places to fill in, and no time that changes with every run.
    path.write_text("".join(line for line in lines if not _LEFT_OUT.match(line)), encoding="utf-8")


if __name__ == "__main__":
    for one in sys.argv[1:] or sorted(path.name for path in LOCALE.iterdir()):
        catalog = updated(one)
        write(one, catalog)
        missing = sum(not message.string for message in catalog if message.id)
        print(f"{one:8} {missing} to translate")
