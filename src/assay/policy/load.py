"""Reads the rule book from `policy/data` (or the operator's folder), refuses what does not hold together, digests it."""

import hashlib
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assay.policy.documents import Country, CountryDifference
from assay.policy.schema import Book, CheckName, EvidenceKind

DATA = Path(__file__).parent / "data"
M = TypeVar("M", bound=BaseModel)


class PolicyError(Exception):
    """The rule book contradicts itself. `problems` has one line each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.toml") if "archive" not in path.relative_to(folder).parts)


def digest(folder: Path) -> str:
    """Return sha256 over the names and contents of all files, in order."""
    total = hashlib.sha256()
    for path in files(folder):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(f"{path.name}: {error}") from error


def _parse(model: type[M], data: object, where: str) -> M:
    # Through JSON, because strict mode takes lists for tuples and words for enumerations only there.
    try:
        return model.model_validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        raise PolicyError(
            *(f"{where}: {'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        ) from error


def _countries(folder: Path, default: Country) -> dict[str, Country]:
    found = {}
    for path in sorted((folder / "countries").glob("*.toml")):
        if path.stem != "default":
            difference = _parse(CountryDifference, _toml(path), path.name)
            found[path.stem.upper()] = default.model_copy(update=difference.model_dump(exclude_none=True))
    return found


def load(folder: Path) -> Book:
    """Return the rule book of a folder. Raises PolicyError with every problem found."""
    default = _parse(Country, _toml(folder / "countries" / "default.toml"), "default.toml")
    levels, reviews = _toml(folder / "levels.toml"), _toml(folder / "reviews.toml")
    routes = _toml(folder / "routes.toml")
    book = _parse(
        Book,
        {
            "digest": digest(folder),
            "levels": levels["level"],
            "attempts": levels["attempts"],
            "challenge": levels["challenge"],
            "uploads": levels["uploads"],
            "documents": _toml(folder / "documents.toml")["document"],
            "default_country": default.model_dump(mode="json"),
            "countries": {
                code: rule.model_dump(mode="json") for code, rule in _countries(folder, default).items()
            },
            "reasons": {reason["code"]: reason for reason in _toml(folder / "reasons.toml")["reason"]},
            "thresholds": _toml(folder / "thresholds.toml"),
            "reviews": reviews["review"],
            "specimens": _toml(folder / "specimens.toml")["specimens"],
            "traces": _toml(folder / "traces.toml"),
            "number_formats": _toml(folder / "number_formats.toml")["format"],
            "note_photos": _toml(folder / "reactivation.toml")["note_photo"],
            "statement": _toml(folder / "reactivation.toml")["statement"],
            "routes": routes["route"],
            "referral": routes["referral"],
            "edition": _toml(folder / "edition.toml"),
            "handoffs": _toml(folder / "handoff.toml"),
            "validities": _toml(folder / "validity.toml")["validity"],
        },
        "policy",
    )
    problems = list(inconsistencies(book))
    if problems:
        raise PolicyError(*problems)
    return book


def inconsistencies(book: Book) -> list[str]:
    """Return what the shapes alone cannot see: names that point nowhere, checks nobody asks for."""
    kinds = {document.id for document in book.documents}
    asked = (
        *(level.checks for level in book.levels),
        *(photo.checks for photo in book.note_photos),
        book.statement.checks,
    )
    used = {check for checks in asked for check in checks}
    rules = {"default": book.default_country, **book.countries}
    evidence = set(EvidenceKind)
    return [
        *(
            f"countries/{code}: no document kind {kind!r}"
            for code, rule in rules.items()
            for kind in rule.documents
            if kind not in kinds
        ),
        *(
            f"countries/{code}: no document is accepted"
            for code, rule in rules.items()
            if rule.served and not rule.documents
        ),
        *(
            f"levels: no evidence kind {kind!r}"
            for level in book.levels
            for kind in level.evidence
            if kind not in evidence
        ),
        *(f"levels: nothing uses check {check}" for check in CheckName if check not in used),
        *(f"thresholds: no check {check!r}" for check in book.thresholds if check not in set(CheckName)),
        *(
            f"levels: tier {tier} is missing"
            for tier in (0, 1, 2)
            if tier not in {level.tier for level in book.levels}
        ),
    ]


@cache
def current() -> Book:
    """Return the rule book in force in this process."""
    return load(DATA)
