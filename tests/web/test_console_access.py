"""Who may open which page of the console: every role and every page, and people without a role."""

import pytest
from django.test import Client

from assay.access import ROLE_PERMISSIONS, Permission
from assay.audit.models import Entry
from assay.core.actor import Role
from assay.decisions.models import Decision
from made_console import a_customer, a_member, a_referred_case, signed_in

STAFF_ROLES = [role for role in Role if role not in {Role.CUSTOMER, Role.VISITOR, Role.HOST}]
NEEDS = {
    "queue": Permission.REVIEW_READ,
    "counts": Permission.REVIEW_READ,
    "case": Permission.REVIEW_READ,
    "accounts": Permission.ACCOUNT_READ,
    "account": Permission.ACCOUNT_READ,
    "decision": Permission.DECISION_READ,
    "audit": Permission.AUDIT_READ,
    "policy": Permission.POLICY_READ,
}
POSTS = {
    "next": Permission.REVIEW_TAKE,
    "take": Permission.REVIEW_TAKE,
    "release": Permission.REVIEW_TAKE,
    "preview": Permission.REVIEW_DECIDE,
    "decide": Permission.REVIEW_DECIDE,
    "reveal": Permission.PERSONAL_REVEAL,
}


@pytest.fixture
def addresses(db):
    review = a_referred_case()
    decision = Decision.objects.get(verification_id=review.matter_id)
    case = f"/console/reviews/{review.pk}/"
    return {
        "queue": "/console/reviews/",
        "counts": "/console/reviews/counts/",
        "case": case,
        "accounts": "/console/accounts/",
        "account": f"/console/accounts/{review.account_id}/",
        "decision": f"/console/decisions/{decision.pk}/",
        "audit": "/console/audit/",
        "policy": "/console/policy/",
        "next": "/console/reviews/next/",
        **{name: f"{case}{name}/" for name in ("take", "release", "preview", "decide", "reveal")},
    }


@pytest.fixture
def clients(db):
    return {role: signed_in(a_member(role)) for role in STAFF_ROLES}


@pytest.mark.row("REV-09", "REV-11")
def test_every_page_opens_for_the_roles_that_may_read_it_and_for_no_other(addresses, clients):
    for role, client in clients.items():
        for name, permission in NEEDS.items():
            expected = 200 if permission in ROLE_PERMISSIONS[role] else 403
            assert client.get(addresses[name]).status_code == expected, (role, name)


@pytest.mark.row("REV-11")
def test_nobody_does_what_their_role_does_not_allow(addresses, clients):
    for role, client in clients.items():
        for name, permission in POSTS.items():
            allowed = permission in ROLE_PERMISSIONS[role] and (
                name != "reveal" or Permission.REVIEW_READ in ROLE_PERMISSIONS[role]
            )
            assert (client.post(addresses[name]).status_code != 403) == allowed, (role, name)


def test_a_customer_gets_403_on_every_page(addresses):
    client = signed_in(a_customer("other@utopia.example"))
    for name in NEEDS:
        assert client.get(addresses[name]).status_code == 403, name


def test_a_visitor_is_sent_to_sign_in(addresses):
    for name in NEEDS:
        answer = Client().get(addresses[name])
        assert (answer.status_code, answer.url.startswith("/account/login/")) == (302, True), name


def test_the_console_opens_where_the_role_can_start(clients):
    for role, client in clients.items():
        assert client.get("/console/", follow=True).status_code == 200, role


def test_pages_about_customers_are_kept_by_no_cache(addresses):
    client = signed_in(a_member(Role.COMPLIANCE_OFFICER))
    for name in NEEDS:
        assert client.get(addresses[name])["Cache-Control"] == "no-store, private", name


@pytest.mark.row("REV-11", "XCT-12")
def test_a_picture_is_shown_to_reviewers_and_the_view_is_recorded(db):
    review, reviewer = a_referred_case(real_selfie=True), a_member()
    page = signed_in(reviewer).get(f"/console/reviews/{review.pk}/")
    address = next(picture for picture in page.context["pictures"] if picture.evidence.shown).evidence
    answer = signed_in(reviewer).get(f"/console/evidence/{address.pk}/0.jpg")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer.content.startswith(b"\xff\xd8")
    viewed = Entry.objects.get(event="evidence.viewed")
    assert (viewed.actor_id, viewed.subject_id, viewed.account_id) == (
        reviewer.pk,
        address.pk,
        review.account_id,
    )
    auditor = signed_in(a_member(Role.AUDITOR))
    assert auditor.get(f"/console/evidence/{address.pk}/0.jpg").status_code == 403
    assert "/console/evidence/" not in auditor.get(f"/console/reviews/{review.pk}/").content.decode()


def test_the_page_hides_what_the_role_may_not_do(addresses):
    page = signed_in(a_member(Role.AUDITOR)).get(addresses["case"]).content.decode()
    assert "Take this case" not in page
    assert "Reveal" not in page
    assert "does not decide" in page
