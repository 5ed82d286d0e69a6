"""The queue: the most urgent first, overdue cases marked, one case for one reviewer."""

import pytest

from assay.accounts import actions as accounts
from assay.reviews import actions as reviews
from assay.web import clock
from made_console import a_member, a_referred_case, a_while_ago, signed_in


@pytest.mark.row("REV-04", "REV-08")
def test_what_is_due_first_stands_first_and_overdue_cases_are_marked(db):
    a_referred_case("new@utopia.example", at=a_while_ago(1))
    late = a_referred_case("late@utopia.example", at=a_while_ago(49))
    page = signed_in(a_member()).get("/console/reviews/")
    assert page.context["lines"][0].review == late
    assert [line.is_overdue for line in page.context["lines"]] == [True, False]
    assert "1 is overdue" in page.content.decode()


@pytest.mark.row("REV-06")
def test_the_queue_says_in_words_why_a_person_has_to_look(db):
    review = a_referred_case()
    page = signed_in(a_member()).get("/console/reviews/").content.decode()
    assert "different faces by the threshold" in page
    assert review.account_id in page


@pytest.mark.row("REV-06")
def test_taking_the_next_case_assigns_the_most_urgent_free_one(db):
    later, first = a_referred_case("b@utopia.example"), a_referred_case("a@utopia.example", at=a_while_ago(5))
    one, two = a_member(name="One"), a_member(name="Two")
    assert signed_in(one).post("/console/reviews/next/").url == f"/console/reviews/{first.pk}/"
    assert signed_in(two).post("/console/reviews/next/").url == f"/console/reviews/{later.pk}/"
    first.refresh_from_db()
    assert first.taken_by == one
    page = signed_in(one).get("/console/reviews/?show=mine")
    assert [line.review.pk for line in page.context["lines"]] == [first.pk]


def test_taking_the_next_case_passes_over_ones_own_account(db):
    review, member = a_referred_case(), a_member()
    member.user.account = None
    own = accounts.open_account(member.user, by=member.actor(), at=clock.now())
    type(review).objects.filter(pk=review.pk).update(account=own)
    answer = signed_in(member).post("/console/reviews/next/", follow=True)
    assert "Nothing is free" in answer.content.decode()


def test_an_empty_queue_says_so(db):
    assert "Nothing waits for a person" in signed_in(a_member()).get("/console/reviews/").content.decode()


def test_the_counts_answer_the_polling_page_without_its_frame(db):
    a_referred_case()
    answer = signed_in(a_member()).get("/console/reviews/counts/?show=open")
    assert answer.context["counts"] == {"all": 1, "open": 1, "mine": 0, "overdue": 0}
    assert "<html" not in answer.content.decode()


def test_a_released_case_is_free_again(db):
    review, member = a_referred_case(), a_member()
    reviews.take(review, by=member.actor(), at=clock.now())
    signed_in(member).post(f"/console/reviews/{review.pk}/release/")
    review.refresh_from_db()
    assert review.taken_by is None


def test_a_case_taken_by_somebody_else_is_refused_in_words(db):
    review = a_referred_case()
    reviews.take(review, by=a_member(name="First").actor(), at=clock.now())
    answer = signed_in(a_member(name="Second")).post(f"/console/reviews/{review.pk}/take/")
    assert answer.status_code == 409
    assert "Somebody else is working on this" in answer.content.decode()
