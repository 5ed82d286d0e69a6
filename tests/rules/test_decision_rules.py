"""From outcomes to events, and which pieces are asked for again."""

from assay.checks.result import CheckResult, Mark, Outcome, Piece
from assay.decisions import rules
from assay.policy.load import current
from assay.policy.schema import CheckName, EvidenceKind
from assay.verifications.rules import Event

BOOK = current()


def blurred(*marks: Mark) -> CheckResult:
    return CheckResult(
        check=CheckName.DOCUMENT_IMAGE,
        outcome=Outcome.ASK_AGAIN,
        reasons=("document.image.blurred",),
        marks=marks,
    )


def test_no_outcome_of_a_machine_leads_to_a_rejection():
    assert set(rules.EVENT_OF) == set(Outcome)
    assert Event.REJECT not in rules.EVENT_OF.values()


def test_only_the_marked_side_is_asked_for_again():
    back = Mark(piece=Piece.BACK, label="blurred", points=((0, 0), (1, 1)), good=False)
    assert rules.pieces_to_ask_again(BOOK, [blurred(back)]) == {EvidenceKind.DOCUMENT_BACK}


def test_without_a_mark_all_pieces_of_the_reason_are_asked_for():
    both = {EvidenceKind.DOCUMENT_FRONT, EvidenceKind.DOCUMENT_BACK}
    assert rules.pieces_to_ask_again(BOOK, [blurred()]) == both


def test_checks_that_passed_ask_for_nothing():
    passed = CheckResult(check=CheckName.SELFIE_IMAGE, outcome=Outcome.PASS)
    assert rules.pieces_to_ask_again(BOOK, [passed]) == frozenset()


def test_another_kind_of_document_sends_back_to_the_choice():
    assert rules.needs_new_choice(BOOK, ["document.kind.other"])
    assert not rules.needs_new_choice(BOOK, ["document.image.blurred"])


def test_reasons_with_the_same_neutral_words_are_told_once():
    told = rules.told_reasons(
        BOOK, ["liveness.movement.flat", "liveness.attack.suspected", "document.image.dark"]
    )
    assert told == ("liveness.movement.flat", "document.image.dark")
