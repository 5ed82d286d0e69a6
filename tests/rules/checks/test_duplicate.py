import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.checks.duplicate import duplicate_document, duplicate_face
from assay.checks.readings import Duplicates, FaceHit
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
