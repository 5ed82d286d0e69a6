"""The rule book against the code: every name leads somewhere, every level can be reached everywhere."""

import ast
import re
from pathlib import Path

import pytest

import assay
from assay.checks.pipeline import CHECKS
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import QUEUES, DeadlineKind, Job
from assay.notify.messages import BY_NAME
from assay.policy.countries import codes
from assay.policy.load import DATA, PolicyError, current, inconsistencies, load
from assay.policy.schema import CheckName, EvidenceKind, ReviewKind
from assay.reviews import actions as reviews
from assay.verifications.rules import needed_evidence

SOURCE = Path(assay.__file__).parent
CODE = re.compile(r"[a-z_]+\.[a-z_]+\.[a-z_]+")
PREFIXES = (
    "chip.",
    "document.",
    "details.",
    "selfie.",
    "liveness.",
    "identity.",
    "verification.",
    "account.",
    "evidence.",
    "review.",
    "handoff.",
)


def codes_in_source() -> set[str]:
    """Every reason code that stands in the code as a string of its own."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found.add(node.value)
    return {code for code in found if code.startswith(PREFIXES)}


def test_every_code_in_the_source_has_words() -> None:
    known = set(current().reasons)
    # Places of sealed columns look like codes; they name tables and are no reasons.
    assert {code for code in codes_in_source() if code not in known} == set()


def test_the_shipped_book_holds_together() -> None:
    assert inconsistencies(current()) == []


def test_every_check_has_a_function_and_words_for_people() -> None:
    assert set(CHECKS) == set(CheckName)
    assert [name for name, check in CHECKS.items() if not (check.__doc__ or "").strip()] == []


@pytest.mark.parametrize("country", codes())
def test_every_served_country_can_finish_with_some_document(country: str) -> None:
    book = current()
    rule = book.country(country)
    if not rule.served:
        assert rule.notice, "a country that is not served says so"
        return
    for kind in rule.documents:
        assert EvidenceKind.DOCUMENT_FRONT in needed_evidence(book, "verified", kind)


def test_every_reason_that_asks_again_says_what_to_do() -> None:
    assert [code for code, reason in current().reasons.items() if reason.retryable and not reason.fix] == []


def test_what_must_not_be_told_has_neutral_words() -> None:
    telling = re.compile(r"threshold|attack|duplicate|another account|flat|mask", re.IGNORECASE)
    assert [
        code
        for code, reason in current().reasons.items()
        if not reason.told and telling.search(reason.customer)
    ] == []


def test_every_review_kind_deadline_and_job_has_somebody_who_answers() -> None:
    assert set(reviews.on_decided) == set(ReviewKind)
    assert set(deadlines.on_due) == set(DeadlineKind)
    assert set(QUEUES) == set(Job)
    assert len(BY_NAME) == len(set(BY_NAME))


def test_an_unknown_key_stops_the_start(tmp_path: Path) -> None:
    copy_of_book(tmp_path)
    (tmp_path / "documents.toml").write_text(
        (DATA / "documents.toml").read_text() + '\n[[document]]\nid="x"\ncolour="red"\n'
    )
    with pytest.raises(PolicyError, match="colour"):
        load(tmp_path)


def test_a_name_that_points_nowhere_stops_the_start(tmp_path: Path) -> None:
    copy_of_book(tmp_path)
    (tmp_path / "countries" / "us.toml").write_text('documents = ["library_card"]\nsource = "none"\n')
    with pytest.raises(PolicyError, match="library_card"):
        load(tmp_path)


def test_the_digest_changes_with_any_file(tmp_path: Path) -> None:
    copy_of_book(tmp_path)
    before = load(tmp_path).digest
    levels = tmp_path / "levels.toml"
    levels.write_text(levels.read_text() + "\n# a comment\n")
    assert load(tmp_path).digest != before


def copy_of_book(folder: Path) -> None:
    for path in DATA.rglob("*.toml"):
        target = folder / path.relative_to(DATA)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
