"""What was typed against what the document says."""

from datetime import date

import pytest

from assay.checks.documents import details
from assay.checks.readings import MrzFormat
from assay.checks.result import Outcome
from assay.sandbox.people import person
from made_cases import BOOK, case, claim_of, front, passing_front

BEARER = person(1)
FRONT = passing_front(BEARER)


def made(*, zone=None, **typed):
    claim = claim_of(BEARER, **typed)
    mrz = FRONT.mrz.model_copy(update=zone or {})
    return case(claim=claim, front=FRONT.model_copy(update={"mrz": mrz}))


def test_what_was_typed_is_on_the_document():
    result = details.details_match(made(), BOOK)
    assert (result.outcome, result.score) == (Outcome.PASS, 100.0)


def test_a_middle_name_may_be_left_out():
    assert (
        details.details_match(made(given_names=BEARER.given_names.split()[0]), BOOK).outcome is Outcome.PASS
    )


@pytest.mark.row("IDW-06")
@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"surname": "Santos"}, "details.name.differs"),
        ({"surname": BEARER.surname[:-1] + "a"}, "details.name.similar"),
        ({"born_on": date(1991, 10, 6)}, "details.born_on.differs"),
        ({"nationality": "FR"}, "details.nationality.differs"),
    ],
)
def test_what_differs_goes_to_a_person(typed, reason):
    result = details.details_match(made(**typed), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, (reason,))


def test_a_document_without_nationality_contradicts_none():
    assert details.details_match(made(zone={"nationality": "XXA"}), BOOK).outcome is Outcome.PASS


def test_nothing_typed_is_nothing_compared():
    nothing = case(front=FRONT)
    for check in (details.details_match, details.residence_consistent):
        assert check(nothing, BOOK).seen == {"compared": "Nothing was typed."}


def test_a_passport_from_another_country_passes_with_a_note():
    result = details.residence_consistent(made(residence="FR"), BOOK)
    assert result.outcome is Outcome.PASS
    assert "note" in result.seen


@pytest.mark.row("IDW-04", "X-30")
def test_a_card_from_another_country_goes_to_a_person():
    card = {"format": MrzFormat.TD1, "document_code": "I", "lines": ("a" * 30,) * 3}
    result = details.residence_consistent(made(zone=card, residence="FR", document_kind="id_card"), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("details.residence.differs",))


def test_a_residence_permit_of_the_country_of_residence_fits():
    permit = {
        "format": MrzFormat.TD1, "document_code": "IR", "lines": ("a" * 30,) * 3, "issuer": "FRA", "nationality": "UTO"
    }  # fmt: skip
    typed = {"residence": "FR", "document_kind": "residence_permit", "issuing_country": "FR"}
    assert details.residence_consistent(made(zone=permit, **typed), BOOK).outcome is Outcome.PASS


def test_a_country_that_is_not_served_goes_to_a_person():
    result = details.residence_consistent(made(residence="KP"), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("details.residence.not_served",))


def test_an_unread_document_matches_nothing():
    claim = made().claim
    result = details.details_match(case(claim=claim, front=front()), BOOK)
    assert set(result.reasons) == {"details.name.differs", "details.born_on.differs"}
