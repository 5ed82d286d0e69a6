"""The audit log and the policy, as a compliance officer reads them."""

import pytest
from django.db import connection

from assay.audit import actions as audit
from assay.audit.models import Entry
from assay.core.actor import Role, machine
from assay.policy.load import current
from assay.web import clock
from made_console import a_customer, a_member, a_referred_case, signed_in


@pytest.fixture
def officer(db):
    return signed_in(a_member(Role.COMPLIANCE_OFFICER, "Casey"))


@pytest.mark.row("XCT-12")
def test_entries_are_found_by_account_and_event(officer):
    review = a_referred_case()
    a_referred_case("other@utopia.example")
    page = officer.get(f"/console/audit/?account={review.account_id}&event=review.opened")
    assert [line.entry.subject_id for line in page.context["entries"]] == [review.pk]


def test_an_unknown_filter_shows_nothing_in_words(officer):
    assert "No entry matches" in officer.get("/console/audit/?account=acc_nobody").content.decode()


def test_long_logs_have_pages(officer):
    for number in range(4):
        a_referred_case(f"c{number}@utopia.example")
    newest = officer.get("/console/audit/").context["entries"][0].entry.pk
    older = officer.get("/console/audit/?page=2").context["entries"][0].entry.pk
    assert older == newest - 50
    assert Entry.objects.count() > 50


def test_an_account_is_found_by_its_id_or_its_whole_address_only(officer):
    account = a_customer("somebody@utopia.example")
    target = f"/console/accounts/{account.pk}/"
    assert officer.get("/console/accounts/", {"q": account.pk}).url == target
    assert officer.get("/console/accounts/", {"q": "Somebody@utopia.example"}).url == target
    assert officer.get("/console/accounts/", {"q": "somebody@"}).status_code == 200


def test_the_address_of_an_account_is_masked(officer):
    account = a_customer("somebody@utopia.example")
    page = officer.get(f"/console/accounts/{account.pk}/").content.decode()
    assert "somebody@utopia.example" not in page
    assert "s•••••@u•••••.example" in page


def test_the_policy_page_shows_the_digest_and_every_reason_and_threshold(officer):
    page = officer.get("/console/policy/").content.decode()
    book = current()
    assert book.digest in page
    assert all(code in page for code in book.reasons)
    shown = officer.get("/console/policy/").context["thresholds"]
    assert sum(len(one["numbers"]) for one in shown) == sum(map(len, book.thresholds.values()))


@pytest.mark.django_db(transaction=True)
@pytest.mark.row("XCT-12")
def test_verifying_the_seals_finds_a_changed_entry():

    client = signed_in(a_member(Role.COMPLIANCE_OFFICER, "Casey"))
    audit.seal(by=machine("test"), at=clock.now())
    assert "Every seal holds" in client.post("/console/audit/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE audit_entry SET actor_id = 'somebody' WHERE id = (SELECT min(id) FROM audit_entry)"
        )
        cursor.execute("SET session_replication_role = DEFAULT")
    assert "The log is not what was sealed" in client.post("/console/audit/").content.decode()
