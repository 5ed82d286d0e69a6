"""Compiles the translated words: gettext reads binary catalogs, the package carries the readable ones."""

import hashlib
import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WORDS = Path(__file__).resolve().parents[1] / "locale"


def compiled(home: Path) -> Path:
    """Return the folder of binary catalogs for the words as they are now, in ASSAY_HOME; make it where it is missing.

    Every process asks. Only the first after a change compiles, in about two seconds; nobody ever sees half a catalog.
    """
    sources = sorted(WORDS.glob("*/LC_MESSAGES/django.po"))
    state = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    folder = home / "words" / state
    for source in sources:
        target = folder / source.relative_to(WORDS).with_suffix(".mo")
        if not target.exists():
            _compile(source, target)
    return folder


def _compile(source: Path, target: Path) -> None:
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parents[1].name)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{os.getpid()}")
    with part.open("wb") as file:
        write_mo(file, catalog)
    part.replace(target)
