from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.accounts.rules import Relation
from assay.checks.faces.duplicate import RELATION_WORDS, duplicate_document, duplicate_face
from assay.checks.readings import Duplicates, FaceHit, KnownAccount
from assay.checks.result import Outcome
from made_cases import BOOK, case


def hits(*scores):
    return Duplicates(faces=tuple(FaceHit(account_id=f"acc_{n}", score=s) for n, s in enumerate(scores)))


def test_nobody_close_passes():
    assert duplicate_face(case(duplicates=hits(0.2, 0.41)), BOOK).outcome is Outcome.PASS


@pytest.mark.row("REV-10")
def test_a_close_face_is_shown_to_a_person_with_the_account():
    result = duplicate_face(case(duplicates=hits(0.3, 0.8)), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("identity.duplicate.face",))
    assert list(result.seen) == ["acc_1"]
    assert result.score == 0.8


@given(st.lists(st.floats(-1, 1), max_size=5), st.lists(st.text("abc", min_size=1), max_size=3))
def test_a_hit_never_asks_again_and_never_does_worse_than_refer(scores, documents):
    duplicates = hits(*scores).model_copy(update={"documents": tuple(documents)})
    for check in (duplicate_face, duplicate_document):
        assert check(case(duplicates=duplicates), BOOK).outcome in {Outcome.PASS, Outcome.REFER}


def test_a_document_known_elsewhere_is_shown_to_a_person():
    result = duplicate_document(case(duplicates=Duplicates(documents=("acc_7",))), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.REFER, ("identity.duplicate.document",))
    assert "acc_7" in result.seen


def test_a_document_known_nowhere_else_passes():
    assert duplicate_document(case(), BOOK).outcome is Outcome.PASS


def test_nothing_to_compare_with_passes_and_says_so():
    for check in (duplicate_face, duplicate_document):
        result = check(case(duplicates=None), BOOK)
        assert result.outcome is Outcome.PASS
        assert "nothing to compare" in result.seen["compared"]


def known(account_id, relation):
    return KnownAccount(account_id=account_id, relation=relation, decided_on=date(2026, 3, 2))


@pytest.mark.row("APL-05")
@pytest.mark.parametrize("relation", [Relation.TWINS, Relation.SIBLINGS, Relation.LOOK_ALIKES])
def test_a_pair_known_to_be_two_people_no_longer_refers_and_stays_visible(relation):
    duplicates = hits(0.9).model_copy(update={"known": (known("acc_0", relation),)})
    result = duplicate_face(case(duplicates=duplicates), BOOK)
    assert (result.outcome, result.reasons) == (Outcome.PASS, ())
    assert "confirmed on 02 March 2026" in result.seen["acc_0"]
    assert "0.90" in result.seen["acc_0"]


def test_a_known_twin_does_not_hide_a_stranger():
    duplicates = hits(0.9, 0.8).model_copy(update={"known": (known("acc_0", Relation.TWINS),)})
    result = duplicate_face(case(duplicates=duplicates), BOOK)
    assert result.outcome is Outcome.REFER
    assert "confirmed" not in result.seen["acc_1"]


@pytest.mark.row("XCT-10")
def test_a_linked_second_account_needs_a_person_until_one_has_approved_it():
    duplicates = hits(0.9).model_copy(update={"known": (known("acc_0", Relation.SAME_PERSON),)})
    assert duplicate_face(case(duplicates=duplicates), BOOK).outcome is Outcome.REFER
    approved = duplicates.model_copy(update={"verified_before": True})
    assert duplicate_face(case(duplicates=approved), BOOK).outcome is Outcome.PASS


@pytest.mark.parametrize("relation", [Relation.TWINS, Relation.SIBLINGS, Relation.LOOK_ALIKES])
@pytest.mark.parametrize("verified_before", [False, True])
def test_two_people_who_share_a_document_are_looked_at_however_well_known(relation, verified_before):
    found = Duplicates(
        documents=("acc_7",), known=(known("acc_7", relation),), verified_before=verified_before
    )
    assert duplicate_document(case(duplicates=found), BOOK).outcome is Outcome.REFER


def test_two_approved_accounts_of_one_person_may_share_a_document():
    found = Duplicates(documents=("acc_7",), known=(known("acc_7", Relation.SAME_PERSON),))
    assert duplicate_document(case(duplicates=found), BOOK).outcome is Outcome.REFER
    approved = found.model_copy(update={"verified_before": True})
    assert duplicate_document(case(duplicates=approved), BOOK).outcome is Outcome.PASS


def test_a_case_stored_before_pairs_were_known_is_judged_as_it_was():
    stored = '{"faces": [{"account_id": "acc_1", "score": 0.9}], "documents": []}'
    assert (
        duplicate_face(case(duplicates=Duplicates.model_validate_json(stored)), BOOK).outcome is Outcome.REFER
    )


def test_every_relation_has_words():
    assert set(RELATION_WORDS) == set(Relation)
