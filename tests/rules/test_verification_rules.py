"""The order of steps, what may be submitted, when attempts pause."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from assay.core.refusal import Refusal
from assay.policy.load import current
from assay.policy.schema import EvidenceKind
from assay.verifications import rules
from assay.verifications.rules import Facts, PersonalData, Status, Step

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BOOK = current()
FRESH = Facts(Status.DRAFT, "verified", "", False, "", "", frozenset())
PASSPORT = replace(
    FRESH, residence="FR", details_confirmed=True, document_kind="passport", issuing_country="FR"
)
PASSPORT_PIECES = frozenset({EvidenceKind.DOCUMENT_FRONT, EvidenceKind.SELFIE, EvidenceKind.CHALLENGE_CLIP})
COMPLETE = replace(PASSPORT, given=PASSPORT_PIECES)
ANNA = PersonalData("Anna Maria", "Eriksson", date(1990, 8, 12), "UT", "FR")


@pytest.mark.row("ORD-19", "IDA-12")
def test_steps_come_in_the_safe_order():
    seen = []
    facts = replace(FRESH)
    for change in (
        {"residence": "FR"},
        {"details_confirmed": True},
        {"document_kind": "id_card", "issuing_country": "FR"},
        {"given": frozenset({EvidenceKind.DOCUMENT_FRONT})},
        {"given": frozenset({EvidenceKind.DOCUMENT_FRONT, EvidenceKind.DOCUMENT_BACK})},
        {"given": frozenset(EvidenceKind) - {EvidenceKind.CHALLENGE_CLIP}},
        {"given": frozenset(EvidenceKind)},
    ):
        seen.append(rules.next_step(BOOK, facts))
        facts = replace(facts, **change)
    seen.append(rules.next_step(BOOK, facts))
    assert seen == [
        Step.RESIDENCE, Step.DETAILS, Step.DOCUMENT, Step.FRONT, Step.BACK, Step.SELFIE, Step.CHALLENGE, Step.REVIEW,
    ]  # fmt: skip


@pytest.mark.row("IDA-09", "IDA-10")
def test_sides_are_a_property_of_the_kind():
    assert EvidenceKind.DOCUMENT_BACK not in rules.needed_evidence(BOOK, "verified", "passport")
    assert EvidenceKind.DOCUMENT_BACK in rules.needed_evidence(BOOK, "verified", "id_card")
    assert EvidenceKind.DOCUMENT_BACK in rules.needed_evidence(BOOK, "verified", "driving_licence")


def test_before_a_kind_is_chosen_both_sides_may_be_needed():
    assert rules.needed_evidence(BOOK, "verified", "") == tuple(EvidenceKind)


def test_a_piece_asked_for_again_is_missing_until_it_is_given_again():
    facts = replace(COMPLETE, status=Status.ACTION_REQUIRED, asked_again=frozenset({EvidenceKind.SELFIE}))
    assert rules.missing_evidence(BOOK, facts) == (EvidenceKind.SELFIE,)
    assert rules.next_step(BOOK, facts) is Step.SELFIE


@pytest.mark.parametrize("status", [Status.CHECKING, Status.UNDER_REVIEW])
def test_the_customer_waits_while_others_work(status):
    assert rules.next_step(BOOK, replace(COMPLETE, status=status)) is Step.WAIT


@pytest.mark.row("ORD-12")
def test_nothing_incomplete_is_submitted():
    rules.check_may_submit(BOOK, COMPLETE, NOW)
    for missing in PASSPORT_PIECES:
        with pytest.raises(Refusal, match="incomplete"):
            rules.check_may_submit(BOOK, replace(COMPLETE, given=PASSPORT_PIECES - {missing}), NOW)


def test_a_pause_stops_submissions_until_its_end():
    paused = replace(COMPLETE, paused_until=NOW + timedelta(seconds=1))
    with pytest.raises(Refusal, match="paused"):
        rules.check_may_submit(BOOK, paused, NOW)
    rules.check_may_submit(BOOK, paused, NOW + timedelta(seconds=1))


def test_a_recording_belongs_to_a_challenge_drawn_just_before():
    rules.check_challenge(BOOK.challenge, NOW - timedelta(minutes=10), NOW)
    for drawn_at in (None, NOW - timedelta(minutes=10, seconds=1)):
        with pytest.raises(Refusal, match="expired"):
            rules.check_challenge(BOOK.challenge, drawn_at, NOW)


@pytest.mark.row("IDW-22")
def test_every_third_denial_pauses_for_a_day_and_others_do_not():
    pauses = [rules.pause_after(BOOK.attempts, denials) for denials in range(7)]
    day = timedelta(hours=24)
    assert pauses == [None, None, None, day, None, None, day]
    assert [rules.attempts_left(BOOK.attempts, denials) for denials in range(4)] == [3, 2, 1, 3]


def test_a_country_that_is_not_served_is_refused_before_anything_is_typed():
    with pytest.raises(Refusal, match="not_served"):
        rules.check_residence(BOOK, "KP")
    with pytest.raises(Refusal, match="invalid"):
        rules.check_residence(BOOK, "QQ")
    rules.check_residence(BOOK, "FR")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"surname": " "}, "surname"),
        ({"surname": "X" * 101}, "surname"),
        ({"given_names": "R2D2"}, "given_names"),
        ({"given_names": "<b>"}, "given_names"),
        ({"born_on": None}, "born_on"),
        ({"born_on": date(2026, 6, 2)}, "born_on"),
        ({"born_on": date(1890, 1, 1)}, "born_on"),
        ({"nationality": "QQ"}, "nationality"),
    ],
)
def test_a_field_that_cannot_be_right_is_named(change, field):
    with pytest.raises(Refusal) as refused:
        rules.check_details(replace(ANNA, **change), NOW.date())
    assert refused.value.details == {"field": field}


@pytest.mark.parametrize(
    "name", ["Ng", "O’Neill-Şahin", "María José", "李", "Иван", "Björk Guðmundsdóttir", "al-Ḥasan"]
)
def test_names_of_all_scripts_are_fine(name):
    rules.check_details(replace(ANNA, surname=name, given_names=""), NOW.date())


@pytest.mark.row("IDA-07")
def test_kinds_that_a_country_does_not_offer_are_refused():
    rules.check_document(BOOK, "driving_licence", "GB")
    with pytest.raises(Refusal, match="invalid"):
        rules.check_document(BOOK, "passport", "QQ")
    with pytest.raises(Refusal, match="not_accepted"):
        rules.check_document(BOOK, "driving_licence", "DE")


@pytest.mark.row("IDA-06")
def test_passport_id_card_and_driving_licence_are_the_default():
    assert BOOK.country("PL").documents == ("passport", "id_card", "driving_licence")
